"""The map of how roles lead to one another: drawn twice, told in words, and all three say the same."""

import re
from html import unescape
from typing import Any, TypeAlias

import pytest
from reader import section, words
from small_catalogue import catalogue, drawn, role

from site_builder.drawing import drawings, graph
from site_builder.drawing.layers import layers
from site_builder.drawing.pathway_map import Drawing

Place: TypeAlias = tuple[float, float]

PROFILES: dict[str, dict[str, Any]] = {
    "young": {"title": "Young helper", "leads_to": ["cadet"]},
    "cadet": {"title": "Cadet"},
    "helper": {"title": "Helper", "leads_to": ["special"]},
    "driver": {"title": "Driver", "extends": "helper"},
    "typist": {"title": "Typist", "extends": "helper"},
    "walker": {"title": "Puppy walker", "extends": "helper", "leads_to": "none"},
    "special": {"title": "Special constable"},
    "rural": {"title": "Rural special", "extends": "special", "leads_to": "none"},
    "visitor": {"title": "Custody visitor"},
}


def of(kind: str, **facts: Any) -> dict[str, Any]:
    return role(slug=kind, title=kind, kinds=[kind], **facts)


FOUND = catalogue(
    of("cadet", leads_to=["fen/special", "young"]),
    of("driver", leads_to=["special"]),
    of("typist", leads_to=["special"], pathway=None, apply={"link": "https://typist.example.org/"}),
    of("walker", leads_to="none"),
    of("special", leads_to=["fen/rural", {"title": "Paid officer. No promise", "link": "https://jobs.example.org/"}]),
    of("rural", pathway=None, apply={"email": "rural@example.org"}),
    of("visitor", leads_to="not_published"),
    profiles=PROFILES,
)
PAGE = drawn(FOUND, "pathways/").body


def pictures(html: str) -> dict[str, str]:
    return dict(re.findall(r'<svg class="drawing drawing--(\w+).*?(<defs>.*?)</svg>', html, re.DOTALL))


def links(html: str) -> dict[str, str]:
    """The address behind each link, by its words."""
    return {
        words(inner): unescape(address) for address, inner in re.findall(r'<a href="([^"]*)">(.*?)</a>', html, re.S)
    }


def steps(html: str) -> set[tuple[str, str]]:
    """What the words say leads to what."""
    (listed,) = re.findall(r'<ul class="onwards">(.*?)\n</ul>\n', html, re.DOTALL)
    found = set()
    for told in listed.split("<li>From")[1:]:
        one, _, others = told.partition(" you can go on to")
        found |= {(words(one), words(other)) for other in re.split("<li>", others.removeprefix(":")) if words(other)}
    return found


def test_each_kind_that_leads_on_says_in_words_where_to() -> None:
    assert steps(PAGE) == {
        ("Young helper", "Cadet"),
        ("Cadet", "Special constable"),
        ("Cadet", "Young helper"),
        ("Helper", "Special constable"),
        ("Special constable", "Rural special"),
        ("Special constable", "Paid officer. No promise"),
    }


def test_kinds_that_lead_nowhere_and_come_from_nowhere_are_told_apart() -> None:
    assert words(PAGE).endswith("Roles that stand alone: none leads to another (2) Custody visitor Puppy walker")


@pytest.mark.parametrize("size", ["narrow", "wide"])
def test_a_box_says_its_kind_and_how_many_roles_it_has_and_leads_to_the_way_in(size: str) -> None:
    found = pictures(PAGE)[size]

    assert links(found) == {
        "Cadet 1 role": "../pathways/standard/",
        "Helper 2 roles": "../pathways/standard/",
        "Paid officer not a role here": "https://jobs.example.org/",
        "Rural special 1 role": "../roles/fen/rural/",
        "Special constable 1 role": "../pathways/standard/",
    }
    assert "Young helper 0 roles" in words(found)


@pytest.mark.parametrize("number", [0, 1])
def test_the_drawing_leads_where_the_words_lead(number: int) -> None:
    leading = graph(FOUND)

    assert joined(drawings(leading)[number]) == {
        (one, other) for one, others in leading.onwards.items() for other in others
    }


def joined(drawing: Drawing) -> set[tuple[str, str]]:
    """What the arrows join, followed line by line from box to box: a line can end where another begins."""
    places = touched(drawing)
    starts: dict[Place, list[tuple[Place, str]]] = {}
    for arrow in drawing.arrows:
        way = points(arrow.path)
        starts.setdefault(way[0], []).append((way[-1], arrow.head))
    found = set()
    for start, ways in starts.items():
        waiting = [(end, head, head == "start") for end, head in ways] if start in places else []
        while waiting:
            end, head, back = waiting.pop()
            if end in places:
                assert head or back, "a line arrives without an arrowhead"
                pairs = {(one, other) for one in places[start] for other in places[end]}
                found |= {(other, one) for one, other in pairs} if back else pairs
            else:
                waiting += [(further, tip, back) for further, tip in starts[end]]
    return found


def touched(drawing: Drawing) -> dict[Place, list[str]]:
    """The kinds in the box or frame on whose edge's middle a line can start or end."""
    shapes = [(box.x, box.y, box.width, box.height) for box in drawing.boxes] + list(drawing.frames)
    found: dict[Place, list[str]] = {}
    for x, y, width, height in shapes:
        inside = [
            box.key for box in drawing.boxes if x <= box.x and y <= box.y and box.x < x + width and box.y < y + height
        ]
        for place in (
            (x + width / 2, y),
            (x + width / 2, y + height),
            (x, y + height / 2),
            (x + width, y + height / 2),
        ):
            found[round(place[0], 1), round(place[1], 1)] = inside
    return found


def points(path: str) -> list[Place]:
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


CROWD = {f"k{number}": [f"k{number * 2 + 1}", f"k{number * 3 + 2}"] for number in range(6)} | {"k9": ["k0"]}


@pytest.mark.parametrize("number", [0, 1])
def test_no_line_runs_behind_a_box_that_it_does_not_join(number: int) -> None:
    drawing = drawings(graph(FOUND))[number]
    frames = drawing.frames
    for arrow in drawing.arrows:
        for x, y in along(arrow.path):
            for box in drawing.boxes:
                assert not (box.x + 1 < x < box.x + box.width - 1 and box.y + 1 < y < box.y + box.height - 1)
            for frame in frames:
                assert not (
                    frame.x + 1 < x < frame.x + frame.width - 1 and frame.y + 1 < y < frame.y + frame.height - 1
                )


def along(path: str) -> list[Place]:
    """Points all the way along a path of straight lines and one curve."""
    found: list[Place] = []
    at: Place = (0, 0)
    for command, numbers in re.findall(r"([MLC])([^MLC]*)", path):
        way = [at, *points(numbers)]
        if command != "M":
            bends = way if command == "C" else [way[0], way[0], way[1], way[1]]
            found += [bent(bends, part / 20) for part in range(21)]
        at = way[-1]
    return found


def bent(bends: list[Place], t: float) -> Place:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    x, y = (sum(weight * bend[axis] for weight, bend in zip(weights, bends, strict=True)) for axis in (0, 1))
    return x, y


def test_everything_lies_on_the_sheet_and_no_two_boxes_touch() -> None:
    for drawing in drawings(graph(FOUND)):
        for box in drawing.boxes:
            assert box.x >= 0
            assert box.x + box.width <= drawing.width
            assert box.y >= 0
            assert box.y + box.height <= drawing.height
            for other in drawing.boxes:
                apart = (
                    box.x + box.width < other.x
                    or other.x + other.width < box.x
                    or box.y + box.height < other.y
                    or other.y + other.height < box.y
                )
                assert box is other or apart


def test_the_same_catalogue_gives_the_same_map() -> None:
    roles = [each.model_dump(mode="json", exclude_none=True) for each in reversed(FOUND.roles.values())]
    again = catalogue(*roles, profiles=dict(reversed(PROFILES.items())))

    assert drawn(again, "pathways/").body == PAGE


def test_where_no_role_leads_to_another_there_is_no_map() -> None:
    body = drawn(catalogue(role()), "pathways/").body

    assert "<svg" not in body
    assert words(body).endswith("2 steps, 1 role")


def test_steps_go_from_layer_to_layer_and_a_circle_leads_back_once() -> None:
    laid = layers({"a": ["b"], "b": ["c"], "c": ["a"]}, widest=4)

    assert [[item.name for item in row if item.members] for row in laid.rows] == [["a"], ["b"], ["c"]]
    assert [(line.start.name, line.arrow) for line in laid.lines if line.arrow == "start"] == [("a", "start")]


def test_no_layer_is_wider_than_it_may_be_and_each_line_goes_one_layer_on() -> None:
    laid = layers(CROWD, widest=2)

    assert max(sum(1 for item in row if item.members) for row in laid.rows) <= 2
    assert {line.end.layer - line.start.layer for line in laid.lines} == {1}
    assert {name for row in laid.rows for item in row for name in item.members} == {
        *CROWD,
        *(step for steps in CROWD.values() for step in steps),
    }


def test_the_words_stand_under_a_heading_of_their_own() -> None:
    assert section(PAGE, "Where one role can lead").startswith("Follow the arrows.")
    assert '<h3 id="map-words">The same in words</h3>' in PAGE
