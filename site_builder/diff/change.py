"""One thing that a change does, and the count of the pages that it changes."""

from collections.abc import Collection
from typing import NamedTuple


class Change(NamedTuple):
    """`subject` is what changes, with a capital; `what` holds a short phrase for each thing that does."""

    subject: str
    what: tuple[str, ...]


class PageCount(NamedTuple):
    """How many pages differ, are new, and are gone."""

    changed: Collection[str]
    new: Collection[str]
    gone: Collection[str]
