"""Limits: so many at once, more with time, the same for every process."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session, sessionmaker

from forms_service.limits import take

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def take_all(session: Session, now: datetime, name: str = "sign-in") -> int:
    """How many can be taken at a moment."""
    taken = 0
    while take(session, name, capacity=3, per_minute=2, now=now):
        taken += 1
    return taken


def test_a_full_bucket_gives_its_capacity_and_then_nothing(session: Session) -> None:
    assert take_all(session, NOW) == 3
    assert take_all(session, NOW) == 0


def test_it_refills_with_time_and_never_beyond_its_capacity(session: Session) -> None:
    take_all(session, NOW)
    assert take_all(session, NOW + timedelta(seconds=29)) == 0
    assert take_all(session, NOW + timedelta(seconds=60)) == 2
    assert take_all(session, NOW + timedelta(days=1)) == 3


def test_each_name_has_a_bucket_of_its_own(session: Session) -> None:
    take_all(session, NOW, "one")
    assert take_all(session, NOW, "other") == 3


def test_a_clock_that_is_put_back_neither_fills_nor_locks_it(session: Session) -> None:
    take_all(session, NOW)
    assert take_all(session, NOW - timedelta(hours=1)) == 0
    assert take_all(session, NOW + timedelta(minutes=1)) == 2


def test_many_at_once_get_no_more_than_there_is(sessions: sessionmaker[Session]) -> None:
    def attempt(_: int) -> bool:
        with sessions() as session:
            return take(session, "shared", capacity=5, per_minute=0.001, now=NOW)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(40))) == 5
