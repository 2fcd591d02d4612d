"""Where to go, whom it is for, and which other roles it leads to."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, model_validator

from .values import Email, Line, Link, Model, OrganisationKey, RoleKey, Text, YesNo, fault, shorthand


class ApplyAt(Model):
    """`here`, through our own form; otherwise who recruits, why not us, and where to go: no data is held."""

    here: YesNo = False
    """`yes` if we take names with our own form; the lone word `here` says the same.

    here: yes
    """

    who: Line | None = None
    """Who recruits.

    who: Citizens Advice
    """

    why: Text | None = None
    """Why we don't take names ourselves.

    why: The Witness Service is independent of the police.
    """

    link: Link | None = None
    """The page where somebody applies.

    link: https://volunteer.example.org/apply
    """

    email: Email | None = None
    """The address to write to.

    email: volunteers@charity.example.org
    """

    phone: Line | None = None
    """The number to call.

    phone: 01632 960123
    """

    @model_validator(mode="after")
    def _somewhere(self) -> "ApplyAt":
        if not (self.here or self.link or self.email or self.phone):
            raise fault("this doesn't say where to apply", "write `here`, or give a link, an email or a phone")
        return self


def _apply(value: Any) -> Any:
    if isinstance(value, str):
        if value != "here":
            raise fault(
                f"'{value[:80]}' doesn't say where to apply", "write `here`, or give a link, an email or a phone"
            )
        return {"here": True}
    return value


Apply = Annotated[ApplyAt, BeforeValidator(_apply, json_schema_input_type=Literal["here"] | ApplyAt)]


class Partner(Model):
    """A poster, host or operator who is not the organisation that receives the interest."""

    organisation: OrganisationKey
    """Who.

    organisation: citizens-advice
    """

    does: Text
    """What they do for the role.

    does: Runs the desk at the court.
    """


class OpenToWhom(Model):
    """A closed group: serving specials, a village of twelve."""

    who: Text
    """For whom it is.

    who: Special constables of this force.
    """

    needs: Text | None = None
    """What they must have done first.

    needs: Two years of service.
    """

    note: Text | None = None
    """What else to know about it.

    note: The village needs twelve people and has nine.
    """


class RoleLinkTo(Model):
    """Another role: an opportunity (`cambridgeshire/special-constable`), a profile, or a title and a link."""

    role: RoleKey | None = None
    """A role or profile of ours.

    role: cambridgeshire/special-constable
    """

    title: Line | None = None
    """What to call something that is no role of ours.

    title: Paid police officer
    """

    link: Link | None = None
    """Where to read about it.

    link: https://recruit.college.police.uk/
    """

    @model_validator(mode="after")
    def _whole(self) -> "RoleLinkTo":
        if not (self.role or self.title):
            raise fault("this leads nowhere", "name a role, or give a title and a link")
        return self


RoleLink = Annotated[RoleLinkTo, shorthand("role")]
