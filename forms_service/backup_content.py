"""What a backup tells about itself, on either database."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from .trouble import Trouble


class NotABackup(Trouble):
    """A file can't be restored."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"{file} can't be restored: {why}.")


class Line(NamedTuple):
    """A line of the record."""

    id: int
    interest_id: str


class Content(NamedTuple):
    """The revision of its tables, and its record."""

    revision: str
    record: Sequence[Line]
