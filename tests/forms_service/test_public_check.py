"""The page to check the answers: what it shows, the way back, and sending."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from at_desk import browser
from away import away
from flask.testing import FlaskClient
from page import ADULT, CHILD, Visitor, read, republish
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session
from world import NOW, SECRET

from forms_service import limits
from forms_service.models import Applicant, Bucket, Interest, Letter
from forms_service.portal import Portal

CADET = "/interest/fenshire/cadet"


@pytest.fixture
def adult(client: FlaskClient) -> Visitor:
    return Visitor(client)


@pytest.fixture
def child(client: FlaskClient) -> Visitor:
    return Visitor(client, CADET)


def count(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Interest)) or 0


def test_it_shows_each_answer_and_nothing_is_stored_yet(adult: Visitor, session: Session) -> None:
    page = adult.answers(ADULT, words="I like dogs.", heard="school", availability="Weekends")
    assert (page.status, page.title, page.heading) == (
        200,
        "Check your answers: Special constable - Volunteer",
        "Check your answers",
    )
    for shown in (
        "What is your name? Aoife O’Brien",
        "How old are you? 18 or over",
        "Your email address aoife@example.org",
        "Your phone number Not given",
        "Which area? North Fen",
        "When could you help? Weekends",
        "What would you like to tell us? I like dogs.",
        "How did you hear about this? At school, college or university",
        "In danger? Call 999.",
    ):
        assert shown in page.text
    assert "parent" not in page.text
    assert count(session) == 0


def test_each_change_button_names_its_question(adult: Visitor) -> None:
    buttons = adult.answers(ADULT).buttons
    assert buttons[0] == "Change: What is your name?"
    assert buttons[-1] == "Send"
    assert len(buttons) == len(set(buttons)) == 9


def test_change_goes_back_to_the_question_with_all_answers_kept(adult: Visitor) -> None:
    typed = ADULT | {"phone": "01632 960 001", "words": "One\n\ntwo", "heard": "work", "availability": "Weekends"}
    page = adult.answers(typed)
    assert f'formaction="{adult.address}#phone"' in page.html
    back = read(adult.posts({"answers": page.fields["answers"]}))
    assert (back.status, back.heading) == (200, "I’m interested")
    assert {name: back.fields[name] for name in typed} == typed


def test_a_form_that_was_changed_is_still_one_interest(adult: Visitor, session: Session) -> None:
    first = adult.answers(ADULT)
    back = read(adult.posts({"answers": first.fields["answers"]}))
    second = read(adult.posts(back.fields | {"name": "Aoife Byrne"}))
    assert adult.sends(second).location == adult.sends(first).location
    assert count(session) == 1
    assert session.scalars(select(Applicant.name)).all() == ["Aoife Byrne"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {},
            "We write to you at aoife@example.org at once, and again at later steps. "
            "Fenshire Police will reply within 10 days.",
        ),
        (
            {"email": "", "phone": "01632 960001"},
            "We phone you on 01632 960001 within 10 days. You get no letters, because we have no email address for you."
            " Keep the reference that we show you next.",
        ),
    ],
)
def test_it_tells_an_adult_what_comes(adult: Visitor, changes: dict[str, str], told: str) -> None:
    assert told in adult.answers(ADULT, **changes).text


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (
            CHILD,
            "We write to your parent or carer at ana@example.org at once, and again at later steps. We don’t write to "
            "you alone. Fenshire Police will get in touch with them within 10 days.",
        ),
        (
            CHILD | {"parent_email": "", "parent_phone": "01632 960002"},
            "We phone your parent or carer on 01632 960002 within 10 days. You and they get no letters, because we "
            "have no email address. Keep the reference that we show you next.",
        ),
        (
            CHILD | {"age_band": "16-to-17", "email": "sam@example.org"},
            "We may also phone or write to Ana, your parent or carer.",
        ),
    ],
)
def test_it_tells_somebody_under_18_what_goes_to_whom(child: Visitor, answers: dict[str, str], told: str) -> None:
    assert told in child.answers(answers).text


# Sending ------------------------------------------------------------------------------------------------------------


def test_sending_stores_one_interest_with_its_letters_and_leads_to_the_reference(
    adult: Visitor, session: Session
) -> None:
    response = adult.sends(adult.answers(ADULT, words="I like dogs.", heard="work"))
    made = session.scalars(select(Interest)).one()
    assert (response.status_code, response.location) == (303, f"/interest/sent/{made.id}")
    assert (made.role, made.area, made.age_band) == ("fenshire/special-constable", "north-fen", "18-or-over")
    assert made.applicant is not None
    assert (made.applicant.name, made.applicant.email, made.applicant.words, made.applicant.heard) == (
        "Aoife O’Brien",
        "aoife@example.org",
        "I like dogs.",
        "work",
    )
    sent_to = session.scalars(select(Letter.address).order_by(Letter.address)).all()
    assert sent_to == ["aoife@example.org", "north@fenshire.example.org"]
    assert "Set-Cookie" not in response.headers


def test_no_contact_of_a_child_is_kept_even_if_the_answers_are_changed_on_the_way(
    child: Visitor, session: Session
) -> None:
    older = child.answers(CHILD, age_band="16-to-17", email="sam@example.org", phone="01632 960001")
    back = read(child.posts({"answers": older.fields["answers"]}))
    cleared = back.fields | {"age_band": "13-to-15", "email": "", "phone": ""}
    child.sends(read(child.posts(cleared)))
    stored = session.scalars(select(Applicant)).one()
    assert (stored.email, stored.phone, stored.parent_email) == ("", "", "ana@example.org")


def test_a_parent_is_not_kept_for_an_adult(client: FlaskClient, build_folder: Path, session: Session) -> None:
    republish(build_folder, {"fenshire/cadet": {"age": {"apply_from": "16"}}})
    visitor = Visitor(client, CADET)
    visitor.sends(visitor.answers(CHILD | ADULT))
    stored = session.scalars(select(Applicant)).one()
    assert (stored.parent_name, stored.parent_email, stored.parent_phone) == ("", "", "")


def test_sent_again_it_is_the_same_interest(adult: Visitor, session: Session) -> None:
    checked = adult.answers(ADULT)
    assert len({adult.sends(checked).location for _ in range(3)}) == 1
    assert count(session) == 1


def test_sent_ten_times_at_once_it_is_the_same_interest(app: Portal, adult: Visitor, session: Session) -> None:
    checked = adult.answers(ADULT)
    with ThreadPoolExecutor(10) as pool:
        sent = list(pool.map(lambda _: Visitor(browser(app)).sends(checked), range(10)))
    assert {(response.status_code, response.location) for response in sent} == {(303, sent[0].location)}
    assert count(session) == 1


def test_two_forms_are_two_interests(adult: Visitor, session: Session) -> None:
    assert adult.sends(adult.answers(ADULT)).location != adult.sends(adult.answers(ADULT)).location
    assert count(session) == 2


def test_sent_again_after_the_role_has_closed_it_is_the_same_interest(adult: Visitor, build_folder: Path) -> None:
    checked = adult.answers(ADULT)
    first = adult.sends(checked)
    republish(build_folder, {"fenshire/special-constable": {"intakes": "closed"}})
    again = adult.sends(checked)
    assert (again.status_code, again.location) == (303, first.location)


def test_a_role_that_closed_before_sending_gives_the_answers_back(
    adult: Visitor, build_folder: Path, session: Session
) -> None:
    checked = adult.answers(ADULT, words="I like dogs.")
    republish(build_folder, {"fenshire/special-constable": {"intakes": "closed"}})
    page = read(adult.sends(checked))
    assert (page.status, page.heading) == (410, "This role is closed")
    assert "Nothing was sent. What you wrote is below, so that you can copy it." in page.text
    assert "What would you like to tell us? I like dogs." in page.text
    assert "Which area? North Fen" in page.text
    assert count(session) == 0


def test_answers_that_the_role_no_longer_allows_come_back_in_the_form(
    client: FlaskClient, build_folder: Path, session: Session
) -> None:
    child = Visitor(client, CADET)
    checked = child.answers(CHILD)
    republish(build_folder, {"fenshire/cadet": {"age": {"apply_from": "16"}}})
    page = read(child.sends(checked))
    assert (page.status, page.title) == (409, "Error: I’m interested: Police cadet - Volunteer")
    assert page.mistakes == {
        "age_band": "Choose how old you are",
        "email": "Enter your email address or your phone number",
    }
    assert page.fields["name"] == "Sam"
    assert (
        "“Police cadet” has changed since you opened this form. Nothing was sent yet, and nothing you wrote is lost. "
        "Please read about Police cadet again (opens in a new tab) before you go on."
    ) in page.text
    assert count(session) == 0


def test_a_role_that_changed_meanwhile_is_told_before_anything_is_sent(
    adult: Visitor, build_folder: Path, session: Session
) -> None:
    checked = adult.answers(ADULT)
    republish(build_folder, {"fenshire/special-constable": {"you_will": ["Help at night."]}})
    told = read(adult.sends(checked))
    assert (told.status, told.title) == (409, "Check your answers: Special constable - Volunteer")
    assert (
        "“Special constable” has changed since you opened this form. Nothing was sent yet, and nothing you wrote is "
        "lost. Please read about Special constable again (opens in a new tab) before you go on."
    ) in told.text
    assert told.links["read about Special constable again (opens in a new tab)"] == "/roles/fenshire/special-constable/"
    assert "What is your name? Aoife O’Brien" in told.text
    assert count(session) == 0
    assert adult.sends(told).status_code == 303
    assert count(session) == 1


def test_a_role_that_changed_before_the_answers_were_checked_is_told_with_them_once(
    adult: Visitor, build_folder: Path
) -> None:
    opened = adult.opens()
    republish(build_folder, {"fenshire/special-constable": {"you_will": ["Help at night."]}})
    changed = "“Special constable” has changed since you opened this form."
    wrong = read(adult.posts(opened.fields | ADULT | {"name": ""}))
    assert (wrong.status, changed in wrong.text) == (422, True)
    checked = read(adult.posts(wrong.fields | ADULT))
    assert (checked.status, changed in checked.text) == (200, False)
    assert adult.sends(checked).status_code == 303


def test_sent_again_after_the_role_has_changed_it_is_the_same_interest(adult: Visitor, build_folder: Path) -> None:
    checked = adult.answers(ADULT)
    first = adult.sends(checked)
    republish(build_folder, {"fenshire/special-constable": {"you_will": ["Help at night."]}})
    assert adult.sends(checked).location == first.location


def test_a_flood_from_one_address_waits_with_its_answers_on_the_page(adult: Visitor, session: Session) -> None:
    checked = adult.answers(ADULT)
    bucket = limits.named(SECRET, "form-from", "127.0.0.1")
    session.add(Bucket(name=bucket, tokens=0.0, filled_at=NOW))
    session.commit()
    response = adult.sends(checked)
    page = read(response)
    assert (page.status, page.title) == (429, "Error: Check your answers: Special constable - Volunteer")
    assert "Sorry: Too many forms come from your network just now Nothing was sent." in page.text
    assert response.headers["Retry-After"] == "60"
    assert count(session) == 0
    session.execute(delete(Bucket))
    session.commit()
    assert adult.sends(page).status_code == 303


@pytest.mark.parametrize("forge", [lambda _: "", lambda sealed: sealed[:-1], lambda sealed: "x" + sealed])
def test_answers_that_are_not_as_we_sealed_them_are_not_taken(
    adult: Visitor, session: Session, forge: Callable[[str], str]
) -> None:
    sealed = adult.answers(ADULT).fields["answers"]
    page = read(adult.posts({"answers": forge(sealed)}, "/send"))
    assert (page.status, page.heading) == (400, "I’m interested")
    assert count(session) == 0


def test_answers_for_one_role_are_not_taken_for_another(adult: Visitor, child: Visitor, session: Session) -> None:
    sealed = adult.answers(ADULT).fields["answers"]
    assert read(child.posts({"answers": sealed}, "/send")).status == 400
    assert count(session) == 0


def test_a_form_key_can_not_stand_for_answers(adult: Visitor, session: Session) -> None:
    key = adult.opens().fields["key"]
    assert read(adult.posts({"answers": key}, "/send")).status == 400
    assert count(session) == 0


def test_a_database_that_is_away_keeps_the_answers_on_the_page_and_takes_them_later(
    adult: Visitor, database_url: str, request: pytest.FixtureRequest
) -> None:
    checked = adult.answers(ADULT)
    with away(database_url, request):
        response = adult.sends(checked)
    page = read(response)
    assert (page.status, page.title) == (503, "Error: Check your answers: Special constable - Volunteer")
    assert response.headers["Retry-After"] == "60"
    assert "Nothing was sent. Your answers are still on this page. Wait a minute, then press Send again." in page.text
    assert adult.sends(page).status_code == 303
