"""The database: transactions that last, moments that keep their zone, rows that come once."""

import sqlite3
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from multiprocessing import get_context
from threading import Event, Thread

import pytest
from sqlalchemy import Engine, event, func, select, text
from sqlalchemy.exc import OperationalError, StatementError, TimeoutError
from sqlalchemy.orm import Session, sessionmaker

from forms_service import db
from forms_service.models import Bucket, Heartbeat


def test_commits_reach_the_disk_and_nobody_waits_for_ever(empty_database_url: str) -> None:
    engine = db.engine(empty_database_url)
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            assert connection.scalar(text("SHOW lock_timeout")) == "10s"
            assert connection.scalar(text("SHOW statement_timeout")) == "30s"
    else:
        with engine.connect() as connection:
            pragmas = {
                name: connection.scalar(text(f"PRAGMA {name}"))
                for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
            }
        full = 2
        assert pragmas == {
            "journal_mode": "wal",
            "synchronous": full,
            "foreign_keys": 1,
            "secure_delete": 1,
            "busy_timeout": 10_000,
        }
    engine.dispose()


@pytest.mark.parametrize("url", ["mysql://host/name", "portal.db", "", "sqlite+nonsense://"])
def test_a_database_of_another_kind_is_refused_with_what_to_write(url: str) -> None:
    with pytest.raises(db.DatabaseError) as caught:
        db.engine(url)

    assert str(caught.value) == ("The database address is neither sqlite:///a/file.db nor postgresql://user@host/name.")


def test_a_moment_comes_back_in_utc_whatever_zone_it_was_said_in(session: Session) -> None:
    with db.writing(session):
        said = datetime(2026, 7, 1, 0, 30, 0, 123456, tzinfo=timezone(timedelta(hours=1)))
        session.add(Heartbeat(name="letters", at=said))

    session.expire_all()
    found = session.get_one(Heartbeat, "letters").at
    assert found == datetime(2026, 6, 30, 23, 30, 0, 123456, tzinfo=UTC)
    assert found.tzinfo is UTC


def test_a_moment_without_its_zone_is_refused(session: Session) -> None:
    with pytest.raises(StatementError, match="a moment needs its time zone"), db.writing(session):
        session.add(Heartbeat(name="letters", at=datetime(2026, 7, 1)))  # noqa: DTZ001  the mistake under test

    assert session.scalar(select(func.count(Heartbeat.name))) == 0


def test_a_transaction_that_fails_in_the_middle_leaves_nothing(session: Session) -> None:
    def fail_in_the_middle() -> None:
        with db.writing(session):
            session.add(Heartbeat(name="letters", at=datetime(2026, 7, 1, tzinfo=UTC)))
            session.flush()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail_in_the_middle()

    assert session.scalars(select(Heartbeat)).all() == []


def test_a_row_is_added_once_and_the_second_is_told(session: Session) -> None:
    now = datetime(2026, 7, 1, tzinfo=UTC)
    with db.writing(session):
        first = db.add_unless_there(session, Heartbeat, {"name": "letters", "at": now})
        second = db.add_unless_there(session, Heartbeat, {"name": "letters", "at": now + timedelta(hours=1)})

    assert (first, second) == (True, False)
    assert session.get_one(Heartbeat, "letters").at == now


def test_writers_take_turns_and_none_is_told_that_the_database_is_locked(sessions: sessionmaker[Session]) -> None:
    now = datetime(2026, 7, 1, tzinfo=UTC)
    with sessions() as session, db.writing(session):
        session.add(Bucket(name="shared", tokens=0, filled_at=now))

    def add_one(_: int) -> None:
        with sessions() as session:
            session.scalars(select(Bucket)).all()  # a read first: what would otherwise fail when it turns into a write
            with db.writing(session):
                session.get_one(Bucket, "shared", with_for_update=True).tokens += 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add_one, range(80)))

    with sessions() as session:
        assert session.get_one(Bucket, "shared").tokens == 80


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_writers_queue_and_do_not_collide_be_they_of_one_process_or_of_several(
    database_url: str, sessions: sessionmaker[Session]
) -> None:
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        writing = [pool.submit(_write_at_once, database_url, name) for name in ("here", "there")]
        together = {name for done in writing for name in done.result()}

    with sessions() as session:
        assert set(session.scalars(select(Bucket.name))) == together
    assert len(together) == 2 * 80


def _write_at_once(database_url: str, who: str) -> list[str]:
    """From eight threads, and the first collision is an error. What was written."""
    engine, now = db.engine(database_url), datetime(2026, 7, 1, tzinfo=UTC)
    event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA busy_timeout=0"))
    sessions = db.sessions(engine)

    def write(name: str) -> str:
        with sessions() as session, db.writing(session):
            session.add(Bucket(name=name, tokens=0, filled_at=now))
        return name

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(write, [f"{who} {number}" for number in range(80)]))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_writer_whose_turn_does_not_come_is_told_and_the_next_one_gets_it(
    engine: Engine, sessions: sessionmaker[Session]
) -> None:
    begun, done = Event(), Event()

    def keep_the_others_waiting() -> None:
        with sessions() as session, db.writing(session):
            begun.set()
            done.wait()

    thread = Thread(target=keep_the_others_waiting)
    thread.start()
    begun.wait()
    with pytest.raises(TimeoutError) as caught, sessions() as session, db.writing(session):
        pytest.fail("two wrote at once")
    done.set()
    thread.join()

    assert str(caught.value) == f"no turn to write within {db.SQLITE_WAIT} seconds"
    with sessions() as session, db.writing(session):
        session.add(Heartbeat(name="letters", at=datetime(2026, 7, 1, tzinfo=UTC)))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_writer_who_can_not_begin_because_another_program_writes_is_told_and_holds_nothing(
    engine: Engine, sessions: sessionmaker[Session]
) -> None:
    event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA busy_timeout=0"))
    with closing(sqlite3.connect(str(engine.url.database), isolation_level=None)) as another, sessions() as session:
        another.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="database is locked"), db.writing(session):
            pytest.fail("two wrote at once")

        assert not session.in_transaction()


def test_an_error_of_the_database_holds_none_of_the_values(engine: Engine) -> None:
    with pytest.raises(StatementError) as caught, engine.connect() as connection:
        connection.execute(text("INSERT INTO nowhere VALUES (:name)"), {"name": "Canary Bird"})

    assert "Canary" not in str(caught.value)
