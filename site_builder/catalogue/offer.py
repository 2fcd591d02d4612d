"""What a role gives you and what it costs you: powers, uniform, training, skills, a team."""

from pydantic import Field, model_validator

from .values import Answer, Line, Model, PowersKey, SkillKey, Text, Texts, UniformKey, Whole, fault
from .when import When


class PowersStage(Model):
    when: Line
    """From when.

    when: Once you are sworn in
    """

    can: Text
    """What somebody can do from then on.

    can: You hold all the powers of a constable.
    """


class PowersHeld(Model):
    """What the law lets you do, in stages where it is staged."""

    what: PowersKey
    """Which powers.

    what: constable
    """

    note: Texts | None = None
    """What else to know about them.

    note: They hold in all of England and Wales.
    """

    stages: tuple[PowersStage, ...] = ()
    """If the powers come step by step: the steps, in order.

    stages: [{when: Once you are sworn in, can: You hold all the powers of a constable.}]
    """


class UniformWorn(Model):
    what: UniformKey
    """Which kind of dress.

    what: police-uniform
    """

    note: Texts | None = None
    """What else to know about it.

    note: You get it free.
    """


class TrainingPart(Model):
    what: Line
    """What is learnt.

    what: First aid
    """

    lasts: Line | None = None
    """How long.

    lasts: a day
    """

    where: Line | None = None
    """Where.

    where: Online
    """

    when: Line | None = None
    """When.

    when: before your first patrol
    """

    every: Line | None = None
    """How often it comes again.

    every: year
    """

    award: Line | None = None
    """What somebody has at the end.

    award: A first aid certificate
    """


class Cost(Model):
    """What it costs you, and who helps with it."""

    what: Line
    """What it is for.

    what: Subs
    """

    amount: Line | None = None
    """How much.

    amount: £1
    """

    per: Line | None = None
    """For how long a time.

    per: week
    """

    help: Text | None = None
    """Who helps somebody who can't pay.

    help: Ask the unit's leaders.
    """


class Skills(Model):
    wanted: Answer[tuple[SkillKey, ...]] = None
    """What it helps to bring along. Never a bar.

    wanted: [listening, teamwork]
    """

    gained: Answer[tuple[SkillKey, ...]] = None
    """What somebody learns by doing it.

    gained: [first-aid, confidence]
    """


class Team(Model):
    """Whom you serve beside. A headcount needs its date."""

    beside: Text | None = Field(default=None, alias="with")
    """Who somebody serves beside.

    with: Other volunteers, and a paid officer.
    """

    at_once: Whole | None = None
    """How many go out together.

    at_once: 2
    """

    strength: Whole | None = None
    """How many there are.

    strength: 169
    """

    target: Whole | None = None
    """How many there should be.

    target: 200
    """

    as_of: When | None = None
    """When those numbers were true.

    as_of: 2021-03
    """

    @model_validator(mode="after")
    def _dated(self) -> "Team":
        if (self.strength is not None or self.target is not None) and self.as_of is None:
            raise fault("a headcount without a date", "add as_of, such as 2024-06")
        return self
