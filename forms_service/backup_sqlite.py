"""How a SQLite database is copied, and put in the place of another, while others use it."""

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeVar, cast

from sqlalchemy import Engine

from . import db
from .backup_content import Content, Line, NotABackup
from .unfinished import unfinished

Done = TypeVar("Done")


def save(engine: Engine, to: Path) -> None:
    """A copy as of one moment, without the free pages. Writers go on meanwhile."""
    with closing(engine.raw_connection()) as connection:
        connection.cursor().execute("VACUUM INTO ?", (str(to),))


def content(file: Path) -> Content:
    """What is in a copy that is whole. Raises NotABackup, or OSError."""
    file.open("rb").close()
    address = f"{file.resolve().as_uri()}?mode=ro&immutable=1"  # without it, SQLite would put files beside it
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise NotABackup(file, "it is damaged")
            [(revision,)] = connection.execute("SELECT version_num FROM alembic_version")
            return Content(revision, [Line(*row) for row in connection.execute("SELECT id, interest_id FROM record")])
    except (sqlite3.DatabaseError, ValueError):
        raise NotABackup(file, "it is no SQLite database of this service") from None


def put_in_place(engine: Engine, file: Path, make_safe: Sequence[str], prepare: Callable[[Engine], Done]) -> Done:
    """All that is to be done is done to a copy; then it takes the place of what is there, in one transaction."""
    there = Path(str(engine.url.database))
    there.parent.mkdir(parents=True, exist_ok=True)
    with unfinished(there, "restoring") as copy:
        shutil.copyfile(file, copy)
        with closing(sqlite3.connect(copy)) as connection, connection:
            for statement in make_safe:
                connection.execute(statement)
        restored = db.engine(f"sqlite:///{copy}")
        done = prepare(restored)
        restored.dispose()
        with closing(sqlite3.connect(copy)) as source, closing(engine.raw_connection()) as target:
            source.backup(cast(sqlite3.Connection, target.driver_connection))
            target.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return done
