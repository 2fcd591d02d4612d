"""An area: a force's ground, and the parts that local coordinators look after."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, Field

from .intake import Contact
from .values import Key, Line, Model, Outward, Point, Text, fault


def _closed(points: tuple[str, ...]) -> tuple[str, ...]:
    if 0 < len(points) < 3:
        raise fault(f"{len(points)} {'point is' if len(points) == 1 else 'points are'} no shape", "give at least three")
    return points


Outline = Annotated[tuple[Point, ...], AfterValidator(_closed)]


class Area(Model):
    """`postcodes` are outward halves; one may stand under several areas, and then the person chooses."""

    title: Line
    """What the area is called.

    title: Fenland
    """

    summary: Text | None = None
    """What lies in it.

    summary: Wisbech, March, Chatteris and Whittlesey.
    """

    lead: Contact | None = None
    """Who looks after volunteers there.

    lead: {who: Volunteer coordinator for Fenland, email: fenland@cambridgeshire.example.org}
    """

    postcodes: tuple[Outward, ...] = ()
    """The first halves of its postcodes.

    postcodes: [PE13, PE14, PE15]
    """

    outline: Outline = ()
    """Its shape on the drawn map, corner by corner, as in "18 40": how far to the right and how far down, on a grid of
    320 by 320. Neighbours share the corners of their border. Without a shape it stands in the list alone.

    outline: [20 40, 60 35, 70 80, 30 90]
    """

    label: Point | None = None
    """Where the top of its name stands on the map if it has no room within the shape; a line joins the two.

    label: 45 25
    """

    islands: tuple[Outline, ...] = ()
    """More shapes that belong to it, each as an outline.

    islands: [[10 200, 16 196, 18 204], [22 206, 26 202, 27 209]]
    """

    areas: dict[Key, "Area"] = Field(default_factory=dict)
    """Its parts, each under a name of its own.

    areas: {wisbech: {title: Wisbech}}
    """

    def walk(self, key: str) -> Iterator[tuple[str, "Area"]]:
        """This area, called `key`, and every part of it."""
        yield key, self
        for name, part in self.areas.items():
            yield from part.walk(name)
