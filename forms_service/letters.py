"""A letter of the catalogue and what fills it in, to a subject, a text and a page."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import NamedTuple
from urllib.parse import quote

import cmarkgfm
from cmarkgfm.cmark import Options

from site_builder.catalogue import PLACEHOLDER, Letter

# A placeholder stands in the Markdown between two private characters. They mean nothing to Markdown, and in the address
# of a link they are percent-encoded and no slot any more, so that a value can never become one. Links are ours alone to
# fill, so their stand-in is an address, and a slot wherever it comes to stand.
_OPEN, _SHUT = "\ue000", "\ue001"
_END = f"(?:{_SHUT}|{quote(_SHUT)})"
_LINK_SLOT = f"https:(?:{_OPEN}|{quote(_OPEN)})(?=[a-z_]+_link{_END})"
_SLOT = re.compile(f"(?:{_LINK_SLOT}|{_OPEN}(?=[a-z_]+{_SHUT}))([a-z_]+){_END}")
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ue000\ue001]")
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
    subject = " ".join(_filled(_in_parts(letter.subject), values).split())
    text = _filled(_in_parts(without_marks(letter.body)), values).strip()
    while "\n\n\n" in text:  # where a value was empty
        text = text.replace("\n\n\n", "\n\n")
    in_html = {name: escape(value).replace("\n", "<br>\n") for name, value in values.items()}
    return Filled(subject[:_LONGEST_SUBJECT], f"{text}\n", _filled(_page(letter.body), in_html))


def _filled(parts: Sequence[str], values: Mapping[str, str]) -> str:
    """Words and the names of what stands between them, in turns, as text."""
    whole = [*parts]
    whole[1::2] = [values[name] for name in parts[1::2]]
    return "".join(whole)


@lru_cache(maxsize=1024)
def _in_parts(words: str) -> Sequence[str]:
    return PLACEHOLDER.split(words)


@lru_cache(maxsize=1024)
def without_marks(markdown: str) -> str:
    """CommonMark as somebody writes it who has no marks: no stars, and a link's words before its address."""
    words = _LINK.sub(lambda found: found[1] + (f": {found[2]}" if _SHOWN.match(found[2]) else ""), markdown)
    return _MARKS.sub("", words)


@lru_cache(maxsize=128)
def _page(body: str) -> Sequence[str]:
    """A letter's words in HTML and the names of its slots, in turns: the same for every reader."""
    marked = PLACEHOLDER.sub(_slot, body.replace(_OPEN, "").replace(_SHUT, ""))
    return _SLOT.split(cmarkgfm.markdown_to_html(marked, options=Options.CMARK_OPT_SMART))


def _slot(found: re.Match[str]) -> str:
    slot = f"{_OPEN}{found[1]}{_SHUT}"
    if not found[1].endswith("_link"):
        return slot
    in_brackets = found.string[: found.start()].endswith("](")
    return f"https:{slot}" if in_brackets else f"<https:{slot}>"


def _plain(value: str) -> str:
    """Without what could break a line of a header, hide text or turn it round."""
    return value if value.isprintable() else _UNSAFE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
