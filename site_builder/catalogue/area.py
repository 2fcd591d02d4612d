"""An area: a force's ground, and the parts that local coordinators look after."""

from collections.abc import Iterator

from pydantic import Field

from .intake import Contact
from .values import Key, Line, Model, Outward, Text


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

    areas: dict[Key, "Area"] = Field(default_factory=dict)
    """Its parts, each under a name of its own.

    areas: {wisbech: {title: Wisbech}}
    """

    def walk(self, key: str) -> Iterator[tuple[str, "Area"]]:
        """This area, called `key`, and every part of it."""
        yield key, self
        for name, part in self.areas.items():
            yield from part.walk(name)
