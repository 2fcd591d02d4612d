"""Which roles and events are news now, the newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from site_builder.catalogue import Catalogue, Event, Role, Standing, State

from .updated import event_updated, role_updated

_NEWS = (State.OPEN, State.WAITING_LIST, State.UPCOMING)


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A role, with how it stands, or an event. `news` is whether a feed tells of it now."""

    noun: Role | Event
    updated: datetime | None
    news: bool
    standing: Standing | None = None

    @property
    def path(self) -> str:
        """The address of its page."""
        return f"{'roles' if isinstance(self.noun, Role) else 'events'}/{self.noun.key}/"


def told_roles(catalogue: Catalogue, now: datetime) -> tuple[Told, ...]:
    """Every role. Open, opening and waiting lists are news; closed, paused and unknown are not."""
    return newest_first(_role(role, now) for role in catalogue.roles.values())


def told_events(catalogue: Catalogue, now: datetime) -> tuple[Told, ...]:
    """Every event. One is news from some weeks before it starts until it is over."""
    return newest_first(_event(event, now) for event in catalogue.events.values())


def newest_first(found: Iterable[Told]) -> tuple[Told, ...]:
    """Those of one time by their addresses, and those without a time last."""
    by_address = sorted(found, key=lambda told: told.noun.key)
    return tuple(sorted(by_address, key=lambda told: told.updated.timestamp() if told.updated else 0, reverse=True))


def _role(role: Role, now: datetime) -> Told:
    standing = role.standing(now)
    return Told(role, role_updated(role, now), standing is not None and standing.state in _NEWS, standing)


def _event(event: Event, now: datetime) -> Told:
    updated = event_updated(event, now)
    return Told(event, updated, updated is not None and not event.is_over(now))
