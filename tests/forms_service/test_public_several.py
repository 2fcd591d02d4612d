"""One form for several roles, or for none in mind: an interest a role, each with its own organisation and letters."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from page import ADULT, Visitor, read, republish
from sqlalchemy import select
from sqlalchemy.orm import Session

from forms_service.models import Interest, Letter

SPECIAL, VISITOR, ANY = "fenshire/special-constable", "fenshire-opcc/custody-visitor", "fenshire/any-role"


@pytest.fixture
def both(client: FlaskClient) -> Visitor:
    return Visitor(client, f"/interest/?role={SPECIAL}&role={VISITOR}")


@pytest.fixture
def undecided(client: FlaskClient) -> Visitor:
    return Visitor(client, f"/interest/{ANY}")


def roles(session: Session) -> list[str]:
    session.rollback()  # what was read before is not what is there now
    return sorted(session.scalars(select(Interest.role)))


def test_each_role_gets_an_interest_of_its_own_organisation(both: Visitor, session: Session) -> None:
    both.is_interested()
    made = session.execute(select(Interest.role, Interest.organisation, Interest.area).order_by(Interest.role)).all()
    assert [tuple(row) for row in made] == [
        (VISITOR, "fenshire-opcc", "north-fen"),
        (SPECIAL, "fenshire", "north-fen"),
    ]


def test_no_organisation_is_told_of_the_other(both: Visitor, session: Session) -> None:
    both.is_interested()
    letters = session.scalars(select(Letter).order_by(Letter.sender, Letter.recipient)).all()
    assert [(letter.sender, letter.recipient, letter.address) for letter in letters] == [
        ("Fenshire Commissioner’s office", "applicant", "aoife@example.org"),
        ("Fenshire Commissioner’s office", "team", "inbox@opcc.example.org"),
        ("Fenshire Police", "applicant", "aoife@example.org"),
        ("Fenshire Police", "team", "north@fenshire.example.org"),
    ]
    assert not any("Special constable" in letter.text for letter in letters if letter.sender != "Fenshire Police")
    assert not any("Custody visitor" in letter.text for letter in letters if letter.sender == "Fenshire Police")


def test_the_check_tells_who_writes_and_how_soon_each_replies(both: Visitor) -> None:
    page = both.answers(ADULT)
    assert page.title == "Check your answers: 2 roles - Volunteer"
    assert "This form is for 2 roles: Special constable, Fenshire Police Custody visitor" in page.text
    assert (
        "We write to you at aoife@example.org at once, with a letter for each role, and again at later steps. "
        "Fenshire Police will reply within 10 days. Fenshire Commissioner’s office will reply within 1 day."
    ) in page.text


def test_somebody_with_a_phone_alone_is_told_who_phones_and_how_soon(both: Visitor) -> None:
    assert (
        "We phone you on 01632 960001: Fenshire Police within 10 days, Fenshire Commissioner’s office within 1 day."
    ) in both.answers(ADULT, email="", phone="01632 960001").text


def test_the_confirmation_has_a_reference_for_each_role(both: Visitor, session: Session) -> None:
    page = both.is_interested()
    references = {made.role_title: made.reference for made in session.scalars(select(Interest))}
    assert page.title == "We have your form: {Custody visitor}, {Special constable} - Volunteer".format(**references)
    assert (
        "You have a reference for each role. "
        "Custody visitor with Fenshire Commissioner’s office {Custody visitor} "
        "Special constable with Fenshire Police {Special constable} Write them down"
    ).format(**references) in page.text
    assert "Fenshire Commissioner’s office will reply to you by 21 November 2026." in page.text
    assert "We are writing to you now, a letter for each role." in page.text


def test_change_and_send_go_on_with_the_same_roles(both: Visitor, session: Session) -> None:
    checked = both.answers(ADULT)
    again = read(both.client.post("/interest/" + both.address.removeprefix("/interest/"), data=checked.fields))
    assert (again.fields["name"], again.title) == ("Aoife O’Brien", "I’m interested: 2 roles - Volunteer")
    changed = read(both.client.post(again.actions[0], data=again.fields | {"age_band": "18-or-over", "name": "Ana"}))
    both.sends(checked)
    both.sends(changed)
    assert roles(session) == [VISITOR, SPECIAL]


def test_sent_again_it_is_the_same_interests(both: Visitor, session: Session) -> None:
    checked = both.answers(ADULT)
    assert both.sends(checked).location == both.sends(checked).location
    assert roles(session) == [VISITOR, SPECIAL]


def test_sent_again_after_a_role_has_closed_it_leads_to_the_same_references(
    both: Visitor, build_folder: Path, session: Session
) -> None:
    checked = both.answers(ADULT)
    first = both.sends(checked)
    republish(build_folder, {VISITOR: {"intakes": "closed"}})
    assert both.sends(checked).location == first.location
    assert roles(session) == [VISITOR, SPECIAL]


def test_a_role_that_closes_before_sending_is_left_out_once_the_reader_knows(
    both: Visitor, build_folder: Path, session: Session
) -> None:
    checked = both.answers(ADULT)
    republish(build_folder, {VISITOR: {"intakes": "closed"}})
    told = read(both.sends(checked))
    assert (told.status, told.title) == (409, "Check your answers: Special constable - Volunteer")
    assert (
        "“Custody visitor” takes no names here now, so this form goes on without it. Nothing was sent yet." in told.text
    )
    assert "What is your name? Aoife O’Brien" in told.text
    assert roles(session) == []
    assert both.sends(told).status_code == 303
    assert roles(session) == [SPECIAL]


def test_a_role_can_not_join_a_form_that_was_filled_in_for_others(client: FlaskClient, session: Session) -> None:
    alone = Visitor(client, f"/interest/{SPECIAL}").answers(ADULT)
    address = f"/interest/send?role={SPECIAL}&role={VISITOR}"
    assert client.post(address, data={"answers": alone.fields["answers"]}).status_code == 400
    assert roles(session) == []


def test_somebody_with_no_role_in_mind_is_an_interest_like_any_other(undecided: Visitor, session: Session) -> None:
    page = undecided.is_interested()
    found = session.scalars(select(Interest)).one()
    assert (found.organisation, found.role, found.role_title) == ("fenshire", ANY, "Any role")
    assert (found.pathway, found.stage, found.area) == ("joining", "interest", "north-fen")
    assert "You are interested in Any role with Fenshire Police. Write the reference down" in page.text
    assert page.links["Any role"] == "/organisations/fenshire/"
    assert "We talk" in page.text


def test_the_letter_to_somebody_with_no_role_in_mind_leads_to_the_organisation(
    undecided: Visitor, session: Session
) -> None:
    undecided.is_interested()
    letter = session.scalars(select(Letter).where(Letter.recipient == "applicant")).one()
    assert "http://127.0.0.1:8000/organisations/fenshire/" in letter.text
