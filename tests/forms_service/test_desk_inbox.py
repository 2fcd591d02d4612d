"""The list: who is waiting, the longest promised first."""

import time
from typing import Any

import pytest
from at_desk import Desk, desk_of
from flask.testing import FlaskClient
from page import ADULT, CHILD, Visitor
from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from forms_service import interests
from forms_service.db import writing
from forms_service.models import Applicant, Coordinator, Heartbeat, Interest
from forms_service.outbox import WORKER
from forms_service.portal import Portal

NAMES = ["Ada", "Ben", "Cat"]


def names(desk: Desk, path: str = "/desk/") -> list[str]:
    """The people on the list, from the top."""
    return [words for words, href in desk.reads(path).links.items() if href.startswith("/desk/interests/")]


@pytest.fixture
def three(client: FlaskClient, clock: Any) -> None:
    """Three people, a day after one another."""
    for name in NAMES:
        Visitor(client).is_interested(ADULT, name=name, email=f"{name.lower()}@example.org")
        clock.forward(days=1)


def test_an_empty_desk_says_so(app: Portal) -> None:
    page = desk_of(app, "Bo").reads()
    assert (page.status, page.title, page.heading) == (200, "Open interests - Volunteer", "Who is waiting")
    assert "Nobody is waiting. New interests come here by themselves." in page.text


def test_it_shows_state_name_role_area_stage_and_reference(app: Portal, client: FlaskClient, session: Session) -> None:
    Visitor(client).is_interested()
    reference = session.scalars(select(Interest.reference)).one()
    shown = desk_of(app, "Bo").reads().text
    told = f"Reply by 30 November 2026 Aoife O’Brien Special constable North Fen You tell us {reference}"
    assert "1 open State Name Role Area Stage Reference" in shown
    assert told in " ".join(shown.split())


def test_the_oldest_promise_comes_first(app: Portal, three: None) -> None:
    assert names(desk_of(app, "Bo")) == NAMES


@pytest.mark.parametrize(
    ("days", "state"),
    [(9, "Reply by 30 November 2026"), (10, "Reply today"), (11, "Overdue since 30 November 2026")],
)
def test_a_promise_that_is_due_or_overdue_is_marked(
    app: Portal, client: FlaskClient, clock: Any, days: int, state: str
) -> None:
    Visitor(client).is_interested()
    clock.forward(days=days)
    assert f"{state} Aoife O’Brien" in desk_of(app, "Bo").reads().text


def test_a_day_ends_at_midnight_in_london(app: Portal, client: FlaskClient, clock: Any) -> None:
    Visitor(client).is_interested()
    clock.forward(days=10, minutes=29)
    assert "Reply today" in desk_of(app, "Bo").reads().text
    clock.forward(minutes=1)
    assert "Overdue since 30 November 2026" in desk_of(app, "Cy").reads().text


def test_somebody_who_was_answered_comes_after_those_who_wait(
    app: Portal, three: None, clock: Any, session: Session
) -> None:
    desk = desk_of(app, "Bo")
    first = session.scalars(select(Interest).order_by(Interest.received_at)).first()
    by = session.scalars(select(Coordinator)).one()
    assert first is not None
    interests.move(
        session,
        app.published.catalogue,
        first,
        to="talk",
        by=by,
        version=first.version,
        now=clock.now,
        base_url=app.settings.base_url,
    )
    assert names(desk) == ["Ben", "Cat", "Ada"]
    assert "Moved 23 November 2026 Ada Special constable North Fen We talk" in desk.reads().text


def test_what_is_closed_is_on_a_list_of_its_own(app: Portal, three: None, clock: Any, session: Session) -> None:
    desk = desk_of(app, "Bo")
    first = session.scalars(select(Interest).order_by(Interest.received_at)).first()
    by = session.scalars(select(Coordinator)).one()
    assert first is not None
    interests.close(session, first, outcome="waiting", by=by, version=first.version, now=clock.now)
    assert names(desk) == ["Ben", "Cat"]
    assert names(desk, "/desk/?show=closed") == ["Ada"]
    assert "Waiting Ada" in desk.reads("/desk/?show=closed").text


def test_nothing_closed_yet_says_so(app: Portal) -> None:
    page = desk_of(app, "Bo").reads("/desk/?show=closed")
    assert (page.heading, "Nothing is closed yet." in page.text) == ("Closed", True)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_fifty_stand_on_a_page(app: Portal, client: FlaskClient, clock: Any) -> None:
    for n in range(51):
        name = f"N {'abcdefghijklmnopqrstuvwxyz'[n // 2]}{'ab'[n % 2]}"
        Visitor(client).is_interested(ADULT, name=name, email=f"n{n}@example.org")
        clock.forward(seconds=1)
    desk = desk_of(app, "Bo")
    first = desk.reads()
    assert len(names(desk)) == 50
    assert "51 open, page 1 of 2" in first.text
    assert "Previous page" not in first.links
    assert names(desk, first.links["Next page"]) == ["N za"]
    for wanted in ("0", "-1", "x", "1000000000", "999999999999999999999", "२", "2"):
        assert desk.reads(f"/desk/?page={wanted}").status == 200
    assert "page 2 of 2" in desk.reads("/desk/?page=999").text


def test_ten_thousand_are_listed_at_once_and_with_no_more_questions_than_three(
    app: Portal, three: None, session: Session
) -> None:
    desk = desk_of(app, "Bo")
    desk.reads()
    said: list[str] = []
    event.listen(app.engine, "before_cursor_execute", lambda *told: said.append(told[2]))
    desk.reads()
    of_three = len(said)
    _crowd(session, 10_000)
    for path in ("/desk/", "/desk/?page=200", "/desk/?show=set-aside", "/desk/?show=set-aside&page=999"):
        said.clear()
        began = time.perf_counter()
        page = desk.reads(path)
        seconds = time.perf_counter() - began
        assert page.html.count("/desk/interests/") in (3, 50), path
        assert len(said) <= of_three, path
        assert seconds < 3, path  # 0.1 on a machine that isn't busy


def _crowd(session: Session, number: int) -> None:
    """So many more people, every second of whom is set aside."""
    one = session.scalars(select(Interest)).first()
    assert one
    assert one.applicant
    kept = {column.key: getattr(one, column.key) for column in Interest.__table__.c}
    person = {column.key: getattr(one.applicant, column.key) for column in Applicant.__table__.c}
    ids = [f"{n:032x}" for n in range(number)]
    own = [
        {"id": id, "form_key": id, "reference": id, "set_aside": "links" if n % 2 else None} for n, id in enumerate(ids)
    ]
    session.execute(insert(Interest), [kept | each for each in own])
    theirs = [{"interest_id": id, "email": f"{id}@example.org", "phone": f"07700 {n:06}"} for n, id in enumerate(ids)]
    session.execute(insert(Applicant), [person | each for each in theirs])
    session.commit()


# Who sees what ------------------------------------------------------------------------------------------------------


@pytest.fixture
def everybody(client: FlaskClient) -> None:
    """Interests in both organisations and both areas."""
    Visitor(client).is_interested(ADULT, name="North", area="north-fen")
    Visitor(client).is_interested(ADULT, name="South", area="south-fen")
    Visitor(client, "/interest/fenshire/cadet").is_interested(CHILD, name="Child", area="south-fen")
    Visitor(client, "/interest/fenshire-opcc/custody-visitor").is_interested(ADULT, name="Visitor", area="north-fen")


@pytest.mark.parametrize(
    ("organisation", "areas", "seen"),
    [
        ("fenshire", [], ["North", "South", "Child"]),
        ("fenshire", ["fenshire"], ["North", "South", "Child"]),
        ("fenshire", ["north-fen"], ["North"]),
        ("fenshire", ["south-fen"], ["South", "Child"]),
        ("fenshire", ["north-fen", "south-fen"], ["North", "South", "Child"]),
        ("fenshire-opcc", [], ["Visitor"]),
        ("fenshire-opcc", ["south-fen"], []),
    ],
)
def test_people_see_their_own_organisation_and_areas(
    app: Portal, everybody: None, organisation: str, areas: list[str], seen: list[str]
) -> None:
    desk = desk_of(app, "Bo", organisation, areas)
    assert sorted(names(desk)) == sorted(seen)
    assert (f"{len(seen)} open" in desk.reads().text) is bool(seen)


def test_it_says_for_whom_one_looks_after_what(app: Portal) -> None:
    assert "Bo, Fenshire Police (North Fen)" in desk_of(app, "Bo", areas=["north-fen"]).reads().text


# The letter worker --------------------------------------------------------------------------------------------------


def test_a_silent_letter_worker_is_seen(app: Portal, clock: Any, session: Session) -> None:
    desk = desk_of(app, "Bo")
    assert "No letters are going out." in desk.reads().text
    with writing(session):
        session.add(Heartbeat(name=WORKER, at=clock.now))
    assert "No letters are going out." not in desk.reads().text
    clock.forward(minutes=2, seconds=1)
    assert "No letters are going out." in desk.reads().text
