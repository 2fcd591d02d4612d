"""A role's own page, and the list of all roles."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from site_builder.catalogue import Role
from site_builder.catalogue.applying import RoleLinkTo
from site_builder.feeds import postings

from .index import Index, listed
from .page import Page
from .printer import Printer


class Step(NamedTuple):
    """Another role: its title, the key of the role here where there is one, and a link elsewhere."""

    title: str
    role: str | None
    link: str | None


def drawings(printer: Printer) -> Iterator[Callable[[], Page]]:
    yield partial(_all, printer)
    for role in printer.catalogue.roles.values():
        yield partial(_one, printer, role)


def _all(printer: Printer) -> Page:
    description = "Every volunteer role, and whether you can join it now."
    updated = printer.index.updated(printer.index.roles)
    return printer.draw("roles.html", "roles/", "Roles", description, "", feeds="", updated=updated)


def _one(printer: Printer, role: Role) -> Page:
    index = printer.index
    organisation = printer.catalogue.organisations[role.organisation]
    return printer.draw(
        "role.html",
        f"roles/{role.key}/",
        f"{role.title} – {organisation.title}",
        role.summary,
        role.source,
        things=postings(role, index.standings[role.key], printer.catalogue, printer.site, index.now),
        updated=index.updated([role]),
        role=role,
        areas=index.area_titles(role),
        organisation=organisation,
        stages=tuple(printer.catalogue.stages(role).values()),
        similar=index.similar(role),
        leads_to=[_step(index, role, link) for link in listed(role.leads_to)],
        not_with=[_step(index, role, RoleLinkTo(role=kind)) for kind in listed(role.not_with)],
        see_also=[_step(index, role, link) for link in role.see_also or ()],
    )


def _step(index: Index, role: Role, link: RoleLinkTo) -> Step:
    roles = index.catalogue.roles
    if link.role is None:
        return Step(link.title or "", None, link.link)
    if link.role in roles:
        return Step(link.title or roles[link.role].title, link.role, link.link)
    found = index.of_kind(link.role, near=role)
    return Step(link.title or index.kind_title(link.role), found.key if found else None, link.link)
