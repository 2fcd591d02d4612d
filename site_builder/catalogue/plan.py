"""The delivery plan: what was promised, who sees to it, and how far it has come."""

from typing import Annotated

from .source import Source
from .values import AtLeastOne, Line, Model, OrganisationKey, Text


class Action(Model):
    """One thing to be done, as the strand's paper tells of it; what the paper doesn't say is None."""

    what: Line
    """What is to be done.

    what: Find out who volunteers today
    """

    owner: Line | None = None
    """Who sees to it, as the paper says.

    owner: The Citizens in Policing lead
    """

    outcome: Text | None = None
    """What should come of it.

    outcome: Everybody knows how many volunteers there are.
    """

    state: Text | None = None
    """How far it has come, as the paper says.

    state: Under way.
    """

    next_report: Line | None = None
    """When the paper promises to tell more.

    next_report: July 2017
    """


class Strand(Model):
    """A strand of activity, and the paper that it comes from; `organisations` are those that answer for it."""

    title: Line
    """What the strand is called.

    title: More roles and better support
    """

    summary: Text
    """What it is about, in a sentence or two.

    summary: Roles for more people, and somebody who looks after them.
    """

    organisations: Annotated[tuple[OrganisationKey, ...], AtLeastOne]
    """Who answers for it.

    organisations: [cambridgeshire, cambridgeshire-opcc]
    """

    source: Source
    """The paper that it comes from.

    source:
      title: Cambridgeshire Citizens in Policing Strategy
      seen: 2017-05-11
    """

    actions: Annotated[tuple[Action, ...], AtLeastOne]
    """What is to be done, one after the other.

    actions:
      - what: Find out who volunteers today
        owner: The Citizens in Policing lead
    """
