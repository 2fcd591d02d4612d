"""When a role takes people, and the state that follows from it at a given moment."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, NamedTuple

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


BEST_FIRST = tuple(State)
"""What is best for whoever wants to join, before what is worse."""


class Intake(Model):
    """One window for joining. `early` warns that it may close before its date."""

    opens: When | None = None
    """When it begins to take names.

    opens: 2027-01-04
    """

    closes: When | None = None
    """When it stops. With a time, to the minute; with a day alone, at the end of that day.

    closes: 2027-02-26 12:00
    """

    starts: When | None = None
    """When people begin.

    starts: 2027-04
    """

    number: Whole | None = None
    """For how many people there is room.

    number: 18
    """

    state: State | None = None
    """A word that holds while the window lasts, if it isn't simply open.

    state: waiting_list
    """

    early: YesNo = False
    """`yes` if it may close before its date.

    early: yes
    """

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


Intakes = Annotated[tuple[Intake, ...], BeforeValidator(_as_intakes, json_schema_input_type=State | tuple[Intake, ...])]


def standing(intakes: Iterable[Intake], now: datetime) -> Standing | None:
    """The best that any intake offers now; among upcoming ones the first to open; None where there are none."""

    def rank(found: Standing) -> tuple[int, float]:
        intake = found.intake
        when = intake.opens if intake and found.state is State.UPCOMING else None
        last = intake.closes if intake and found.state is State.CLOSED else None
        return (
            BEST_FIRST.index(found.state),
            when.begins.timestamp() if when else -last.ends.timestamp() if last else 0.0,
        )

    return min((Standing(intake.state_at(now), intake) for intake in intakes), key=rank, default=None)


class Contact(Model):
    """Whom to ask. Never a private person's address."""

    who: Line | None = None
    """A team or a post, not somebody's name.

    who: The volunteer coordinator for Fenland
    """

    email: Email | None = None
    """The team's address.

    email: fenland@cambridgeshire.example.org
    """

    phone: Line | None = None
    """The team's number.

    phone: 01632 960111
    """


class PlaceDetails(Model):
    """A place where you would serve. Its own state, where it has one, beats the role's."""

    area: AreaKey | None = None
    """In which area it lies.

    area: fenland
    """

    state: State | None = None
    """Its own state, if it differs from the role's. The place's lone word says the same.

    state: waiting_list
    """

    number: Whole | None = None
    """For how many people there is room.

    number: 3
    """

    when: Text | None = None
    """Its own days and hours.

    when: Tuesdays, 18:30 to 20:30
    """

    contact: Contact | None = None
    """Its own team.

    contact: {who: Leaders of the Ely unit, email: cadets.ely@cambridgeshire.example.org}
    """

    @property
    def shut(self) -> bool:
        """Whether it takes no names though the role does."""
        return self.state is not None and not self.state.takes_names


Place = Annotated[PlaceDetails, shorthand("state")]


def _places(value: Any) -> Any:
    """`none` takes an inherited place away; a bare name is a place with nothing more to say."""
    if not isinstance(value, Mapping):
        return value
    return {name: {} if place is None else place for name, place in without_none(value).items()}


Places = Annotated[
    dict[Line, Place], BeforeValidator(_places, json_schema_input_type=dict[Line, Place | Literal["none"] | None])
]
