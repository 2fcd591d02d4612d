"""The files of every channel: each thing that is told is worded and written once, on however many channels it is."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from heapq import nsmallest

from site_builder.catalogue import Catalogue
from site_builder.shell import Site

from . import atom, calendar, json_feed
from .channel import MOST, Channel, channels
from .entry import Reporter


def feed_files(catalogue: Catalogue, now: datetime, site: Site) -> Iterator[tuple[str, str]]:
    """The path of each file in the site, and its text: three for each channel."""
    press = Press(catalogue, now, site)
    for channel in channels(catalogue, now):
        yield from press.files(channel)


class Press:
    """What it keeps is found again by being the same thing, not an equal one: hence their `eq=False`."""

    def __init__(self, catalogue: Catalogue, now: datetime, site: Site) -> None:
        self._site = site
        self._entry = cache(Reporter(catalogue, now, site).entry)
        self._atom = cache(atom.entry)
        self._item = cache(json_feed.item)
        self._dates = cache(lambda told: calendar.dates(told, catalogue, now))
        self._component = cache(lambda dated: calendar.component(dated, site))

    def files(self, channel: Channel) -> Iterator[tuple[str, str]]:
        title = _title(channel, self._site)
        news = [self._entry(told) for told in channel.news]
        dates = nsmallest(MOST, (date for told in channel.told for date in self._dates(told)), key=calendar.soonest)
        yield f"{channel.folder}news.atom", atom.feed(channel, title, self._site, map(self._atom, news))
        yield f"{channel.folder}news.json", json_feed.feed(channel, title, self._site, map(self._item, news))
        yield f"{channel.folder}calendar.ics", calendar.calendar(title, map(self._component, dates))


def _title(channel: Channel, site: Site) -> str:
    what = f"{site.name}: {channel.title}" if channel.title else site.name
    return f"{what} (demonstration)" if site.demonstration else what
