"""JSON-LD in the words of schema.org, for a page's `<head>`. Nothing is in it that the content doesn't say."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from markupsafe import Markup

from site_builder.catalogue import Area, Event, Organisation, When
from site_builder.markdown import plain
from site_builder.shell import Site

Thing: TypeAlias = dict[str, Any]

_UNSAFE = re.compile("[<>&\u2028\u2029]")
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode  # one for thousands of pages
_CLOCK = len("2026-12-03 18:30")


def script(thing: Thing) -> Markup:
    """The element that holds a thing; no text in it can close the element."""
    said = {"@context": "https://schema.org"} | {key: value for key, value in thing.items() if value not in (None, [])}
    data = _UNSAFE.sub(lambda char: f"\\u{ord(char[0]):04x}", _ENCODE(said))
    return Markup(f'<script type="application/ld+json">{data}</script>\n')  # noqa: S704  made safe above


def breadcrumbs(site: Site, trail: Iterable[tuple[str, str]]) -> Thing:
    """Where a page lies: title and path of each page from the home page down to it."""
    steps = [
        {"@type": "ListItem", "position": at, "name": title, "item": site.url + path}
        for at, (title, path) in enumerate(trail, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def organisation(key: str, found: Organisation, areas: Mapping[str, Area], site: Site) -> Thing:
    return named(key, found, site) | {
        "description": plain(found.summary),
        "email": found.email,
        "telephone": found.phone,
        "areaServed": [{"@type": "AdministrativeArea", "name": areas[area].title} for area in found.areas],
    }


def named(key: str, found: Organisation, site: Site) -> Thing:
    """An organisation as others speak of it."""
    url = f"{site.url}organisations/{key}/"
    return {
        "@type": "Organization",
        "@id": f"{url}#organisation",
        "name": found.title,
        "url": url,
        **({"sameAs": found.link} if found.link else {}),
    }


def event(found: Event, organiser: Organisation, site: Site) -> Thing:
    url = f"{site.url}events/{found.key}/"
    mode = ("Mixed" if found.online else "Offline") if found.place else "Online"
    return {
        "@type": "Event",
        "name": found.title,
        "description": found.summary,
        "url": url,
        "startDate": moment(found.starts),
        "endDate": moment(found.ends) if found.ends else None,
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode",
        "location": [
            *([{"@type": "Place", "name": found.place, "address": found.place}] if found.place else []),
            *([{"@type": "VirtualLocation", "url": url}] if found.online else []),
        ],
        "organizer": named(found.organisation, organiser, site),
    }


def moment(when: When) -> str:
    """ISO 8601, as closely as it is known: a moment with London's offset, or a day, month or year."""
    return when.begins.isoformat() if len(when.root) == _CLOCK else when.root
