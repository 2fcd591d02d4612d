"""How a role stands now, and after each change to come: its page says all of it, so that an old page can be right."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from site_builder.catalogue import LONDON, Role, Standing, State

FORESEEN = timedelta(days=45)  # far longer than a page stands: it is drawn anew each night


class Moment(NamedTuple):
    """How a role stands from a moment in London on. `closes` is the last day of a state that takes names, if it
    has one."""

    now: datetime
    standing: Standing | None
    takes_names: bool
    closes: date | None

    @property
    def seconds(self) -> int:
        """Since 1970, as scripts count."""
        return int(self.now.timestamp())

    @property
    def days_left(self) -> int | None:
        """0 on the last day."""
        return (self.closes - self.now.date()).days if self.closes else None


def moments(role: Role, now: datetime) -> tuple[Moment, ...]:
    """The present one, then one for each change that is foreseen."""
    now = now.astimezone(LONDON)
    changes = sorted({change for change in role.changes() if now < change})
    standings = [(moment, role.standing(moment)) for moment in (now, *changes)]
    return tuple(
        Moment(moment, standing, role.accepts(standing), _last_day(standing, standings[at + 1 :]))
        for at, (moment, standing) in enumerate(standings)
        if moment <= now + FORESEEN
    )


def _last_day(standing: Standing | None, later: Iterable[tuple[datetime, Standing | None]]) -> date | None:
    if standing is None or not standing.state.takes_names:
        return None
    return next((_day_before(moment) for moment, then in later if _state(then) is not standing.state), None)


def _state(standing: Standing | None) -> State | None:
    return standing.state if standing else None


def _day_before(end: datetime) -> date:
    """The last day of what ends at a moment: a midnight ends the day before it."""
    return (end - timedelta(microseconds=1)).date()
