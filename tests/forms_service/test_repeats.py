"""The same person and the same role again: a coordinator sees it, and nobody else can."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from at_desk import Desk, desk_of
from flask.testing import FlaskClient
from page import ADULT, CHILD, Page, Visitor, read
from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session
from world import Clock

from forms_service import interests
from forms_service.models import Applicant, Interest, Letter
from forms_service.portal import Portal

CADET = "/interest/fenshire/cadet"
REFERENCE = re.compile(r"CIP-\w{4}-\w{4}")

Ask = Callable[..., str]


@pytest.fixture
def ask(client: FlaskClient, clock: Clock) -> Ask:
    """Somebody asks for a role, minutes after the one before; the reference."""

    def all_the_way(answers: dict[str, str] = ADULT, to: str = Visitor.address, **others: str) -> str:
        clock.forward(minutes=5)
        page = Visitor(client, to).is_interested(answers, **others)
        return REFERENCE.findall(page.text)[0]

    return all_the_way


@pytest.fixture
def desk(app: Portal) -> Desk:
    return desk_of(app, "Bo")


def page_of(desk: Desk, reference: str) -> Page:
    """The page of one interest, by way of the list."""
    [row] = re.findall(rf"<tr>(?:(?!</tr>).)*{reference}.*?</tr>", desk.reads().html, re.DOTALL)
    return desk.reads(re.findall(r'href="(/desk/interests/\w+)"', row)[0])


def marked(desk: Desk) -> list[str]:
    """The references of the list that are marked "Again"."""
    rows = re.findall(r"<tr>.*?</tr>", desk.reads().html, re.DOTALL)
    return [REFERENCE.findall(row)[0] for row in rows if ">Again<" in row]


BEFORE = "The same person, by email or phone, asked for this role before:"
SINCE = "The same person, by email or phone, asked for this role since:"


# Who is the same ----------------------------------------------------------------------------------------------------


def test_a_coordinator_sees_that_the_same_person_asked_before_and_since_and_what_came_of_it(
    ask: Ask, app: Portal, clock: Clock
) -> None:
    first = ask()
    clock.forward(days=2)
    second = ask(name="Aoife O’Brien-Smith")
    desk = desk_of(app, "Bo")

    earlier, later = page_of(desk, first), page_of(desk, second)
    assert f"{SINCE} {second}, 22 November 2026. Reply by 2 December 2026" in earlier.text
    assert f"{BEFORE} {first}, 20 November 2026. Reply by 30 November 2026" in later.text
    assert (BEFORE in earlier.text, SINCE in later.text) == (False, False)
    assert desk.reads(later.links[first]).title.startswith(first)
    assert marked(desk) == [first, second]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"email": "ana@example.org"}, {"email": "ANA@Example.ORG"}, True),
        ({"email": "ana@example.org"}, {"email": "an.a@example.org"}, False),
        ({"email": "ana@example.org", "phone": "07700 900 982"}, {"email": "", "phone": "+44 7700 900982"}, True),
        ({"email": "", "phone": "(07700) 900-982"}, {"email": "", "phone": "0044 (0) 7700.900/982"}, True),
        ({"email": "", "phone": "07700 900 982"}, {"email": "", "phone": "07700 900 983"}, False),
        ({"email": "ana@example.org", "phone": "07700 900 982"}, {"email": "bo@example.org"}, False),
    ],
)
def test_the_same_email_or_phone_is_the_same_person_however_it_is_written(
    ask: Ask, desk: Desk, one: dict[str, str], other: dict[str, str], same: bool
) -> None:
    references = [ask(**one), ask(**other)]
    assert marked(desk) == (references if same else [])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({}, {"name": "SAM", "parent_email": "Ana@example.org"}, True),
        ({"parent_phone": "07700 900 982"}, {"parent_email": "", "parent_phone": "+447700900982"}, True),
        ({}, {"name": "Bo"}, False),
        ({}, {"parent_email": "other@example.org"}, False),
    ],
)
def test_a_child_is_the_same_by_a_parents_email_or_phone_and_its_own_name(
    ask: Ask, desk: Desk, one: dict[str, str], other: dict[str, str], same: bool
) -> None:
    references = [ask(CHILD, CADET, **one), ask(CHILD, CADET, **other)]
    assert marked(desk) == (references if same else [])


def test_another_role_is_no_repeat(ask: Ask, desk: Desk, app: Portal) -> None:
    ask()
    ask(to="/interest/fenshire-opcc/custody-visitor")
    assert marked(desk) == marked(desk_of(app, "Cy", "fenshire-opcc")) == []


def test_nobody_hears_of_a_repeat_in_an_area_that_is_not_theirs(ask: Ask, app: Portal) -> None:
    ask(area="south-fen")
    here = ask(area="north-fen")
    desk = desk_of(app, "Bo", areas=["north-fen"])
    assert marked(desk) == []
    assert "The same person" not in page_of(desk, here).text


def test_somebody_who_was_erased_is_remembered_by_nobody(ask: Ask, app: Portal, desk: Desk, session: Session) -> None:
    ask()
    found = session.scalars(select(Interest)).one()
    interests.erase(session, found, by="applicant", now=app.clock(), remember_in=app.settings.erasures)
    session.rollback()
    ask()
    assert marked(desk) == []


def test_of_many_the_nearest_are_told(ask: Ask, app: Portal, session: Session) -> None:
    ask()
    first = session.scalars(select(Interest)).one()
    _copies(session, first, 700)
    desk = desk_of(app, "Bo")
    page = desk.reads(f"/desk/interests/{first.id}")
    assert len(REFERENCE.findall(page.text.partition(BEFORE)[2].partition("Reference")[0])) == 5
    assert len(marked(desk)) == 50


def _copies(session: Session, of: Interest, number: int) -> None:
    """The same person asks again, so many times."""
    assert of.applicant
    for made, table in ((of, Interest), (of.applicant, Applicant)):
        kept = {column.key: getattr(made, column.key) for column in made.__table__.c}
        session.execute(insert(table), [kept | _own(table, n) for n in range(number)])
    session.commit()


def _own(table: Any, n: int) -> dict[str, Any]:
    id = f"{n:032x}"
    return {"interest_id": id} if table is Applicant else {"id": id, "form_key": id, "reference": f"CIP-AAAA-{n:04}"}


def test_a_list_of_them_asks_the_database_no_more_often_than_a_list_of_one(
    ask: Ask, desk: Desk, app: Portal, session: Session
) -> None:
    ask()
    desk.reads()
    said: list[str] = []
    event.listen(app.engine, "before_cursor_execute", lambda *told: said.append(told[2]))
    desk.reads()
    of_one = len(said)
    _copies(session, session.scalars(select(Interest)).one(), 200)
    said.clear()
    desk.reads()
    assert len(said) == of_one


# What strangers learn -----------------------------------------------------------------------------------------------


def test_a_stranger_sees_the_same_pages_and_letters_whether_somebody_applied_before_or_not(
    client: FlaskClient, app: Portal, session: Session
) -> None:
    said: list[str] = []
    event.listen(app.engine, "before_cursor_execute", lambda *told: said.append(told[2]))
    pages, statements = [], []
    for email in ("ben@example.org", "ana@example.org", "ana@example.org"):  # the first warms up
        said.clear()
        visitor = Visitor(client)
        opened = visitor.opens()
        checked = visitor.posts(opened.fields | ADULT | {"email": email})
        sent = visitor.sends(read(checked))
        pages.append([_anonymous(page.text) for page in (checked, client.get(sent.location))])
        statements.append(list(said))
    assert pages[1] == pages[2]
    assert statements[1] == statements[2]
    letters = session.scalars(select(Letter)).all()
    texts = [re.sub(r"link-\w+|interests/\w+", "", REFERENCE.sub("", letter.text)) for letter in letters]
    assert sorted(Counter(texts).values()) == [3, 3]


def _anonymous(page: str) -> str:
    """Without the reference and what is sealed in the page."""
    return re.sub(r'value="[^"]{40,}"', "", REFERENCE.sub("", page))
