"""A pathway: the stages from saying "I'm interested" to the first day."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from .role import Role
from .source import Source
from .values import Key, LetterKey, Line, Model, OwnerKey, PathwayKey, Range, Texts, fault, without_none
from .when import Day

Condition = Literal[
    "powers",
    "uniform",
    "vetting",
    "training",
    "fitness",
    "driving",
    "references",
    "documents",
    "parent_consent",
    "home",
]


class Stage(Model):
    """One step: who owns it, its usual weeks, what each side does, the letter sent on reaching it.

    `only_if` names a fact of the role without which the step falls away. `after` names the stage that it follows, in a
    pathway that extends another.
    """

    title: Line
    """What the step is called, as the person would say it.

    title: A friendly talk
    """

    owner: OwnerKey
    """Who sees to it on our side.

    owner: coordinator
    """

    weeks: Range | None = None
    """How many weeks it usually takes.

    weeks: 1 to 2
    """

    you: Texts | None = None
    """What the person does.

    you: Tell us what you'd like to do and when you're free.
    """

    we: Texts | None = None
    """What we do.

    we: Tell you what the role is really like.
    """

    letter: LetterKey | None = None
    """The letter that goes out when somebody reaches it.

    letter: invited-to-talk
    """

    only_if: Condition | None = None
    """The fact of a role without which the step falls away.

    only_if: vetting
    """

    after: Key | None = None
    """In a pathway that extends another: the step that it follows.

    after: talk
    """

    def holds_for(self, role: Role) -> bool:
        """Whether somebody on the way into `role` meets this stage."""
        if self.only_if is None:
            return True
        requirements = role.requirements if not isinstance(role.requirements, str) else None
        facts = role if self.only_if in Role.model_fields else requirements
        return getattr(facts, self.only_if, None) not in (None, "none")


class Pathway(Model):
    """Its stages in order, merged with those of the pathway that it extends."""

    key: Key
    source: str
    title: Line
    """What the pathway is called.

    title: Into a volunteer role
    """

    summary: Line
    """One sentence for lists.

    summary: From your first hello to your first day.
    """

    extends: PathwayKey | None = None
    """The pathway that this one starts from.

    extends: volunteer
    """

    stages: Annotated[
        dict[Key, Stage],
        Field(min_length=1),
        BeforeValidator(without_none, json_schema_input_type=dict[Key, Stage | Literal["none"]]),
    ]
    """The steps in order, each under a name of its own. `none` takes an inherited step away.

    stages:
      talk:
        title: A friendly talk
        owner: coordinator
        you: Tell us what you'd like to do.
    """

    sources: tuple[Source, ...] = ()
    """Where the facts come from.

    sources:
      - title: "Hunts Post: cadets wanted"
        seen: 2021
    """

    reviewed: Day | None = None
    """The day when somebody last compared the file with its sources.

    reviewed: 2026-11-21
    """

    @model_validator(mode="after")
    def _placed(self) -> "Pathway":
        for key, stage in self.stages.items():
            if stage.after is not None and (stage.after not in self.stages or stage.after == key):
                raise fault(f"stage '{key}' comes after '{stage.after}', which is no stage here", "name another stage")
        return self

    def stages_for(self, role: Role) -> dict[str, Stage]:
        """The stages that hold for a role, by key, in order."""
        return {key: stage for key, stage in self.in_order().items() if stage.holds_for(role)}

    def in_order(self) -> dict[str, Stage]:
        """All stages by key, each placed one directly behind the stage that its `after` names."""
        order = [key for key, stage in self.stages.items() if stage.after is None]
        waiting = [key for key, stage in self.stages.items() if stage.after is not None]
        while waiting:
            ready = [key for key in waiting if self.stages[key].after in order]
            if not ready:  # a ring of `after`s: keep them, at the end
                order += waiting
                break
            for key in reversed(ready):
                order.insert(order.index(str(self.stages[key].after)) + 1, key)
            waiting = [key for key in waiting if key not in ready]
        return {key: self.stages[key] for key in order}
