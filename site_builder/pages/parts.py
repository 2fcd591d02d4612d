"""Parts that an editor can set into a Markdown page: `<!-- part: closing-soon -->`."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Protocol

from site_builder.catalogue import Catalogue
from site_builder.shell import Site

from .index import Index
from .printer import PARTS, Printer


class Part(Protocol):
    def __call__(self, depth: int) -> str:
        """The part as HTML for a page that lies so many folders deep; empty if there is nothing to show."""


def parts(catalogue: Catalogue, now: datetime, site: Site) -> Mapping[str, Part]:
    """Every part by its name, which is its template's."""
    printer = Printer(Index(catalogue, now), site)
    return {path.stem: partial(printer.part, path.stem) for path in sorted(PARTS.iterdir())}
