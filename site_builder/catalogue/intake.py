"""When a role takes people, and the state that follows from it at a given moment."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, model_validator

from .values import AreaKey, Email, Line, Model, Text, Whole, YesNo, fault, shorthand, without_none
from .when import When


class State(StrEnum):
    """What a reader is told about getting in. Open and waiting list take names; the others don't."""

    OPEN = "open"
    WAITING_LIST = "waiting_list"
    UPCOMING = "upcoming"
    PAUSED = "paused"
    CLOSED = "closed"

    @property
    def takes_names(self) -> bool:
        return self in (State.OPEN, State.WAITING_LIST)


_BEST_FIRST = tuple(State)


class Intake(Model):
    """One window for joining. `early` warns that it may close before its date."""

    opens: When | None = None
    closes: When | None = None
    starts: When | None = None
    number: Whole | None = None
    state: State | None = None
    early: YesNo = False

    @model_validator(mode="after")
    def _in_order(self) -> "Intake":
        if self.opens and self.closes and self.closes.ends <= self.opens.begins:
            raise fault(
                f"this intake closes ({self.closes}) before it opens ({self.opens})",
                "swap or mend the dates",
                key="closes",
            )
        return self

    def state_at(self, now: datetime) -> State:
        """`now` is aware of its time zone. A stated state rules its whole window."""
        if self.closes and now >= self.closes.ends:
            return State.CLOSED
        if self.opens and now < self.opens.begins:
            return State.UPCOMING
        return self.state or State.OPEN


class Standing(NamedTuple):
    """A state, and the intake that it comes from."""

    state: State
    intake: Intake | None


def _as_intakes(value: Any) -> Any:
    return [{"state": value}] if isinstance(value, str) else value


Intakes = Annotated[tuple[Intake, ...], BeforeValidator(_as_intakes)]


def standing(intakes: Iterable[Intake], now: datetime) -> Standing | None:
    """The best that any intake offers now; among upcoming ones the first to open; None where there are none."""

    def rank(found: Standing) -> tuple[int, float]:
        intake = found.intake
        when = intake.opens if intake and found.state is State.UPCOMING else None
        last = intake.closes if intake and found.state is State.CLOSED else None
        return (
            _BEST_FIRST.index(found.state),
            when.begins.timestamp() if when else -last.ends.timestamp() if last else 0.0,
        )

    return min((Standing(intake.state_at(now), intake) for intake in intakes), key=rank, default=None)


class Contact(Model):
    """Whom to ask. Never a private person's address."""

    who: Line | None = None
    email: Email | None = None
    phone: Line | None = None


class PlaceDetails(Model):
    """A place where you would serve. Its own state, where it has one, beats the role's."""

    area: AreaKey | None = None
    state: State | None = None
    number: Whole | None = None
    when: Text | None = None
    contact: Contact | None = None


Place = Annotated[PlaceDetails, shorthand("state")]


def _places(value: Any) -> Any:
    """`none` takes an inherited place away; a bare name is a place with nothing more to say."""
    if not isinstance(value, Mapping):
        return value
    return {name: {} if place is None else place for name, place in without_none(value).items()}


Places = Annotated[dict[Line, Place], BeforeValidator(_places)]
