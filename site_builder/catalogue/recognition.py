"""A recognition scheme: how volunteers are thanked."""

from .source import Source
from .values import Line, Link, Model, Text


class Scheme(Model):
    """`who` gives it; `since` and `terms` say when it began and what earns it."""

    title: Line
    summary: Text
    who: Line
    since: Line | None = None
    terms: Text | None = None
    link: Link | None = None
    sources: tuple[Source, ...] = ()
