"""A Markdown page made HTML → the same with its links by name resolved, and what is wrong with it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape, unescape

from site_builder.problems import Mark, Problem, nearest

KINDS = (
    *("role", "pathway", "area", "organisation", "group", "contribution"),
    *("skill", "interest", "event", "story", "list"),
)
_OUTWARD = ("https", "http", "mailto", "tel")
_LINK = re.compile(r'(?<=\shref=")([A-Za-z][A-Za-z0-9+.-]*):([^"]*)(?=")')
_PART = re.compile(r"<!--\s*part:\s*([^\s>]*)\s*-->")
_HEADING = re.compile(r"<h1\b[^>]*>")
_NOWHERE = "#main"

Parts = Mapping[str, Callable[[int], str]]


@dataclass
class Prose:
    """A page in the making: its file's path as shown, its text, and its path in the site (`` for the home page)."""

    shown: str
    text: str
    path: str
    problems: list[Problem] = field(default_factory=list)
    _searched: dict[str, Iterator[Mark]] = field(default_factory=dict)

    def finish(self, html: str, links: Mapping[str, str] | None, parts: Parts | None) -> str:
        """The page with `role:cambridgeshire/special-constable` and the like turned into relative addresses,
        `<!-- part: closing-soon -->` and the like into what they name, and its one h1 made what the skip link leads
        to. `links` has each name's path in the site, `parts` draws a part for a page so many folders deep; without
        them (no catalogue could be read) links lead nowhere, parts are empty and neither is checked. What is wrong is
        added to `problems`."""
        if len(_HEADING.findall(html)) != 1:
            self._tell(
                Mark(self.shown, 1, 1), "C002", "a page needs exactly one main heading", "start it with '# Title'"
            )
        html = _HEADING.sub('<h1 id="main">', html, count=1)
        html = _LINK.sub(lambda found: escape(self._address(unescape(found[0]), links)), html)
        return html if parts is None else _PART.sub(lambda found: self._part(found, parts), html)

    def _part(self, found: re.Match[str], parts: Parts) -> str:
        if found[1] in parts:
            return parts[found[1]](self.path.count("/"))
        guess = nearest(found[1], parts)
        help = f"did you mean '{guess}'?" if guess else f"write one of {', '.join(parts)}"
        self._tell(self._next(found[0]), "C004", f"there is no part '{found[1]}'", help)
        return ""

    def _address(self, link: str, links: Mapping[str, str] | None) -> str:
        scheme = link.partition(":")[0]
        if scheme in _OUTWARD:
            return link
        if scheme not in KINDS:
            self._tell(self._next(link), "C003", f"'{scheme}:' is no kind of link", _meant(scheme, [*KINDS, *_OUTWARD]))
            return _NOWHERE
        if links is None:
            return _NOWHERE
        name, hash_, part = link.partition("#")
        if name not in links:
            kind, _, key = name.partition(":")
            known = [other.partition(":")[2] for other in links if other.startswith(f"{kind}:")]
            self._tell(self._next(link), "C004", f"there is no {kind} '{key}'", _meant(key, known))
            return _NOWHERE
        return ("../" * self.path.count("/") + links[name] or "./") + hash_ + part

    def _next(self, link: str) -> Mark:
        """Where the link stands; for one that was met before, where it stands next."""
        marks = self._searched.setdefault(link, self._marks(link))
        return next(marks, Mark(self.shown, 1, 1))  # written otherwise, say with an entity

    def _marks(self, link: str) -> Iterator[Mark]:
        for found in re.finditer(re.escape(link), self.text):
            before = self.text[: found.start()]
            yield Mark(self.shown, before.count("\n") + 1, found.start() - before.rfind("\n"))

    def _tell(self, mark: Mark, code: str, message: str, help: str) -> None:
        self.problems.append(Problem.at(mark, code, message, help))


def _meant(word: str, known: list[str]) -> str:
    guess = nearest(word, known)
    return f"did you mean '{guess}'?" if guess else "look for its name in roles/ and content/"
