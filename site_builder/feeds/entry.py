"""A piece of news in plain words."""

from dataclasses import dataclass
from datetime import datetime

from site_builder.catalogue import Catalogue, Event, Role
from site_builder.shell import Site
from site_builder.wording.events import happens, held
from site_builder.wording.intake import intakes, state_label, state_sentence
from site_builder.wording.lists import several

from .told import Told


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """`url` is the page that it leads to, and its name for good. `text` is plain, without markup."""

    url: str
    title: str
    text: str
    updated: datetime | None
    author: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Reporter:
    """Words what is told, as at `now`."""

    catalogue: Catalogue
    now: datetime
    site: Site

    def entry(self, told: Told) -> Entry:
        author = self.catalogue.organisations[told.noun.organisation].title
        areas = tuple(self.catalogue.every_area[area].title for area in told.noun.areas)
        if isinstance(told.noun, Role):
            title, text = self._role(told, told.noun, author, areas)
        else:
            title, text = told.noun.title, self._event(told.noun)
        return Entry(self.site.url + told.path, title, text, told.updated, author, areas)

    def _role(self, told: Told, role: Role, author: str, areas: tuple[str, ...]) -> tuple[str, str]:
        title = f"{role.title} – {author}: {state_label(told.standing)}"
        sentences = (
            role.summary,
            state_sentence(told.standing),
            *intakes(role.intakes, self.now),
            f"Where: {several(areas)}.",
        )
        return title, " ".join(filter(None, sentences))

    def _event(self, event: Event) -> str:
        return f"{happens(event)}. {held(event)}. {event.summary}"
