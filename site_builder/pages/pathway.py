"""The ways in: a page for each, and the list of all."""

from collections.abc import Callable, Iterator
from functools import partial

from site_builder.catalogue import Pathway
from site_builder.feeds import newest, reviewed

from .page import Page
from .printer import Printer


def drawings(printer: Printer) -> Iterator[Callable[[], Page]]:
    yield partial(_all, printer)
    for pathway in printer.catalogue.pathways.values():
        yield partial(_one, printer, pathway)


def _all(printer: Printer) -> Page:
    description = "What happens between saying “I’m interested” and your first day."
    return printer.draw("pathways.html", "pathways/", "Pathways", description, "")


def _one(printer: Printer, pathway: Pathway) -> Page:
    index, roles = printer.index, printer.index.by_pathway.get(pathway.key, ())
    return printer.draw(
        "pathway.html",
        f"pathways/{pathway.key}/",
        pathway.title,
        pathway.summary,
        pathway.source,
        updated=newest((reviewed(pathway.reviewed, index.now), index.updated(roles))),
        pathway=pathway,
        stages=tuple(pathway.in_order().values()),
        roles=roles,
    )
