"""The list of all roles."""

from reader import cards, headings, section, words
from small_catalogue import catalogue, drawn, role

ROLES = [
    role(slug="shut", title="Shut", intakes="closed"),
    role(slug="waiting", title="Waiting", intakes="waiting_list"),
    role(slug="open-b", title="b open"),
    role(slug="open-a", title="A open"),
    role(slug="unknown", title="Unknown", intakes="not_published"),
    role(slug="club", title="Club", group="external", commitment=[{"at_least": "4", "per": "week"}], areas=["county"]),
]
BODY = drawn(catalogue(*ROLES), "roles/").body


def test_roles_stand_under_their_groups_with_those_to_join_now_first() -> None:
    assert headings(BODY) == ["Serving with the police", "Near the police"]
    assert cards(BODY) == ["A open", "b open", "Waiting", "Unknown", "Shut", "Club"]
    assert words(BODY).startswith("Roles 6 roles, those that you can join now first.")


def test_roles_that_are_shut_are_folded_away_under_their_number() -> None:
    assert "<summary>1 role closed or paused just now</summary>" in BODY
    assert '<details class="later">' in BODY


def test_where_every_role_is_shut_they_are_shown() -> None:
    assert '<details class="later" open>' in drawn(catalogue(role(intakes="paused")), "roles/").body


def test_a_card_tells_state_organisation_area_and_time() -> None:
    card = "Club Open now Fen Police · The County · At least 4 hours a week"
    assert section(BODY, "Near the police").startswith(f"{card} Follow this without giving your name: ")


def test_roles_of_one_name_are_told_apart_by_whoever_hears_their_links_alone() -> None:
    other = role(slug="other", title="Shut")

    body = drawn(catalogue(*ROLES, other), "roles/").body

    assert body.count('Shut<span class="visually-hidden">, Fen Police</span></a>') == 2
    assert "A open</a>" in body


def test_groups_without_roles_are_not_listed() -> None:
    assert headings(drawn(catalogue(role()), "roles/").body) == ["Serving with the police"]


def test_a_site_without_roles_has_an_honest_list() -> None:
    body = drawn(catalogue(), "roles/").body
    assert words(body).startswith("Roles 0 roles")
    assert cards(body) == []
