"""A role, and how its files tell it: what every check of its quality looks at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from site_builder.catalogue import Role, Vocabulary
from site_builder.markdown import plain
from site_builder.problems import Mark
from site_builder.yaml_source import List, Map, Value

_NOT_OUR_WORDS = frozenset({"sources", "url", "link", "email", "phone"})
_KEYS_ARE_WORDS = frozenset({"cannot", "places"})
_MARKED_UP = re.compile(r"[*_`<>\[\]&#\\\n]")


class Said(NamedTuple):
    """A text as a reader meets it, without its marks of CommonMark, and where it stands."""

    at: Mark
    text: str


@dataclass(frozen=True)
class Telling:
    """`whole` is the role's merged mapping, and `inherited` what its profile gives it."""

    role: Role
    whole: Map
    inherited: Map
    today: date
    vocabulary: Vocabulary

    def at(self, key: str) -> Mark:
        """Where the value of a fact stands; for a fact that is not stated, where the role's own file begins."""
        return self.whole.values_at.get(key, self.whole.at)

    @cached_property
    def texts(self) -> tuple[Said, ...]:
        """All that a reader of the role's page reads, the titles of its sources aside."""
        return tuple(_in_map(self.whole))

    @cached_property
    def explained(self) -> str:
        """Where a short form can be explained, in small letters: the texts, and what the page says of each check."""
        listed = self.role.vetting if isinstance(self.role.vetting, tuple) else ()
        checks = [self.vocabulary.vetting[each.check] for each in listed]
        texts = [*(said.text for said in self.texts), *(f"{check.title} {check.summary}" for check in checks)]
        return " ".join(" ".join(texts).casefold().split())


def _in_map(source: Map, *, keys_too: bool = False) -> Iterator[Said]:
    for key, value in source.items():
        if keys_too:
            yield Said(source.keys_at[key], key)
        if key not in _NOT_OUR_WORDS:
            yield from _in_value(value, source.values_at[key], keys_too=key in _KEYS_ARE_WORDS)


def _in_value(value: Value, at: Mark, *, keys_too: bool) -> Iterator[Said]:
    if isinstance(value, Map):
        yield from _in_map(value, keys_too=keys_too)
    elif isinstance(value, List):
        for each, item_at in zip(value, value.items_at, strict=True):
            yield from _in_value(each, item_at, keys_too=False)
    elif value is not None:
        yield Said(at, plain(value) if _MARKED_UP.search(value) else value)
