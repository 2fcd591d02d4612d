"""What a set of feeds follows: everything, or the roles and events of one organisation, area or group."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from markupsafe import Markup

from site_builder.catalogue import Catalogue, Role

from .told import Told, newest_first, told_events, told_roles
from .updated import newest

MOST = 100
"""A feed tells so many pieces of news at most, the newest; a calendar so many dates, the next ones."""

ABOUT = (
    f"Roles that are open, open soon or have a waiting list, and events to come; the {MOST} newest if there are more."
)

FORMATS = {
    "news.atom": ("application/atom+xml", "news"),
    "news.json": ("application/feed+json", "news as JSON Feed"),
    "calendar.ics": ("text/calendar", "dates"),
}
"""The file of each format → its type, and what it holds."""


@dataclass(frozen=True, slots=True)
class Channel:
    """`path` is the address of the page that it goes with, such as `areas/fenland/`, or "" for everything; `title` is
    what is followed. `told` holds what is no news now as well, newest first."""

    path: str
    title: str
    told: tuple[Told, ...]

    @property
    def folder(self) -> str:
        return f"feeds/{self.path}"

    @property
    def news(self) -> tuple[Told, ...]:
        return tuple(islice((told for told in self.told if told.news), MOST))

    @property
    def updated(self) -> datetime | None:
        """When it last changed: also by a role that closed and so has left it."""
        return newest(told.updated for told in self.told)


def channels(catalogue: Catalogue, now: datetime) -> Iterator[Channel]:
    told = newest_first((*told_roles(catalogue, now), *told_events(catalogue, now)))
    yield Channel("", "", told)
    for key, organisation in catalogue.organisations.items():
        held = tuple(each for each in told if each.noun.organisation == key)
        yield Channel(f"organisations/{key}/", organisation.title, held)
    for key, area in catalogue.every_area.items():
        near = {*catalogue.around(key), *catalogue.within(key)}
        here = tuple(each for each in told if not near.isdisjoint(each.noun.areas))
        yield Channel(f"areas/{key}/", area.title, here)
    for key, group in catalogue.vocabulary.groups.items():
        yield Channel(f"groups/{key}/", group.title, tuple(each for each in told if key in _groups(each, catalogue)))


def links(path: str, top: str, title: str) -> Markup:
    """The feeds of the page at `path`, for its `<head>`; `top` leads from it to the top of the site."""
    line = Markup('<link rel="alternate" type="{}" title="{}" href="{}feeds/{}{}">\n')
    return Markup("").join(
        line.format(kind, f"{title}: {holds}", top, path, name) for name, (kind, holds) in FORMATS.items()
    )


def _groups(told: Told, catalogue: Catalogue) -> Collection[str]:
    """The group of a role, or those of the roles that an event can lead to."""
    if isinstance(told.noun, Role):
        return (told.noun.group,)
    return {catalogue.roles[role].group for role in told.noun.roles}
