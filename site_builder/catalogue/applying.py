"""Where to go, whom it is for, and which other roles it leads to."""

from typing import Annotated, Any

from pydantic import BeforeValidator, model_validator

from .values import Email, Line, Link, Model, OrganisationKey, RoleKey, Text, YesNo, fault, shorthand


class ApplyAt(Model):
    """`here`, through our own form; otherwise who recruits, why not us, and where to go: no data is held."""

    here: YesNo = False
    who: Line | None = None
    why: Text | None = None
    link: Link | None = None
    email: Email | None = None
    phone: Line | None = None

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


Apply = Annotated[ApplyAt, BeforeValidator(_apply)]


class Partner(Model):
    """A poster, host or operator who is not the organisation that receives the interest."""

    organisation: OrganisationKey
    does: Text


class OpenToWhom(Model):
    """A closed group: serving specials, a village of twelve."""

    who: Text
    needs: Text | None = None
    note: Text | None = None


class RoleLinkTo(Model):
    """Another role: an opportunity (`cambridgeshire/special-constable`), a profile, or a title and a link."""

    role: RoleKey | None = None
    title: Line | None = None
    link: Link | None = None

    @model_validator(mode="after")
    def _whole(self) -> "RoleLinkTo":
        if not (self.role or self.title):
            raise fault("this leads nowhere", "name a role, or give a title and a link")
        return self


RoleLink = Annotated[RoleLinkTo, shorthand("role")]
