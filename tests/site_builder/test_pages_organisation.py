"""Organisations: the list, and each with its roles, its promise and its privacy notice."""

from reader import cards, headings, section, words
from small_catalogue import NOTICE, catalogue, drawn, role

ORGANISATIONS = {
    "fen": {
        "title": "Fen Police",
        "kind": "force",
        "summary": "The police of [the fens](area:fenland).",
        "areas": ["county"],
        "link": "https://fen.example.org/",
        "email": "volunteers@fen.example.org",
        "phone": "01632 960001",
        "inbox": "inbox@fen.example.org",
        "reply_within": 10,
        "notice": NOTICE,
        "sources": [{"title": "Their site", "url": "https://fen.example.org/", "seen": "2026", "note": "By *us*."}],
    },
    "charity": {"title": "Kind Hearts", "kind": "charity", "summary": "A charity."},
}
FOUND = catalogue(role(), organisations=ORGANISATIONS)


def test_an_organisation_tells_what_it_is_and_how_to_reach_it() -> None:
    assert words(drawn(FOUND, "organisations/fen/").body).startswith(
        "Fen Police The police of the fens . What it is A police force Where it works The County "
        "Get in touch volunteers@fen.example.org or 01632 960001 Its own site fen.example.org "
        "Its promise A reply within 10 days. Roles Special constable"
    )


def test_the_address_that_gets_the_letters_is_not_shown() -> None:
    assert "inbox@fen.example.org" not in drawn(FOUND, "organisations/fen/").body


def test_who_takes_names_has_a_whole_privacy_notice() -> None:
    body = drawn(FOUND, "organisations/fen/").body

    assert '<h2 id="privacy">Privacy notice</h2>' in body
    assert section(body, "Privacy notice") == (
        "What happens with what you tell Fen Police on this site. "
        "Who answers for it Fen Police Why it is needed To answer you. What the law says Our public task. "
        "How long it is kept For six months. Who else sees it Nobody else. "
        "Your rights You can see it and have it erased. Whom to ask data@fen.example.org "
        "If you are not happy You can write to the regulator ."
    )


def test_sources_are_named_with_their_dates() -> None:
    assert section(drawn(FOUND, "organisations/fen/").body, "Where this comes from") == "Their site (2026): By us ."


def test_who_holds_no_data_has_no_notice() -> None:
    body = drawn(FOUND, "organisations/charity/").body

    assert headings(body) == []
    assert words(body) == (
        "Kind Hearts A charity. What it is A charity It has no roles here now. Look at all roles . "
        "Follow this without giving your name: dates for your calendar , news for a feed reader or news for a program ."
    )


def test_who_takes_people_with_no_role_in_mind_has_a_form_for_them() -> None:
    undecided = {"undecided": {"pathway": "joining", "age": {"apply_from": 16}}}
    found = catalogue(role(), organisations=ORGANISATIONS | {"fen": ORGANISATIONS["fen"] | undecided})
    body = drawn(found, "organisations/fen/").body

    assert (
        "No role in mind yet? Say that you’re interested in any role , and somebody helps you find one that suits you."
    ) in words(body)
    assert 'href="/interest/fen/any-role"' in body
    assert "any-role" not in drawn(FOUND, "organisations/fen/").body
    assert (
        'No role in mind, or interested in several? <a href="/interest/">Tell us with one form</a>.'
        in drawn(found, "roles/").body
    )
    assert "No role in mind" not in drawn(FOUND, "roles/").body


def test_the_list_has_every_organisation() -> None:
    body = drawn(FOUND, "organisations/").body

    assert cards(body) == ["Fen Police", "Kind Hearts"]
    assert "1 role" in words(body)
