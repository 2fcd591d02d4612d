"""Stories: an example is never taken for a true one."""

from reader import cards, section, words
from small_catalogue import catalogue, drawn, role, story

STORIES = {"night": story(), "day": story(key="day", title="A day", example="yes", summary="It shone.", who="Bo")}
FOUND = catalogue(role(), stories=STORIES)


def test_a_story_is_told_with_its_role_and_the_others() -> None:
    body = drawn(FOUND, "stories/night/").body

    assert words(body).startswith("A night out It rained. Ash, special constable: Special constable It rained .")
    assert cards(body) == ["Special constable", "A day"]
    assert section(body, "More stories") == "A day An example It shone. Bo (made up)"


def test_an_example_says_so_before_the_story_begins() -> None:
    page = drawn(FOUND, "stories/day/")

    assert words(page.body).startswith(
        "A day It shone. This is an example. The person is made up, and so is what happens."
    )
    assert page.description == "An example. It shone."
    assert "This is an example." not in drawn(FOUND, "stories/night/").body


def test_an_example_says_so_on_every_card() -> None:
    for path in ("stories/", "stories/night/", "roles/fen/special/"):
        assert "A day An example It shone. Bo (made up)" in words(drawn(FOUND, path).body), path


def test_a_role_without_stories_has_no_heading_for_them() -> None:
    body = drawn(catalogue(role(), role(slug="other"), stories=STORIES), "roles/fen/other/").body

    assert "Stories" not in body


def test_a_site_without_stories_says_where_to_look() -> None:
    assert words(drawn(catalogue(), "stories/").body).endswith(
        "No story is told here yet. Each of the roles says what you would do."
    )
