"""The map of how roles lead to one another, laid out for a narrow screen and for a wide one."""

from collections.abc import Sequence
from typing import NamedTuple

from . import label
from .graph import Graph
from .layers import Item, Layers, Line, layers


class Box(NamedTuple):
    """A kind of role: a rectangle with its title in lines, and a last line for how many roles there are.

    `middle` is where the lines are centred; `baselines` has the height of each.
    """

    key: str
    x: float
    y: float
    width: float
    height: float
    middle: float
    lines: tuple[tuple[str, float], ...]
    last: float


class Frame(NamedTuple):
    """Around the boxes of several kinds that come from the same places and lead to the same ones."""

    x: float
    y: float
    width: float
    height: float


class Arrow(NamedTuple):
    """`head` is `end`, `start` or empty: a line can be a part of an arrow."""

    path: str
    head: str


class Drawing(NamedTuple):
    """In CSS pixels at its full size. `name` tells two drawings on one page apart."""

    name: str
    width: float
    height: float
    text: float
    frames: tuple[Frame, ...]
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


class Manner(NamedTuple):
    """How a drawing is laid out. It runs downwards or, `sideways`, from left to right; `gap` is between layers, and
    `apart` between the items of one; a cell is `across` wide at most."""

    name: str
    sideways: bool
    width: float
    widest: int
    least: float
    across: float
    gap: float
    apart: float
    text: float


NARROW = Manner("narrow", False, 328, 2, 90, 176, 44, 12, 14)
WIDE = Manner("wide", True, 1040, 6, 140, 184, 64, 20, 16)
_LANE = 12.0  # what a line needs that passes a layer
_PAD = 8.0
_SIDE = 4.0  # beside words, which are measured generously
_EDGE = 2.0  # for lines that are half outside
_FRAME = 7.0


def drawings(graph: Graph) -> tuple[Drawing, ...]:
    """The narrow drawing and the wide one, each only where its boxes have room; none where no role leads to another."""
    if not graph.onwards:
        return ()
    plans = (_Plan(graph, manner) for manner in (NARROW, WIDE))
    return tuple(plan.drawing() for plan in plans if plan.box_width >= plan.manner.least)


def _across(manner: Manner, laid: Layers) -> float:
    """The width of every box: what is left of the drawing's width in its fullest layer, or by all layers sideways."""
    if manner.sideways:
        number = len(laid.rows)
        room = (manner.width - 2 * _EDGE - (number - 1) * manner.gap) / number
        return min(manner.across, room)
    rooms = [manner.across]
    for row in laid.rows:
        cells = sum(1 for item in row if item.members)
        taken = (len(row) - 1) * manner.apart + (len(row) - cells) * _LANE + 2 * _EDGE
        rooms.append((manner.width - taken) / max(cells, 1))
    return min(rooms)


class _Plan:
    """`flow` runs from layer to layer, and `cross` along a layer; what is x and what is y the manner tells."""

    def __init__(self, graph: Graph, manner: Manner) -> None:
        self.graph = graph
        self.manner = manner
        self.laid = layers(graph.onwards, widest=manner.widest)
        self.box_width = _across(manner, self.laid)
        self.starts, self.ends = self._flow()
        self.middles = self._cross()

    def drawing(self) -> Drawing:
        sideways = self.manner.sideways
        length = self.ends[-1] + _EDGE
        return Drawing(
            name=self.manner.name,
            width=_round(length if sideways else self.manner.width),
            height=_round(self.breadth if sideways else length),
            text=self.manner.text,
            frames=tuple(self._frame(item) for item in self._cells() if len(item.members) > 1),
            boxes=tuple(box for item in self._cells() for box in self._boxes(item)),
            arrows=tuple(self._arrow(line) for line in self.laid.lines),
        )

    def _cells(self) -> list[Item]:
        return [item for row in self.laid.rows for item in row if item.members]

    # Sizes ------------------------------------------------------------------------------------------------------------

    def _lines(self, key: str, framed: bool) -> tuple[str, ...]:
        room = self.box_width - 2 * _SIDE - (2 * _FRAME if framed else 0)
        return label.lines(self.graph.kinds[key].title, room, self.manner.text)

    def _box_height(self, key: str, framed: bool) -> float:
        return (len(self._lines(key, framed)) + 1) * self._leading + 2 * _PAD

    @property
    def _leading(self) -> float:
        return self.manner.text * 1.3

    def _item_height(self, item: Item) -> float:
        if not item.members:
            return _LANE
        framed = len(item.members) > 1
        boxes = sum(self._box_height(key, framed) for key in item.members)
        return boxes + (len(item.members) + 1) * _FRAME if framed else boxes

    def _flow_size(self, item: Item) -> float:
        if not item.members:
            return 0
        return self.box_width if self.manner.sideways else self._item_height(item)

    def _cross_size(self, item: Item) -> float:
        if not item.members:
            return _LANE
        return self._item_height(item) if self.manner.sideways else self.box_width

    # Places -----------------------------------------------------------------------------------------------------------

    def _flow(self) -> tuple[list[float], list[float]]:
        """Where each layer starts and ends."""
        starts, ends, at = [], [], _EDGE
        for row in self.laid.rows:
            starts.append(at)
            ends.append(at + max(map(self._flow_size, row)))
            at = ends[-1] + self.manner.gap
        return starts, ends

    def _cross(self) -> dict[Item, float]:
        """The middle of each item; every layer lies centred."""
        sizes = [self._breadth(row) for row in self.laid.rows]
        self.breadth = max(sizes) + 2 * _EDGE if self.manner.sideways else self.manner.width
        middles = {}
        for row, size in zip(self.laid.rows, sizes, strict=True):
            at = (self.breadth - size) / 2
            for item in row:
                middles[item] = at + self._cross_size(item) / 2
                at += self._cross_size(item) + self.manner.apart
        return middles

    def _breadth(self, row: Sequence[Item]) -> float:
        return sum(map(self._cross_size, row)) + (len(row) - 1) * self.manner.apart

    def _point(self, flow: float, cross: float) -> tuple[float, float]:
        return (flow, cross) if self.manner.sideways else (cross, flow)

    def _corner(self, item: Item) -> tuple[float, float]:
        """The upper left corner of a cell. Its layer may be longer than it is: then it lies centred there."""
        slack = self.ends[item.layer] - self.starts[item.layer] - self._flow_size(item)
        return self._point(self.starts[item.layer] + slack / 2, self.middles[item] - self._cross_size(item) / 2)

    # Shapes -----------------------------------------------------------------------------------------------------------

    def _frame(self, item: Item) -> Frame:
        x, y = self._corner(item)
        return Frame(_round(x), _round(y), _round(self.box_width), _round(self._item_height(item)))

    def _boxes(self, item: Item) -> list[Box]:
        x, y = self._corner(item)
        framed = len(item.members) > 1
        inset = _FRAME if framed else 0
        boxes = []
        y += inset
        for key in item.members:
            boxes.append(self._box(key, x + inset, y, framed))
            y += boxes[-1].height + _FRAME
        return boxes

    def _box(self, key: str, x: float, y: float, framed: bool) -> Box:
        width = self.box_width - (2 * _FRAME if framed else 0)
        first = y + _PAD + self.manner.text
        lines = self._lines(key, framed)
        placed = tuple((words, _round(first + number * self._leading)) for number, words in enumerate(lines))
        last = _round(first + len(lines) * self._leading)
        height = self._box_height(key, framed)
        return Box(key, _round(x), _round(y), _round(width), _round(height), _round(x + width / 2), placed, last)

    def _arrow(self, line: Line) -> Arrow:
        """Straight through its layer, so as to pass its neighbours, and curved only in the gap between two layers."""
        bend = self.manner.gap / 2
        one, other = self.middles[line.start], self.middles[line.end]
        leaves, arrives = self.ends[line.start.layer], self.starts[line.end.layer]
        way = [
            (self._leaves(line.start), one),
            (leaves, one),
            (leaves + bend, one),
            (arrives - bend, other),
            (arrives, other),
            (self._arrives(line.end), other),
        ]
        begin, leave, *bends, arrive, end = (
            " ".join(f"{_round(each):g}" for each in self._point(*point)) for point in way
        )
        path = f"M{begin}" + (f"L{leave}" if leave != begin else "") + f"C{' '.join(bends)} {arrive}"
        return Arrow(path + (f"L{end}" if end != arrive else ""), line.arrow)

    def _leaves(self, item: Item) -> float:
        """Where a line leaves an item: a lane in the middle of its layer, to which the line before leads."""
        return (self.starts[item.layer] + self.ends[item.layer] + self._flow_size(item)) / 2

    def _arrives(self, item: Item) -> float:
        return (self.starts[item.layer] + self.ends[item.layer] - self._flow_size(item)) / 2


def _round(value: float) -> float:
    return round(value, 1)
