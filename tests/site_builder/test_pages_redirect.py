"""Old addresses of roles: no saved link is a dead end."""

from reader import cards, words
from small_catalogue import catalogue, drawn, role

OTHERS = [
    role(),
    role(slug="cadet", kinds=["cadet"], title="Cadet"),
    role(slug="closed", kinds=["special"], title="Closed special", intakes="closed"),
    role(organisation="charity", slug="special", title="Another special", apply={"link": "https://a.example.org"}),
]


def test_a_renamed_role_leads_on_with_a_link_and_without_scripts() -> None:
    page = drawn(catalogue(role(), redirects={"fen/old": "fen/special"}), "roles/fen/old/")

    assert page.head == '<meta http-equiv="refresh" content="0; url=../../../roles/fen/special/">'
    assert page.canonical == "roles/fen/special/"
    assert words(page.body) == (
        "This role has a new page Special constable You will be taken there. If not, please follow the link."
    )
    assert '<a href="../../../roles/fen/special/">Special constable</a>' in page.body


def test_a_removed_role_says_why_and_shows_open_ones_of_its_kind_the_same_organisation_s_first() -> None:
    redirects = {"fen/gone": {"why": "It *ended*.", "kind": "special"}}
    page = drawn(catalogue(*OTHERS, redirects=redirects), "roles/fen/gone/")

    assert words(page.body).startswith("This role is no longer here It ended .")
    assert cards(page.body) == ["Special constable", "Another special"]
    assert page.canonical == ""


def test_a_removed_role_of_no_kind_shows_what_its_organisation_has_open() -> None:
    page = drawn(catalogue(*OTHERS, redirects={"fen/gone": "It ended."}), "roles/fen/gone/")

    assert cards(page.body) == ["Cadet", "Special constable"]


def test_a_removed_role_with_none_like_it_leads_to_all_roles() -> None:
    page = drawn(catalogue(role(), redirects={"gone/walker": "It ended."}), "roles/gone/walker/")

    assert words(page.body).endswith("No role like it takes new people just now. See all roles")
    assert '<a href="../../../roles/">See all roles</a>' in page.body


def test_no_list_names_an_old_role() -> None:
    found = catalogue(role(), redirects={"fen/old": "fen/special", "fen/gone": "It ended."})

    assert cards(drawn(found, "roles/").body) == ["Special constable"]
    assert cards(drawn(found, "organisations/fen/").body) == ["Special constable"]
