"""One interest: what a coordinator sees, and moving it on or closing it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from at_desk import Desk, desk_of
from flask.testing import FlaskClient
from page import ADULT, CHILD, Page, Visitor, read
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from forms_service import interests
from forms_service.db import writing
from forms_service.models import Applicant, Entry, Interest, Letter
from forms_service.outbox import HELD
from forms_service.portal import Portal

CADET = "/interest/fenshire/cadet"


@pytest.fixture
def path(client: FlaskClient, session: Session) -> str:
    """Where the interest of an adult stands."""
    Visitor(client).is_interested(ADULT, phone="01632 960 001", words="I like <b>dogs</b>.", heard="work")
    return f"/desk/interests/{session.scalars(select(Interest.id)).one()}"


@pytest.fixture
def desk(app: Portal) -> Desk:
    return desk_of(app, "Bo")


def verbs(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(Entry.verb).order_by(Entry.id)))


def stage(session: Session) -> str | None:
    session.rollback()
    return session.scalars(select(Interest.stage)).one()


def outcome(session: Session) -> str | None:
    session.rollback()
    return session.scalars(select(Interest.outcome)).one()


def test_it_shows_who_it_is_and_what_they_wrote(desk: Desk, path: str) -> None:
    page = desk.reads(path)
    assert (page.status, page.heading) == (200, "Aoife O’Brien")
    assert page.title.startswith("CIP-")
    assert "Aoife" not in page.title
    for told in (
        "Reply by 30 November 2026",
        "Received 20 November 2026, 23:30",
        "Stage You tell us",
        "Area North Fen",
        "Age 18 or over",
        "Email aoife@example.org",
        "Phone 01632 960 001",
        "In their words I like <b>dogs</b>.",
        "Heard At work",
    ):
        assert told in page.text
    assert "<b>" not in page.html


def test_each_look_goes_on_the_record_and_is_told(desk: Desk, path: str, session: Session) -> None:
    assert "Who has looked at this: 1 20 November 2026, 23:30, Bo" in desk.reads(path).text
    assert "Who has looked at this: 2" in desk.reads(path).text
    assert verbs(session) == ["received", "viewed", "viewed"]


def test_it_shows_whether_each_letter_was_sent(desk: Desk, path: str, session: Session, clock: Any) -> None:
    waiting = "To the applicant, written 20 November 2026, 23:30. Waiting to go"
    assert waiting in desk.reads(path).text
    for changes, told in (
        ({"attempts": 1, "last_error": "refused (450)"}, "Trying again 1 try so far: refused (450)"),
        ({"due_at": HELD}, "Held since a backup was put back Whoever runs the portal decides whether it goes."),
        ({"failed_at": clock.now, "last_error": "refused (550)"}, "Not delivered refused (550)"),
        ({"sent_at": clock.now, "failed_at": None}, "Sent 20 November 2026, 23:30"),
    ):
        with writing(session):
            session.execute(update(Letter).where(Letter.recipient == "applicant").values(**changes))
        assert f"To the applicant, written 20 November 2026, 23:30. {told}" in desk.reads(path).text


# Moving on ----------------------------------------------------------------------------------------------------------


def test_the_next_stage_is_chosen_already_and_the_present_one_is_not_offered(desk: Desk, path: str) -> None:
    page = desk.reads(path)
    assert page.choices["to"] == ["talk", "start"]
    assert page.fields["to"] == "talk"


def test_moving_sends_the_letter_of_the_stage_and_is_told_on_the_record(
    desk: Desk, path: str, session: Session
) -> None:
    response = desk.presses(desk.reads(path), f"{path}/move", to="talk")
    assert (response.status_code, response.location) == (303, path)
    page = desk.reads(path)
    assert "Stage We talk" in page.text
    assert "Moved to We talk 20 November 2026, 23:30, Bo" in page.text
    assert "Special constable: We talk Dear Aoife O’Brien, Come and see us. Ask us anything." in page.text
    assert (page.choices["to"], page.fields["to"]) == (["interest", "start"], "start")
    assert verbs(session) == ["received", "viewed", "moved", "viewed"]


def test_at_the_last_stage_nothing_is_chosen_already(desk: Desk, path: str) -> None:
    desk.presses(desk.reads(path), f"{path}/move", to="start")
    page = desk.reads(path)
    assert (page.choices["to"], "to" in page.fields) == (["interest", "talk"], False)


@pytest.mark.parametrize(
    ("to", "mistake"),
    [
        ("", "Choose a stage"),
        ("interest", "Choose a stage from the list"),
        ("visit", "Choose a stage from the list"),
        ("\x00", "Choose a stage from the list"),
    ],
)
def test_a_stage_that_can_not_be_chosen_says_so(desk: Desk, path: str, session: Session, to: str, mistake: str) -> None:
    page = read(desk.presses(desk.reads(path), f"{path}/move", to=to))
    assert (page.status, page.mistakes, page.title[:7]) == (422, {"to": mistake}, "Error: ")
    assert stage(session) == "interest"


@pytest.mark.parametrize("mine_to", ["start", "talk"])
def test_two_colleagues_do_not_overwrite_each_other(
    app: Portal, desk: Desk, path: str, session: Session, mine_to: str
) -> None:
    other = desk_of(app, "Cy")
    mine, theirs = desk.reads(path), other.reads(path)
    assert other.presses(theirs, f"{path}/move", to="talk").status_code == 303
    page = read(desk.presses(mine, f"{path}/move", to=mine_to))
    assert (page.status, stage(session)) == (409, "talk")
    assert "Somebody changed this before you Your change was not made." in page.text
    assert desk.presses(page, f"{path}/move", to="start").status_code == 303
    assert stage(session) == "start"


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "٢"])
def test_a_version_that_was_never_shown_changes_nothing(desk: Desk, path: str, session: Session, version: str) -> None:
    token = desk.reads(path).fields["csrf_token"]
    response = desk.client.post(f"{path}/move", data={"csrf_token": token, "version": version, "to": "talk"})
    assert (response.status_code, stage(session)) == (409, "interest")


# Closing ------------------------------------------------------------------------------------------------------------


def test_closing_gives_it_its_outcome_and_ends_the_forms(desk: Desk, path: str, session: Session) -> None:
    page = desk.reads(path)
    assert page.choices["outcome"] == ["started", "not_this_time", "withdrawn", "referred", "waiting", "lapsed"]
    assert "outcome" not in page.fields
    assert desk.presses(page, f"{path}/close", outcome="not_this_time").location == path
    after = desk.reads(path)
    assert "Closed: Not this time 20 November 2026, 23:30, Bo" in after.text
    assert after.choices == {}
    assert outcome(session) == "not_this_time"


@pytest.mark.parametrize(
    ("chosen", "mistake"),
    [({}, "Choose how it ended"), ({"outcome": "hired"}, "Choose an outcome from the list")],
)
def test_an_outcome_that_can_not_be_chosen_says_so(desk: Desk, path: str, chosen: dict[str, str], mistake: str) -> None:
    page = read(desk.presses(desk.reads(path), f"{path}/close", **chosen))
    assert (page.status, page.mistakes) == (422, {"outcome": mistake})


@pytest.mark.parametrize("verb", ["move", "close"])
def test_what_a_colleague_has_closed_is_changed_no_more(
    app: Portal, desk: Desk, path: str, session: Session, verb: str
) -> None:
    mine = desk.reads(path)
    other = desk_of(app, "Cy")
    other.presses(other.reads(path), f"{path}/close", outcome="withdrawn")
    page = read(desk.presses(mine, f"{path}/{verb}", to="talk", outcome="started"))
    assert (page.status, page.choices) == (409, {})
    assert outcome(session) == "withdrawn"


# Whom it may not be shown to ----------------------------------------------------------------------------------------


NUMBER = re.compile(r"\d{4}-\d{4}-\d{4}")  # of the request: each has its own


@pytest.mark.parametrize("theirs", [{"areas": ["south-fen"]}, {"organisation": "fenshire-opcc"}])
def test_what_is_not_theirs_is_not_there(app: Portal, path: str, session: Session, theirs: dict[str, Any]) -> None:
    stranger = desk_of(app, "Cy", **theirs)
    token = stranger.reads().fields["csrf_token"]
    not_there, nobodys = (stranger.reads(at).text for at in (path, f"/desk/interests/{'0' * 32}"))
    assert NUMBER.sub("", not_there) == NUMBER.sub("", nobodys)
    for verb in ("move", "close"):
        fields = {"csrf_token": token, "version": "1", "to": "talk", "outcome": "started"}
        assert stranger.client.post(f"{path}/{verb}", data=fields).status_code == 404
    assert (stage(session), verbs(session)) == ("interest", ["received"])


@pytest.mark.parametrize("id", ["x", "%00", "0" * 33, "A" * 32])
def test_there_is_no_page_for_an_id_that_nobody_has(desk: Desk, id: str) -> None:
    assert desk.reads(f"/desk/interests/{id}").status == 404


# Special cases ------------------------------------------------------------------------------------------------------


def test_a_child_is_marked_and_only_the_parent_is_named(desk: Desk, client: FlaskClient, session: Session) -> None:
    Visitor(client, CADET).is_interested(CHILD)
    page = desk.reads(f"/desk/interests/{session.scalars(select(Interest.id)).one()}")
    assert "Under 16: write to and phone the parent or carer alone." in page.text
    assert "Age 13 to 15 Parent’s or carer’s email ana@example.org Parent or carer Ana" in page.text
    assert "To the parent or carer, written" in page.text


def test_somebody_without_an_email_address_is_to_be_phoned(desk: Desk, client: FlaskClient, session: Session) -> None:
    Visitor(client).is_interested(ADULT, email="", phone="01632 960001")
    page = desk.reads(f"/desk/interests/{session.scalars(select(Interest.id)).one()}")
    assert "There is no email address, so no letters go out. Please phone." in page.text


def test_it_can_be_read_when_the_person_is_erased_and_the_pathway_is_gone(
    desk: Desk, path: str, build_folder: Path, session: Session
) -> None:
    with writing(session):
        session.execute(delete(Applicant))
    catalogue = build_folder / "service/catalogue.json"
    found = json.loads(catalogue.read_text())
    del found["pathways"]["joining"], found["areas"]["fenshire"]["areas"]["north-fen"]
    found["roles"] = {}
    catalogue.with_suffix(".new").write_text(json.dumps(found))
    catalogue.with_suffix(".new").replace(catalogue)
    page: Page = desk.reads(path)
    assert (page.status, page.heading) == (200, "Erased")
    assert "Stage interest Area north-fen" in page.text
    assert list(page.choices) == ["outcome"]


def test_of_somebody_erased_it_shows_what_was_done_and_nobody(
    app: Portal, desk: Desk, path: str, session: Session
) -> None:
    found = session.scalars(select(Interest)).one()
    interests.erase(session, found, by="applicant", now=app.clock(), remember_in=app.settings.erasures)

    page = desk.reads(path)

    assert (page.status, page.heading) == (200, "Erased")
    assert "Withdrew" in page.text
    assert "Erased: Withdrew" in page.text
    assert "Aoife" not in page.html
    assert page.buttons == ["Sign out"], "there is nothing left to do with it"
    assert desk.reads("/desk/?show=closed").status == 200
