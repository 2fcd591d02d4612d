"""An organisation: who recruits, who receives interests, and who answers for the data."""

from typing import Literal

from pydantic import model_validator

from .requirements import Age
from .source import Source
from .values import AreaKey, Email, Line, Link, Model, PathwayKey, Text, Texts, Whole, fault

OrganisationKind = Literal["force", "opcc", "scheme", "charity", "council", "club"]


class Notice(Model):
    """The privacy notice of a controller: each answer in its own words."""

    controller: Line
    """Who answers for the data.

    controller: The Chief Constable of Cambridgeshire Constabulary
    """

    why: Text
    """What the data is for.

    why: We use what you tell us to answer you.
    """

    lawful_basis: Text
    """What in the law allows it.

    lawful_basis: Public task.
    """

    kept: Text
    """How long it is kept.

    kept: We delete it 6 months after we were last in touch.
    """

    shared: Texts
    """Who sees it.

    shared: [The volunteer lead for your area.]
    """

    rights: Text
    """What somebody can ask for.

    rights: You can see what we hold, put it right or have it erased.
    """

    contact: Email
    """The data protection team's address.

    contact: data-protection@cambridgeshire.example.org
    """

    complaints: Text
    """What to do if something went wrong.

    complaints: You can complain to us, and to the Information Commissioner.
    """


class Undecided(Model):
    """Whom an organisation takes who has no role in mind yet."""

    pathway: PathwayKey
    """What happens next.

    pathway: any-role
    """

    age: Age
    """From which age, and up to which.

    age: {apply_from: 16}
    """


class Organisation(Model):
    """`inbox` gets a letter for each new interest; `reply_within` is the promise in days that the applicant is told."""

    title: Line
    """What it is called.

    title: Cambridgeshire Constabulary
    """

    kind: OrganisationKind
    """What kind of organisation it is. That decides which groups it may take names for.

    kind: force
    """

    summary: Text
    """One or two sentences for lists.

    summary: The police force for Cambridgeshire and Peterborough.
    """

    areas: tuple[AreaKey, ...] = ()
    """Where it works.

    areas: [cambridgeshire]
    """

    link: Link | None = None
    """Its own site.

    link: https://police.example.org/
    """

    email: Email | None = None
    """Its address for questions.

    email: volunteers@cambridgeshire.example.org
    """

    phone: Line | None = None
    """Its number for questions.

    phone: 01632 960101
    """

    inbox: Email | None = None
    """Where a letter goes for each new interest. Only if it takes names here.

    inbox: interests@cambridgeshire.example.org
    """

    reply_within: Whole | None = None
    """Within how many days it answers. People are told, so it is a promise.

    reply_within: 10
    """

    notice: Notice | None = None
    """Its privacy notice, each answer in its own words.

    notice:
      controller: The Chief Constable of Cambridgeshire Constabulary
      why: We use what you tell us to answer you.
      lawful_basis: Public task.
      kept: We delete it after 6 months.
      shared: Nobody else sees it.
      rights: You can have it erased.
      contact: data-protection@cambridgeshire.example.org
      complaints: You can complain to the Information Commissioner.
    """

    undecided: Undecided | None = None
    """If it takes names of people with no role in mind. Only if it takes names here.

    undecided: {pathway: any-role, age: {apply_from: 16}}
    """

    sources: tuple[Source, ...] = ()
    """Where the facts come from.

    sources:
      - title: Cambridgeshire Citizens in Policing Strategy
        seen: 2017-05-11
    """

    @model_validator(mode="after")
    def _answers_for_the_data(self) -> "Organisation":
        if self.inbox and not (self.reply_within and self.notice):
            raise fault(
                "this organisation receives interests, but doesn't say how soon it replies or who answers for the data",
                "add `reply_within` and `notice`",
                key="inbox",
            )
        if self.undecided and not self.inbox:
            raise fault("people with no role in mind have nobody to tell", "add `inbox`", key="undecided")
        return self
