"""Signing in by password or by link, staying signed in, and signing out."""

from hashlib import sha256
from typing import Any

import pytest
from at_desk import PASSWORD, Desk, browser, desk_of, link, take_on
from flask.testing import FlaskClient
from page import Visitor, read
from sqlalchemy import select
from sqlalchemy.orm import Session

from forms_service import coordinators
from forms_service.db import writing
from forms_service.models import Bucket, Coordinator, DeskSession
from forms_service.portal import Portal

WRONG = {"password": "Check your email address and password: together they don’t fit"}
WAIT = {"password": "Wait 15 minutes before you try again, or ask for a one-time link"}


@pytest.fixture
def desk(client: FlaskClient) -> Desk:
    return Desk(client)


@pytest.fixture
def priya(app: Portal) -> Coordinator:
    made = take_on(app, "Priya")
    with app.sessions() as session:
        coordinators.set_password(session, session.get_one(Coordinator, made.id), PASSWORD)
    return made


def tries(desk: Desk, email: str = "priya@example.org", password: str = PASSWORD, path: str = "/desk/sign-in") -> Any:
    return desk.presses(desk.reads(path), path, email=email, password=password)


# By password --------------------------------------------------------------------------------------------------------


def test_a_password_signs_in(desk: Desk, priya: Coordinator) -> None:
    response = tries(desk, " Priya@Example.org ")
    assert (response.status_code, response.location) == (303, "/desk/")
    assert "Priya, Fenshire Police" in desk.reads().text


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("priya@example.org", "not the password"),
        ("nobody@example.org", PASSWORD),
        ("priya@example.org", PASSWORD + "x" * 200),
        ("priya@example.org\x00", "x\x00"),
        ("İpriya@example.org", PASSWORD),
    ],
)
def test_what_does_not_fit_gets_one_and_the_same_answer(
    desk: Desk, priya: Coordinator, email: str, password: str
) -> None:
    page = read(tries(desk, email, password))
    assert (page.status, page.title, page.mistakes) == (422, "Error: Sign in to the desk - Volunteer", WRONG)


def test_a_coordinator_without_a_password_gets_the_same_answer(app: Portal, desk: Desk) -> None:
    take_on(app, "Bo")
    assert read(tries(desk, "bo@example.org")).mistakes == WRONG


def test_the_password_is_never_shown_again(desk: Desk, priya: Coordinator) -> None:
    assert "not the password" not in tries(desk, password="not the password").text


def test_an_empty_form_names_both_mistakes(desk: Desk) -> None:
    page = read(tries(desk, "", ""))
    assert (page.status, page.mistakes) == (
        422,
        {"email": "Enter your email address", "password": "Enter your password"},
    )


def test_guessing_is_slowed_down_and_the_owner_elsewhere_is_not(app: Portal, desk: Desk, priya: Coordinator) -> None:
    answers = [tries(desk, password=f"guess number {n}") for n in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert read(answers[-1]).mistakes == WAIT
    assert tries(desk).status_code == 429
    elsewhere = Desk(browser(app))
    elsewhere.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert tries(elsewhere).status_code == 303


def test_a_household_is_one_guesser_whichever_of_its_many_addresses_it_comes_from(
    desk: Desk, priya: Coordinator
) -> None:
    def from_(address: str) -> int:
        desk.client.environ_base["REMOTE_ADDR"] = address
        return tries(desk, password="not the password").status_code

    assert [from_(f"2001:db8:1:2::{n:x}") for n in range(11)] == [422] * 10 + [429]
    assert from_("2001:db8:1:3::1") == 422


def test_the_table_of_limits_tells_neither_who_was_tried_nor_from_where(
    desk: Desk, priya: Coordinator, session: Session
) -> None:
    tries(desk)
    known = ["priya@example.org", "127.0.0.1", "priya@example.org 127.0.0.1"]
    names = session.scalars(select(Bucket.name)).all()
    assert sorted(name.partition(":")[0] for name in names) == ["sign-in", "sign-in-from", "sign-in-here"]
    for name in names:
        assert not any(said in name or sha256(said.encode()).hexdigest()[:32] in name for said in known)


def test_after_15_minutes_the_owner_gets_in_from_the_same_place_too(
    app: Portal, clock: Any, desk: Desk, priya: Coordinator
) -> None:
    for n in range(11):
        tries(desk, password=f"guess number {n}")
    clock.forward(minutes=15)
    assert tries(desk).status_code == 303


def test_a_link_works_while_passwords_are_slowed_down(app: Portal, desk: Desk, priya: Coordinator) -> None:
    for n in range(11):
        tries(desk, password=f"guess number {n}")
    assert "Priya" in desk.signs_in(app, priya).reads().text


# By link ------------------------------------------------------------------------------------------------------------


def test_looking_at_a_link_does_not_use_it_and_pressing_the_button_does(app: Portal, desk: Desk) -> None:
    path = link(app, take_on(app, "Bo"))
    for _ in range(3):
        page = desk.reads(path)
        assert (page.status, page.heading, page.buttons) == (200, "Sign in to the desk", ["Sign in"])
    assert desk.presses(page, path).location == "/desk/"
    assert "Bo, Fenshire Police" in desk.reads().text


def test_a_link_works_once(app: Portal, desk: Desk) -> None:
    path = link(app, take_on(app, "Bo"))
    page = desk.reads(path)
    desk.presses(page, path)
    other = Desk(browser(app))
    late = other.reads(path)
    assert (late.status, late.heading) == (410, "This link no longer works")
    assert read(other.presses(other.reads("/desk/sign-in"), path)).status == 410


def test_a_link_works_for_an_hour(app: Portal, clock: Any, desk: Desk) -> None:
    path = link(app, take_on(app, "Bo"))
    clock.forward(minutes=59, seconds=59)
    assert desk.reads(path).status == 200
    clock.forward(seconds=1)
    assert desk.reads(path).status == 410


def test_a_link_of_somebody_who_was_let_go_does_not_work(app: Portal, desk: Desk, session: Session) -> None:
    bo = take_on(app, "Bo")
    path = link(app, bo)
    with writing(session):
        session.get_one(Coordinator, bo.id).active = False
    assert desk.reads(path).status == 410
    assert read(desk.presses(desk.reads("/desk/sign-in"), path)).status == 410


@pytest.mark.parametrize("token", ["x", "%00", "é", "a" * 500, "..%2f.."])
def test_a_link_that_we_never_made_does_not_work(desk: Desk, token: str) -> None:
    assert desk.reads(f"/desk/link/{token}").status in (404, 410)


# Staying, and leaving -----------------------------------------------------------------------------------------------


def test_only_a_digest_of_what_the_cookie_holds_is_stored(app: Portal, session: Session) -> None:
    desk = desk_of(app, "Bo")
    with desk.cookie() as cookie:
        kept = dict(cookie)
    assert set(kept) - {"csrf_token"} == {"token"}
    assert session.scalars(select(DeskSession.token_hash)).one() != kept["token"]


def test_the_cookie_goes_to_the_desk_alone_and_no_script_reads_it(app: Portal) -> None:
    desk = Desk(browser(app))
    cookie = desk.client.get("/desk/sign-in").headers["Set-Cookie"]
    assert cookie.startswith("desk=")
    assert cookie.endswith("; HttpOnly; Path=/desk; SameSite=Lax")
    assert Visitor(desk.client).opens().status == 200


def test_signing_in_begins_a_new_session_whatever_cookie_came(app: Portal) -> None:
    bo = take_on(app, "Bo")
    desk = Desk(browser(app)).signs_in(app, bo)
    with desk.cookie() as cookie:
        first = cookie["token"]
    desk.signs_in(app, bo)
    with desk.cookie() as cookie:
        assert cookie["token"] != first


def test_half_an_hour_away_ends_it_and_being_there_does_not(app: Portal, clock: Any) -> None:
    desk = desk_of(app, "Bo")
    for _ in range(4):
        clock.forward(minutes=29)
        assert desk.reads().status == 200
    clock.forward(minutes=30)
    assert desk.client.get("/desk/").location == "/desk/sign-in"


def test_twelve_hours_end_it_for_everybody(app: Portal, clock: Any) -> None:
    desk = desk_of(app, "Bo")
    for _ in range(35):
        clock.forward(minutes=20)
        assert desk.reads().status == 200
    clock.forward(minutes=20)
    assert desk.client.get("/desk/").location == "/desk/sign-in"


def test_signing_out_ends_the_session_for_a_copied_cookie_too(app: Portal) -> None:
    desk = desk_of(app, "Bo")
    with desk.cookie() as cookie:
        copied = dict(cookie)
    assert desk.presses(desk.reads(), "/desk/sign-out").location == "/desk/sign-in"
    assert desk.client.get("/desk/").location == "/desk/sign-in"
    with desk.cookie() as cookie:
        cookie.update(copied)
    assert desk.client.get("/desk/").location == "/desk/sign-in"


def test_a_new_password_ends_every_session(app: Portal) -> None:
    bo = take_on(app, "Bo")
    desk = Desk(browser(app)).signs_in(app, bo)
    with app.sessions() as session:
        coordinators.set_password(session, session.get_one(Coordinator, bo.id), PASSWORD)
    assert desk.client.get("/desk/").location == "/desk/sign-in"


def test_somebody_who_was_let_go_is_out_at_once(app: Portal, session: Session) -> None:
    bo = take_on(app, "Bo")
    desk = Desk(browser(app)).signs_in(app, bo)
    with writing(session):
        session.get_one(Coordinator, bo.id).active = False
    assert desk.client.get("/desk/").location == "/desk/sign-in"


def test_a_link_in_a_letter_leads_to_its_interest_after_signing_in(app: Portal, desk: Desk, priya: Coordinator) -> None:
    Visitor(browser(app)).is_interested()
    wanted = "0123456789abcdef" * 2
    asked = desk.client.get(f"/desk/interests/{wanted}")
    assert asked.location == f"/desk/sign-in?interest={wanted}"
    assert tries(desk, path=asked.location).location == f"/desk/interests/{wanted}"


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "\\evil", "x" * 31, "é" * 32, "%0d%0a"])
def test_signing_in_leads_nowhere_else(desk: Desk, priya: Coordinator, wanted: str) -> None:
    response = desk.presses(
        desk.reads("/desk/sign-in"), f"/desk/sign-in?interest={wanted}", email="priya@example.org", password=PASSWORD
    )
    assert (response.status_code, response.location) == (303, "/desk/")


@pytest.mark.parametrize("token", ["", "x", "IjAi.aaaa.bbbb"])
@pytest.mark.parametrize("path", ["sign-in", "sign-out", "link/x", f"interests/{'0' * 32}/move"])
def test_a_form_without_our_token_changes_nothing(app: Portal, path: str, token: str) -> None:
    desk = desk_of(app, "Bo")
    page = read(desk.client.post(f"/desk/{path}", data={"csrf_token": token}))
    assert (page.status, page.heading) == (400, "This page is out of date")
    assert desk.reads().status == 200


def test_a_token_of_somebody_else_is_not_taken(app: Portal) -> None:
    mine, theirs = desk_of(app, "Bo"), desk_of(app, "Cy")
    assert mine.presses(theirs.reads(), "/desk/sign-out").status_code == 400
