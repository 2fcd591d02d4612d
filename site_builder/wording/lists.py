"""Several words in a row, and one thing or many."""

import re
from collections.abc import Iterable, Sequence


def all_of(words: Iterable[str]) -> str:
    """`Mondays, Tuesdays and Fridays`."""
    return _joined(words, "and")


def any_of(words: Iterable[str]) -> str:
    """`live, work or study`."""
    return _joined(words, "or")


def counted(number: int, things: str) -> str:
    """`1 role`, `12 roles`: `things` is the plural."""
    return f"{number:,} {one(things) if number == 1 else things}"


def first_sentence(text: str) -> str:
    """What comes before the first full stop, with it."""
    return re.split(r"(?<=[.!?])\s", text, maxsplit=1)[0]


def inside(words: str) -> str:
    """Words as they stand inside a sentence: `The team` → `the team`."""
    return re.sub(r"^(The|An?) ", lambda article: article[0].lower(), words)


def several(words: Sequence[str], most: int = 3) -> str:
    """`Fenland, Huntingdonshire, Peterborough and 3 more`: not more than `most` by name."""
    return all_of(words if len(words) <= most else (*words[:most], f"{len(words) - most} more"))


def one(things: str) -> str:
    """The singular of an English plural: `hours` → `hour`, `classes` → `class`, `duties` → `duty`."""
    for plural, singular in ((r"ies$", "y"), (r"(ss|sh|ch|x)es$", r"\1"), (r"([^s])s$", r"\1")):
        made, changed = re.subn(plural, singular, things)
        if changed:
            return made
    return things


def _joined(words: Iterable[str], last: str) -> str:
    *most, end = words
    return f"{', '.join(most)} {last} {end}" if most else end
