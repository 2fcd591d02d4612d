"""A graph in layers, each step leading from an earlier layer to a later one: who stands where, and beside whom.

Kinds that come from the same places and lead to the same ones make one cell, which lines reach as one. A line that
passes a layer has a lane there, and the lines that end at one cell share theirs; so no line runs behind a cell.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeAlias

Edge: TypeAlias = tuple[str, str]
_SWEEPS = 12


class Item(NamedTuple):
    """What stands in a layer: a cell with its members, or a lane, which has none. `name` sets it apart."""

    layer: int
    name: str
    members: tuple[str, ...] = ()


class Line(NamedTuple):
    """From an item to one in the next layer. `arrow` is at its `end`, or at its `start` where the step leads back."""

    start: Item
    end: Item
    arrow: str


class Layers(NamedTuple):
    rows: tuple[tuple[Item, ...], ...]
    lines: tuple[Line, ...]


def layers(onwards: Mapping[str, Sequence[str]], *, widest: int) -> Layers:
    """Layers of at most `widest` cells. `onwards` has what each node leads to; the same gives the same."""
    forward, back = _without_circles(onwards)
    cells = _cells(forward, back)
    row_of = _rows(cells, forward | back, widest)
    items = {name: Item(row_of[name], name, members) for name, members in cells.items()}
    cell_of = {member: name for name, members in cells.items() for member in members}
    laid: dict[Line, None] = {}
    for start, end in sorted({(cell_of[one], cell_of[other]) for one, other in forward}):
        laid |= _laid(items[start], items[end], f"to {end}", "end")
    for start, end in sorted({(cell_of[one], cell_of[other]) for one, other in back}):
        laid |= _laid(items[start], items[end], f"from {end} back to {start}", "start")
    rows: list[dict[Item, None]] = [{} for _ in range(1 + max(row_of.values(), default=-1))]
    for item in [*items.values(), *(each for line in laid for each in (line.start, line.end))]:
        rows[item.layer][item] = None
    return Layers(_ordered([list(row) for row in rows], list(laid)), tuple(laid))


def _without_circles(onwards: Mapping[str, Sequence[str]]) -> tuple[set[Edge], set[Edge]]:
    """The steps that lead on, and those that close a circle, turned round."""
    forward: set[Edge] = set()
    back: set[Edge] = set()
    done: set[str] = set()
    led_to = {step for steps in onwards.values() for step in steps}
    for top in [*(node for node in onwards if node not in led_to), *onwards]:
        way, waiting = [top], [iter(onwards[top])] if top not in done else []
        while waiting:
            step = next(waiting[-1], None)
            if step is None:
                done.add(way.pop())
                waiting.pop()
            elif step in way:
                back.add((step, way[-1]))
            else:
                forward.add((way[-1], step))
                if step not in done:
                    way.append(step)
                    waiting.append(iter(onwards.get(step, ())))
    return forward, back


def _cells(forward: set[Edge], back: set[Edge]) -> dict[str, tuple[str, ...]]:
    """Nodes with the same neighbours together; a cell is called as its first member."""
    around: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for sort, edges in (("forward", forward), ("back", back)):
        for one, other in edges:
            around[one].add((f"{sort} to", other))
            around[other].add((f"{sort} from", one))
    alike: dict[frozenset[tuple[str, str]], list[str]] = defaultdict(list)
    for node in sorted(around):
        alike[frozenset(around[node])].append(node)
    return {members[0]: tuple(members) for members in alike.values()}


def _rows(cells: Mapping[str, tuple[str, ...]], edges: set[Edge], widest: int) -> dict[str, int]:
    """The layer of each cell: behind the last that leads to it; what nothing leads to stands right before its next."""
    onwards: dict[str, set[str]] = {name: set() for name in cells}
    before: dict[str, set[str]] = {name: set() for name in cells}
    for one, other in edges:
        if one in cells and other in cells:
            onwards[one].add(other)
            before[other].add(one)
    depth: dict[str, int] = {}
    while len(depth) < len(cells):
        for name in cells:
            if name not in depth and before[name] <= depth.keys():
                depth[name] = max((depth[each] + 1 for each in before[name]), default=0)
    for name in cells:
        if not before[name]:
            depth[name] = min((depth[each] for each in onwards[name]), default=1) - 1
    found: dict[str, int] = {}
    row = -1
    for layer in range(1 + max(depth.values(), default=-1)):
        for number, name in enumerate(each for each in cells if depth[each] == layer):
            row += number % widest == 0
            found[name] = row
    return found


def _laid(start: Item, end: Item, lane: str, arrow: str) -> dict[Line, None]:
    """The lines from a cell to another, by a lane through each layer between."""
    way = [start, *(Item(layer, lane) for layer in range(start.layer + 1, end.layer)), end]
    ends = {"start": 0, "end": len(way) - 2}
    return {
        Line(one, other, arrow if number == ends[arrow] else ""): None
        for number, (one, other) in enumerate(pairwise(way))
    }


def _ordered(rows: list[list[Item]], lines: list[Line]) -> tuple[tuple[Item, ...], ...]:
    """Each layer in the order of what its items are joined to, swept down and up; the order with fewest crossings."""
    above, below = defaultdict(list), defaultdict(list)
    for line in lines:
        above[line.end].append(line.start)
        below[line.start].append(line.end)
    best = rows
    for sweep in range(_SWEEPS):
        downwards = sweep % 2 == 0
        rows = [list(row) for row in rows]
        for at in range(len(rows)) if downwards else reversed(range(len(rows))):
            joined = above if downwards else below
            middles = {item: _middle(joined[item] or [item], rows) for item in rows[at]}
            rows[at].sort(key=middles.__getitem__)
        if _crossings(rows, lines) < _crossings(best, lines):
            best = rows
    return tuple(tuple(row) for row in best)


def _middle(items: list[Item], rows: list[list[Item]]) -> float:
    """Where these stand in their layers on average, from 0 to 1."""
    places = [(rows[item.layer].index(item) + 0.5) / len(rows[item.layer]) for item in items]
    return sum(places) / len(places)


def _crossings(rows: list[list[Item]], lines: list[Line]) -> int:
    at = {item: number for row in rows for number, item in enumerate(row)}
    ends = [(line.start.layer, at[line.start], at[line.end]) for line in lines]
    return sum(
        1
        for number, (layer, start, end) in enumerate(ends)
        for other_layer, other_start, other_end in ends[number + 1 :]
        if layer == other_layer and (start - other_start) * (end - other_end) < 0
    )
