"""A letter that the service sends: its words are content, edited like a role."""

import re
from typing import Literal

from pydantic import field_validator

from .values import Key, Line, Model, Text, fault, own_links

PLACEHOLDERS = frozenset(
    {
        "name",  # the applicant's
        "role",
        "role_link",
        "organisation",
        "contact",  # where questions go
        "reference",
        "received_on",
        "reply_within",  # "10 days"
        "stage",  # the stage reached
        "stage_you",  # what the applicant does at it
        "stage_we",  # what the organisation does at it
        "desk_link",  # for the team alone
        "mine_link",  # to the applicant's own page, and for them alone
        "confirm_link",  # by which a new address is confirmed
    }
)
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class Letter(Model):
    """`body` is CommonMark with placeholders such as {name}; the first part of the address is always ours to fill."""

    key: Key
    source: str
    to: Literal["applicant", "team"]
    """Who gets it: the person, or the team.

    to: applicant
    """

    subject: Line
    """Its subject. Words in curly brackets are filled in.

    subject: "A talk about {role}"
    """

    body: Text

    @field_validator("subject", "body")
    @classmethod
    def _fillable(cls, value: str) -> str:
        for name in PLACEHOLDER.findall(value):
            if name not in PLACEHOLDERS:
                raise fault(f"nothing fills in {{{name}}}", "use one of " + ", ".join(sorted(PLACEHOLDERS)))
        for kind, name in own_links(value):
            raise fault(f"'{kind}:{name}' leads nowhere from a letter", "use {role_link}, or a whole address")
        return value
