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
    """The youngest that somebody may apply.

    apply_from: 17
    """

    start_from: Whole | None = None
    """The youngest that somebody may start.

    start_from: 18
    """

    apply_to: Whole | None = None
    """The oldest that somebody may apply.

    apply_to: 18
    """

    serve_to: Whole | None = None
    """The age at which it ends.

    serve_to: 18
    """

    note: Text | None = None
    """What the numbers don't tell.

    note: There is no top age.
    """

    @model_validator(mode="after")
    def _in_order(self) -> "Age":
        if self.apply_from is not None and self.apply_to is not None and self.apply_to < self.apply_from:
            raise fault("the upper age is below the lower one", "swap or mend the ages", key="apply_to")
        return self


class Residency(Model):
    years: Whole | None = None
    """How many years somebody must have lived in the United Kingdom.

    years: 3
    """

    exceptions: Text | None = Field(default=None, alias="except")
    """For whom that doesn't hold.

    except: Time abroad with the armed forces counts.
    """

    note: Texts | None = None
    """What the number doesn't tell.

    note: Every year is looked at when you apply.
    """


class Near(Model):
    any: Annotated[tuple[Literal["live", "work", "study"], ...], one_or_many] | None = None
    """Which of these must be near; one is enough.

    any: [live, work]
    """

    of: Line | None = None
    """Near to what.

    of: the police station
    """

    minutes: Whole | None = None
    """How many minutes away at most.

    minutes: 30
    """

    note: Texts | None = None
    """What the number doesn't tell.

    note: On an ordinary day, by car or bus.
    """


class Qualification(Model):
    need: Text | None = None
    """What somebody must have.

    need: A coaching certificate.
    """

    alternative: Text | None = Field(default=None, alias="or")
    """What does as well.

    or: Two years with a club.
    """

    by: Line | None = None
    """By when.

    by: before you start
    """

    note: Texts | None = None
    """What else to know about it.

    note: We pay for the course.
    """


class Driving(Model):
    start: Whole | None = Field(default=None, alias="from")
    """From what age, in years.

    from: 21
    """

    note: Texts | None = None
    """What kind of licence, and what for.

    note: A full licence, to drive a police van.
    """


class ParentConsent(Model):
    under: Whole | None = None
    """Below what age a parent or carer must say yes.

    under: 18
    """

    each: Line | None = None
    """What they sign each time.

    each: A form for every trip
    """

    note: Texts | None = None
    """What else to know about it.

    note: A parent or carer signs when you join.
    """


_note = shorthand("note")


class Requirements(Model):
    """What you need. Each is text, or a shape that says it precisely, or `none`."""

    residency: Answer[Annotated[Residency, _note]] = None
    """How long somebody must have lived here.

    residency: {years: 3}
    """

    right_to_remain: Answer[Texts] = None
    """The right to live in the United Kingdom.

    right_to_remain: You must be free to stay in the United Kingdom for good.
    """

    near: Answer[Annotated[Near, _note]] = None
    """How near somebody must live, work or study.

    near: Close enough to come every week.
    """

    qualification: Answer[Annotated[Qualification, _note]] = None
    """Certificates, or what does as well.

    qualification: none
    """

    experience: Answer[Texts] = None
    """What somebody must have done before.

    experience: none
    """

    language: Answer[Texts] = None
    """Which languages, and how well.

    language: Clear spoken and written English.
    """

    driving: Answer[Annotated[Driving, _note]] = None
    """A licence to drive.

    driving: none
    """

    fitness: Answer[Texts] = None
    """How fit somebody must be, and how it is tested.

    fitness: You walk for up to three hours.
    """

    home: Answer[Texts] = None
    """What somebody's home must be like.

    home: A safe, closed garden.
    """

    own: Answer[Texts] = None
    """What somebody must own.

    own: A car that a dog can travel in.
    """

    faith: Answer[Texts] = None
    """Whether a faith is needed.

    faith: none
    """

    employer_consent: Answer[Texts] = None
    """Whether an employer must say yes.

    employer_consent: Some jobs need your employer's yes.
    """

    parent_consent: Answer[Annotated[ParentConsent, _note]] = None
    """Whether a parent or carer must say yes.

    parent_consent: {under: 18}
    """

    references: Answer[Texts] = None
    """Who must speak for somebody.

    references: Two people who know you.
    """

    documents: Answer[Texts] = None
    """Papers to show.

    documents: A passport, and two letters with your address.
    """

    appearance: Answer[Texts] = None
    """Rules about looks.

    appearance: Tattoos are looked at one by one.
    """


Bar = Literal["barred", "case_by_case", "declare", "fine"]
Bars = Annotated[
    dict[Line, Bar], BeforeValidator(without_none, json_schema_input_type=dict[Line, Bar | Literal["none"]])
]
"""A job or circumstance, and whether it rules you out."""


class VettingCheck(Model):
    """One check, by whom, and its usual weeks. The vocabulary explains it."""

    check: CheckKey
    """Which check.

    check: volunteer-vetting
    """

    by: Line | None = None
    """Who does it.

    by: The force's vetting unit
    """

    weeks: Range | None = None
    """How many weeks it usually takes.

    weeks: 6 to 12
    """

    note: Text | None = None
    """What else to know about it.

    note: You may start training while you wait.
    """
