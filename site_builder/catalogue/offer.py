"""What a role gives you and what it costs you: powers, uniform, training, skills, a team."""

from pydantic import Field, model_validator

from .values import Answer, Line, Model, PowersKey, SkillKey, Text, Texts, UniformKey, Whole, fault
from .when import When


class PowersStage(Model):
    when: Line
    can: Text


class PowersHeld(Model):
    """What the law lets you do, in stages where it is staged."""

    what: PowersKey
    note: Texts | None = None
    stages: tuple[PowersStage, ...] = ()


class UniformWorn(Model):
    what: UniformKey
    note: Texts | None = None


class TrainingPart(Model):
    what: Line
    lasts: Line | None = None
    where: Line | None = None
    when: Line | None = None
    every: Line | None = None
    award: Line | None = None


class Cost(Model):
    """What it costs you, and who helps with it."""

    what: Line
    amount: Line | None = None
    per: Line | None = None
    help: Text | None = None


class Skills(Model):
    wanted: Answer[tuple[SkillKey, ...]] = None
    gained: Answer[tuple[SkillKey, ...]] = None


class Team(Model):
    """Whom you serve beside. A headcount needs its date."""

    beside: Text | None = Field(default=None, alias="with")
    at_once: Whole | None = None
    strength: Whole | None = None
    target: Whole | None = None
    as_of: When | None = None

    @model_validator(mode="after")
    def _dated(self) -> "Team":
        if (self.strength is not None or self.target is not None) and self.as_of is None:
            raise fault("a headcount without a date", "add as_of, such as 2024-06")
        return self
