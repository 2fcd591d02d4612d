"""A backup of the database while the service runs, and the way back, on which nobody is written to or shown twice.

What SQLite and PostgreSQL need differently for it lies in the two files beside this one, which have the same functions.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import ModuleType

from sqlalchemy import Engine, func, inspect, select, text
from sqlalchemy.orm import Session

from . import backup_postgresql, backup_sqlite, db, outbox, retention
from .backup_content import Line
from .models import Interest
from .outbox import HELD
from .trouble import Trouble
from .unfinished import unfinished

# Done to what is restored before anybody can use it: letters that may have gone since don't go again, and nobody is
# signed in who has signed out since. In SQL, because on PostgreSQL it is part of the restoring transaction.
MAKE_SAFE = (
    f"UPDATE letters SET due_at = '{HELD:%Y-%m-%d %H:%M:%S.000000}', leased_until = NULL "  # noqa: S608  our own words
    "WHERE sent_at IS NULL AND failed_at IS NULL",
    "DELETE FROM desk_sessions",
    "DELETE FROM sign_in_links",
)


class BackupError(Trouble):
    """What is wrong with a backup, and what to do."""


@dataclass(frozen=True)
class Restored:
    """What came of it, as counts."""

    interests: int
    held: int
    erased: int


def back_up(engine: Engine, file: Path) -> int:
    """Write a checked copy to a new file that its owner alone can read; how many interests it has.

    Raises BackupError, or OSError. The file is there whole or not at all.
    """
    with _new(file) as part:
        _kind(engine).save(engine, part)
        return len({line.interest_id for line in _kind(engine).content(part).record})


def restore(engine: Engine, file: Path, *, replace: bool, erasures: Path, now: datetime) -> Restored:
    """Put a backup in the place of what is there, all or nothing; the service may be running.

    Letters that wait are held, everybody at the desk is signed out, and those on the list of erasures are erased again.
    Raises BackupError if what is there has lines of the record that the backup lacks, unless it is to be replaced.
    """
    content = _kind(engine).content(file)
    if not db.knows_revision(content.revision):
        raise BackupError(
            f"{file} is of a newer version of the service (revision {content.revision}). Install that version first."
        )
    lost = _record(engine) - set(content.record)
    if lost and not replace:
        interests = len({line.interest_id for line in lost})
        raise BackupError(
            f"The database has what {file} lacks (lines of the record: {len(lost)}, of interests: {interests}), and it "
            f"would be lost. Make a backup of it first, and then: restore {file} --replace"
        )

    def prepare(restored: Engine) -> Restored:
        db.upgrade(restored)
        with db.sessions(restored)() as session:
            erased = retention.erase_again(session, now=now, remembered_in=erasures)
            interests = session.scalar(select(func.count()).select_from(Interest)) or 0
            return Restored(interests, outbox.held(session), erased)

    done: Restored = _kind(engine).put_in_place(engine, file, MAKE_SAFE, prepare)
    return done


def _kind(engine: Engine) -> ModuleType:
    return backup_sqlite if engine.dialect.name == "sqlite" else backup_postgresql


def _record(engine: Engine) -> set[Line]:
    """None where there is no database or no table yet."""
    if engine.dialect.name == "sqlite" and not Path(str(engine.url.database)).exists():
        return set()
    if not inspect(engine).has_table("record"):
        return set()
    with Session(engine) as session:
        return {Line(*row) for row in session.execute(text("SELECT id, interest_id FROM record"))}


@contextmanager
def _new(file: Path) -> Iterator[Path]:
    """A file beside the one that is meant, which takes its name, without taking another's, once it is on the disk."""
    taken = BackupError(f"{file} is there already. Choose another name: a backup never overwrites anything.")
    if file.exists():
        raise taken
    try:
        with unfinished(file, "part") as part:
            yield part
            _fsync(part)
            os.link(part, file)
            _fsync(file.parent)
    except FileExistsError:
        raise taken from None


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
