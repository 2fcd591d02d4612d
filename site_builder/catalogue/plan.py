"""The delivery plan: what was promised, who sees to it, and how far it has come."""

from typing import Annotated

from .source import Source
from .values import AtLeastOne, Line, Model, OrganisationKey, Text


class Action(Model):
    """One thing to be done, as the strand's paper tells of it; what the paper doesn't say is None."""

    what: Line
    owner: Line | None = None
    outcome: Text | None = None
    state: Text | None = None
    next_report: Line | None = None


class Strand(Model):
    """A strand of activity, and the paper that it comes from; `organisations` are those that answer for it."""

    title: Line
    summary: Text
    organisations: Annotated[tuple[OrganisationKey, ...], AtLeastOne]
    source: Source
    actions: Annotated[tuple[Action, ...], AtLeastOne]
