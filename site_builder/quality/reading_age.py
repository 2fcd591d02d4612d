"""How old a reader must be, by the Automated Readability Index; and which passage of a role asks too much.

E. A. Smith and R. J. Senter, "Automated Readability Index", AMRL-TR-66-220, Wright-Patterson Air Force Base, 1967:

    4.71 × characters / words + 0.5 × words / sentences − 21.43

Characters are letters and digits. The index, rounded up, is a school grade of the United States; grade 1 begins at the
age of 5 in the usual table (kindergarten counts as 1), so 4 years are added.
"""

import re
from collections.abc import Iterable, Iterator
from math import ceil

from .telling import Said

ENOUGH = 60  # words; of fewer, one long name changes the index by years
YEARS = 4  # from the rounded index to the age at which its grade begins

_BETWEEN = re.compile(r"(?<=[.!?])['\"’”)]*(?:\s+|\Z)")


def sentences(text: str) -> list[str]:
    """The whole sentences of a text; a label such as "Learning at home" is none."""
    return [found for found in _BETWEEN.split(text.strip()) if found.endswith((".", "!", "?"))]


def words(text: str) -> int:
    return len(text.split())


def reading_age(whole: Iterable[str]) -> int:
    """The age in years at which these sentences can be read. There must be at least one."""
    each = list(whole)
    count = sum(map(words, each))
    return ceil(4.71 * sum(map(_characters, each)) / count + 0.5 * count / len(each) - 21.43) + YEARS


def _characters(text: str) -> int:
    return sum(map(str.isalnum, text))


def passages(texts: Iterable[Said]) -> Iterator[list[Said]]:
    """The sentences of each file, in order, joined to passages of ENOUGH words; what is left over joins the last one.
    A file with fewer words in all has none."""
    by_file: dict[str, list[Said]] = {}
    for said in texts:
        by_file.setdefault(said.at.path, []).extend(Said(said.at, sentence) for sentence in sentences(said.text))
    for every in by_file.values():
        yield from _joined(every)


def _joined(every: list[Said]) -> list[list[Said]]:
    made: list[list[Said]] = []
    begun: list[Said] = []
    for said in every:
        begun.append(said)
        if sum(words(each.text) for each in begun) >= ENOUGH:
            made.append(begun)
            begun = []
    if made:
        made[-1].extend(begun)
    return made
