"""The map of an area's parts: their shapes, and where the words of each stand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from math import ceil
from typing import NamedTuple, TypeAlias

from site_builder.catalogue import Area, Catalogue

from . import label

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = tuple[Point, ...]
Span: TypeAlias = tuple[float, float]
Box: TypeAlias = tuple[float, float, float, float]  # left, top, right, bottom

TEXT = 14
_LEADING = 18.0
_WIDTH = 320.0
_LARGEST = 1.7  # times that a small part of the grid is enlarged
_MARGIN = 3.0  # between words and lines
_EDGE = 2.0  # for lines that are half outside
_FEW_LETTERS = 8  # in a line of words beside a shape
_STEP = 3.0  # between places that are tried for words
_REGULAR = 0.9  # of the width of bold words


class Shape(NamedTuple):
    """An area: its outline as a path, and its words in lines around `x`, each line with its height.

    `leader` is a line to it from words that stand outside of it, or empty. `last` is the height of one line
    more, for how many roles there are.
    """

    key: str
    path: str
    x: float
    lines: tuple[tuple[str, float], ...]
    last: float
    leader: str


class Map(NamedTuple):
    """What an area `of` parts looks like. A shape that lies within another comes after it, to be drawn on top."""

    of: str
    width: float
    height: float
    shapes: tuple[Shape, ...]


class Atlas:
    """The maps of a catalogue, each drawn once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.of = cache(self._of)

    def page(self, key: str) -> Map | None:
        """The map for an area's own page: of its parts, or, where it has none, the one on which it stands itself."""
        area, outer = self.catalogue.every_area[key], list(self.catalogue.around(key))[1:]
        if area.areas:
            return self.of(key)
        return self.of(outer[0]) if outer and area.outline else None

    def _of(self, key: str) -> Map | None:
        """The map of an area's parts that have outlines, or of the parts of those without; None for fewer than two."""
        drawn = dict(_outlined(self.catalogue.every_area[key].areas.items()))
        return _Sheet(self.catalogue, drawn).map(key) if len(drawn) > 1 else None


def _outlined(areas: Iterable[tuple[str, Area]]) -> Iterator[tuple[str, tuple[Ring, ...]]]:
    for key, area in areas:
        if area.outline:
            yield key, tuple(tuple(map(_point, ring)) for ring in (area.outline, *area.islands))
        else:
            yield from _outlined(area.areas.items())


def _point(written: str) -> Point:
    right, down = written.split()
    return float(right), float(down)


class _Sheet:
    """The shapes enlarged to the sheet's width."""

    def __init__(self, catalogue: Catalogue, drawn: Mapping[str, tuple[Ring, ...]]) -> None:
        self.areas = {key: catalogue.every_area[key] for key in drawn}
        points = [point for rings in drawn.values() for ring in rings for point in ring]
        self.left, self.top = min(x for x, _ in points), min(y for _, y in points)
        breadth = max(x for x, _ in points) - self.left
        self.scale = min((_WIDTH - 2 * _EDGE) / max(breadth, 1), _LARGEST)
        self.indent = (_WIDTH - self.scale * breadth) / 2
        placed = {key: tuple(tuple(map(self._placed, ring)) for ring in rings) for key, rings in drawn.items()}
        self.rings = dict(sorted(placed.items(), key=lambda each: -_size(each[1][0])))
        self.height = max(y for rings in self.rings.values() for ring in rings for _, y in ring) + _EDGE

    def _placed(self, point: Point) -> Point:
        return self.indent + (point[0] - self.left) * self.scale, _EDGE + (point[1] - self.top) * self.scale

    def map(self, of: str) -> Map:
        shapes = tuple(self._with_words(key) for key in self.rings)
        return Map(of, _WIDTH, round(self.height, 1), shapes)

    def _with_words(self, key: str) -> Shape:
        """Words stand within their shape if they have room there; or else where the editor said, or below the map."""
        ways = _wrappings(self.areas[key].title)
        for wrapped in ways:
            if place := self._inside(key, wrapped):
                return self._shape(key, wrapped, place, "")
        wrapped = min(ways, key=lambda lines: abs(len(lines) - ceil(len(self.areas[key].title) / _FEW_LETTERS)))
        box = self._box(key, wrapped)
        self.height = max(self.height, box[3])
        heart = _heart(self.rings[key][0])
        return self._shape(key, wrapped, ((box[0] + box[2]) / 2, box[1]), _line(_nearest(box, heart), heart))

    def _box(self, key: str, wrapped: Sequence[str]) -> Box:
        """Around words outside of their shape."""
        wide, high = _words_size(wrapped)
        told = self.areas[key].label
        x, top = self._placed(_point(told)) if told else (_heart(self.rings[key][0])[0], self.height)
        half = wide / 2 + _MARGIN
        middle = min(max(x, half), _WIDTH - half)
        return middle - wide / 2, top, middle + wide / 2, top + high

    def _shape(self, key: str, wrapped: Sequence[str], place: Point, leader: str) -> Shape:
        path = "".join("M" + " ".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "z" for ring in self.rings[key])
        first = place[1] + TEXT
        lines = tuple((words, round(first + number * _LEADING, 1)) for number, words in enumerate(wrapped))
        return Shape(key, path, round(place[0], 1), lines, round(first + len(lines) * _LEADING, 1), leader)

    def _inside(self, key: str, wrapped: Sequence[str]) -> Point | None:
        """The upper middle of the words amid their room in the shape, and clear of the shapes that are drawn on it."""
        wide, high = _words_size(wrapped)
        ring = self.rings[key][0]
        later = [other for other in list(self.rings)[list(self.rings).index(key) + 1 :] if self._holds(ring, other)]
        found: list[tuple[float, Point]] = []
        at, bottom = min(y for _, y in ring), max(y for _, y in ring)
        while at + high <= bottom:
            free = _common([_without(_spans(ring, row), self._spans(later, row)) for row in _rows(at, high)])
            found += [
                (end - start, ((start + end) / 2, at)) for start, end in free if end - start >= wide + 2 * _MARGIN
            ]
            at += _STEP
        roomy = [place for room, place in found if room >= 0.8 * max(found)[0]]
        return roomy[len(roomy) // 2] if roomy else None

    def _holds(self, ring: Ring, other: str) -> bool:
        """Whether another shape is drawn on this one."""
        x, y = _heart(self.rings[other][0])
        return any(start <= x <= end for start, end in _spans(ring, y))

    def _spans(self, keys: Iterable[str], row: float) -> list[Span]:
        return [span for key in keys for ring in self.rings[key] for span in _spans(ring, row)]


def _wrappings(title: str) -> list[tuple[str, ...]]:
    """The title cut in all ways that leave words whole: in few lines before more, each time as even as can be."""
    whole = label.width(title, TEXT)
    rooms = {label.width(words, TEXT) for words in _runs(title.split())} | {whole}
    made = {label.lines(title, room, TEXT) for room in rooms}
    tidy = [lines for lines in made if not any(line.endswith("-") for line in lines)]
    return sorted(tidy, key=lambda lines: (len(lines), max(label.width(line, TEXT) for line in lines)))


def _runs(words: Sequence[str]) -> Iterator[str]:
    """Every row of words that stand side by side."""
    for start in range(len(words)):
        for end in range(start, len(words)):
            yield " ".join(words[start : end + 1])


def _words_size(wrapped: Sequence[str]) -> tuple[float, float]:
    widest = max(label.width(line, TEXT * _REGULAR) for line in (*wrapped, "00 roles"))
    return widest, (len(wrapped) + 1) * _LEADING


def _nearest(box: Box, point: Point) -> Point:
    """The point of a box's edge that a line from a point outside of it meets first."""
    left, top, right, bottom = box
    return min(max(point[0], left), right), min(max(point[1], top), bottom)


def _line(start: Point, end: Point) -> str:
    return f"M{start[0]:.1f} {start[1]:.1f}L{end[0]:.1f} {end[1]:.1f}"


def _rows(top: float, high: float) -> list[float]:
    """Heights at which words of so many lines are looked at; letters leave a little free above and below."""
    return [top + 3 + (high - 6) * part / 3 for part in range(4)]


def _spans(ring: Ring, row: float) -> list[Span]:
    """From where to where a horizontal line lies within a shape."""
    met = sorted(
        x + (row - y) * (other_x - x) / (other_y - y)
        for (x, y), (other_x, other_y) in pairwise([*ring, ring[0]])
        if (y <= row) != (other_y <= row)
    )
    return list(zip(met[::2], met[1::2], strict=True))


def _without(spans: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    left = list(spans)
    for start, end in taken:
        pieces = (piece for one, other in left for piece in ((one, min(other, start)), (max(one, end), other)))
        left = [piece for piece in pieces if piece[0] < piece[1]]
    return left


def _common(rows: Sequence[Sequence[Span]]) -> list[Span]:
    """What lies within a span of every row."""
    found = list(rows[0])
    for row in rows[1:]:
        found = [
            (max(one[0], other[0]), min(one[1], other[1]))
            for one in found
            for other in row
            if max(one[0], other[0]) < min(one[1], other[1])
        ]
    return found


def _size(ring: Ring) -> float:
    return abs(sum(x * other_y - other_x * y for (x, y), (other_x, other_y) in pairwise([*ring, ring[0]]))) / 2


def _heart(ring: Ring) -> Point:
    """The middle of the widest part of a shape, which always lies within it."""
    top, bottom = min(y for _, y in ring), max(y for _, y in ring)
    rows = [top + (bottom - top) * part / 12 for part in range(3, 10)]
    (start, end), row = max(
        ((span, row) for row in rows for span in _spans(ring, row)), key=lambda each: each[0][1] - each[0][0]
    )
    return (start + end) / 2, row
