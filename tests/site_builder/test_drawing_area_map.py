"""The maps of areas: shapes that editors draw in areas.yml, each a link with its words, beside the list of the same."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from reader import words
from small_catalogue import catalogue, drawn, role

from site_builder.catalogue import Catalogue
from site_builder.drawing import Atlas
from site_builder.drawing.area_map import Map
from site_builder.load import load

TOP = Path(__file__).parents[2]
AREAS: dict[str, Any] = {
    "county": {
        "title": "The County",
        "areas": {
            "fenland": {"title": "Fenland", "outline": ["0 0", "150 0", "150 120", "0 120"]},
            "city": {"title": "Ely", "outline": ["200 20", "210 20", "210 30", "200 30"], "label": "250 60"},
            "hills": {
                "title": "The Hills",
                "areas": {
                    "east": {"title": "East Hills", "outline": ["150 0", "300 0", "300 120", "150 120"]},
                    "west": {
                        "title": "The high and stony hills of the west",
                        "outline": ["0 120", "300 120", "300 200", "0 200"],
                        "islands": [["10 250", "40 250", "25 280"]],
                    },
                },
            },
            "abroad": {"title": "Abroad"},
        },
    },
    "alone": {"title": "Alone", "outline": ["0 0", "10 0", "10 10"]},
}
FOUND = catalogue(role(areas=["fenland"]), role(slug="wide", areas=["county"]), areas=AREAS)


def shapes(html: str) -> list[tuple[str, str, str]]:
    """The address, the words and what `aria-current` says of each link of the map, in order."""
    (found,) = re.findall(r"<svg[^>]*drawing--areas.*?</svg>", html, re.DOTALL)
    links = re.findall(r'<a href="([^"]*)"(?: aria-current="(\w+)")?>(.*?)</a>', found, re.DOTALL)
    return [(address, words(inner), current) for address, current, inner in links]


def test_each_part_with_an_outline_is_a_link_with_its_name_and_how_many_roles_it_has() -> None:
    assert shapes(drawn(FOUND, "areas/").body) == [
        ("../areas/west/", "The high and stony hills of the west 1 role", ""),
        ("../areas/fenland/", "Fenland 2 roles", ""),
        ("../areas/east/", "East Hills 1 role", ""),
        ("../areas/city/", "Ely 1 role", ""),
    ]


def test_an_area_with_parts_shows_them_and_a_part_shows_where_it_lies_among_its_neighbours() -> None:
    whole, part = drawn(FOUND, "areas/county/").body, drawn(FOUND, "areas/fenland/").body

    assert [current for _, _, current in shapes(whole)] == ["", "", "", ""]
    assert [words for _, words, current in shapes(part) if current == "page"] == ["Fenland 2 roles"]
    assert [words for _, words, _ in shapes(drawn(FOUND, "areas/hills/").body)] == [
        "The high and stony hills of the west 1 role",
        "East Hills 1 role",
    ]


@pytest.mark.parametrize("key", ["alone", "abroad"])
def test_an_area_that_nobody_drew_has_its_page_without_a_map(key: str) -> None:
    assert "<svg" not in drawn(FOUND, f"areas/{key}/").body


def test_every_area_is_in_the_list_too() -> None:
    listed = re.findall(r'<(?:li|h2 id="[^"]*")><a href="([^"]*)">', drawn(FOUND, "areas/").body)

    assert listed == [f"../areas/{key}/" for key in FOUND.every_area]


def test_it_says_that_it_is_not_to_scale() -> None:
    assert "A simple drawing, not to scale." in words(drawn(FOUND, "areas/county/").body)


def test_words_without_room_in_their_shape_stand_where_the_editor_said_with_a_line_to_it() -> None:
    found = Atlas(FOUND).of("county")
    assert found is not None
    (city,) = [shape for shape in found.shapes if shape.key == "city"]

    scale = 316 / 300
    assert city.x == pytest.approx(2 + 250 * scale, abs=0.1)
    assert city.lines == (("Ely", pytest.approx(2 + 60 * scale + 14, abs=0.1)),)
    assert city.leader.endswith(f"L{2 + 205 * scale:.1f} {2 + 22.5 * scale:.1f}")
    assert [shape.leader for shape in found.shapes if shape is not city] == ["", "", ""]


# The shipped maps -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load(TOP / "roles", TOP / "content", TOP)


@pytest.fixture(params=["cambridgeshire", "devon-and-cornwall", "devon"])
def sheet(request: pytest.FixtureRequest, shipped: Catalogue) -> Map:
    found = Atlas(shipped).of(request.param)
    assert found is not None
    return found


def test_neighbours_share_their_borders_so_that_the_parts_leave_no_gap(sheet: Map, shipped: Catalogue) -> None:
    """What lies on one outline alone is the way round the whole, once (and round a city that lies within another)."""
    edges: Counter[frozenset[str]] = Counter()
    for shape in sheet.shapes:
        outline = shipped.every_area[shape.key].outline
        edges.update(frozenset(pair) for pair in zip(outline, (*outline[1:], outline[0]), strict=True))
    outside = [edge for edge, times in edges.items() if times == 1]

    assert set(edges.values()) == {1, 2}
    assert rings(outside) == (2 if sheet.of == "cambridgeshire" else 1)


def rings(edges: list[frozenset[str]]) -> int:
    """How many closed lines these edges make; each point must lie on one of them, once."""
    joined: dict[str, set[str]] = {}
    for one, other in edges:
        joined.setdefault(one, set()).add(other)
        joined.setdefault(other, set()).add(one)
    assert {len(others) for others in joined.values()} == {2}
    number = 0
    while joined:
        waiting = {next(iter(joined))}
        while waiting:
            waiting |= joined.pop(waiting.pop(), set())
            waiting &= joined.keys()
        number += 1
    return number


def test_shipped_words_never_lie_on_one_another_nor_off_the_sheet(sheet: Map) -> None:
    boxes = [
        (shape.x - 30, y - 12, shape.x + 30, y + 4)
        for shape in sheet.shapes
        for y in (*(y for _, y in shape.lines), shape.last)
    ]
    for number, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0
        assert right <= sheet.width
        assert bottom <= sheet.height
        for other in boxes[number + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


def test_the_shipped_maps_need_few_lines_to_words_outside(shipped: Catalogue) -> None:
    atlas = Atlas(shipped)
    sheets = [atlas.of(key) for key in ("cambridgeshire", "devon", "devon-and-cornwall")]

    assert [{shape.key for shape in found.shapes if shape.leader} for found in sheets if found] == [
        set(),
        set(),
        {"cornwall", "plymouth", "exeter-east-and-mid-devon"},
    ]
