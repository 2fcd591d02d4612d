"""Limits: so many at once, more with time, the same for every process."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker

from forms_service.db import writing
from forms_service.limits import Limit, TooMany, named, network, take, take_each

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


# Several at once ----------------------------------------------------------------------------------------------------


def test_each_of_several_buckets_gives_one_and_says_what_it_had(session: Session) -> None:
    limits = [Limit("wide", 3, 1), Limit("narrow", 1, 1)]
    seen = []
    for _ in range(3):
        with writing(session):
            seen.append(dict(take_each(session, limits, NOW)))

    assert seen == [{"wide": 3, "narrow": 1}, {"wide": 2, "narrow": 0}, {"wide": 1, "narrow": 0}]


def test_what_is_taken_in_a_transaction_that_fails_is_not_taken(session: Session) -> None:
    def taken_and_thought_better_of() -> None:
        with writing(session):
            take_each(session, [Limit("sign-in", 3, 2)], NOW)
            raise TooMany

    with pytest.raises(TooMany):
        taken_and_thought_better_of()
    assert take_all(session, NOW) == 3


def test_two_who_want_the_same_buckets_in_another_order_do_not_wait_for_each_other(
    sessions: sessionmaker[Session],
) -> None:
    together = Barrier(4)

    def attempt(number: int) -> None:
        limits = [Limit(f"bucket {n}", 1000, 1) for n in range(6)]
        for _ in range(10):
            with sessions() as session:
                together.wait(30)
                with writing(session):
                    take_each(session, limits if number % 2 else limits[::-1], NOW)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(attempt, range(4)))
    with sessions() as session, writing(session):
        assert take_each(session, [Limit("bucket 0", 1000, 1)], NOW) == {"bucket 0": 960}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_they_are_one_read_and_one_write_however_many(session: Session) -> None:
    said: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *told: said.append(told[2].split()[0]))
    with writing(session):
        take_each(session, [Limit(f"bucket {number}", 5, 1) for number in range(4)], NOW)
    assert said == ["BEGIN", "INSERT", "UPDATE"]


# Names --------------------------------------------------------------------------------------------------------------


def test_a_name_tells_what_for_and_nobody_without_the_secret_whom() -> None:
    name = named("a secret", "form-from", "203.0.113.7")
    assert re.fullmatch(r"form-from:[0-9a-f]{32}", name)
    assert name != named("another secret", "form-from", "203.0.113.7")
    assert name != named("a secret", "form-from", "203.0.113.8")
    assert name.partition(":")[2] != named("a secret", "sign-in-from", "203.0.113.7").partition(":")[2]
    assert named("a secret", "form-from", "203.0.113.7") == name


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("203.0.113.7:51234", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("[::ffff:203.0.113.7]:443", "203.0.113.7"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::1]:51234", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::1]", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix:", "unix:"),
        ("", ""),
    ],
)
def test_a_network_is_an_ipv4_address_or_a_household_of_ipv6(address: str, found: str) -> None:
    assert network(address) == found
