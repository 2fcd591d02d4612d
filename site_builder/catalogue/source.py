"""Where a fact comes from."""

from .values import Line, Link, Model, Text
from .when import When


class Source(Model):
    """Where a fact comes from, and when it was seen or what time it speaks of."""

    title: Line
    """Who says it, and what it is called.

    title: "Hunts Post: cadets wanted"
    """

    url: Link | None = None
    """Where it can be read.

    url: https://news.example.org/cadets-wanted
    """

    seen: When | None = None
    """When you saw it, or what time it speaks of.

    seen: 2026-11
    """

    note: Text | None = None
    """Which facts come from it, or how sure they are.

    note: Ages and hours. The page has no date.
    """
