"""An area: a force's ground, and the parts that local coordinators look after."""

from collections.abc import Iterator

from pydantic import Field

from .intake import Contact
from .values import Key, Line, Model, Outward, Text


class Area(Model):
    """`postcodes` are outward halves; one may stand under several areas, and then the person chooses."""

    title: Line
    summary: Text | None = None
    lead: Contact | None = None
    postcodes: tuple[Outward, ...] = ()
    areas: dict[Key, "Area"] = Field(default_factory=dict)

    def walk(self, key: str) -> Iterator[tuple[str, "Area"]]:
        """This area, called `key`, and every part of it."""
        yield key, self
        for name, part in self.areas.items():
            yield from part.walk(name)
