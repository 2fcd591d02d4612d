"""The database: its engine, its transactions, and all that SQLite and PostgreSQL need done differently."""

import fcntl
import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    PoolProxiedConnection,
    TypeDecorator,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import RowMapping
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError
from sqlalchemy.exc import TimeoutError as TurnTimeoutError
from sqlalchemy.orm import DeclarativeBase, Session, class_mapper, make_transient_to_detached, sessionmaker
from sqlalchemy.sql.dml import ReturningInsert

from .trouble import Trouble

SQLITE_WAIT = 10  # seconds that a writer waits for another
LARGE = 50_000_000  # bytes of a SQLite file that take longer than a second or two to write anew
_POSTGRESQL_OPTIONS = "-c lock_timeout=10s -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s"
_HELD = "connection"  # its name among what a session knows
_MIGRATION_LOCK = 4_120_261_121  # any number, the same on every host that migrates this database

Insert = sqlite.Insert | postgresql.Insert
Row = TypeVar("Row", bound=DeclarativeBase)


class DatabaseError(Trouble):
    """The database can't be used as it is. The message says what to do."""


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept and given back in UTC on both databases. A naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        # SQLite gives back what was stored, in UTC, without its zone.
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


def engine(url: str) -> Engine:
    """An engine whose commits last and whose errors hold no values. Raises DatabaseError for a URL of another kind."""
    try:
        kind = make_url(url).get_backend_name()
        if kind == "sqlite":
            return _sqlite_engine(url)
        if kind == "postgresql":
            return create_engine(
                url,
                pool_pre_ping=True,
                hide_parameters=True,
                connect_args={"connect_timeout": 5, "options": _POSTGRESQL_OPTIONS},
            )
    except (ArgumentError, NoSuchModuleError):
        pass
    raise DatabaseError("The database address is neither sqlite:///a/file.db nor postgresql://user@host/name.")


def _sqlite_engine(url: str) -> Engine:
    # The last one used is the next one used, so that its cache is good: a connection reads all anew when another wrote.
    made = create_engine(url, hide_parameters=True, pool_use_lifo=True, connect_args={"timeout": SQLITE_WAIT})

    @event.listens_for(made, "connect")
    def _durable(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # transactions begin where we say, below
        _use_write_ahead_log(connection)
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    # Not by SQLAlchemy's event: as long as an engine has any listener, it makes ready to tell of each statement.
    made.dialect.do_begin = _begin  # type: ignore[assignment, method-assign]
    return made


def _begin(connection: PoolProxiedConnection) -> None:
    connection.cursor().execute("BEGIN")


def sessions(engine: Engine) -> sessionmaker[Session]:
    """Makes sessions whose objects can still be read after a commit without a new transaction."""
    return sessionmaker(engine, expire_on_commit=False)


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """The one statement for which SQLite doesn't wait when another process is busy with a new file: so wait here."""
    deadline = time.monotonic() + SQLITE_WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


@contextmanager
def writing(session: Session) -> Iterator[None]:
    """One write transaction: what the session read before is read again; commits at the end, or leaves nothing.

    On SQLite writers queue for it. Raises sqlalchemy.exc.TimeoutError when its turn in this process doesn't come.
    """
    session.rollback()
    session.expire_all()
    with _turn(session.get_bind().engine):
        try:
            session.info[_HELD] = _to_write(session.connection())
            yield
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.pop(_HELD, None)


def _to_write(connection: Connection) -> Connection:
    """With its transaction, in which nothing was done yet, made one that writes.

    On SQLite a read that turns into a write fails at once when another wrote meanwhile, so a writer says so first.
    """
    if connection.dialect.name == "sqlite":
        connection.connection.rollback()
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    return connection


def connection_of(session: Session) -> Connection:
    """The one that `writing` holds, at hand: to ask the session for it each time costs half as much as a statement."""
    return session.info.get(_HELD) or session.connection()


_queues: dict[str, threading.Lock] = {}


@contextmanager
def _turn(engine: Engine) -> Iterator[None]:
    """SQLite has one writer at a time. Those who collide on its lock sleep, longer each time, and some for a second.

    So they wait here, and are woken when it is their turn: the threads of a process for each other, and then the
    processes of this service.
    """
    if engine.dialect.name != "sqlite":
        yield
        return
    database = str(engine.url.database)
    queue = _queues.setdefault(database, threading.Lock())
    if not queue.acquire(timeout=SQLITE_WAIT):
        raise TurnTimeoutError(f"no turn to write within {SQLITE_WAIT} seconds")
    try:
        with _turn_of_this_process(Path(database).parent):
            yield
    finally:
        queue.release()


@contextmanager
def _turn_of_this_process(folder: Path) -> Iterator[None]:
    """The system lets go of the lock for a process that is killed, so nobody waits for the dead.

    It is on the folder, because SQLite has locks of its own on its files, which end when anybody closes one. Who waits
    for it waits as long as it takes: the others of this process, who wait for them, hear after a while that they can't.
    """
    try:
        lock = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise OperationalError(None, None, error) from error  # as SQLite's own, of its file, would come
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def leave_no_trace(session: Session, *, however_large: bool = False) -> bool:
    """Take what was removed out of SQLite's file and its log too; whether that is done.

    `secure_delete` overwrites a row where it is, but not where it was before a page was split, so the file is written
    anew. Writers wait meanwhile: a large file is left to whoever tidies. A reader who stays long prevents it. On
    PostgreSQL it is for the server's own vacuum to do.
    """
    engine = session.get_bind().engine
    if engine.dialect.name != "sqlite":
        return True
    all_of_it = however_large or Path(str(engine.url.database)).stat().st_size <= LARGE
    try:
        with _turn(engine), closing(engine.raw_connection()) as connection:
            return _write_anew(connection.cursor(), all_of_it=all_of_it) and all_of_it
    except (sqlite3.OperationalError, OperationalError, TurnTimeoutError):
        return False  # somebody writes all the time, or the disk is full


def _write_anew(cursor: DBAPICursor, *, all_of_it: bool) -> bool:
    """Whether the log is empty now."""
    cursor.execute("PRAGMA busy_timeout=1000")  # milliseconds
    try:
        if all_of_it:
            cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, *_ = cursor.fetchone() or (1,)
        return not busy
    finally:
        cursor.execute(f"PRAGMA busy_timeout={SQLITE_WAIT * 1000}")


def add(session: Session, table: type[DeclarativeBase], *rows: Mapping[str, Any]) -> None:
    """Insert rows now: several times as fast as objects of the session's, which are looked after until the commit."""
    connection = connection_of(session)
    connection.execute(_insert(connection.dialect.name, table), rows)


def add_unless_there(session: Session, table: type[DeclarativeBase], values: Mapping[str, Any]) -> bool:
    """Insert a row unless a unique value of it is taken, also when two come at once; whether it was inserted."""
    connection = connection_of(session)
    statement = _insert_unless_there(connection.dialect.name, table)
    return connection.execute(statement, values, execution_options={"preserve_rowcount": True}).rowcount == 1


def add_numbers(session: Session, table: type[DeclarativeBase], rows: Sequence[Mapping[str, Any]], column: str) -> None:
    """Insert rows, in their order; where one with the same primary key is there, its `column` grows by the new one's.

    Whoever comes at once with the same rows in the same order waits, and nothing is lost.
    """
    connection = connection_of(session)
    insert = _insert(connection.dialect.name, table)
    grown = {column: insert.table.c[column] + insert.excluded[column]}
    connection.execute(insert.on_conflict_do_update(index_elements=list(insert.table.primary_key), set_=grown), rows)


def add_or_lock(
    session: Session, table: type[DeclarativeBase], rows: Sequence[Mapping[str, Any]]
) -> Sequence[RowMapping]:
    """Insert rows, and hold those whose key is taken until the commit, all in the order of their keys; as each now is.

    The order keeps two who want the same rows from waiting for each other.
    """
    connection = connection_of(session)
    statement = _insert_or_lock(connection.dialect.name, table)
    (key,) = statement.table.primary_key
    ordered = sorted(rows, key=lambda row: str(row[key.name]))
    return connection.execute(statement, ordered).mappings().all()


# To make a statement takes as long as to run it, so each is made once.


@cache
def _insert(kind: str, table: type[DeclarativeBase]) -> Insert:
    return (sqlite.insert if kind == "sqlite" else postgresql.insert)(table.metadata.tables[table.__tablename__])


@cache
def _insert_unless_there(kind: str, table: type[DeclarativeBase]) -> Insert:
    return _insert(kind, table).on_conflict_do_nothing()


@cache
def _insert_or_lock(kind: str, table: type[DeclarativeBase]) -> ReturningInsert[*tuple[Any, ...]]:
    insert = _insert(kind, table)
    (key,) = insert.table.primary_key
    locked = insert.on_conflict_do_update(index_elements=[key], set_={key.name: key})
    return locked.returning(*insert.table.c)


def as_read(session: Session, table: type[Row], values: Mapping[str, Any]) -> Row:
    """The row that was just inserted, as the session would give it if it read it again."""
    row = class_mapper(table).class_manager.new_instance()
    vars(row).update(values)
    make_transient_to_detached(row)
    session.add(row)
    return row


def kind_and_size(session: Session) -> tuple[str, int]:
    """`sqlite` or `postgresql`, and the bytes that it takes."""
    kind = session.get_bind().dialect.name
    ask = {
        "sqlite": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
        "postgresql": "SELECT pg_database_size(current_database())",
    }
    return kind, session.execute(text(ask[kind])).scalar_one()


# Migrations ---------------------------------------------------------------------------------------------------------


def _migrations(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine) -> None:
    """Bring the tables up to this version, all or nothing; two hosts at once take turns. The way back is a backup."""
    if engine.dialect.name == "sqlite" and engine.url.database:
        Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
    with engine.begin() as connection:
        _to_write(connection)
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))
        command.upgrade(_migrations(connection), "head")


def check_revision(engine: Engine) -> None:
    """Raise DatabaseError unless the tables are those that this version of the service works with."""
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    wanted = ScriptDirectory.from_config(_migrations()).get_current_head()
    if found != wanted:
        raise DatabaseError(
            f"The database is at revision {found or 'none'}, this version of the service needs {wanted}. "
            "Run: flask --app forms_service upgrade"
        )


def knows_revision(revision: str) -> bool:
    """Whether this version of the service can bring tables of that revision up to date."""
    return revision in {script.revision for script in ScriptDirectory.from_config(_migrations()).walk_revisions()}


def append_only(kind: str, table: str) -> Sequence[str]:
    """The statements that make a database of this kind ("sqlite" or "postgresql") refuse to change or remove rows."""
    words = f"rows of {table} are never changed or removed"
    if kind == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()",
    ]
