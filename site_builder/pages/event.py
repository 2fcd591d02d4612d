"""Events: those to come and those that are past, and a page for each."""

from collections.abc import Callable, Iterator
from functools import partial

from site_builder.catalogue import Event
from site_builder.feeds import structured

from .page import Page
from .printer import Printer


def drawings(printer: Printer) -> Iterator[Callable[[], Page]]:
    yield partial(_all, printer)
    for event in printer.catalogue.events.values():
        yield partial(_one, printer, event)


def _all(printer: Printer) -> Page:
    description = "Come and meet volunteers: talks, open evenings and days out, those to come first."
    return printer.draw("events.html", "events/", "Events", description, "", feeds="")


def _one(printer: Printer, event: Event) -> Page:
    organiser, roles = printer.catalogue.organisations[event.organisation], printer.index.in_order(event.roles)
    return printer.draw(
        "event.html",
        f"events/{event.key}/",
        event.title,
        event.summary,
        event.source,
        things=[structured.event(event, organiser, printer.site)],
        updated=printer.index.updated(roles),
        event=event,
        roles=roles,
    )
