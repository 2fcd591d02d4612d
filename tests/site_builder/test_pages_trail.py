"""The way from the home page down to a page, as its reader sees it above the heading."""

import re

from small_catalogue import catalogue, drawn, event, role, story

FOUND = catalogue(role(), redirects={"fen/gone": "It ended."}, events={"talk": event()}, stories={"night": story()})


def trail(path: str) -> list[tuple[str, str]]:
    found = re.match(r'<nav class="trail" aria-label="You are in">.*?</nav>', drawn(FOUND, path).body, re.DOTALL)
    return re.findall(r'<a href="([^"]*)">(.*?)</a>', found[0]) if found else []


def test_a_role_lies_in_its_organisation_also_one_that_is_gone() -> None:
    way = [("../../../roles/", "Roles"), ("../../../organisations/fen/", "Fen Police")]

    assert trail("roles/fen/special/") == way
    assert trail("roles/fen/gone/") == way


def test_an_area_lies_in_those_around_it() -> None:
    assert trail("areas/county/") == [("../../areas/", "Areas")]
    assert trail("areas/fenland/") == [("../../areas/", "Areas"), ("../../areas/county/", "The County")]


def test_everything_else_lies_in_its_list() -> None:
    assert trail("pathways/standard/") == [("../../pathways/", "Pathways")]
    assert trail("organisations/fen/") == [("../../organisations/", "Organisations")]
    assert trail("groups/directed/") == [("../../groups/", "Kinds of volunteering")]
    assert trail("skills/listening/") == [("../../skills/", "Skills")]
    assert trail("events/talk/") == [("../../events/", "Events")]
    assert trail("stories/night/") == [("../../stories/", "Stories")]


def test_a_list_needs_none() -> None:
    assert trail("roles/") == []
    assert trail("plan/") == []
