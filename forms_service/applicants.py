"""What people do for themselves, by the links in their letters: each verb is one transaction, which it commits."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from site_builder.catalogue import Catalogue

from . import links
from .db import writing
from .models import Applicant, Entry, Interest, Purpose
from .post import Post, address_of, is_child


class Erased(Exception):  # noqa: N818  no error of the program
    """The person was erased a moment ago."""


@dataclass(frozen=True)
class Details:
    """What a person may change of what they told us, checked. `email` is where letters go: for a child the parent's.

    `parent_name` and `parent_phone` are for a child alone, `phone` for everybody else. At 16 to 17 a parent's details
    are not theirs to change.
    """

    name: str
    email: str
    availability: str
    words: str
    phone: str = ""
    parent_name: str = ""
    parent_phone: str = ""


def confirm(session: Session, interest: Interest, *, now: datetime) -> None:
    """The address that letters go to is right. Twice is once. Raises Erased."""
    with writing(session):
        applicant = _lock(session, interest)
        if applicant.confirmed_at is None:
            applicant.confirmed_at = now
            _enter(session, interest, "confirmed", now)


def change(  # noqa: PLR0913  all named, all needed
    session: Session, catalogue: Catalogue, interest: Interest, details: Details, *, now: datetime, base_url: str
) -> None:
    """Keep what changed. Another address counts when it is confirmed, by a letter to it. Raises Erased."""
    with writing(session):
        applicant = _lock(session, interest)
        new = _kept(interest, details)
        if {name: getattr(applicant, name) for name in new} != new:
            for name, value in new.items():
                setattr(applicant, name, value)
            _enter(session, interest, "changed", now)
        wanted = details.email if details.email != address_of(interest) else None
        if wanted != applicant.new_email:
            applicant.new_email = wanted
            links.revoke(session, interest, [Purpose.NEW_ADDRESS], now)
            if wanted:
                Post(session, catalogue, base_url, now).new_address(interest, wanted)


def take_new_address(
    session: Session, catalogue: Catalogue, interest: Interest, *, now: datetime, base_url: str
) -> None:
    """Letters go to the new address from now on, the first with a new link to their own page. Twice is once.

    The links that the old address had open nothing any more, and a letter there says so. Raises Erased.
    """
    with writing(session):
        applicant = _lock(session, interest)
        if applicant.new_email is None:
            return
        old, post = address_of(interest), Post(session, catalogue, base_url, now)
        setattr(applicant, "parent_email" if is_child(interest) else "email", applicant.new_email)
        applicant.new_email, applicant.confirmed_at = None, now
        _enter(session, interest, "confirmed", now)
        links.revoke(session, interest, [Purpose.OWN_PAGE], now)
        post.own_page(interest)
        if old:
            post.address_left(interest, old)


def renew_link(  # noqa: PLR0913  as above
    session: Session, catalogue: Catalogue, interest: Interest, *, by: str, now: datetime, base_url: str
) -> None:
    """End the links to somebody's own page and send them a new one. `by` is a coordinator's id. Raises Erased."""
    with writing(session):
        _lock(session, interest)
        links.revoke(session, interest, [Purpose.OWN_PAGE], now)
        Post(session, catalogue, base_url, now).own_page(interest)
        _enter(session, interest, "link_renewed", now, by)


def _kept(interest: Interest, details: Details) -> dict[str, str]:
    """The columns that the answers are for. A child's own phone is never kept."""
    new = {"name": details.name, "availability": details.availability, "words": details.words}
    if is_child(interest):
        return new | {"parent_name": details.parent_name, "parent_phone": details.parent_phone}
    return new | {"phone": details.phone}


def _lock(session: Session, interest: Interest) -> Applicant:
    """The person as they now are, held until the commit."""
    applicant = session.get(Applicant, interest.id, with_for_update=True, populate_existing=True)
    if applicant is None:
        raise Erased
    return applicant


def _enter(session: Session, interest: Interest, verb: str, at: datetime, actor: str = "applicant") -> None:
    session.add(Entry(interest_id=interest.id, at=at, actor=actor, verb=verb))
