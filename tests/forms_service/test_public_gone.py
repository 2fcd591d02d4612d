"""The form at the old address of a role: it leads on, or says what became of the role and offers others like it."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from page import ADULT, Visitor, read, republish

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # nothing here reaches the database

OLD = "/interest/fenshire/street-marshal"
WHY = "Street marshals are [paid staff](role:fenshire/special-constable)."


def redirects(build: Path, **roles: Any) -> None:
    """Put a new build in place, in which roles of Fenshire are gone and these redirects stand for them."""
    path = build / "service/catalogue.json"
    found = json.loads(path.read_text())
    for slug, redirect in roles.items():
        found["roles"].pop(f"fenshire/{slug.replace('_', '-')}", None)
        found["redirects"][f"fenshire/{slug.replace('_', '-')}"] = redirect
    path.write_text(json.dumps(found))
    republish(build, {})


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_old_address_of_a_renamed_role_leads_to_the_new_one_for_good(
    client: FlaskClient, build_folder: Path, method: str
) -> None:
    redirects(build_folder, street_marshal={"to": "fenshire-opcc/custody-visitor"})

    response = client.open(OLD, method=method)

    assert (response.status_code, response.location) == (308, "/interest/fenshire-opcc/custody-visitor")


def test_what_was_typed_into_the_form_of_a_role_that_was_renamed_meanwhile_is_given_back_and_not_sent_on(
    client: FlaskClient, build_folder: Path
) -> None:
    visitor = Visitor(client)
    fields = visitor.opens().fields
    redirects(build_folder, special_constable={"to": "fenshire-opcc/custody-visitor"})

    page = read(visitor.posts(fields | ADULT | {"words": "I like dogs."}))

    assert (page.status, page.heading) == (410, "This role has a new page")
    assert "It is now called “Custody visitor”." in page.text
    assert page.links["Go to its form"] == "/interest/fenshire-opcc/custody-visitor"
    assert "Nothing was sent. What you wrote is below, so that you can copy it." in page.text
    for words in ("Aoife O’Brien", "18 or over", "aoife@example.org", "North Fen", "I like dogs."):
        assert words in page.text


def test_a_removed_role_says_why_and_offers_roles_like_it_that_take_names(
    client: FlaskClient, build_folder: Path
) -> None:
    redirects(build_folder, street_marshal={"why": WHY, "kind": "custody-visitor"})

    page = read(client.get(OLD))

    assert (page.status, page.heading) == (410, "This role is no longer here")
    assert page.links["paid staff"] == "/roles/fenshire/special-constable/"
    assert page.links["Custody visitor"] == "/roles/fenshire-opcc/custody-visitor/"
    assert "Custody visitor, Fenshire Commissioner’s office" in page.text
    assert page.links["See all roles"] == "/roles/"
    assert "Nothing was sent" not in page.text


def test_where_no_kind_is_told_the_roles_of_its_organisation_are_offered_but_none_that_takes_no_names(
    client: FlaskClient, build_folder: Path
) -> None:
    redirects(build_folder, street_marshal={"why": WHY})

    page = read(client.get(OLD))

    assert {"Special constable", "Police cadet"} < page.links.keys()
    assert {"Custody visitor", "Puppy walker", "Street pastor"} & page.links.keys() == set()


def test_where_no_role_is_like_it_the_page_says_so(client: FlaskClient, build_folder: Path) -> None:
    redirects(build_folder, street_marshal={"why": WHY, "kind": "museum-volunteer"})

    assert "No role like it takes names just now." in read(client.get(OLD)).text


def test_answers_that_were_checked_are_given_back_when_the_role_went_before_they_were_sent(
    client: FlaskClient, build_folder: Path
) -> None:
    visitor = Visitor(client)
    checked = visitor.answers(ADULT, words="I like dogs.")
    redirects(build_folder, special_constable={"why": WHY})

    page = read(visitor.sends(checked))

    assert (page.status, page.heading) == (410, "This role is no longer here")
    assert "Nothing was sent." in page.text
    for words in ("Aoife O’Brien", "18 or over", "aoife@example.org", "North Fen", "I like dogs."):
        assert words in page.text
