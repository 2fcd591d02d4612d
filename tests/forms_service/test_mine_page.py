"""The applicant's own page: how far things are, what comes next, whom to ask, and the address that is right."""

import json
from pathlib import Path

import pytest
from at_desk import desk_of
from at_mine import Own, adult, delivered, parent, rows, text
from flask.testing import FlaskClient
from page import ADULT, Visitor, read, republish
from sqlalchemy import select
from sqlalchemy.orm import Session
from world import Clock

from forms_service.models import Applicant, Entry, Interest
from forms_service.portal import Portal


@pytest.fixture
def mine(app: Portal, client: FlaskClient) -> Own:
    return adult(app, client)


def test_it_tells_the_reference_the_stage_what_comes_next_who_answers_and_what_we_were_told(
    mine: Own, session: Session
) -> None:
    page, reference = mine.reads(), session.scalars(select(Interest.reference)).one()

    assert (page.status, page.heading) == (200, "Special constable")
    for told in (
        "Your interest in Special constable with Fenshire Police.",
        f"Reference {reference} Received 20 November 2026",
        "Fenshire Police will reply to you by 30 November 2026. Next comes: We talk.",
        "You tell us You are here, since 20 November 2026 We Reply to you. "
        "We talk You Come and see us. Ask us anything. You start",
        "Fenshire Police: volunteers@fenshire.example.org or 01234 567890",
        "Name Aoife O’Brien Age 18 or over Email address aoife@example.org Area North Fen",
    ):
        assert told in page.text
    assert page.html.count('class="timeline__now" aria-current="step"') == 1


def test_it_follows_what_coordinators_do(app: Portal, mine: Own, session: Session, clock: Clock) -> None:
    clock.forward(days=1)
    desk, id = desk_of(app, "Bo"), session.scalars(select(Interest.id)).one()
    desk.presses(desk.reads(f"/desk/interests/{id}"), f"/desk/interests/{id}/move", to="talk")

    page = mine.reads()
    assert "Fenshire Police has moved this on, on 21 November 2026. Next comes: You start." in page.text
    assert 'aria-current="step"><h3>We talk' in page.html

    desk.presses(desk.reads(f"/desk/interests/{id}"), f"/desk/interests/{id}/close", outcome="not_this_time")
    page = mine.reads()
    assert "It was not to be this time." in page.text
    assert "Next comes" not in page.text


def test_a_reply_that_is_late_is_not_hidden(mine: Own, clock: Clock) -> None:
    clock.forward(days=11)
    assert (
        "Fenshire Police promised to reply by 30 November 2026, and hasn’t marked that it did. Sorry."
        in mine.reads().text
    )


def test_it_can_be_read_when_the_role_its_pathway_and_its_area_are_gone(mine: Own, build_folder: Path) -> None:
    path = build_folder / "service/catalogue.json"
    found = json.loads(path.read_text())
    del found["roles"]["fenshire/special-constable"]
    del found["pathways"]["joining"]
    found["areas"] = {}
    path.with_suffix(".new").write_text(json.dumps(found))
    path.with_suffix(".new").replace(path)

    page = mine.reads()
    assert (page.status, page.heading) == (200, "Special constable")
    assert "timeline" not in page.html


def test_a_parent_holds_the_page_of_a_child(app: Portal, client: FlaskClient) -> None:
    page = parent(app, client, words="I like dogs.").reads()

    for told in (
        "Sam would like to do this with Fenshire Police. You hold this page as the parent or carer.",
        "Our letters go to ana@example.org.",
        "Name Sam Age 13 to 15 Your name Ana Your email address ana@example.org",
        "In their words I like dogs.",
        "Should it go no further?",
    ):
        assert told in page.text


def test_whoever_gave_a_phone_alone_gets_no_link_and_is_told_what_to_do_instead(
    app: Portal, client: FlaskClient
) -> None:
    page = Visitor(client).is_interested(ADULT, email="", phone="01632 960001")

    assert rows(app.sessions())["links"] == []
    assert (
        "You have no page of your own here, because its link goes by email. To change something or to withdraw, "
        "get in touch as below." in page.text
    )


def test_whoever_gets_a_letter_is_told_of_the_link_in_it(client: FlaskClient) -> None:
    page = Visitor(client).is_interested()
    assert "That letter has a link to your own page" in page.text


# Confirming the address ---------------------------------------------------------------------------------------------


def test_the_address_is_confirmed_by_a_button_once(mine: Own, session: Session, clock: Clock) -> None:
    assert "Yes, this address is right" in mine.reads().buttons
    now = clock.forward(minutes=5)
    for _ in range(2):
        response = mine.presses("confirm")
        assert (response.status_code, response.location) == (303, f"{mine.path}?done=confirmed")
        clock.forward(minutes=5)

    page = read(mine.client.get(response.location))
    assert "Thank you. We know now that this address is right." in page.text
    assert page.buttons == []
    assert session.scalars(select(Applicant.confirmed_at)).one() == now
    confirmed = select(Entry.actor, Entry.at).where(Entry.verb == "confirmed")
    assert session.execute(confirmed).all() == [("applicant", now)]


def test_the_desk_sees_whether_the_address_is_confirmed(app: Portal, mine: Own, session: Session) -> None:
    desk, id = desk_of(app, "Bo"), session.scalars(select(Interest.id)).one()
    assert "Not confirmed yet" in desk.reads(f"/desk/interests/{id}").text
    mine.presses("confirm")

    page = desk.reads(f"/desk/interests/{id}")
    assert "Confirmed 20 November 2026, 23:30" in page.text
    assert "They confirmed the address" in page.text


def test_a_coordinator_ends_the_link_and_sends_a_new_one(app: Portal, mine: Own, session: Session) -> None:
    desk, id = desk_of(app, "Bo"), session.scalars(select(Interest.id)).one()
    page = desk.reads(f"/desk/interests/{id}")
    assert desk.presses(page, f"/desk/interests/{id}/link").status_code == 303

    assert mine.reads().status == 404
    [_, second] = delivered(app, "aoife@example.org")
    assert second["Subject"] == "Your own page: Special constable"
    again = Own(mine.client, text(second).removeprefix("Open it: http://127.0.0.1:8000").strip())
    assert again.reads().heading == "Special constable"
    assert "Link to their own page sent anew" in desk.reads(f"/desk/interests/{id}").text


def test_a_coordinator_who_reads_a_letter_does_not_get_its_link(app: Portal, mine: Own, session: Session) -> None:
    id = session.scalars(select(Interest.id)).one()
    page = desk_of(app, "Bo").reads(f"/desk/interests/{id}")

    assert "Your own page: http://127.0.0.1:8000/mine/…" in page.text
    assert mine.path.removeprefix("/mine/") not in page.html


@pytest.mark.parametrize("name", ["Ó Súilleabháin", "李小龍", "D’Arcy-Smith", "X", "محمد", "Ng"])
def test_unusual_names_are_shown_as_they_are(app: Portal, client: FlaskClient, name: str) -> None:
    assert f"Name {name} Age" in adult(app, client, name=name).reads().text


def test_a_demonstration_says_so(mine: Own, build_folder: Path) -> None:
    path = build_folder / "service/site.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"demonstration": True}))
    republish(build_folder, {})
    assert "This is a demonstration. Nobody will reply." in mine.reads().text
