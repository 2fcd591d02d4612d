"""Catalogue → pages: pure, and each drawn only when it is asked for."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain, islice

from site_builder.catalogue import Catalogue
from site_builder.shell import Site

from . import area, event, organisation, pathway, plan, recognition, redirect, role, story, word
from .addresses import links
from .index import Index
from .page import Page
from .parts import Part, parts
from .printer import Printer

__all__ = ["Page", "Part", "links", "pages", "parts"]

_KINDS = (role, pathway, word, area, organisation, recognition, event, story, plan, redirect)


def pages(catalogue: Catalogue, now: datetime, site: Site, *, part: int = 0, of: int = 1) -> Iterator[Page]:
    """Every page of the catalogue as at `now`, in the same order each time.

    Two processes share the work evenly as `part=0, of=2` and `part=1, of=2`: every page is drawn by one of them.
    """
    printer = Printer(Index(catalogue, now), site)
    drawings: Iterator[Callable[[], Page]] = chain.from_iterable(kind.drawings(printer) for kind in _KINDS)
    return (draw() for draw in islice(drawings, part, None, of))
