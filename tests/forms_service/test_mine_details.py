"""Changing what we were told, and another address, which counts when it is confirmed there."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from at_desk import browser
from at_mine import Own, adult, delivered, link, parent, rows, text
from away import away
from flask.testing import FlaskClient
from page import Page, read
from sqlalchemy import select
from sqlalchemy.orm import Session
from world import Clock

from forms_service.models import Applicant, Entry
from forms_service.portal import Portal

NEW = "aoife.new@example.org"


@pytest.fixture
def mine(app: Portal, client: FlaskClient) -> Own:
    return adult(app, client, phone="01632 960001", words="I like dogs.")


@pytest.fixture
def theirs(app: Portal, client: FlaskClient) -> Own:
    return parent(app, client)


def person(session: Session) -> Applicant:
    session.rollback()
    session.expire_all()
    return session.scalars(select(Applicant)).one()


def wrong(own: Own, **others: str) -> Page:
    response = own.changes(**others)
    assert response.status_code == 422
    return read(response)


def test_the_form_holds_what_we_were_told(mine: Own) -> None:
    assert mine.reads("/details").fields == {
        "name": "Aoife O’Brien",
        "email": "aoife@example.org",
        "phone": "01632 960001",
        "availability": "",
        "words": "I like dogs.",
    }


def test_what_is_changed_is_kept_shown_and_on_the_record(mine: Own, session: Session) -> None:
    response = mine.changes(name="Aoife Ní Bhriain", phone="", availability="Weekends", words="")
    assert (response.status_code, response.location) == (303, f"{mine.path}?done=saved")

    page = read(mine.client.get(response.location))
    assert "Saved. What you changed is below." in page.text
    assert "Name Aoife Ní Bhriain" in page.text
    assert "When free Weekends" in page.text
    assert "01632" not in page.text
    assert session.scalars(select(Entry.actor).where(Entry.verb == "changed")).all() == ["applicant"]


def test_saving_what_was_there_changes_nothing(mine: Own, session: Session) -> None:
    before = rows(session)
    assert mine.changes().location == f"{mine.path}?done=saved"
    assert rows(session) == before


def test_a_parent_changes_their_own_details_and_the_childs(theirs: Own, session: Session) -> None:
    assert theirs.reads("/details").fields == {
        "name": "Sam",
        "parent_name": "Ana",
        "email": "ana@example.org",
        "parent_phone": "",
        "availability": "",
        "words": "",
    }
    theirs.changes(name="Sam Lee", parent_name="Ana Lee", parent_phone="01632 960002", availability="Tuesdays")

    kept = person(session)
    assert (kept.name, kept.parent_name, kept.parent_phone, kept.availability) == (
        "Sam Lee",
        "Ana Lee",
        "01632 960002",
        "Tuesdays",
    )


def test_a_childs_own_phone_and_address_are_not_kept_whatever_is_sent(theirs: Own, session: Session) -> None:
    assert theirs.changes(phone="01632 960003").status_code == 303
    kept = person(session)
    assert (kept.phone, kept.email) == ("", "")


def test_a_young_persons_parent_is_not_theirs_to_change(app: Portal, client: FlaskClient, session: Session) -> None:
    own = adult(app, client, age_band="18-or-over")
    own.changes(parent_name="Mallory", parent_email="mallory@example.org", parent_phone="01632 960009")
    kept = person(session)
    assert (kept.parent_name, kept.parent_email, kept.parent_phone) == ("", "", "")


def test_mistakes_are_told_all_at_once_and_answers_kept(mine: Own, session: Session) -> None:
    before = rows(session)
    page = wrong(mine, name="", email="nonsense", phone="12", availability="x" * 201, words="w" * 501)

    assert page.title.startswith("Error: ")
    assert page.mistakes == {
        "name": "Enter your name",
        "email": "Enter an email address like name@example.org",
        "phone": "Enter a phone number like 01632 960 001 or +44 7700 900 982",
        "availability": "Shorten this to 200 characters. You have 201",
        "words": "Shorten this to 500 characters. You have 501",
    }
    assert (page.fields["email"], page.fields["words"]) == ("nonsense", "w" * 501)
    assert rows(session) == before


def test_an_address_is_needed_and_why(mine: Own) -> None:
    assert wrong(mine, email="").mistakes == {
        "email": "Enter your email address: your letters go there, with the link to this page"
    }


def test_a_parent_is_told_in_their_own_words(theirs: Own) -> None:
    assert wrong(theirs, name="", parent_name="").mistakes == {
        "name": "Enter the young person’s name",
        "parent_name": "Enter your name",
    }


@pytest.mark.parametrize("name", ["Ó Súilleabháin", "李小龍", "D’Arcy-Smith", "X", "محمد", "Nguyễn Thị"])
def test_unusual_names_pass(mine: Own, name: str) -> None:
    assert mine.changes(name=name).status_code == 303
    assert f"Name {name} Age" in mine.reads().text


@pytest.mark.parametrize("sent", ["<script>alert(1)</script>", "{{7*7}}", "a\x00b"])
def test_what_looks_like_code_is_words(mine: Own, sent: str) -> None:
    response = mine.changes(words=sent)
    assert response.status_code == 303
    assert "<script>" not in mine.client.get(mine.path).text


# Another address ----------------------------------------------------------------------------------------------------


def test_another_address_counts_when_it_is_confirmed_there(
    app: Portal, mine: Own, session: Session, clock: Clock
) -> None:
    mine.presses("confirm")
    response = mine.changes(email=NEW)
    assert response.location == f"{mine.path}?done=asked"
    page = read(mine.client.get(response.location))
    assert "We are writing to the new address now." in page.text
    assert f"We wrote to {NEW}. Until you confirm that address" in page.text
    assert person(session).email == "aoife@example.org"

    new = Own(mine.client, link(app, NEW))
    assert new.reads().heading == "Is this address right?"
    assert new.reads().buttons == ["Yes, write to this address"]
    now = clock.forward(minutes=1)
    for _ in range(2):
        done = mine.client.post(new.path)
        assert (done.status_code, done.location) == (303, new.path)
    assert new.reads().heading == "Your new address is confirmed"

    kept = person(session)
    assert (kept.email, kept.new_email, kept.confirmed_at) == (NEW, None, now)


def test_the_old_addresss_links_end_and_the_new_one_gets_its_own(app: Portal, mine: Own) -> None:
    mine.changes(email=NEW)
    mine.client.post(link(app, NEW))

    assert mine.reads().status == 404
    assert [letter["Subject"] for letter in delivered(app, NEW)] == [
        "Is this address yours?",
        "Your own page: Special constable",
    ]
    left = delivered(app, "aoife@example.org")[-1]
    assert left["Subject"] == "We write to another address now"
    assert "Aoife" not in text(left)
    assert f"Email address {NEW}" in Own(mine.client, link(app, NEW)).reads().text


def test_the_letter_to_a_new_address_names_nobody(app: Portal, theirs: Own) -> None:
    theirs.changes(email="ana.new@example.org")
    [letter] = delivered(app, "ana.new@example.org")
    assert text(letter).startswith("Say so here: http://127.0.0.1:8000/mine/address/")
    assert "Sam" not in letter.as_string()
    page = Own(theirs.client, link(app, "ana.new@example.org")).reads()
    assert "Sam" not in page.text


def test_a_parents_new_address_takes_the_place_of_the_parents(app: Portal, theirs: Own, session: Session) -> None:
    theirs.changes(email="ana.new@example.org")
    theirs.client.post(link(app, "ana.new@example.org"))
    kept = person(session)
    assert (kept.email, kept.parent_email) == ("", "ana.new@example.org")
    assert "Sam would like to do this" in Own(theirs.client, link(app, "ana.new@example.org")).reads().text


def test_going_back_to_the_old_address_ends_the_question(app: Portal, mine: Own, session: Session) -> None:
    mine.changes(email=NEW)
    asked = link(app, NEW)
    mine.changes(email="aoife@example.org")

    assert mine.client.post(asked).status_code == 404
    kept = person(session)
    assert (kept.email, kept.new_email) == ("aoife@example.org", None)


def test_a_second_new_address_ends_the_link_of_the_first(app: Portal, mine: Own, session: Session) -> None:
    mine.changes(email=NEW)
    first = link(app, NEW)
    mine.changes(email="third@example.org")

    assert mine.client.post(first).status_code == 404
    mine.client.post(link(app, "third@example.org"))
    assert person(session).email == "third@example.org"


def test_many_presses_at_once_are_one(app: Portal, mine: Own, session: Session) -> None:
    mine.changes(email=NEW)
    asked = link(app, NEW)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: browser(app).post(asked).status_code, range(16)))

    assert set(answers) == {303}
    assert len(delivered(app, NEW)) == 2
    assert session.scalars(select(Entry.verb).where(Entry.verb == "confirmed")).all() == ["confirmed"]


def test_nobody_is_flooded_with_letters_by_it(app: Portal, mine: Own, clock: Clock) -> None:
    for number in range(5):
        assert mine.changes(email=f"stranger{number}@example.org").status_code == 303
        assert mine.changes(availability=f"{number}").status_code == 303, "what else is changed isn't counted"
    response = mine.changes(email="stranger5@example.org", words="Keep me")
    page = read(response)
    assert response.status_code == 429
    assert page.mistakes == {"email": "Wait a day before you change the address again, or get in touch"}
    assert page.fields["words"] == "Keep me"
    assert delivered(app, "stranger5@example.org") == []

    clock.forward(days=1)
    assert mine.changes(email="stranger5@example.org").status_code == 303


def test_the_link_to_a_new_address_lasts_seven_days(app: Portal, mine: Own, clock: Clock) -> None:
    mine.changes(email=NEW)
    asked = link(app, NEW)
    clock.forward(days=7, seconds=-1)
    assert mine.client.get(asked).status_code == 200
    clock.forward(seconds=1)
    assert mine.client.get(asked).status_code == 404
    assert mine.client.post(asked).status_code == 404


def test_a_database_that_is_away_keeps_what_was_typed_on_the_page(
    theirs: Own, session: Session, database_url: str, request: pytest.FixtureRequest
) -> None:
    typed = theirs.reads("/details").fields | {"words": "Keep me", "parent_name": "Ana Lee"}
    session.close()
    with away(database_url, request):
        response = theirs.presses("details", **typed)
        first = theirs.client.get(theirs.path)
    page = read(response)
    assert (page.status, page.title) == (503, "Error: Change what we were told - Volunteer")
    assert "Nothing was saved. Your answers are still on this page." in page.text
    assert page.fields == typed
    assert (first.status_code, read(first).heading) == (503, "Sorry, we can’t do that just now")

    assert theirs.presses("details", **page.fields).status_code == 303
    assert person(session).words == "Keep me"
