"""A drawn page as its reader takes it in."""

import re
from html import unescape


def words(html: str) -> str:
    """The words of a page, on one line, from its heading on."""
    body = re.sub(r'<nav class="trail".*?</nav>', "", shown(html), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def shown(html: str) -> str:
    """A page without its templates, which are for the script that keeps it fresh."""
    return re.sub(r"<template\b.*?</template>", "", html, flags=re.DOTALL)


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
    return [
        unescape(found)
        for found in re.findall(
            r'<li class="(?:card|tile)[^"]*">(?:<svg.*?</svg>\s*)?<h[23]><a [^>]*>([^<]*)</a>', html
        )
    ]
