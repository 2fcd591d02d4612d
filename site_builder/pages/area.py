"""Areas: a page for each one of the tree, and the tree itself."""

from collections.abc import Callable, Iterator
from functools import partial

from site_builder.catalogue import Area
from site_builder.markdown import plain

from .page import Page
from .printer import Printer

SOURCE = "content/areas.yml"


def drawings(printer: Printer) -> Iterator[Callable[[], Page]]:
    yield partial(_all, printer)
    for key, area in printer.catalogue.every_area.items():
        yield partial(_one, printer, key, area)


def _all(printer: Printer) -> Page:
    return printer.draw("areas.html", "areas/", "Areas", "Volunteer roles near you, area by area.", SOURCE)


def _one(printer: Printer, key: str, area: Area) -> Page:
    roles, in_parts = printer.index.offered_in(key), printer.index.offered_in_parts_of(key)
    return printer.draw(
        "area.html",
        f"areas/{key}/",
        area.title,
        plain(area.summary) if area.summary else f"Volunteer roles in {area.title}, and who leads there.",
        SOURCE,
        feeds=f"areas/{key}/",
        updated=printer.index.updated((*roles, *in_parts)),
        key=key,
        area=area,
        roles=roles,
        roles_in_parts=in_parts,
    )
