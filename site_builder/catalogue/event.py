"""An event: a day or an evening on which people can come and see."""

from datetime import datetime

from pydantic import model_validator

from .values import (
    Answer,
    AreaKey,
    Email,
    Key,
    Line,
    Link,
    Model,
    OpportunityKey,
    OrganisationKey,
    Text,
    YesNo,
    fault,
)
from .when import When


class SignUp(Model):
    """Where to say that you are coming."""

    link: Link | None = None
    """The page where people say that they are coming.

    link: https://events.example.org/cadets
    """

    email: Email | None = None
    """The address to write to.

    email: events@cambridgeshire.example.org
    """

    @model_validator(mode="after")
    def _somewhere(self) -> "SignUp":
        if not (self.link or self.email):
            raise fault("this doesn't say where to sign up", "give a link or an email")
        return self


class Event(Model):
    """`content/events/<key>.yml`. `source` is that file, from the top of the project."""

    key: Key
    source: str
    title: Line
    """What it is called.

    title: Cadet open evening in Wisbech
    """

    summary: Line
    """One sentence for lists.

    summary: Meet the cadets and try a drill.
    """

    organisation: OrganisationKey
    """Who holds it.

    organisation: cambridgeshire
    """

    areas: tuple[AreaKey, ...]
    """Where the people live whom it is for.

    areas: [fenland]
    """

    starts: When
    """When it begins, in London time.

    starts: 2026-12-03 18:30
    """

    ends: When | None = None
    """When it ends. Without it the event lasts to the end of its day.

    ends: 2026-12-03 20:30
    """

    place: Line | None = None
    """Where it is held.

    place: A hall in Wisbech
    """

    online: YesNo = False
    """Whether you can join from a screen.

    online: yes
    """

    for_whom: Text
    """Who it is for.

    for_whom: Anybody aged 13 to 17, and their families.
    """

    sign_up: Answer[SignUp] = None
    """Where to say that you are coming; `none` if people can just come.

    sign_up: {email: events@example.org}
    """

    roles: tuple[OpportunityKey, ...] = ()
    """The roles that it can lead to.

    roles: [cambridgeshire/police-cadet]
    """

    note: Text | None = None
    """What else to know.

    note: Parking is free.
    """

    @model_validator(mode="after")
    def _somewhere_and_in_order(self) -> "Event":
        if not (self.place or self.online):
            raise fault("this event doesn't say where it is", "give `place`, or `online: yes`, or both")
        if self.ends and self.ends.ends <= self.starts.begins:
            raise fault(
                f"this event ends ({self.ends}) before it starts ({self.starts})", "swap or mend the dates", key="ends"
            )
        return self

    @property
    def over_from(self) -> datetime:
        """The moment from which it lies in the past."""
        return (self.ends or When(self.starts.root[: len("2026-12-03")])).ends

    def is_over(self, now: datetime) -> bool:
        """Whether it lies in the past at `now`."""
        return now >= self.over_from
