"""The words that roles are found by: a page for each group, contribution, skill and interest, and a list of each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from site_builder.catalogue import Group, Word
from site_builder.markdown import plain

from .index import Index, Roles
from .page import Page
from .printer import Printer

SOURCE = "content/vocabulary.yml"


@dataclass(frozen=True, slots=True)
class Shelf:
    """All words of one sort. `kind` names them in links, `folder` in addresses; `roles` are the roles of each."""

    kind: str
    folder: str
    title: str
    description: str
    heading: str
    words: Mapping[str, Word]
    roles: Mapping[str, Roles]

    @property
    def pictured(self) -> bool:
        """Whether each word has a picture: the few that the site is arranged by."""
        return self.kind in ("group", "contribution")

    def others(self, key: str) -> list[str]:
        """The keys of the other words that have roles."""
        return [other for other in self.words if other != key and other in self.roles]


def drawings(printer: Printer) -> Iterator[Callable[[], Page]]:
    for shelf in _shelves(printer.index):
        yield partial(_all, printer, shelf)
        for key in shelf.words:
            yield partial(_one, printer, shelf, key)


def _all(printer: Printer, shelf: Shelf) -> Page:
    return printer.draw("words.html", f"{shelf.folder}/", shelf.title, shelf.description, SOURCE, shelf=shelf)


def _one(printer: Printer, shelf: Shelf, key: str) -> Page:
    word, roles = shelf.words[key], shelf.roles.get(key, ())
    return printer.draw(
        "word.html",
        f"{shelf.folder}/{key}/",
        word.title,
        plain(word.summary) if word.summary else f"{shelf.heading}: {word.title}.",
        SOURCE,
        feeds=f"groups/{key}/" if isinstance(word, Group) else None,
        updated=printer.index.updated(roles),
        shelf=shelf,
        key=key,
        word=word,
        recruiters=word.recruiters if isinstance(word, Group) else None,
        roles=roles,
    )


def _shelves(index: Index) -> tuple[Shelf, ...]:
    words = index.catalogue.vocabulary
    return (
        Shelf(
            "group",
            "groups",
            "Kinds of volunteering",
            "Four ways to volunteer with the police and around them.",
            "Roles of this kind",
            words.groups,
            index.by_group,
        ),
        Shelf(
            "contribution",
            "contributions",
            "What volunteers help with",
            "Choose whom or what you would like to help.",
            "Roles that help with this",
            words.contributions,
            index.by_contribution,
        ),
        Shelf(
            "skill",
            "skills",
            "Skills",
            "Roles that can use what you know, or teach you something new.",
            "Roles that use or teach this",
            words.skills,
            index.by_skill,
        ),
        Shelf(
            "interest",
            "interests",
            "Interests",
            "Start from what you like.",
            "Roles if you like this",
            words.interests,
            index.by_interest,
        ),
    )
