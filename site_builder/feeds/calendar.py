"""iCalendar (RFC 5545): events to come, and the days on which roles open and close.

A moment is written in UTC, which is right on both sides of a clock change and needs no table of time zones; a day
alone is a day wherever its reader is. What is known only by its month or year has no place in a calendar.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from site_builder.catalogue import Catalogue, Event, Role, State, When
from site_builder.shell import Site
from site_builder.wording.events import held

from .atom import NO_TIME
from .channel import MOST
from .told import Told

ABOUT = f"Events, and the days on which roles open and close; the next {MOST} if there are more."
_DAY, _CLOCK = len("2026-12-03"), len("2026-12-03 18:30")
_OCTETS = 75
_UNRULY = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_QUIET = (State.PAUSED, State.CLOSED)


@dataclass(frozen=True, slots=True, eq=False)
class Dated:
    """A date of a role or an event. `uid` names it for good; `ends` is None for what is a moment, or a day."""

    told: Told
    uid: str
    begins: When
    ends: When | None
    title: str
    text: str
    place: str = ""


def dates(told: Told, catalogue: Catalogue, now: datetime) -> tuple[Dated, ...]:
    """Those that are not over."""
    return tuple(_of(told, catalogue, now))


def soonest(dated: Dated) -> tuple[float, str, str]:
    """By which dates are sorted."""
    return dated.begins.begins.timestamp(), dated.told.path, dated.uid


def _of(told: Told, catalogue: Catalogue, now: datetime) -> Iterator[Dated]:
    if isinstance(told.noun, Event):
        event = told.noun
        if len(event.starts.root) >= _DAY and not event.is_over(now):
            yield Dated(told, "event", event.starts, event.ends, event.title, event.summary, held(event))
    elif told.news:
        yield from _intakes(told, told.noun, catalogue.organisations[told.noun.organisation].title, now)


def _intakes(told: Told, role: Role, organisation: str, now: datetime) -> Iterator[Dated]:
    windows = role.intakes if isinstance(role.intakes, tuple) else ()
    for number, window in enumerate(windows, start=1):
        if window.state in _QUIET:
            continue
        for verb, when in (("opens", window.opens), ("closes", window.closes)):
            if when and len(when.root) >= _DAY and when.ends > now:
                title = f"{role.title} {verb} – {organisation}"
                yield Dated(told, f"{verb}-{number}", when, None, title, role.summary)


def component(dated: Dated, site: Site) -> str:
    """The lines of a VEVENT."""
    url = site.url + dated.told.path
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_text(f'{url}#{dated.uid}')}",
        f"DTSTAMP:{_utc(dated.told.updated or NO_TIME)}",
        *_span(dated.begins, dated.ends),
        f"SUMMARY:{_text(dated.title)}",
        f"DESCRIPTION:{_text(f'{dated.text} {url}')}",
        f"URL:{url}",
        *([f"LOCATION:{_text(dated.place)}"] if dated.place else []),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]
    return "".join(map(_folded, lines))


def calendar(title: str, components: Iterable[str]) -> str:
    """The whole file; `components` are what `component` makes."""
    head = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Citizens in Policing portal//EN",
        "CALSCALE:GREGORIAN",
        *(f"{name}:{_text(title)}" for name in ("NAME", "X-WR-CALNAME")),
        *(f"{name}:{_text(ABOUT)}" for name in ("DESCRIPTION", "X-WR-CALDESC")),
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "X-PUBLISHED-TTL:P1D",
    )
    return f"{''.join(map(_folded, head))}{''.join(components)}END:VCALENDAR\r\n"


def _span(begins: When, ends: When | None) -> list[str]:
    """DTSTART and DTEND, of one kind as the standard has it. DTEND is the first moment, or day, that is outside."""
    if len(begins.root) == _CLOCK:
        return [f"DTSTART:{_utc(begins.begins)}", *([f"DTEND:{_utc(ends.ends)}"] if ends else [])]
    last = (ends.ends - timedelta(microseconds=1)).date() if ends else begins.begins.date()
    return [f"DTSTART;VALUE=DATE:{_date(begins.begins.date())}", f"DTEND;VALUE=DATE:{_date(last + timedelta(days=1))}"]


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _date(day: date) -> str:
    return f"{day:%Y%m%d}"


def _text(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return _UNRULY.sub("", escaped.replace("\r\n", "\n").replace("\n", "\\n"))


def _folded(line: str) -> str:
    """A line and its end, broken where it is longer than 75 octets, between characters."""
    data = line.encode()
    if len(data) <= _OCTETS:
        return f"{line}\r\n"
    pieces: list[str] = []
    while data:
        room = _OCTETS - (1 if pieces else 0)  # the space that marks what continues a line
        piece = data[:room].decode(errors="ignore")
        pieces.append(piece)
        data = data[len(piece.encode()) :]
    return "\r\n ".join(pieces) + "\r\n"
