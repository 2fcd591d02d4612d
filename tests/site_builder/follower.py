"""Our feeds as other people's programs take them in."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import extruct
import feedparser
import icalendar
from small_catalogue import NOW, SITE

from site_builder.catalogue import Catalogue
from site_builder.feeds import feed_files
from site_builder.shell import Site

Files = Mapping[str, str]


def fed(found: Catalogue, *, now: datetime = NOW, site: Site = SITE) -> Files:
    """Every file of the feeds of a small catalogue by its path."""
    return dict(feed_files(found, now, site))


def published(site: Path) -> Files:
    """Every file of the feeds of a built site by its path."""
    return {path.relative_to(site).as_posix(): path.read_bytes().decode() for path in (site / "feeds").rglob("*.*")}


def atom(files: Files, of: str = "") -> Any:
    """The Atom feed of a page such as `areas/fenland/`; it must be quite right."""
    read = feedparser.parse(files[f"feeds/{of}news.atom"].encode())
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "atom10"
    return read


def json_feed(files: Files, of: str = "") -> dict[str, Any]:
    read: dict[str, Any] = json.loads(files[f"feeds/{of}news.json"])
    assert read["version"] == "https://jsonfeed.org/version/1.1"
    return read


def calendar(files: Files, of: str = "") -> icalendar.Calendar:
    """The calendar of a page; no line of it may be too long or badly ended."""
    text = files[f"feeds/{of}calendar.ics"]
    assert text.endswith("END:VCALENDAR\r\n")
    lines = text.split("\r\n")
    assert not any("\n" in line or "\r" in line for line in lines)
    assert max(len(line.encode()) for line in lines) <= 75
    read = icalendar.Calendar.from_ical(text)
    assert [each.errors for each in read.walk() if each.errors] == []
    return read


def dates(files: Files, of: str = "") -> list[tuple[str, Any]]:
    """What is when, in order, in the calendar of a page."""
    return [(str(each["summary"]), each.decoded("dtstart")) for each in calendar(files, of).walk("VEVENT")]


def titles(files: Files, of: str = "") -> list[str]:
    """The titles of the news of a page, which both feeds must tell alike."""
    told = [str(entry.title) for entry in atom(files, of).entries]
    assert [item["title"] for item in json_feed(files, of)["items"]] == told
    return told


def things(html: str, kind: str) -> list[dict[str, Any]]:
    """The things of one kind in the structured data of a page."""
    found: list[dict[str, Any]] = extruct.extract(html, syntaxes=["json-ld"], errors="strict")["json-ld"]
    return [thing for thing in found if thing["@type"] == kind]
