"""The outbox: each letter is leased, handed to the mail server and recorded; what fails for now is tried again.

A letter is sent once. If a worker dies between the mail server's yes and our record of it, the letter goes once more
when the lease runs out, with the same Message-ID.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from threading import Event

from sqlalchemy import Select, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from . import logs
from .db import add_unless_there, writing
from .mail import NotYet, Refused, Transport, Unreachable, message
from .models import Entry, Heartbeat, Letter

log = logging.getLogger(__name__)

WORKER = "letters"  # its name among the heartbeats
LEASE = timedelta(minutes=10)  # longer than any letter takes to send
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(minutes=4)
GIVE_UP_AFTER = timedelta(hours=72)
HELD = datetime(9998, 1, 1, tzinfo=UTC)  # due then: a letter that came back with a backup, and may have gone already
POLL = 2.0  # seconds until the next look, when there is nothing to send or nobody to take it


class Result(StrEnum):
    """What became of a letter. After `unreachable` there is no sense in trying the next one at once."""

    SENT = "sent"
    FAILED = "failed"
    LATER = "later"
    UNREACHABLE = "unreachable"


def send_due(sessions: sessionmaker[Session], transport: Transport, *, sender: str, now: datetime) -> int:
    """Send every letter that is due at `now`, until none is left or the server can't be reached; how many went out."""
    sent = 0
    while (result := send_next(sessions, transport, sender=sender, now=now)) not in (None, Result.UNREACHABLE):
        sent += result is Result.SENT
    return sent


def send_next(sessions: sessionmaker[Session], transport: Transport, *, sender: str, now: datetime) -> Result | None:
    """Send the letter that has been due longest and record what came of it; None when no letter is due.

    `sender` is the address that letters come from.
    """
    with sessions() as session:
        letter = _lease(session, now)
        if letter is None:
            return None
        try:
            transport.send(message(letter, sender=sender, now=now))
        except Refused as error:
            return _fail(session, letter, str(error), now)
        except (NotYet, Unreachable) as error:
            return _put_off(session, letter, error, now)
        return _sent(session, letter, now)


def work(
    sessions: sessionmaker[Session],
    transport: Transport,
    *,
    sender: str,
    clock: Callable[[], datetime],
    stop: Event,
) -> None:
    """Send letters and show that we live, until `stop` is set. A database that fails for a while is waited for."""
    results: Counter[Result] = Counter()
    while not stop.is_set():
        try:
            beat(sessions, now=clock())
            result = send_next(sessions, transport, sender=sender, now=clock())
        except SQLAlchemyError as error:
            log.error(logs.of_error("database unavailable", error))
            result = None
        if result:
            results[result] += 1
        if result in (None, Result.UNREACHABLE):
            _tell(results)
            stop.wait(POLL)
    _tell(results)


def _tell(results: Counter[Result]) -> None:
    """Say in the log what became of the letters since it was last said."""
    if results:
        later = results[Result.LATER] + results[Result.UNREACHABLE]
        log.info(logs.Event("letters", sent=results[Result.SENT], failed=results[Result.FAILED], later=later))
        results.clear()


def held(session: Session) -> int:
    """How many letters wait to be released."""
    return len(session.scalars(_held()).all())


def release(session: Session, *, now: datetime) -> int:
    """Send the letters that were held after all, from now on; how many. Commits."""
    with writing(session):
        letters = session.scalars(_held()).all()
        for letter in letters:
            letter.due_at = now
    return len(letters)


def give_up_held(session: Session, *, now: datetime) -> int:
    """Never send the letters that were held, and put that on the record; how many. Commits."""
    with writing(session):
        letters = session.scalars(_held()).all()
        for letter in letters:
            letter.failed_at, letter.last_error = now, "held after a restore"
            session.add(_entry(letter, "letter_failed", now))
    return len(letters)


def _held() -> Select[Letter]:
    return select(Letter).where(Letter.due_at >= HELD, Letter.sent_at.is_(None), Letter.failed_at.is_(None))


def beat(sessions: sessionmaker[Session], *, now: datetime) -> None:
    """Write down that the worker is alive."""
    with sessions() as session, writing(session):
        if not add_unless_there(session, Heartbeat, {"name": WORKER, "at": now}):
            session.execute(update(Heartbeat).where(Heartbeat.name == WORKER).values(at=now))


def _lease(session: Session, now: datetime) -> Letter | None:
    """The letter due longest, ours alone for a while. PostgreSQL skips those that another worker is just taking."""
    due = (
        select(Letter)
        .where(Letter.sent_at.is_(None), Letter.failed_at.is_(None), Letter.due_at <= now)
        .where(or_(Letter.leased_until.is_(None), Letter.leased_until <= now))
        .order_by(Letter.due_at, Letter.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    with writing(session):
        letter = session.scalar(due)
        if letter:
            letter.leased_until = now + LEASE
            letter.attempts += 1
    return letter


@contextmanager
def _unless_erased(session: Session, letter: Letter) -> Iterator[bool]:
    """A write transaction, and whether the letter is still there: the person may be erased while it is on its way."""
    id = letter.id
    with writing(session):
        yield session.get(Letter, id, with_for_update=True) is not None


def _sent(session: Session, letter: Letter, now: datetime) -> Result:
    with _unless_erased(session, letter) as there:
        if there:
            letter.sent_at, letter.leased_until, letter.last_error = now, None, None
            session.add(_entry(letter, "letter_sent", now))
    return Result.SENT


def _fail(session: Session, letter: Letter, why: str, now: datetime) -> Result:
    with _unless_erased(session, letter) as there:
        if there:
            letter.failed_at, letter.leased_until, letter.last_error = now, None, why
            session.add(_entry(letter, "letter_failed", now))
    return Result.FAILED


def _put_off(session: Session, letter: Letter, error: NotYet | Unreachable, now: datetime) -> Result:
    if now - letter.created_at >= GIVE_UP_AFTER:
        return _fail(session, letter, str(error), now)
    with _unless_erased(session, letter) as there:
        if there:
            letter.due_at, letter.leased_until, letter.last_error = now + _wait(letter.attempts), None, str(error)
    return Result.UNREACHABLE if isinstance(error, Unreachable) else Result.LATER


def _wait(attempts: int) -> timedelta:
    """15 s, 30 s, 1 min, 2 min, then 4 min: short enough that a server that is back gets its letters soon."""
    doubled: int = 2 ** min(attempts - 1, 10)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def _entry(letter: Letter, verb: str, now: datetime) -> Entry:
    return Entry(interest_id=letter.interest_id, at=now, actor="system", verb=verb)
