"""A letter of the catalogue and what fills it in, to a subject, a text and a page."""

import re
from collections.abc import Mapping
from html import escape
from typing import NamedTuple

import cmarkgfm
from cmarkgfm.cmark import Options

from site_builder.catalogue import PLACEHOLDER, Letter

# A placeholder stands in the Markdown as a number between two private characters. They mean nothing to Markdown, and in
# the address of a link they are percent-encoded, so that a value can never become one.
_OPEN, _SHUT = "\ue000", "\ue001"
_SLOT = re.compile(f"{_OPEN}([a-z_]+){_SHUT}")
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ue000\ue001]")
_GAPS = re.compile(r"\n{3,}")  # where a value was empty
_LONGEST_SUBJECT = 200
_LINK = re.compile(r"\[([^\]\n]*)\]\(([^)\s]*)\)")
_SHOWN = re.compile(r"https?://|\{")  # an address that means something outside the site
_MARKS = re.compile(r"(?m)\*\*|`|^#+ |(?<!\S)\*(?=\S)|(?<=\S)\*(?!\S)")  # a star with a space on each side is a star


class Filled(NamedTuple):
    """A letter ready to go. `subject` is one line; `html` is the inside of a body."""

    subject: str
    text: str
    html: str


def fill(letter: Letter, fields: Mapping[str, str]) -> Filled:
    """Put `fields` in their places. Values are plain text: Markdown and HTML in them are shown as they were typed.

    `role_link` and `desk_link` become links. Raises KeyError for a placeholder that `fields` doesn't name.
    """
    values = {name: _plain(value) for name, value in fields.items()}
    written = PLACEHOLDER.sub(lambda found: values[found[1]], without_marks(letter.body))
    text = _GAPS.sub("\n\n", written.strip()) + "\n"
    return Filled(_subject(letter.subject, values), text, _html(letter.body, values))


def without_marks(markdown: str) -> str:
    """CommonMark as somebody writes it who has no marks: no stars, and a link's words before its address."""
    words = _LINK.sub(lambda found: found[1] + (f": {found[2]}" if _SHOWN.match(found[2]) else ""), markdown)
    return _MARKS.sub("", words)


def _subject(words: str, values: Mapping[str, str]) -> str:
    return " ".join(PLACEHOLDER.sub(lambda found: values[found[1]], words).split())[:_LONGEST_SUBJECT]


def _html(body: str, values: Mapping[str, str]) -> str:
    def mark(found: re.Match[str]) -> str:
        name = found[1]
        if not name.endswith("_link"):
            return f"{_OPEN}{name}{_SHUT}"
        # Ours alone to fill, so it may stand in the Markdown: in a link's round brackets as it is, elsewhere as a link.
        return values[name] if found.string[: found.start()].endswith("](") else f"<{values[name]}>"

    marked = PLACEHOLDER.sub(mark, body.replace(_OPEN, "").replace(_SHUT, ""))
    page = cmarkgfm.markdown_to_html(marked, options=Options.CMARK_OPT_SMART)
    return _SLOT.sub(lambda found: escape(values[found[1]]).replace("\n", "<br>\n"), page)


def _plain(value: str) -> str:
    """Without what could break a line of a header, hide text or turn it round."""
    return _UNSAFE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
