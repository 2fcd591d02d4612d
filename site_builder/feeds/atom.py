"""Atom (RFC 4287), for feed readers."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from site_builder.shell import Site

from .channel import ABOUT, Channel
from .entry import Entry

NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)  # every entry must have a time, and there are roles that tell none
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def entry(news: Entry) -> str:
    tags = "".join(f"<category term={_quoted(tag)}/>" for tag in news.tags)
    return (
        f"<entry><id>{_text(news.url)}</id><title>{_text(news.title)}</title>"
        f"<link href={_quoted(news.url)}/><updated>{_time(news.updated)}</updated>"
        f"<author><name>{_text(news.author)}</name></author>{tags}<summary>{_text(news.text)}</summary></entry>\n"
    )


def feed(channel: Channel, title: str, site: Site, entries: Iterable[str]) -> str:
    """The whole file; `entries` are what `entry` makes."""
    address = f"{site.url}{channel.folder}news.atom"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB"><id>{_text(address)}</id>'
        f"<title>{_text(title)}</title><subtitle>{ABOUT}</subtitle>"
        f'<link rel="self" type="application/atom+xml" href={_quoted(address)}/>'
        f'<link rel="alternate" type="text/html" href={_quoted(site.url + channel.path)}/>'
        f"<updated>{_time(channel.updated)}</updated><author><name>{_text(site.name)}</name></author>\n"
        f"{''.join(entries)}</feed>\n"
    )


def _time(moment: datetime | None) -> str:
    return (moment or NO_TIME).isoformat()


def _text(words: str) -> str:
    return escape(_NOT_XML.sub("", words))


def _quoted(words: str) -> str:
    return quoteattr(_NOT_XML.sub("", words))
