"""CommonMark in texts → safe HTML.

What is written as HTML is shown as it was written, never passed on. A link goes to the web, to an email address, to a
phone number, or by name to a page of ours (`role:fen/special`, `organisation:fen#privacy`); any other loses its
address and keeps its words. A picture is replaced by its description. A heading becomes a strong line, because the page
has headings of its own.
"""

import re
from collections.abc import Callable, Mapping
from html import escape, unescape

import cmarkgfm
from markupsafe import Markup

_WRITTEN_HTML = re.compile(
    r"""\\. | (?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)  # an escape, or a code span: left alone
      | <(?=[A-Za-z/!?])                        # a tag, unless it is …
        (?!https?://[^\s<>]+> | (?:mailto:)?[^\s<>@/]+@[^\s<>@]+>)  # … an address in angle brackets""",
    re.VERBOSE,
)
_IMAGE = re.compile(r'<img src="[^"]*" alt="([^"]*)"(?: title="[^"]*")? />')
_HEADING = re.compile(r"<h[1-6]>(.*?)</h[1-6]>", re.DOTALL)
_ANCHOR = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_OUTWARD = ("https://", "http://", "mailto:", "tel:")

Addresses = Callable[[str], str | None]


def html(text: str, address: Addresses) -> Markup:
    """The blocks of a text. `address` gives the address of a name such as `role:…`, or None for one it doesn't know."""
    return Markup(_ANCHOR.sub(lambda found: _link(found, address), _blocks(text)))  # noqa: S704  safe: see _blocks


def phrase(text: str, address: Addresses) -> Markup:
    """As `html`, and a text that is one paragraph comes without its `<p>`, to stand inside a list or a sentence."""
    found = html(text, address)
    if found.startswith("<p>") and found.find("</p>") == len(found) - len("</p>\n"):
        return found[len("<p>") : -len("</p>\n")]
    return found


def plain(text: str) -> str:
    """The words of a text alone, on one line: for titles of windows, descriptions and feeds."""
    return " ".join(Markup(_blocks(text)).striptags().split())  # noqa: S704  the tags are taken away


def relative(links: Mapping[str, str], path: str) -> Addresses:
    """Finds names in `links` (name → path from the top of the site), as addresses for the page at `path`."""
    top = "../" * path.count("/") or "./"

    def address(name: str) -> str | None:
        name, hash_, fragment = name.partition("#")
        return f"{top}{links[name]}{hash_}{fragment}" if name in links else None

    return address


def _blocks(text: str) -> str:
    """HTML with no tag and no attribute but CommonMark's own; the addresses of links are not judged yet."""
    written = _WRITTEN_HTML.sub(lambda found: "&lt;" if found[0] == "<" else found[0], text) if "<" in text else text
    made = _IMAGE.sub(r"\1", cmarkgfm.markdown_to_html(written))  # its default is safe: no raw HTML
    return _HEADING.sub(r"<p><strong>\1</strong></p>", made)


def _link(found: re.Match[str], address: Addresses) -> str:
    target, words = found.groups()
    if target.lower().startswith(_OUTWARD):
        return f'<a href="{target}">{words}</a>'
    ours = address(unescape(target))
    return words if ours is None else f'<a href="{escape(ours)}">{words}</a>'
