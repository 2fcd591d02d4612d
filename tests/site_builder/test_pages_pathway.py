"""Pathways: the list, and each with its stages."""

from reader import cards, headings, section, words
from small_catalogue import catalogue, drawn, role

PATHWAYS = {
    "standard": {
        "key": "standard",
        "source": "content/pathways/standard.yml",
        "title": "The usual way in",
        "summary": "From your first word to your first day.",
        "stages": {
            "talk": {
                "title": "A talk",
                "owner": "team",
                "weeks": "1 to 2",
                "you": ["Come *along*."],
                "we": ["Listen.", "Answer."],
                "letter": "hello",
            },
            "checks": {"title": "Checks", "owner": "vetting", "only_if": "vetting"},
        },
        "sources": [{"title": "A guide", "seen": "2024"}],
        "reviewed": "2026-01-02",
    },
    "quick": {
        "key": "quick",
        "source": "content/pathways/quick.yml",
        "title": "The quick way",
        "summary": "Two steps.",
        "extends": "standard",
        "stages": {"talk": {"title": "A talk", "owner": "team"}},
    },
}
FOUND = catalogue(role(), pathways=PATHWAYS)


def test_a_pathway_tells_what_each_side_does_who_owns_it_and_how_long_it_takes() -> None:
    body = drawn(FOUND, "pathways/standard/").body

    assert words(body).startswith("The usual way in From your first word to your first day.")
    assert "The steps with a usual time add up to 1 to 2 weeks. The others vary." in words(body)
    assert section(body, "The steps") == (
        "A talk The volunteer team · usually 1 to 2 weeks · we write to you "
        "You Come along . The team Listen. Answer. "
        "Checks The vetting unit Only for roles with background checks."
    )
    assert body.count('<ol class="timeline">') == 1


def test_a_pathway_names_its_roles_its_sources_and_when_it_was_checked() -> None:
    body = drawn(FOUND, "pathways/standard/").body

    assert cards(body) == ["Special constable"]
    assert section(body, "Where this comes from") == "A guide (2024) Last checked: 2 January 2026"


def test_a_pathway_names_the_one_that_it_builds_on() -> None:
    body = drawn(FOUND, "pathways/quick/").body

    assert '<p>This way in builds on <a href="../../pathways/standard/">The usual way in</a>.</p>' in body
    assert headings(body) == ["The steps"]


def test_the_list_has_every_pathway_with_its_steps_and_roles() -> None:
    body = drawn(FOUND, "pathways/").body

    assert cards(body) == ["The usual way in", "The quick way"]
    assert "2 steps, 1 role" in words(body)
    assert "1 step, 0 roles" in words(body)
