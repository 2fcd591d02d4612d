"""Groups, contributions, skills and interests: the list of each, and each word with its roles."""

import pytest
from reader import cards, section, words
from small_catalogue import catalogue, drawn, role

FOUND = catalogue(
    role(interests=["animals"], skills={"wanted": ["listening"], "gained": "none"}),
    role(slug="club", title="Club", contributes_to=["communities"], skills={"gained": ["listening"]}),
)


@pytest.mark.parametrize(
    ("path", "roles"),
    [
        ("groups/directed/", ["Club", "Special constable"]),
        ("contributions/victims/", ["Special constable"]),
        ("contributions/communities/", ["Club"]),
        ("skills/listening/", ["Club", "Special constable"]),
        ("interests/animals/", ["Special constable"]),
    ],
)
def test_a_word_lists_its_roles(path: str, roles: list[str]) -> None:
    assert cards(drawn(FOUND, path).body) == roles


def test_a_word_without_roles_says_so_kindly_and_offers_others() -> None:
    body = drawn(FOUND, "interests/history/").body

    assert words(body) == (
        "History No role has this yet. New ones are added often. You could look at these instead: Animals"
    )
    assert '<a href="../../interests/animals/">Animals</a>' in body


def test_a_group_says_who_takes_names_for_it() -> None:
    assert "Who takes names for these roles: a police force." in words(drawn(FOUND, "groups/directed/").body)
    assert "We take no names for these roles. Each page says where to go." in words(
        drawn(FOUND, "groups/external/").body
    )


def test_the_meaning_of_a_word_stands_on_its_page_and_in_its_description() -> None:
    vocabulary = FOUND.vocabulary.model_dump() | {
        "interests": {"animals": {"title": "Animals", "summary": "Dogs *and* horses."}}
    }
    page = drawn(catalogue(role(), vocabulary=vocabulary), "interests/animals/")

    assert words(page.body).startswith("Animals Dogs and horses.")
    assert page.description == "Dogs and horses."


@pytest.mark.parametrize(
    ("path", "title", "titles"),
    [
        ("groups/", "Kinds of volunteering", ["Serving with the police", "Near the police"]),
        ("contributions/", "What volunteers help with", ["Victims", "Communities"]),
        ("skills/", "Skills", ["Listening", "Driving"]),
        ("interests/", "Interests", ["Animals", "History"]),
    ],
)
def test_the_list_has_every_word(path: str, title: str, titles: list[str]) -> None:
    page = drawn(FOUND, path)

    assert page.title == title
    assert cards(page.body) == titles
    assert "role" in words(page.body)


def test_a_role_that_wants_and_teaches_a_skill_is_listed_once() -> None:
    found = catalogue(role(skills={"wanted": ["listening"], "gained": ["listening"]}))
    assert section(drawn(found, "skills/listening/").body, "Roles that use or teach this").count("Open now") == 1
