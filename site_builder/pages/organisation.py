"""Organisations: a page for each, with the privacy notice of those that receive interests, and the list of all."""

from collections.abc import Callable, Iterator
from functools import partial

from site_builder.catalogue import Organisation
from site_builder.feeds import structured
from site_builder.markdown import plain

from .page import Page
from .printer import Printer

SOURCE = "content/organisations.yml"


def drawings(printer: Printer) -> Iterator[Callable[[], Page]]:
    yield partial(_all, printer)
    for key, organisation in printer.catalogue.organisations.items():
        yield partial(_one, printer, key, organisation)


def _all(printer: Printer) -> Page:
    description = "Who runs the roles: police forces, commissioners’ offices, schemes, charities and clubs."
    return printer.draw("organisations.html", "organisations/", "Organisations", description, SOURCE)


def _one(printer: Printer, key: str, organisation: Organisation) -> Page:
    roles = printer.index.by_organisation.get(key, ())
    return printer.draw(
        "organisation.html",
        f"organisations/{key}/",
        organisation.title,
        plain(organisation.summary),
        SOURCE,
        things=[structured.organisation(key, organisation, printer.catalogue.every_area, printer.site)],
        feeds=f"organisations/{key}/",
        updated=printer.index.updated(roles),
        key=key,
        organisation=organisation,
        roles=roles,
    )
