"""A recognition scheme: how volunteers are thanked."""

from .source import Source
from .values import Line, Link, Model, Text


class Scheme(Model):
    """`who` gives it; `since` and `terms` say when it began and what earns it."""

    title: Line
    """What it is called.

    title: Lord Ferrers Awards
    """

    summary: Text
    """What it is, in a sentence or two.

    summary: A national prize for volunteers in policing.
    """

    who: Line
    """Who gives it.

    who: The Home Office
    """

    since: Line | None = None
    """When it began.

    since: "1993"
    """

    terms: Text | None = None
    """What earns it.

    terms: Somebody puts you forward.
    """

    link: Link | None = None
    """Where to read about it.

    link: https://awards.example.org/
    """

    sources: tuple[Source, ...] = ()
    """Where the facts come from.

    sources:
      - title: "Home Office: about the awards"
        seen: 2026-11
    """
