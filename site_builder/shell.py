"""A page that the theme drew → a shell: the same page with slots, to be filled thousands of times."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Self
from urllib.parse import urljoin, urlsplit

DEPTHS = (1, 2, 3)  # folders between a page and the root of the site: roles/ is 1


@dataclass(frozen=True, slots=True)
class Site:
    """What every page may say about the site. `url` and `form_url` end in a slash; `form_url` has no host, so that the
    form is found by whatever name the site was reached: an interest in a role is at `form_url` and the role's key."""

    name: str
    url: str
    form_url: str
    demonstration: bool

    @property
    def root(self) -> str:
        """The path of the home page: `/`, or `/volunteer/` where the site stands in a folder."""
        return urlsplit(self.url).path or "/"


@dataclass(frozen=True, slots=True)
class Slots:
    """What differs between two pages at one depth. `head` and `body` are HTML, the others plain text; a page without
    `edit_url` has no edit link."""

    title: str
    description: str
    canonical: str
    edit_url: str
    head: str
    body: str


MARKS = Slots(
    title="cip-slot-title",
    description="cip-slot-description",
    canonical="https://cip-slot-canonical.invalid/",
    edit_url="https://cip-slot-edit-url.invalid/",
    head="<!--cip-slot-head-->",
    body='<h1 id="main">cip-slot-body</h1>',
)
MARKDOWN = f"""---
title: {MARKS.title}
description: {MARKS.description}
head: {MARKS.head}
---
# cip-slot-body
"""  # the page that the theme draws for a shell; the canonical address and the edit link are the plugin's to set

_SLOT = {getattr(MARKS, name): name for name in Slots.__slots__}
_ANY_SLOT = re.compile("(" + "|".join(map(re.escape, _SLOT)) + ")")
_ONCE = ("edit_url", "head", "body")
_PENCIL = re.compile(rf'\s*<a\b[^>]*"{re.escape(MARKS.edit_url)}".*?</a>', re.DOTALL)
_CANONICAL = re.compile(rf'\s*<link\b[^>]*"{re.escape(MARKS.canonical)}"[^>]*>')
_OPEN_GRAPH = re.compile(r'\s*<meta property="og:[^>]*>')
_SCRIPT = re.compile(r"\s*<script\b.*?</script>", re.DOTALL | re.IGNORECASE)
_ADDRESS = re.compile(r'(?<=\s)(href|src)="(?![#/]|[a-z][a-z0-9+.-]*:)([^"]*)"')
_INDENTATION = re.compile(r"<pre\b.*?</pre>|\s*\n\s*", re.DOTALL)
_NOINDEX = '<meta name="robots" content="noindex">'


@dataclass(frozen=True, slots=True)
class Shell:
    """A drawn page in pieces: text, the name of a slot, text, …, text; and the same without its edit link."""

    pieces: tuple[str, ...]
    without_pencil: tuple[str, ...]

    @classmethod
    def cut(cls, html: str) -> Self:
        """Cut a page that the theme drew from `MARKDOWN`. ValueError if a mark is missing, or is there too often."""
        for name in Slots.__slots__:
            _check_count(name, html.count(getattr(MARKS, name)))
        html = _INDENTATION.sub(lambda run: "\n" if run[0].isspace() else run[0], html.strip())
        bare, links = _PENCIL.subn("", html)
        if links != 1:
            raise ValueError("The theme drew its edit link as something other than a link.")
        return cls(_pieces(html), _pieces(bare))

    def fill(self, slots: Slots) -> str:
        """The page with these slots; the text ones escaped for HTML."""
        values = {
            "title": escape(slots.title),
            "description": escape(slots.description),
            "canonical": escape(slots.canonical),
            "edit_url": escape(slots.edit_url),
            "head": slots.head,
            "body": slots.body,
        }
        pieces = self.pieces if slots.edit_url else self.without_pencil
        page = list(pieces)
        page[1::2] = [values[name] for name in pieces[1::2]]
        return "".join(page)

    def for_service(self, drawn_at: str) -> str:
        """The same frame as a Jinja file with the blocks title, description, head and content: without scripts, edit
        link, canonical address and what is shown of a shared link, and hidden from search engines. `drawn_at` is the
        path of the drawn page from the server's root, such as `/roles/`; addresses are from there too, so that a page
        at any depth can use the file."""
        html = "".join(_mark_of(piece, at) for at, piece in enumerate(self.without_pencil))
        html = _OPEN_GRAPH.sub("", _CANONICAL.sub("", _SCRIPT.sub("", html)))
        html = _ADDRESS.sub(lambda found: f'{found[1]}="{urljoin(drawn_at, found[2])}"', html)
        if _NOINDEX not in html:
            html = html.replace(MARKS.head, _NOINDEX + MARKS.head)
        return _as_jinja(html)


@dataclass(frozen=True, slots=True)
class Shells:
    """A shell for each (section, depth). A section is an entry of the navigation, whose pages have it marked there;
    the pages under no entry share the section ""."""

    shells: Mapping[tuple[str, int], Shell]

    @property
    def sections(self) -> frozenset[str]:
        """The path of each section's own page, such as `roles/`."""
        return frozenset(f"{section}/" for section, _ in self.shells if section)

    def at(self, path: str) -> Shell:
        """The shell for a page at this path from the site's root. ValueError if the path is too deep for any."""
        section, depth = path.partition("/")[0], path.count("/")
        shell = self.shells.get((section, depth)) or self.shells.get(("", depth))
        if not shell:
            raise ValueError(f"{path} lies {depth} folders deep, and pages are made for {DEPTHS[0]} to {DEPTHS[-1]}.")
        return shell


def shell_path(section: str, depth: int) -> str:
    """Where the theme is to draw the page for a shell: `roles/` for ("roles", 1), `_/_/` for ("", 2)."""
    return "/".join([section or "_", *["_"] * (depth - 1), ""])


def _check_count(name: str, count: int) -> None:
    if count == 0 or (name in _ONCE and count > 1):
        wanted = "once" if name in _ONCE else "at least once"
        raise ValueError(
            f"The theme drew the slot `{name}` {count} times, not {wanted}. Has an override in the theme changed?"
        )


def _pieces(html: str) -> tuple[str, ...]:
    return tuple(_SLOT.get(piece, piece) if at % 2 else piece for at, piece in enumerate(_ANY_SLOT.split(html)))


def _mark_of(piece: str, at: int) -> str:
    mark: str = getattr(MARKS, piece) if at % 2 else piece
    return mark


def _as_jinja(html: str) -> str:
    html = html.replace("{", "{{ '{' }}")  # else a brace of the theme's could open a tag or, beside ours, make one
    first, *others = html.split(MARKS.title)
    html = "{{ self.title() }}".join([f"{first}{_block('title')}{others[0]}", *others[1:]])
    for name, mark in (("description", MARKS.description), ("head", MARKS.head), ("content", MARKS.body)):
        html = html.replace(mark, _block(name))
    return html


def _block(name: str) -> str:
    return f"{{% block {name} %}}{{% endblock %}}"
