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
    at_least: Amount | None = None
    at_most: Amount | None = None
    about: Amount | None = None
    of: Line = "hours"
    per: Per | None = None
    each: Line | None = None
    plus: YesNo = False
    note: Text | None = None

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


Commitment = Annotated[tuple[CommitmentLine, ...], BeforeValidator(_commitment)]


class TimeSlot(Model):
    """A word of the vocabulary (`evenings`), or days and hours."""

    word: TimeKey | None = None
    days: Texts | None = None
    start: Clock | None = Field(default=None, alias="from")
    end: Clock | None = Field(default=None, alias="to")


class Pattern(Model):
    """When in the week and the year, and where."""

    when: Annotated[tuple[Annotated[TimeSlot, shorthand("word")], ...], BeforeValidator(one_or_many)] | None = None
    season: Text | None = None
    where: Annotated[tuple[WhereKey, ...], BeforeValidator(one_or_many)] | None = None
    on_call: Answer[Text] = None


class KeyDate(Model):
    """A day that you must, or may wish to, be free."""

    what: Line
    on: When
    must: YesNo = False


class Term(Model):
    """How long it lasts."""

    probation: Line | None = None
    at_least: Line | None = None
    renew: Line | None = None
    at_most: Line | None = None
    ends: Text | None = None
