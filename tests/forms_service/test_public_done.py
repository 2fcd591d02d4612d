"""The page with the reference: what happens next, how soon, and whom to ask."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from page import ADULT, CHILD, Visitor, read, republish
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from forms_service.db import writing
from forms_service.models import Applicant, Interest


@pytest.fixture
def adult(client: FlaskClient) -> Visitor:
    return Visitor(client)


def test_it_gives_the_reference_the_stages_the_day_of_the_reply_and_whom_to_ask(
    adult: Visitor, session: Session
) -> None:
    page = adult.is_interested()
    reference = session.scalars(select(Interest.reference)).one()
    assert (page.status, page.heading) == (200, "We have your form")
    assert page.title == f"We have your form: {reference} - Volunteer"
    for told in (
        f"Your reference is {reference}",
        "You are interested in Special constable with Fenshire Police.",
        "Fenshire Police will reply to you by 30 November 2026. We are writing to you now.",
        "You tell us We Reply to you. We talk You Come and see us. Ask us anything. You start",
        "Questions, or changed your mind? Fenshire Police: volunteers@fenshire.example.org or 01234 567890",
        "In danger? Call 999.",
    ):
        assert told in page.text
    assert page.html.count('class="timeline__now" aria-current="step"') == 1
    assert (page.links["Special constable"], page.links["See all roles"]) == (
        "/roles/fenshire/special-constable/",
        "/roles/",
    )


def test_it_names_nobody(adult: Visitor) -> None:
    page = adult.is_interested(ADULT, words="I like dogs.", phone="01632 960 001")
    for personal in ("Aoife", "aoife@example.org", "01632 960 001", "dogs"):
        assert personal not in page.html


def test_somebody_with_a_phone_alone_is_told_of_the_call(adult: Visitor) -> None:
    page = adult.is_interested(ADULT, email="", phone="01632 960001")
    assert "You gave no email address, so you get a phone call and no letters." in page.text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "We are writing to them now. We don’t write to you alone."),
        ({"parent_email": "", "parent_phone": "01632 960002"}, "so they get a phone call and no letters."),
    ],
)
def test_a_child_is_told_what_goes_to_the_parent(client: FlaskClient, changes: dict[str, str], told: str) -> None:
    page = Visitor(client, "/interest/fenshire/cadet").is_interested(CHILD, **changes)
    assert "Fenshire Police will get in touch with your parent or carer by 30 November 2026." in page.text
    assert told in page.text


def test_it_can_be_read_when_the_role_and_the_person_are_gone(
    adult: Visitor, build_folder: Path, session: Session
) -> None:
    sent = adult.sends(adult.answers(ADULT)).location
    with writing(session):
        session.execute(delete(Applicant))
    path = build_folder / "service/catalogue.json"
    found = json.loads(path.read_text())
    del found["roles"]["fenshire/special-constable"]
    path.with_suffix(".new").write_text(json.dumps(found))
    path.with_suffix(".new").replace(path)
    page = read(adult.client.get(sent))
    assert page.status == 200
    assert "Fenshire Police will reply to you by 30 November 2026." in page.text
    assert "letters" not in page.text


@pytest.mark.parametrize("id", ["0" * 32, "x", "%00", "0" * 31, "A" * 32, "..%2f", "é"])
def test_there_is_no_page_for_an_id_that_nobody_has(client: FlaskClient, id: str) -> None:
    assert read(client.get(f"/interest/sent/{id}")).status == 404


def test_a_demonstration_says_so_on_every_page(adult: Visitor, build_folder: Path) -> None:
    path = build_folder / "service/site.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"demonstration": True}))
    republish(build_folder, {})
    told = "This is a demonstration. Please don’t give real details. Nobody will reply."
    assert told in adult.opens().text
    assert told in adult.answers(ADULT).text
    assert "This is a demonstration. Nobody will reply." in adult.is_interested().text
