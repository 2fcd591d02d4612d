"""Where a fact comes from."""

from .values import Line, Link, Model, Text
from .when import When


class Source(Model):
    """Where a fact comes from, and when it was seen or what time it speaks of."""

    title: Line
    url: Link | None = None
    seen: When | None = None
    note: Text | None = None
