"""How much time a role takes, when, and for how long."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from .values import (
    Amount,
    Answer,
    Clock,
    Line,
    Model,
    Text,
    Texts,
    TimeKey,
    WhereKey,
    YesNo,
    fault,
    one_or_many,
    shorthand,
)
from .when import When

Per = Literal["day", "week", "fortnight", "month", "quarter", "term", "year"]


class CommitmentLine(Model):
    """How much, of what (hours unless said), how often. Every line holds at once; `plus` adds to the others."""

    any: YesNo = False
    """`yes` if any amount of time is welcome.

    any: yes
    """

    at_least: Amount | None = None
    """The least, as a number or a share.

    at_least: 4
    """

    at_most: Amount | None = None
    """The most, as a number or a share.

    at_most: 16
    """

    about: Amount | None = None
    """The usual, as a number or a share.

    about: 50%
    """

    of: Line = "hours"
    """What is counted, if not hours.

    of: visits
    """

    per: Per | None = None
    """In how long a time.

    per: week
    """

    each: Line | None = None
    """How long one of them lasts.

    each: 2 hours
    """

    plus: YesNo = False
    """`yes` if this comes on top of the other lines.

    plus: yes
    """

    note: Text | None = None
    """What the numbers don't tell.

    note: One session a week while schools are open.
    """

    @model_validator(mode="after")
    def _says_how_much(self) -> "CommitmentLine":
        if not (self.any or self.at_least or self.at_most or self.about or self.note):
            raise fault("this doesn't say how much time", "give at_least, at_most or about, or a note")
        return self


def _commitment(value: Any) -> Any:
    if isinstance(value, str):
        if value != "any":
            raise fault(
                f"'{value[:80]}' is not a commitment", "write `any`, or a list such as `- {at_least: 4, per: week}`"
            )
        return [{"any": True}]
    return value


Commitment = Annotated[
    tuple[CommitmentLine, ...],
    BeforeValidator(_commitment, json_schema_input_type=Literal["any"] | tuple[CommitmentLine, ...]),
]


class TimeSlot(Model):
    """A word of the vocabulary (`evenings`), or days and hours."""

    word: TimeKey | None = None
    """A word for a part of the week.

    word: evenings
    """

    days: Texts | None = None
    """Which days.

    days: [Tuesday, Thursday]
    """

    start: Clock | None = Field(default=None, alias="from")
    """From what time.

    from: 18:30
    """

    end: Clock | None = Field(default=None, alias="to")
    """To what time.

    to: 20:30
    """


class Pattern(Model):
    """When in the week and the year, and where."""

    when: Annotated[tuple[Annotated[TimeSlot, shorthand("word")], ...], one_or_many] | None = None
    """Parts of the week, or days with their hours.

    when: [evenings, weekends]
    """

    season: Text | None = None
    """The part of the year.

    season: April to October
    """

    where: Annotated[tuple[WhereKey, ...], one_or_many] | None = None
    """What kind of place it happens in.

    where: [outdoors, on-the-move]
    """

    on_call: Answer[Text] = None
    """Whether somebody may be called at short notice.

    on_call: none
    """


class KeyDate(Model):
    """A day that you must, or may wish to, be free."""

    what: Line
    """What happens on that day.

    what: Tests and interview
    """

    on: When
    """Which day, or month.

    on: 2027-01-16
    """

    must: YesNo = False
    """`yes` if nobody can join without being there.

    must: yes
    """


class Term(Model):
    """How long it lasts."""

    probation: Line | None = None
    """How long the first, trial part lasts.

    probation: Up to 2 years
    """

    at_least: Line | None = None
    """How long somebody is asked to stay.

    at_least: a year
    """

    renew: Line | None = None
    """How often it is agreed anew.

    renew: every 3 years
    """

    at_most: Line | None = None
    """How long somebody can stay at most.

    at_most: 9 years
    """

    ends: Text | None = None
    """How it ends.

    ends: When you like. You write to the chief officer a month before you stop.
    """
