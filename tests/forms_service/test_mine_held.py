"""A copy of everything that is held: to read, and for programs."""

import json
from typing import Any

import pytest
from at_desk import browser, desk_of
from at_mine import Own, adult, parent, rows
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from world import NOW

from forms_service.db import writing
from forms_service.models import Applicant, Coordinator, Interest, Letter, Note
from forms_service.portal import Portal

WHEN = NOW.isoformat()


@pytest.fixture
def mine(app: Portal, client: FlaskClient, session: Session) -> Own:
    """Looked at by Boudicca at the desk, who left a note."""
    own = adult(app, client, words="I like dogs.\nAnd cats.")
    desk, id = desk_of(app, "Boudicca"), session.scalars(select(Interest.id)).one()
    desk.reads(f"/desk/interests/{id}")
    with writing(session):
        boudicca = session.scalars(select(Coordinator.id)).one()
        session.add(Note(interest_id=id, coordinator_id=boudicca, at=NOW, text="Rang twice."))
    return own


def copied(own: Own) -> Any:
    return json.loads(own.client.get(f"{own.path}/copy.json").text)


@pytest.mark.parametrize(("ending", "kind"), [("json", "application/json"), ("txt", "text/plain; charset=utf-8")])
def test_each_is_a_file_named_by_the_reference(mine: Own, session: Session, ending: str, kind: str) -> None:
    response = mine.client.get(f"{mine.path}/copy.{ending}")
    reference = session.scalars(select(Interest.reference)).one()

    assert (response.status_code, response.headers["Content-Type"]) == (200, kind)
    assert response.headers["Content-Disposition"] == f"attachment; filename={reference}.{ending}"


def test_the_one_for_programs_holds_all_of_it(mine: Own, session: Session) -> None:
    found = copied(mine)
    reference = session.scalars(select(Interest.reference)).one()

    assert list(found) == ["interest", "person", "letters", "notes", "record", "links"]
    assert found["interest"]["reference"] == reference
    assert (found["person"]["name"], found["person"]["words"]) == ("Aoife O’Brien", "I like dogs.\nAnd cats.")
    letters = {letter["recipient"]: letter for letter in found["letters"]}
    assert set(letters) == {"applicant", "team"}
    assert letters["applicant"]["address"] == "aoife@example.org"
    assert letters["applicant"]["text"].startswith("Dear Aoife O’Brien,")
    assert found["notes"] == [{"at": WHEN, "text": "Rang twice."}]
    assert [(each["verb"], each["actor"]) for each in found["record"]] == [
        ("received", "applicant"),
        ("letter_sent", "system"),
        ("letter_sent", "system"),
        ("viewed", "the team"),
    ]
    assert found["links"] == [
        {"purpose": "own-page", "created_at": WHEN, "expires_at": None, "revoked_at": None},
    ]


def test_every_column_about_the_person_is_in_it(mine: Own) -> None:
    found = copied(mine)
    assert set(found["person"]) == {column.key for column in Applicant.__table__.c} - {"interest_id"}
    assert set(found["interest"]) == {column.key for column in Interest.__table__.c} - {"id", "form_key", "version"}
    internal = {"id", "interest_id", "message_id", "html", "leased_until", "due_at"}
    [theirs] = [letter for letter in found["letters"] if letter["recipient"] == "applicant"]
    assert set(theirs) == {column.key for column in Letter.__table__.c} - internal


@pytest.mark.parametrize("ending", ["json", "txt"])
def test_no_colleague_is_named_no_id_shown_and_no_link_given_away(mine: Own, session: Session, ending: str) -> None:
    words = mine.client.get(f"{mine.path}/copy.{ending}").text
    boudicca = session.scalars(select(Coordinator)).one()
    for hidden in (boudicca.id, boudicca.name, boudicca.email, mine.path, mine.path[6:38]):
        assert hidden not in words


def test_the_one_to_read_says_the_same_in_words(mine: Own) -> None:
    words = mine.client.get(f"{mine.path}/copy.txt").text
    assert words.startswith("Everything that is held about you here\n\nInterest\n========\n\nReference: CIP-")
    for told in (
        "Person\n======\n\nName: Aoife O’Brien\nEmail: aoife@example.org\n",
        "Words:\n  I like dogs.\n  And cats.\n",
        "Notes\n=====\n\nAt: 20 November 2026, 23:30\nText: Rang twice.\n",
        "At: 20 November 2026, 23:30\nActor: you\nVerb: Interest received\nTo stage: interest\n",
        "At: 20 November 2026, 23:30\nActor: the team\nVerb: Looked at\n",
    ):
        assert told in words


def test_nothing_of_anybody_else_is_in_it(app: Portal, client: FlaskClient, mine: Own) -> None:
    other = parent(app, browser(app))
    assert "Sam" not in client.get(f"{mine.path}/copy.json").text
    assert "dogs" not in client.get(f"{other.path}/copy.txt").text


def test_taking_a_copy_changes_nothing(mine: Own, session: Session) -> None:
    before = rows(session)
    copied(mine)
    mine.client.get(f"{mine.path}/copy.txt")
    assert rows(session) == before
