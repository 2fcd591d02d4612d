"""Ways to reach a private person, which no file of the project may hold: it is public, and so is its history.

Looked for in the text as it is written, so that comments and keys are searched too, and the place is exact.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from site_builder.problems import Mark, Problem
from site_builder.yaml_source import place

EXAMPLE = "example.org"  # reserved for examples by RFC 2606
_DRAMA = re.compile(r"7700900\d{3}")  # Ofcom keeps 07700 900000 to 900999 for drama: nobody has them

# All look at a few characters around an @ or a 7, so that no text takes long to search.
_AT = re.compile(r"@|%40|&#64;")
_LOCAL = re.compile(r"\w[\w.%+'-]*\Z")
_LONGEST_LOCAL = 64  # RFC 5321
_HOST = re.compile(r"(?:[\w-]{1,63}\.)+[\w-]{2,63}")
_MOBILE = re.compile(r"7(?:(?:[ \t().\u00a0\u2010-\u2013-]{0,3}|[ \t]{0,3}\r?\n[ \t#]{0,20})\d){9}(?!\d)")
_PREFIX = re.compile(r"(?<!\d)(?:(?:\+|00)?44[\s.\u00a0-]{0,2}(?:\(?0\)?)?|\(?0)[\s.\u00a0-]{0,2}\Z")
_LONGEST_PREFIX = 12


class Found(NamedTuple):
    """An email address, by its `host`, or a mobile number, whose host is ""."""

    at: Mark
    host: str


def personal(text: str, shown: str) -> Iterator[Found]:
    """Every email address and every UK mobile number that somebody could have, where it begins."""
    for sign in _AT.finditer(text):
        local = _LOCAL.search(text, max(0, sign.start() - _LONGEST_LOCAL), sign.start())
        host = _HOST.match(text, sign.end())
        if local and host:
            yield Found(place(text, local.start(), shown), host[0].lower())
    for match in _MOBILE.finditer(text):
        prefix = _PREFIX.search(text, max(0, match.start() - _LONGEST_PREFIX), match.start())
        if prefix and not _DRAMA.fullmatch(re.sub(r"\D", "", match[0])):
            yield Found(place(text, prefix.start(), shown), "")


def domains(organisations: Mapping[str, Any]) -> frozenset[str]:
    """The domains of organisations' own websites: `https://www.cambs.police.uk/` has cambs.police.uk."""
    entries = (each for each in organisations.values() if isinstance(each, Mapping))
    links = (link for entry in entries if isinstance(link := entry.get("link"), str))
    return frozenset(host.removeprefix("www.") for host in map(_host, links) if host)


def strangers(found: Collection[Found], known: Collection[str]) -> Iterator[Problem]:
    """A problem for each that isn't on the `known` domains or on the one for examples."""
    allowed = {EXAMPLE, *known}
    for at, host in found:
        if not host:
            help = "take it away, as it may be somebody's own; give the office's number"
            yield Problem.at(at, "C008", "a mobile number stands here", help)
        elif not any(host == domain or host.endswith(f".{domain}") for domain in allowed):
            help = f"take it away, as it may be somebody's own; an organisation's own domain, or {EXAMPLE}, is good"
            yield Problem.at(at, "C008", f"an email address at {host} stands here", help)


def _host(link: str) -> str:
    try:
        return urlsplit(link).hostname or ""
    except ValueError:  # brackets that hold no address; the model complains of the link itself
        return ""
