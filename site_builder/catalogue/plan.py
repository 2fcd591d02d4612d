"""The delivery plan: what was promised, who sees to it, and how far it has come."""

from typing import Annotated

from .source import Source
from .values import Answer, AtLeastOne, Line, Model, OrganisationKey, Text


class Action(Model):
    """One thing to be done. `state` is as the source last reports it."""

    what: Line
    owner: Answer[Line] = None
    outcome: Answer[Text] = None
    state: Answer[Text] = None
    next_report: Answer[Line] = None


class Strand(Model):
    """A strand of activity, and the paper that it comes from; `organisations` are those that answer for it."""

    title: Line
    summary: Text
    organisations: Annotated[tuple[OrganisationKey, ...], AtLeastOne]
    source: Source
    actions: Annotated[tuple[Action, ...], AtLeastOne]
