"""Templates, filled with the catalogue's facts, as pages."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from site_builder import drawing, markdown, wording
from site_builder.catalogue import day_words
from site_builder.feeds import links as feed_links
from site_builder.feeds import structured
from site_builder.shell import Site

from .addresses import links
from .compiled import Compiled
from .fact_tags import FactTags, gathered
from .index import Index
from .once import Once
from .page import Page
from .trail import trail
from .writer import Writer

_TEMPLATES = Path(__file__).parent.parent / "templates"
PARTS = _TEMPLATES / "parts"
_COMPILED = Compiled()
_HEADING = re.compile(r'<h2 id="([^"]*)">([^<]*)</h2>')
_PHONE = re.compile(r"\+?[\d ()-]{3,}")


class Printer:
    """Draws pages. A template finds the wording's functions and the writer's as filters: Jinja calls those fastest."""

    def __init__(self, index: Index, site: Site) -> None:
        self.index = index
        self.catalogue = index.catalogue
        self.site = site
        self._atlas = drawing.Atlas(self.catalogue)
        self._links = links(self.catalogue)
        self._press = cache(self._press_for)

    def draw(  # noqa: PLR0913  every page has these parts
        self,
        template: str,
        path: str,
        title: str,
        description: str,
        source: str,
        *,
        things: Sequence[structured.Thing] = (),
        feeds: str | None = None,
        updated: datetime | None = None,
        **facts: Any,
    ) -> Page:
        """The page at `path`. `title` is its name in windows and lists; `facts` are what its template speaks of.

        `things` are what it is about, as structured data. `feeds` is what is followed from it: the path of a page that
        has feeds, or "" for everything.
        """
        depth = path.count("/")
        steps = trail(self.catalogue, path, title)
        body = self._press(depth).get_template(template).render(feeds=feeds, steps=steps[1:-1], **facts)
        head = Markup("").join(map(structured.script, (structured.breadcrumbs(self.site, steps), *things)))
        if feeds is not None:
            head += feed_links(feeds, "../" * depth, title if feeds else self.site.name)
        return Page(path, title, description, body, source, head, updated=updated)

    def part(self, name: str, depth: int) -> str:
        """A part of a Markdown page that lies so many folders deep."""
        return self._press(depth).get_template(f"parts/{name}.html").render().strip()

    def _press_for(self, depth: int) -> Environment:
        """Templates for pages that lie so many folders deep."""
        top = "../" * depth
        press = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            extensions=[FactTags, Once],
            bytecode_cache=_COMPILED,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        press.globals = {
            "catalogue": self.catalogue,
            "vocabulary": self.catalogue.vocabulary,
            "index": self.index,
            "now": self.index.now,
            "site": self.site,
            "top": top,
            "say": wording,
            "drawing": drawing,
            "atlas": self._atlas,
        }
        writer = Writer(self.catalogue, markdown.relative(self._links, top))
        addresses = {"host": _host, "mailto": _mailto, "tel": _tel}
        ours = {"gathered": gathered, "headings": _headings, "day": day_words}
        press.filters |= wording.FILTERS | writer.filters() | addresses | ours
        card: Callable[..., Markup] = vars(press.get_template("macros.html").module)["card"]
        press.filters["card"] = cache(lambda key: self._card(key, card))  # a role's card stands on many pages
        return press

    def _card(self, key: str, card: Callable[..., Markup]) -> Markup:
        role = self.catalogue.roles[key]
        areas = self.index.area_titles(role)
        return card(role, areas, wording.few_words(role.commitment))


def _headings(drawn: Markup) -> list[tuple[str, Markup]]:
    """The id and the words of each section that was drawn."""
    return [(id_, Markup(words)) for id_, words in _HEADING.findall(drawn)]  # noqa: S704  a part of what was safe


def _host(address: str) -> str:
    """The name of a site, as people say it: `cambs.police.uk`."""
    return urlsplit(address).netloc.removeprefix("www.")


def _mailto(address: str) -> str:
    return f"mailto:{quote(address, safe='@+')}"


def _tel(phone: str | None) -> str | None:
    """The address of a phone number; None for words such as `101, then ask for the team`."""
    return f"tel:{re.sub(r'[ ()-]', '', phone)}" if phone and _PHONE.fullmatch(phone) else None
