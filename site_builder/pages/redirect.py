"""The old addresses of roles: one that was renamed leads on, and one that was removed says so."""

from collections.abc import Callable, Iterator
from functools import partial

from markupsafe import Markup

from site_builder.catalogue import Redirect

from .page import Page
from .printer import Printer

SOURCE = "content/redirects.yml"


def drawings(printer: Printer) -> Iterator[Callable[[], Page]]:
    for old, redirect in printer.catalogue.redirects.items():
        yield partial(_moved if redirect.to else _removed, printer, old, redirect)


def _moved(printer: Printer, old: str, redirect: Redirect) -> Page:
    """It leads on at once, and for whoever stays there is a link."""
    role = printer.catalogue.roles[str(redirect.to)]
    page = printer.draw(
        "moved.html", f"roles/{old}/", role.title, f"This role has a new page: {role.title}.", SOURCE, role=role
    )
    head = Markup('<meta http-equiv="refresh" content="0; url=../../../roles/{}/">').format(role.key)
    return page.standing_for(f"roles/{role.key}/", head)


def _removed(printer: Printer, old: str, redirect: Redirect) -> Page:
    return printer.draw(
        "removed.html",
        f"roles/{old}/",
        "A role that is no longer here",
        "This role has been taken away. Look at others like it.",
        SOURCE,
        why=redirect.why,
        roles=printer.index.instead_of(old.partition("/")[0], redirect.kind),
    )
