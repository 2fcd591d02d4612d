"""Texts and links, written for the depth of the page that they stand on."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from typing import Any, Protocol

from markupsafe import Markup, escape

from site_builder import markdown
from site_builder.catalogue import Catalogue


class Writer:
    """What is written once is kept, because the roles of one kind share most of their texts."""

    def __init__(self, catalogue: Catalogue, address: markdown.Addresses) -> None:
        self._address = address
        self._titles = _titles(catalogue)
        self.phrase = lru_cache(maxsize=8192)(lambda text: markdown.phrase(text, address))
        self.html = lru_cache(maxsize=8192)(lambda text: markdown.html(text, address))
        self.texts = lru_cache(maxsize=8192)(self._texts)
        self.link = cache(self._link)

    def filters(self) -> dict[str, Callable[..., Any]]:
        """`text | html`, `text | phrase`, `texts | texts`,
        `key | link('area')`, `keys | tags('skill')`."""
        names = ("phrase", "html", "texts", "tags", "link", "href")
        return {name: getattr(self, name) for name in names}

    def href(self, key: str, kind: str) -> str:
        """The address of a noun's page. A page that isn't there is our fault: KeyError."""
        address = self._address(f"{kind}:{key}")
        if address is None:
            raise KeyError(f"{kind}:{key}")
        return address

    def _link(self, key: str, kind: str) -> Markup:
        return Markup(f'<a href="{self.href(key, kind)}">{escape(self._titles[kind][key])}</a>')  # noqa: S704  escaped

    def tags(self, keys: Iterable[str], kind: str) -> Markup:
        """A row of links."""
        return _list('<ul class="tags">', (self.link(key, kind) for key in keys))

    def _texts(self, texts: tuple[str, ...]) -> Markup:
        if len(texts) == 1:
            return self.html(texts[0])
        return _list("<ul>", map(self.phrase, texts))


class _Titled(Protocol):
    @property
    def title(self) -> str: ...


def _list(start: str, items: Iterable[Markup]) -> Markup:
    return Markup(start + "".join(f"\n<li>{item}</li>" for item in items) + "\n</ul>\n")  # noqa: S704  of safe parts


def _titles(catalogue: Catalogue) -> dict[str, dict[str, str]]:
    words = catalogue.vocabulary
    shelves: dict[str, Mapping[str, _Titled]] = {
        "role": catalogue.roles,
        "pathway": catalogue.pathways,
        "organisation": catalogue.organisations,
        "event": catalogue.events,
        "story": catalogue.stories,
        "area": catalogue.every_area,
        "group": words.groups,
        "contribution": words.contributions,
        "skill": words.skills,
        "interest": words.interests,
    }
    return {kind: {key: noun.title for key, noun in shelf.items()} for kind, shelf in shelves.items()}
