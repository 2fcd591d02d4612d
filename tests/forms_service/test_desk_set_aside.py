"""What was set aside, at the desk: seen at once, with the reason, and taken up or erased."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from at_desk import Desk, desk_of
from flask.testing import FlaskClient
from page import ADULT, Page, Visitor, read
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from world import Clock

from forms_service import interests, links
from forms_service.erasures import remembered
from forms_service.models import Applicant, Entry, Interest, Letter
from forms_service.portal import Portal

LIST = "/desk/?show=set-aside"
TAKE_UP, ERASE = "This is a real person: take it up", "Not a real person: erase it"
LINKS = "My shop: https://a.example https://b.example"


@pytest.fixture
def odd(client: FlaskClient) -> Callable[..., None]:
    """Somebody sends what is set aside."""

    def send(**others: str) -> None:
        Visitor(client).is_interested(ADULT, **{"words": LINKS} | others)

    return send


@pytest.fixture
def desk(app: Portal) -> Desk:
    return desk_of(app, "Bo")


@pytest.fixture
def path(odd: Callable[..., None], session: Session) -> str:
    """Where an interest that is set aside stands."""
    odd()
    return f"/desk/interests/{session.scalars(select(Interest.id)).one()}"


def names(page: Page) -> list[str]:
    return [words for words, href in page.links.items() if href.startswith("/desk/interests/")]


def kept(session: Session) -> Interest:
    session.rollback()
    session.expire_all()
    return session.scalars(select(Interest)).one()


# The lists ----------------------------------------------------------------------------------------------------------


def test_it_stands_on_a_list_of_its_own_with_the_reason_and_the_promise(
    desk: Desk, odd: Callable[..., None], client: FlaskClient
) -> None:
    Visitor(client).is_interested(ADULT, name="Ada", email="ada@example.org")
    odd(name="Ben", email="ben@example.org")
    odd(name="Cat", email="cat@example.org", words="www.a.example")

    page = desk.reads(LIST)
    assert (page.title, page.heading) == ("Set aside - Volunteer", "Set aside")
    assert names(page) == ["Ben", "Cat"] or names(page) == ["Cat", "Ben"]
    shown = "Reply by 30 November 2026 Ben Special constable North Fen There are web links in it. It was sent within 3 "
    assert f"{shown}seconds of opening the form." in page.text
    assert "There is a web link in it. It was sent within 3 seconds of opening the form." in page.text
    assert "2 set aside State Name Role Area Why Reference" in page.text
    assert names(desk.reads()) == ["Ada"]
    assert names(desk.reads("/desk/?show=closed")) == []


def test_how_many_there_are_is_seen_from_every_list(desk: Desk, odd: Callable[..., None]) -> None:
    for path in ("/desk/", "/desk/?show=closed", LIST):
        assert desk.reads(path).links["Set aside (0)"] == LIST
    assert "Nothing is set aside." in desk.reads(LIST).text
    odd()
    one = desk.reads()
    assert "1 set aside waits for somebody to say whether a real person sent it." in one.text
    odd()
    for path in ("/desk/", "/desk/?show=closed", LIST):
        assert desk.reads(path).links["Set aside (2)"] == LIST
    assert "2 set aside wait for somebody to say whether a real person sent them." in desk.reads().text


@pytest.mark.parametrize(
    ("theirs", "seen"),
    [({"areas": ["north-fen"]}, 1), ({"areas": ["south-fen"]}, 0), ({"organisation": "fenshire-opcc"}, 0)],
)
def test_people_see_those_of_their_own_organisation_and_areas(
    app: Portal, path: str, theirs: dict[str, Any], seen: int
) -> None:
    page = desk_of(app, "Cy", **theirs).reads(LIST)
    assert (f"Set aside ({seen})" in page.links, len(names(page))) == (True, seen)


def test_a_promise_that_was_broken_meanwhile_is_marked(app: Portal, odd: Callable[..., None], clock: Clock) -> None:
    odd()
    clock.forward(days=12)
    assert "Overdue since 30 November 2026 Aoife O’Brien" in desk_of(app, "Bo").reads(LIST).text


# One of them --------------------------------------------------------------------------------------------------------


def test_its_page_says_why_and_offers_two_buttons_and_nothing_else(desk: Desk, path: str) -> None:
    page = desk.reads(path)
    assert page.buttons == ["Sign out", TAKE_UP, ERASE]
    assert "Set aside There are web links in it. It was sent within 3 seconds of opening the form." in page.text
    assert "Letters None." in page.text
    assert "In their words My shop: https://a.example https://b.example" in page.text
    assert "Set aside for a person to look at 20 November 2026, 23:30, The portal" in page.text


@pytest.mark.parametrize(
    ("verb", "fields"), [("move", {"to": "talk"}), ("close", {"outcome": "not_this_time"}), ("link", {})]
)
def test_before_that_is_decided_nothing_else_can_be_done_with_it(
    desk: Desk, path: str, session: Session, verb: str, fields: dict[str, str]
) -> None:
    before = kept(session).version
    page = read(desk.presses(desk.reads(path), f"{path}/{verb}", **fields))
    assert (page.status, page.buttons) == (409, ["Sign out", TAKE_UP, ERASE])
    assert (kept(session).stage, kept(session).outcome, kept(session).version) == ("interest", None, before)
    assert session.scalar(select(func.count(Letter.id))) == 0


def test_taken_up_its_letters_go_out_and_it_stands_with_the_others(
    desk: Desk, path: str, session: Session, clock: Clock
) -> None:
    clock.forward(minutes=20)
    promised = kept(session).reply_by
    response = desk.presses(desk.reads(path), f"{path}/take-up")
    assert (response.status_code, response.location) == (303, path)

    found = kept(session)
    assert (found.set_aside, found.outcome, found.stage, found.reply_by) == (None, None, "interest", promised)
    assert found.moved_at == found.received_at, "nobody has replied yet"
    letters = session.scalars(select(Letter).order_by(Letter.recipient)).all()
    assert [(letter.key, letter.address, letter.due_at) for letter in letters] == [
        ("received", "aoife@example.org", clock.now),
        ("new-interest", "north@fenshire.example.org", clock.now),
    ]
    assert "We got it on 20 November 2026." in letters[0].text
    assert links.hidden(letters[0].text) != letters[0].text
    page = desk.reads(path)
    assert page.choices["to"] == ["talk", "start"]
    assert "Taken up: a real person 20 November 2026, 23:50, Bo" in page.text
    assert (names(desk.reads()), names(desk.reads(LIST))) == (["Aoife O’Brien"], [])


def test_not_a_real_person_is_erased_and_counted_as_that(app: Portal, desk: Desk, path: str, session: Session) -> None:
    response = desk.presses(desk.reads(path), f"{path}/not-real")
    assert (response.status_code, response.location) == (303, LIST)

    found = kept(session)
    assert (found.outcome, found.set_aside, found.age_band) == ("not_real", None, "")
    assert found.reference == found.form_key == f"erased {found.id}"
    assert session.scalar(select(func.count(Applicant.interest_id))) == 0
    assert session.scalar(select(func.count(Letter.id))) == 0
    entries = session.execute(select(Entry.verb, Entry.outcome).order_by(Entry.id)).all()
    assert entries == [
        ("received", None),
        ("set_aside", None),
        ("viewed", None),
        ("closed", "not_real"),
        ("erased", "not_real"),
    ]
    assert remembered(app.settings.erasures) == [found.id]
    page = desk.reads(path)
    assert (page.heading, page.buttons) == ("Erased", ["Sign out"])
    assert "Closed: Not a real person" in page.text
    assert "Not a real person Erased" in desk.reads("/desk/?show=closed").text


def test_when_the_list_of_erasures_can_not_be_written_nothing_is_erased(
    app: Portal, desk: Desk, path: str, session: Session
) -> None:
    page = desk.reads(path)
    app.settings.erasures.mkdir()
    assert read(desk.presses(page, f"{path}/not-real")).status == 503
    assert (kept(session).outcome, kept(session).set_aside) == (None, "links fast")
    assert session.scalar(select(func.count(Applicant.interest_id))) == 1


@pytest.mark.parametrize("verbs", list(product(["take-up", "not-real"], repeat=2)))
def test_the_second_of_two_colleagues_is_told_that_it_was_decided(
    app: Portal, desk: Desk, path: str, session: Session, verbs: tuple[str, str]
) -> None:
    (first, second), letters = verbs, 0 if verbs[0] == "not-real" else 2
    mine, other = desk.reads(path), desk_of(app, "Cy")
    assert other.presses(other.reads(path), f"{path}/{first}").status_code == 303
    page = read(desk.presses(mine, f"{path}/{second}"))
    assert page.status == 409
    assert "Somebody changed this before you" in page.text
    assert kept(session).outcome == ("not_real" if first == "not-real" else None)
    assert session.scalar(select(func.count(Letter.id))) == letters


@pytest.mark.parametrize("verb", ["take-up", "not-real"])
def test_what_is_not_set_aside_can_be_neither_taken_up_nor_erased_like_that(
    desk: Desk, client: FlaskClient, session: Session, verb: str
) -> None:
    Visitor(client).is_interested(ADULT)
    path = f"/desk/interests/{kept(session).id}"
    assert desk.presses(desk.reads(path), f"{path}/{verb}").status_code == 409
    assert session.scalar(select(func.count(Letter.id))) == 2


def test_the_outcome_of_nobody_is_not_for_closing_by_hand(desk: Desk, client: FlaskClient, session: Session) -> None:
    Visitor(client).is_interested(ADULT)
    path = f"/desk/interests/{kept(session).id}"
    page = read(desk.presses(desk.reads(path), f"{path}/close", outcome="not_real"))
    assert (page.status, page.mistakes) == (422, {"outcome": "Choose an outcome from the list"})


@pytest.mark.parametrize("theirs", [{"areas": ["south-fen"]}, {"organisation": "fenshire-opcc"}])
@pytest.mark.parametrize("verb", ["take-up", "not-real"])
def test_nobody_decides_about_what_is_not_theirs(
    app: Portal, path: str, session: Session, theirs: dict[str, Any], verb: str
) -> None:
    stranger = desk_of(app, "Cy", **theirs)
    fields = {"csrf_token": stranger.reads().fields["csrf_token"], "version": "1"}
    assert stranger.client.post(f"{path}/{verb}", data=fields).status_code == 404
    assert kept(session).set_aside == "links fast"


def test_metrics_count_what_is_set_aside(app: Portal, odd: Callable[..., None], desk: Desk, session: Session) -> None:
    for _ in range(3):
        odd()
    one = session.scalars(select(Interest.id)).first()
    desk.presses(desk.reads(f"/desk/interests/{one}"), f"/desk/interests/{one}/not-real")
    lines = app.test_cli_runner().invoke(args=["metrics"]).output.splitlines()
    assert "cip_interests_set_aside 2" in lines
    assert 'cip_interests{state="not_real"} 1' in lines


def test_it_can_be_withdrawn_and_is_then_set_aside_no_more(
    app: Portal, desk: Desk, path: str, session: Session
) -> None:
    """Somebody phones while their form is set aside."""
    interests.withdraw(session, kept(session), by="applicant", now=app.clock())
    session.rollback()
    assert desk.reads(LIST).links.get("Set aside (0)") == LIST
    assert desk.reads(path).buttons == ["Sign out", "Send a new link"]
