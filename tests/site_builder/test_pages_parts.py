"""Parts that an editor sets into a Markdown page."""

from typing import Any

from reader import cards, words
from small_catalogue import NOW, SITE, catalogue, event, role, story

from site_builder.pages import parts


def part(name: str, *roles: dict[str, Any], depth: int = 0, **others: Any) -> str:
    return parts(catalogue(*roles, **others), NOW, SITE)[name](depth)


def test_what_closes_soon_is_what_is_open_the_first_to_close_first_and_three_at_most() -> None:
    closing = {"late": "2027-01-09", "next": "2026-11-25", "later": "2026-12-24", "then": "2026-12-01"}
    roles = [role(slug=slug, title=slug, intakes=[{"closes": day}]) for slug, day in closing.items()]
    over = role(slug="over", title="over", intakes=[{"closes": "2026-11-20"}])
    full = role(slug="full", title="full", intakes=[{"closes": "2026-11-24", "state": "waiting_list"}])

    assert cards(part("closing-soon", over, full, role(slug="always"), *roles)) == ["next", "then", "later"]


def test_where_nothing_closes_soon_all_roles_are_offered() -> None:
    html = part("closing-soon", role(), depth=1)

    assert words(html) == "No role closes soon. See all roles ."
    assert '<a href="../roles/">' in html


def test_roles_are_counted_with_those_that_take_names() -> None:
    roles = role(slug="a"), role(slug="b", intakes="waiting_list"), role(slug="c", intakes="closed")

    assert words(part("roles-today", *roles)) == "3 roles. 2 of them take names today."


def test_a_group_and_a_contribution_have_their_tile_where_they_have_roles() -> None:
    assert part("groups", role()).count("<li ") == 1
    assert '<a href="../groups/directed/">Serving with the police</a>' in part("groups", role(), depth=1)
    assert part("contributions", role()).count("<li ") == 1


def test_an_interest_is_listed_where_it_has_roles() -> None:
    assert words(part("interests", role(interests=["animals"]))) == "Animals"


def test_the_outermost_areas_stand_with_their_parts() -> None:
    assert words(part("areas")) == "The County Fenland Ely"


def test_every_day_another_story_is_told() -> None:
    told = {"a": story(key="a", title="A"), "b": story(key="b", title="B", example="yes")}

    assert {
        words(parts(catalogue(role(), stories=told), NOW.replace(day=day), SITE)["story"](0)) for day in (20, 21, 22)
    } == {
        "A It rained. Ash, special constable",
        "B It rained. Ash, special constable (an example: the person is made up)",
    }


def test_without_stories_there_is_none() -> None:
    assert part("story") == ""


def test_the_next_three_events_are_told_or_that_there_is_none() -> None:
    days = {
        f"day-{day}": event(key=f"day-{day}", title=f"Day {day}", starts=f"2026-12-0{day}", ends=None)
        for day in range(1, 5)
    }

    assert cards(part("events", role(), events=days)) == ["Day 1", "Day 2", "Day 3"]
    assert words(part("events")) == "Nothing is planned just now. See past events ."


def test_the_picture_says_nothing_to_who_cannot_see_it() -> None:
    assert part("picture").startswith('<svg class="scene"')
    assert 'aria-hidden="true"' in part("picture")
