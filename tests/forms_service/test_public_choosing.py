"""The page to choose from: no role in mind, or several roles that one form is about."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from page import ADULT, Page, Visitor, read, republish

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # nothing here reaches the database

SPECIAL, VISITOR, CADET = "fenshire/special-constable", "fenshire-opcc/custody-visitor", "fenshire/cadet"
ANY, CLOSED, ELSEWHERE = "fenshire/any-role", "fenshire/dog-walker", "fenshire/street-pastor"


def asking(client: FlaskClient, *roles: str, **more: str) -> Page:
    return read(client.get("/interest/", query_string={"role": roles} | more))


def test_it_offers_any_role_of_who_takes_the_undecided_and_each_role_that_takes_names(client: FlaskClient) -> None:
    page = read(client.get("/interest/"))
    assert (page.status, page.title, page.mistakes) == (200, "I’m interested - Volunteer", {})
    assert page.choices == {"role": [ANY, SPECIAL, CADET, VISITOR]}
    assert "Any role with Fenshire Police" in page.text
    assert "Fenshire Commissioner’s office 1 role takes names now Custody visitor" in page.text


def test_it_sets_no_cookie_and_has_no_script(client: FlaskClient) -> None:
    response = client.get("/interest/")
    assert "Set-Cookie" not in response.headers
    assert "<script" not in response.text


@pytest.mark.parametrize(
    ("roles", "what_to_do"),
    [
        ((), "Choose a role, or any role"),
        ((CLOSED,), "Choose another: none of these takes names now"),
        ((ELSEWHERE, "fenshire/nothing"), "Choose another: none of these takes names now"),
        (
            (SPECIAL, CADET),
            "Choose fewer: these are in different places or for different ages. You can send a form for each",
        ),
        ((SPECIAL, VISITOR, ANY, "a/b", "c/d", "e/f"), "Choose 5 or fewer. You can send another form for more"),
    ],
)
def test_what_makes_no_form_says_what_to_do_and_keeps_what_was_chosen(
    client: FlaskClient, roles: tuple[str, ...], what_to_do: str
) -> None:
    response = client.get("/interest/", query_string={"role": roles, "step": "form"})
    page = read(response)
    assert (page.status, page.title) == (422, "Error: I’m interested - Volunteer")
    assert page.mistakes == {"role": what_to_do}
    for key in {*roles} & {SPECIAL, VISITOR, CADET, ANY}:
        assert f'value="{key}" checked>' in page.html


def test_roles_in_different_places_share_no_form(client: FlaskClient, build_folder: Path) -> None:
    republish(build_folder, {SPECIAL: {"areas": ["north-fen"]}, VISITOR: {"areas": ["south-fen"]}})
    assert asking(client, SPECIAL, VISITOR).mistakes == {
        "role": "Choose fewer: these are in different places or for different ages. You can send a form for each"
    }


def test_roles_share_the_areas_and_the_ages_that_they_have_in_common(client: FlaskClient, build_folder: Path) -> None:
    republish(build_folder, {VISITOR: {"areas": ["south-fen"], "age": {"apply_from": "21"}}})
    page = asking(client, SPECIAL, VISITOR)
    assert "You can apply for these roles at 21 or over." in page.text
    assert "area" not in page.fields


def test_a_role_that_takes_no_names_is_left_out_and_named(client: FlaskClient) -> None:
    page = asking(client, SPECIAL, CLOSED, "fenshire/nothing")
    assert (page.status, page.title) == (200, "I’m interested: Special constable - Volunteer")
    assert "“Puppy walker” takes no names here now, so this form goes on without it. Nothing was sent yet." in page.text
    assert "A role that is no longer here takes no names here now, so this form goes on without it." in page.text
    assert page.actions == ["/interest/fenshire/special-constable"]


def test_the_form_names_its_roles_once_each_and_who_looks_after_the_answers_of_each(client: FlaskClient) -> None:
    page = asking(client, SPECIAL, VISITOR, SPECIAL)
    assert page.title == "I’m interested: 2 roles - Volunteer"
    assert "Special constable, Fenshire Police Custody visitor, Fenshire Commissioner’s office" in page.text
    assert "What happens to your answers at Fenshire Police Fenshire Police looks after them." in page.text
    assert (
        "What happens to your answers at Fenshire Commissioner’s office The Commissioner looks after them." in page.text
    )
    assert page.links["Who sees them, and your rights: Fenshire Police"] == "/organisations/fenshire/#privacy"


def test_any_role_has_a_form_of_its_own_that_tells_of_the_organisation(client: FlaskClient) -> None:
    page = Visitor(client, f"/interest/{ANY}").opens()
    assert (page.status, page.title) == (200, "I’m interested: Any role - Volunteer")
    assert page.links["Any role"] == "/organisations/fenshire/"
    assert page.choices == {"age_band": ["16-to-17", "18-or-over"]}


def test_an_organisation_that_takes_no_undecided_has_no_such_form(client: FlaskClient) -> None:
    page = Visitor(client, "/interest/fenshire-opcc/any-role").opens()
    assert (page.status, page.heading) == (404, "We can’t find that role")


def test_nothing_typed_is_lost_when_no_role_is_left(client: FlaskClient, build_folder: Path) -> None:
    visitor = Visitor(client, f"/interest/?role={SPECIAL}&role={VISITOR}")
    opened = visitor.opens()
    republish(build_folder, {SPECIAL: {"intakes": "closed"}, VISITOR: {"intakes": "closed"}})
    page = read(client.post(opened.actions[0], data=opened.fields | ADULT | {"words": "I like dogs."}))
    assert (page.status, page.mistakes) == (422, {"role": "Choose another: none of these takes names now"})
    assert "Nothing was sent. What you wrote is below, so that you can copy it." in page.text
    assert "What would you like to tell us? I like dogs." in page.text
