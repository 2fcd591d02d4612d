"""A drawn page as its reader takes it in."""

import re
from html import unescape


def words(html: str) -> str:
    """The words of a page, on one line; templates are for scripts."""
    html = re.sub(r"<template\b.*?</template>", "", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def section(html: str, heading: str) -> str:
    """The words between a second heading and the next."""
    found = re.search(rf"<h2[^>]*>{re.escape(heading)}</h2>(.*?)(?=<h2|$)", html, re.DOTALL)
    assert found, f"no heading '{heading}' among {headings(html)}"
    return words(found[1])


def headings(html: str) -> list[str]:
    """The second headings, in order."""
    return [unescape(found) for found in re.findall(r"<h2[^>]*>([^<]*)</h2>", html)]


def cards(html: str) -> list[str]:
    """The titles of the cards, in order."""
    return [unescape(found) for found in re.findall(r'<li class="card"><h[23]><a [^>]*>([^<]*)</a>', html)]
