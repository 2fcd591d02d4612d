"""What is due to go, and its going: people whose time is up, old letters, and what is left of signing in.

Periods are months, counted in days of London: what is due goes on the day after, never before.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import ColumnElement, case, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from site_builder.catalogue import LONDON, day_words

from . import erasures, interests
from .db import add_unless_there, leave_no_trace, writing
from .models import (
    AgeBand,
    Applicant,
    Base,
    Bucket,
    DeskSession,
    Entry,
    Heartbeat,
    Interest,
    Letter,
    Link,
    Outcome,
    SignInLink,
)
from .post import london_day
from .settings import Keep
from .trouble import Trouble

LAST_RUN = "tidy"  # its name among the heartbeats
SILENCE = timedelta(days=2)  # a service that nobody heard of for longer was off, or its clock is wrong
BETWEEN_RUNS = timedelta(days=35)  # a clock that jumps while the worker lives takes the other signs of life with it
LINKS_STAY = timedelta(days=30)  # after their end, so that they can be told from those that never were
LIMITS_STAY = timedelta(days=7)  # every bucket is full again long before
NO_CONTACT = ("viewed", "letter_failed")  # lines of the record that no applicant noticed


class Reason(StrEnum):
    """Why somebody is due to be erased."""

    NOTHING_CAME = "nothing came of it"
    UNANSWERED = "under 18, and nobody answered"
    NOT_THIS_TIME = "not this time"
    STARTED = "started, and handed over"
    WAITED = "waited for as long as they agreed to"
    ERASED_BEFORE = "erased before, and back from a backup"


class Kept(StrEnum):
    """Why somebody whose time is up stays."""

    UNREAD = "nobody has looked at it"
    SET_ASIDE = "it is set aside, and nobody has decided"
    UNSENT = "a letter has not gone out"


class NotNow(Trouble):
    """The clock can't be trusted, or it is the wrong hour. The message says what to do."""


@dataclass(frozen=True)
class Held:
    """What retention knows of an interest whose person is not erased."""

    id: str
    version: int
    organisation: str
    outcome: str | None
    age_band: str
    received_at: datetime
    moved_at: datetime
    confirmed_at: datetime | None
    last_contact: datetime
    read: bool
    set_aside: bool
    unsent: bool

    @property
    def kept(self) -> Kept | None:
        """Why it stays, however old it is."""
        if self.outcome is None and not self.read:
            return Kept.UNREAD
        if self.set_aside:
            return Kept.SET_ASIDE
        return Kept.UNSENT if self.unsent else None


@dataclass(frozen=True)
class Plan:
    """What would go, and what stays though its time is up. `rows` are how many rows go besides, in words.

    `traces`: rows are gone, but what was in them may still be found in SQLite's file or log.
    """

    erase: Sequence[tuple[Held, Reason]]
    stay: Sequence[tuple[Held, Kept]]
    rows: Mapping[str, int]
    traces: bool = False

    def lines(self) -> Iterator[str]:
        """As counts by organisation and reason."""
        yield from _counted("To erase", [(held.organisation, str(reason)) for held, reason in self.erase])
        yield from _counted("Due, but kept", [(held.organisation, str(why)) for held, why in self.stay])
        for words, number in self.rows.items():
            yield f"{words}: {number}"
        if self.traces:
            yield "Traces of what went are left in the database’s file, because it was in use. Run this again soon."


def _counted(words: str, found: Sequence[tuple[str, str]]) -> Iterator[str]:
    counts = Counter(found)
    yield f"{words}: {len(found)}"
    yield from (
        f"  {organisation}: {reason}: {counts[organisation, reason]}" for organisation, reason in sorted(counts)
    )


def due(held: Held, keep: Keep, today: date) -> Reason | None:
    """Why somebody's time was up before `today`, a day in London; None while it isn't."""
    reason, since, months = _rule(held, keep)
    return reason if months_after(london_day(since), months) < today else None


def _rule(held: Held, keep: Keep) -> tuple[Reason, datetime, int]:
    young = held.age_band in (AgeBand.UNDER_16, AgeBand.UNDER_18)
    heard_of = held.moved_at != held.received_at or held.confirmed_at is not None
    if held.outcome is None and young and not heard_of:
        return Reason.UNANSWERED, held.last_contact, keep.unanswered
    if held.outcome == Outcome.NOT_THIS_TIME:
        return Reason.NOT_THIS_TIME, held.moved_at, keep.not_this_time
    if held.outcome == Outcome.STARTED:
        return Reason.STARTED, held.moved_at, keep.started
    if held.outcome == Outcome.WAITING:
        return Reason.WAITED, held.moved_at, keep.waiting
    return Reason.NOTHING_CAME, held.last_contact, keep.open


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or the last that it has."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


# The clock ----------------------------------------------------------------------------------------------------------


def check_clock(session: Session, now: datetime) -> None:
    """Raise NotNow unless the clock agrees with the last that the database heard of it."""
    beats = {beat.name: beat.at for beat in session.scalars(select(Heartbeat))}
    last_run = beats.pop(LAST_RUN, None)
    last_line = session.scalar(select(Entry.at).order_by(Entry.id.desc()).limit(1))
    signs = [at for at in (*beats.values(), last_line) if at]
    for at, what, silence in [
        (max(signs, default=None), "the last sign of life in the database", SILENCE),
        (last_run, "the last tidying", BETWEEN_RUNS),
    ]:
        if at and not -SILENCE <= now - at <= silence:
            raise NotNow(
                f"The clock says {_day(now)}, and {what} is of {_day(at)}. A wrong clock would erase people before "
                "their time. If the clock is right: tidy --clock-is-right"
            )


def check_hour(now: datetime) -> None:
    """Raise NotNow around midnight in London, when two clocks may not agree which day it is."""
    if now.astimezone(LONDON).hour in (23, 0):
        raise NotNow("Around midnight it isn't sure which day it is. Run this between 1:00 and 23:00, London time.")


def _day(moment: datetime) -> str:
    return day_words(london_day(moment))


# What goes ----------------------------------------------------------------------------------------------------------


def plan(session: Session, keep: Keep, *, now: datetime, remembered_in: Path) -> Plan:
    """What tidying would do. Raises OSError if the list of erasures can't be read."""
    today, back = london_day(now), set(erasures.remembered(remembered_in))
    erase: list[tuple[Held, Reason]] = []
    stay: list[tuple[Held, Kept]] = []
    for held in _all_held(session):
        reason = Reason.ERASED_BEFORE if held.id in back else due(held, keep, today)
        if reason and reason != Reason.ERASED_BEFORE and held.kept:
            stay.append((held, held.kept))
        elif reason:
            erase.append((held, reason))
    rows: Counter[str] = Counter()
    for words, table, which in _old_rows(keep, now):
        rows[words] += _count(session, table, which)
    return Plan(erase, stay, rows)


def tidy(session: Session, keep: Keep, *, now: datetime, remembered_in: Path) -> Plan:
    """Do it, each person in a transaction of their own, and tell what was done. Whoever was moved meanwhile stays."""
    made = plan(session, keep, now=now, remembered_in=remembered_in)
    done = [(held, reason) for held, reason in made.erase if _erase(session, held, now, remembered_in)]
    with writing(session):
        for _, table, which in _old_rows(keep, now):
            session.execute(delete(table).where(which))
        if not add_unless_there(session, Heartbeat, {"name": LAST_RUN, "at": now}):
            session.execute(update(Heartbeat).where(Heartbeat.name == LAST_RUN).values(at=now))
    traces = not leave_no_trace(session, however_large=True)
    return Plan(done, made.stay, made.rows, traces)


def erase_again(session: Session, *, now: datetime, remembered_in: Path) -> int:
    """Erase whom a backup has brought back; how many there were. Raises OSError if the list can't be read."""
    back = set(erasures.remembered(remembered_in))
    done = sum(_erase(session, held, now, remembered_in) for held in _all_held(session) if held.id in back)
    if done:
        leave_no_trace(session, however_large=True)
    return done


def _erase(session: Session, held: Held, now: datetime, remember_in: Path) -> bool:
    """Whether it was done: not if the interest has changed since we looked."""
    interest = session.get_one(Interest, held.id)
    try:
        interests.erase_one_of_many(
            session, interest, by="system", now=now, remember_in=remember_in, version=held.version
        )
    except interests.Stale:
        return False
    return True


def _all_held(session: Session) -> Sequence[Held]:
    contact = func.max(case((Entry.verb.not_in(NO_CONTACT), Entry.at)))
    read = func.max(case((Entry.verb == "viewed", 1), else_=0))
    record = select(Entry.interest_id, contact.label("contact"), read.label("read")).group_by(Entry.interest_id)
    lines = record.subquery()
    unsent = exists().where(Letter.interest_id == Interest.id, Letter.sent_at.is_(None), Letter.failed_at.is_(None))
    rows = session.execute(
        select(
            Interest.id,
            Interest.version,
            Interest.organisation,
            Interest.outcome,
            Interest.age_band,
            Interest.received_at,
            Interest.moved_at,
            Applicant.confirmed_at,
            lines.c.contact,
            lines.c.read == 1,
            Interest.set_aside.is_not(None),
            unsent,
        )
        .join(Applicant, Applicant.interest_id == Interest.id)
        .join(lines, lines.c.interest_id == Interest.id)
        .order_by(Interest.received_at, Interest.id)
    )
    return [Held(*row) for row in rows]


def _old_rows(keep: Keep, now: datetime) -> Sequence[tuple[str, type[Base], ColumnElement[bool]]]:
    """What goes besides people: in words, the table and which of its rows."""
    midnight = datetime.combine(months_after(london_day(now), -keep.letters), time.min, LONDON)
    return [
        ("Old letters", Letter, or_(Letter.sent_at < midnight, Letter.failed_at < midnight)),
        ("Links of applicants", Link, or_(Link.expires_at < now - LINKS_STAY, Link.revoked_at < now - LINKS_STAY)),
        ("Ways into the desk", SignInLink, SignInLink.expires_at < now),
        ("Ways into the desk", DeskSession, DeskSession.expires_at < now),
        ("Limits", Bucket, Bucket.filled_at < now - LIMITS_STAY),
    ]


def _count(session: Session, table: type[Base], which: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(table).where(which)) or 0
