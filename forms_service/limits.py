"""Limits on how often something may happen, kept in the database: they outlast a restart and hold for all processes."""

import hmac
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv6Address, IPv6Network, ip_address

from sqlalchemy import RowMapping, bindparam, update
from sqlalchemy.orm import Session

from .db import add_or_lock, connection_of, writing
from .models import Bucket


class TooMany(Exception):  # noqa: N818  no error of the program
    """More than we take has come from one network address. Nothing was written; in a few minutes it is taken."""


@dataclass(frozen=True)
class Limit:
    """A bucket that holds `capacity` tokens and refills. `name` is what the table shows: see `named`.

    As long as it has one, `cost` are taken, or all that there are.
    """

    name: str
    capacity: float
    per_minute: float
    cost: int = 1


def named(secret: str, what: str, value: str) -> str:
    """The name of a bucket about somebody. Without the secret key nobody can tell of whom, or whether of somebody."""
    said = f"citizens in policing: limit {what} {value}"
    return f"{what}:{hmac.new(secret.encode(), said.encode(), 'sha256').hexdigest()[:32]}"


def network(address: str) -> str:
    """Whose doing it is that comes from a network address: an IPv4 address, or a household's /64 of IPv6.

    Some proxies add a port to it. What is no address stands for itself.
    """
    for said in (address, address.rpartition(":")[0], address.rpartition("]")[0].removeprefix("[")):
        with suppress(ValueError):
            found = ip_address(said.partition("%")[0])
            if not isinstance(found, IPv6Address):
                return str(found)
            return str(found.ipv4_mapped or IPv6Network((int(found) >> 64 << 64, 64)))
    return address


def take(session: Session, name: str, *, capacity: float, per_minute: float, now: datetime) -> bool:
    """Take a token from the bucket `name`, which holds `capacity` and refills; False if it is empty. Commits."""
    with writing(session):
        return take_each(session, [Limit(name, capacity, per_minute)], now)[name] >= 1


def take_each(session: Session, limits: Sequence[Limit], now: datetime) -> Mapping[str, float]:
    """Take from each bucket that has a token, in a transaction of the caller's: what was in each before, by name.

    A clock that is put back neither fills nor empties it.
    """
    full = [{"name": limit.name, "tokens": limit.capacity, "filled_at": now} for limit in limits]
    found = {row["name"]: row for row in add_or_lock(session, Bucket, full)}
    levels = {limit.name: _level(limit, found[limit.name], now) for limit in limits}
    changes = [
        {
            "at": limit.name,
            "tokens": max(level - limit.cost, 0) if level >= 1 else level,
            "filled_at": max(now, found[limit.name]["filled_at"]),
        }
        for limit, level in zip(limits, levels.values(), strict=True)
    ]
    connection_of(session).execute(_KEEP, changes)
    return levels


_BUCKETS = Bucket.metadata.tables[Bucket.__tablename__]
_KEEP = update(_BUCKETS).where(_BUCKETS.c.name == bindparam("at"))


def _level(limit: Limit, bucket: RowMapping, now: datetime) -> float:
    minutes = max((now - bucket["filled_at"]).total_seconds() / 60, 0.0)
    return float(min(bucket["tokens"] + minutes * limit.per_minute, limit.capacity))
