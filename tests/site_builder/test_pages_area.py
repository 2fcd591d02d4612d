"""Areas: the tree, and each with its roles, its lead, its parts and the area around it."""

from reader import cards, headings, section, words
from small_catalogue import catalogue, drawn, role

AREAS = {
    "county": {
        "title": "The County",
        "summary": "All *of* it.",
        "lead": {"who": "Ann’s team", "email": "lead@county.example.org"},
        "areas": {
            "fenland": {"title": "Fenland", "postcodes": ["PE13", "PE14"]},
            "city": {"title": "City"},
        },
    },
    "abroad": {"title": "Abroad"},
}
FOUND = catalogue(
    role(slug="wide", title="Wide", areas=["county"]),
    role(slug="fens", title="Fens", areas=["fenland"]),
    areas=AREAS,
)


def test_an_area_lists_the_roles_of_all_of_it_and_then_of_its_parts() -> None:
    body = drawn(FOUND, "areas/county/").body

    assert headings(body) == ["Roles in The County", "Roles in parts of The County"]
    assert cards(body) == ["Wide", "Fens"]


def test_an_area_lists_the_roles_offered_around_it() -> None:
    assert cards(drawn(FOUND, "areas/fenland/").body) == ["Fens", "Wide"]
    assert cards(drawn(FOUND, "areas/city/").body) == ["Wide"]


def test_an_area_tells_its_lead_and_its_parts() -> None:
    assert words(drawn(FOUND, "areas/county/").body).startswith(
        "The County All of it. Who leads here Ann’s team: lead@county.example.org Parts Fenland City"
    )


def test_a_part_leads_to_the_area_around_it_and_tells_its_postcodes() -> None:
    body = drawn(FOUND, "areas/fenland/").body

    assert words(body).startswith("Fenland Postcodes that start PE13, PE14")
    assert '<a href="../../areas/county/">The County</a>' in body


def test_an_area_without_roles_leads_on() -> None:
    assert words(drawn(FOUND, "areas/abroad/").body) == (
        "Abroad No role is offered here yet. Look at the other areas or at all roles . "
        "Follow this without giving your name: dates for your calendar , news for a feed reader or news for a program ."
    )


def test_the_tree_has_every_area_with_its_roles() -> None:
    body = drawn(FOUND, "areas/").body

    assert words(body) == (
        "Areas Choose the place that you live, work or study in. "
        "The County 2 roles in all. Fenland (2 roles) City (1 role) Abroad 0 roles in all."
    )
    assert section(drawn(FOUND, "areas/city/").body, "Roles in City").startswith("Wide Open now")
