"""All that a change does: what it changes, how many pages, and what to look out for."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from site_builder.catalogue import Catalogue
from site_builder.pages import pages
from site_builder.shell import Site

from . import nouns, prose, roles
from .change import Change, PageCount
from .edition import Edition
from .names import Names
from .phrases import Phrases

_SITE = Site(name="", url="https://portal.invalid/", form_url="/interest/", demonstration=False)  # the same for both


class Difference(NamedTuple):
    """`warnings` are whole sentences."""

    changes: tuple[Change, ...]
    warnings: tuple[str, ...]
    pages: PageCount


def difference(before: Edition, after: Edition, now: datetime, waiting: Mapping[str, int]) -> Difference:
    """What lies between two editions, both seen at `now`. `waiting` has the people who wait, by a role's key."""
    one, other = before.catalogue, after.catalogue
    phrases = Phrases(Names(one, other, roles.pairs(one, other).renamed))
    changes = (
        *roles.changes(one, other, phrases, now),
        *nouns.changes(one, other, phrases),
        *prose.changes(before.prose, after.prose),
    )
    return Difference(changes, tuple(_warnings(one, other, waiting)), _pages(before, after, now))


def _warnings(before: Catalogue, after: Catalogue, waiting: Mapping[str, int]) -> Iterator[str]:
    found = roles.pairs(before, after)
    for key in (*found.gone, *found.renamed):
        if number := waiting.get(key, 0):
            who = "1 person is" if number == 1 else f"{number:,} people are"
            yield f"{who} waiting to hear about {roles.name(before, key)}. Answer them before this goes live."
    for key, new in found.renamed.items():
        if key not in after.redirects:
            yield f"Old links to {key} would lead nowhere. Add “{key}: {new}” to content/redirects.yml."
    for key in found.gone:
        if key not in after.redirects:
            yield f"Old links to {key} would lead nowhere. Say in content/redirects.yml what became of it."


def _pages(before: Edition, after: Edition, now: datetime) -> PageCount:
    """Which addresses have another page, as far as its content goes: what the theme puts around it is not looked at."""
    one, other = _drawn(before, now), _drawn(after, now)
    return PageCount(
        changed=[path for path in one if path in other and one[path] != other[path]],
        new=[path for path in other if path not in one],
        gone=[path for path in one if path not in other],
    )


def _drawn(edition: Edition, now: datetime) -> dict[str, tuple[str, ...]]:
    drawn = pages(edition.catalogue, now, _SITE)
    made = {page.path: (page.title, page.description, page.head, page.body) for page in drawn}
    return made | {f"prose:{path}": (text,) for path, text in edition.prose.items()}
