"""When what is told last changed, as far as the content tells: the same from build to build until it changes again."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import chain

from site_builder.catalogue import LONDON, Event, Role

NEWS_BEFORE = timedelta(weeks=12)  # nobody notes when an event was announced, so it is news this long before it starts


def role_updated(role: Role, now: datetime) -> datetime | None:
    """The later of the day of its review and the last change of its state, in London time; None if neither is known."""
    changes = (moment for moment in role.changes() if moment <= now)
    return newest(chain([reviewed(role.reviewed, now)], changes))


def reviewed(day: date | None, now: datetime) -> datetime | None:
    """The beginning of the day of a review, if it has begun."""
    begins = datetime.combine(day, time.min, LONDON) if day else None
    return begins if begins and begins <= now else None


def event_updated(event: Event, now: datetime) -> datetime | None:
    """When it became news; None if that is still to come."""
    begins = event.starts.begins - NEWS_BEFORE
    return begins if begins <= now else None


def newest(moments: Iterable[datetime | None]) -> datetime | None:
    """The last of those that are known."""
    return max((moment for moment in moments if moment), default=None)
