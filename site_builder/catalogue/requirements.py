"""Who can take a role, and how they are checked."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from .values import (
    Answer,
    CheckKey,
    Line,
    Model,
    Range,
    Text,
    Texts,
    Whole,
    fault,
    one_or_many,
    shorthand,
    without_none,
)


class Age(Model):
    """Whole years. Applying and starting can have different ages."""

    apply_from: Whole | None = None
    start_from: Whole | None = None
    apply_to: Whole | None = None
    serve_to: Whole | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Age":
        if self.apply_from is not None and self.apply_to is not None and self.apply_to < self.apply_from:
            raise fault("the upper age is below the lower one", "swap or mend the ages", key="apply_to")
        return self


class Residency(Model):
    years: Whole | None = None
    exceptions: Text | None = Field(default=None, alias="except")
    note: Texts | None = None


class Near(Model):
    any: Annotated[tuple[Literal["live", "work", "study"], ...], BeforeValidator(one_or_many)] | None = None
    of: Line | None = None
    minutes: Whole | None = None
    note: Texts | None = None


class Qualification(Model):
    need: Text | None = None
    alternative: Text | None = Field(default=None, alias="or")
    by: Line | None = None
    note: Texts | None = None


class Driving(Model):
    start: Whole | None = Field(default=None, alias="from", description="the age in years")
    note: Texts | None = None


class ParentConsent(Model):
    under: Whole | None = None
    each: Line | None = None
    note: Texts | None = None


_note = shorthand("note")


class Requirements(Model):
    """What you need. Each is text, or a shape that says it precisely, or `none`."""

    residency: Answer[Annotated[Residency, _note]] = None
    right_to_remain: Answer[Texts] = None
    near: Answer[Annotated[Near, _note]] = None
    qualification: Answer[Annotated[Qualification, _note]] = None
    experience: Answer[Texts] = None
    language: Answer[Texts] = None
    driving: Answer[Annotated[Driving, _note]] = None
    fitness: Answer[Texts] = None
    home: Answer[Texts] = None
    own: Answer[Texts] = None
    faith: Answer[Texts] = None
    employer_consent: Answer[Texts] = None
    parent_consent: Answer[Annotated[ParentConsent, _note]] = None
    references: Answer[Texts] = None
    documents: Answer[Texts] = None
    appearance: Answer[Texts] = None


Bar = Literal["barred", "case_by_case", "declare", "fine"]
Bars = Annotated[dict[Line, Bar], BeforeValidator(without_none)]
"""A job or circumstance, and whether it rules you out."""


class VettingCheck(Model):
    """One check, by whom, and its usual weeks. The vocabulary explains it."""

    check: CheckKey
    by: Line | None = None
    weeks: Range | None = None
    note: Text | None = None
