"""An organisation: who recruits, who receives interests, and who answers for the data."""

from typing import Literal

from pydantic import model_validator

from .source import Source
from .values import AreaKey, Email, Line, Link, Model, Text, Texts, Whole, fault

OrganisationKind = Literal["force", "opcc", "scheme", "charity", "council", "club"]


class Notice(Model):
    """The privacy notice of a controller: each answer in its own words."""

    controller: Line
    why: Text
    lawful_basis: Text
    kept: Text
    shared: Texts
    rights: Text
    contact: Email
    complaints: Text


class Organisation(Model):
    """`inbox` gets a letter for each new interest; `reply_within` is the promise in days that the applicant is told."""

    title: Line
    kind: OrganisationKind
    summary: Text
    areas: tuple[AreaKey, ...] = ()
    link: Link | None = None
    email: Email | None = None
    phone: Line | None = None
    inbox: Email | None = None
    reply_within: Whole | None = None
    notice: Notice | None = None
    sources: tuple[Source, ...] = ()

    @model_validator(mode="after")
    def _answers_for_the_data(self) -> "Organisation":
        if self.inbox and not (self.reply_within and self.notice):
            raise fault(
                "this organisation receives interests, but doesn't say how soon it replies or who answers for the data",
                "add `reply_within` and `notice`",
                key="inbox",
            )
        return self
