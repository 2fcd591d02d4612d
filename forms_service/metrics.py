"""How the service is doing, in numbers that a monitoring program reads: Prometheus' text format.

For operators alone: small numbers are not suppressed, so they are no publication.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from . import db
from .models import Heartbeat, Interest, Letter, Outcome
from .outbox import WORKER
from .post import london_day


class Sample(NamedTuple):
    """`label` is written in braces, as `state="open"`; None for the only one of its name."""

    value: int
    label: str | None = None


class Metric(NamedTuple):
    """A number now, or several: its name, what it counts, and each by its label."""

    name: str
    help: str
    samples: list[Sample]


def metric_lines(session: Session, *, built: datetime, now: datetime) -> Iterator[str]:
    """The text, a line each. `built` is when the site in use was put in place."""
    build_age = Metric("cip_build_age_seconds", "Since the site in use was built.", [_seconds(built, now)])
    counted = [*_letters(session, now), *_worker(session, now), *_interests(session, now), _database(session)]
    for metric in [*counted, build_age]:
        yield f"# HELP {metric.name} {metric.help}"
        yield f"# TYPE {metric.name} gauge"
        for sample in metric.samples:
            yield f"{metric.name}{f'{{{sample.label}}}' if sample.label else ''} {sample.value}"


def _seconds(since: datetime, now: datetime) -> Sample:
    return Sample(round((now - since).total_seconds()))


def _letters(session: Session, now: datetime) -> Iterator[Metric]:
    unsent = Letter.sent_at.is_(None), Letter.failed_at.is_(None)
    waiting, oldest = session.execute(select(func.count(), func.min(Letter.created_at)).where(*unsent)).one()
    failed = session.scalar(select(func.count()).where(Letter.failed_at.is_not(None))) or 0
    states = [Sample(waiting, 'state="waiting"'), Sample(failed, 'state="failed"')]
    yield Metric("cip_letters", "Letters that have not gone out.", states)
    yield Metric(
        "cip_oldest_waiting_letter_seconds",
        "How long the oldest letter has waited; 0 when none does.",
        [_seconds(oldest or now, now)],
    )


def _worker(session: Session, now: datetime) -> Iterator[Metric]:
    beat = session.get(Heartbeat, WORKER)
    yield Metric(
        "cip_worker_silent_seconds",
        "Since the letter worker was last seen; nothing when it never was.",
        [_seconds(beat.at, now)] if beat else [],
    )


def _interests(session: Session, now: datetime) -> Iterator[Metric]:
    rows = session.execute(select(Interest.outcome, func.count()).group_by(Interest.outcome))
    counts = {row[0]: row[1] for row in rows}
    states = {"open": counts.get(None, 0)} | {outcome.value: counts.get(outcome, 0) for outcome in Outcome}
    samples = [Sample(count, f'state="{state}"') for state, count in states.items()]
    yield Metric("cip_interests", "Interests, open or by how they ended.", samples)
    aside = session.scalar(select(func.count()).where(Interest.set_aside.is_not(None))) or 0
    yield Metric("cip_interests_set_aside", "Open interests that a person has to look at first.", [Sample(aside)])
    unmoved = Interest.outcome.is_(None), Interest.moved_at == Interest.received_at
    overdue = session.scalar(select(func.count()).where(*unmoved, Interest.reply_by < london_day(now))) or 0
    yield Metric("cip_interests_overdue", "Open interests whose promised reply is late.", [Sample(overdue)])


def _database(session: Session) -> Metric:
    kind, size = db.kind_and_size(session)
    return Metric("cip_database_bytes", "How much room the database takes.", [Sample(size, f'kind="{kind}"')])
