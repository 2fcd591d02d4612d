"""Who asked for the same role more than once. Coordinators alone are told: no stranger may know it."""

import re
from collections.abc import Mapping, Sequence
from functools import reduce

from sqlalchemy import ColumnElement, Select, func, or_
from sqlalchemy.orm import InstrumentedAttribute, Session, contains_eager

from .models import Applicant, Interest

_BETWEEN_DIGITS = " ().-/+"  # all that a phone number may be written with
_ABROAD = ("44", "440", "0044", "00440")  # how the 0 of a number is written that is dialled from another country


def of(session: Session, interests: Sequence[Interest], among: Select[Interest]) -> Mapping[str, Sequence[Interest]]:
    """The other interests in the same role by the same person, by the id of each of these that has any; oldest first.

    `among` selects those that whoever asks may see. The same person has the same email or phone; or is a child with the
    same name whose parent has.
    """
    known = {interest.id: _reached_at(interest.applicant) for interest in interests if interest.applicant}
    alike = _alike([interest.applicant for interest in interests if interest.applicant])
    found = (
        among.where(Interest.role.in_({interest.role for interest in interests}), alike)
        .join(Applicant, Applicant.interest_id == Interest.id)
        .options(contains_eager(Interest.applicant))
        .order_by(Interest.received_at, Interest.id)
    )
    others = [(other, _reached_at(other.applicant)) for other in session.scalars(found) if other.applicant]
    same = {
        interest.id: [
            other
            for other, ways in others
            if other.id != interest.id and other.role == interest.role and ways & known.get(interest.id, set())
        ]
        for interest in interests
    }
    return {id: found for id, found in same.items() if found}


def number(phone: str) -> str:
    """A phone number as it is dialled in the United Kingdom, however it was written."""
    digits = re.sub(r"\D", "", phone).removeprefix("00")
    return f"0{digits[2:].lstrip('0')}" if digits.startswith("44") else digits


def _reached_at(person: Applicant) -> set[tuple[str, ...]]:
    """The ways to reach somebody, each written in one way. A parent may have several children, so their names count."""
    child = " ".join(person.name.casefold().split())
    return {
        way
        for said, way in [
            (person.email, ("email", person.email.casefold())),
            (person.phone, ("phone", number(person.phone))),
            (person.parent_email, ("email of a parent", person.parent_email.casefold(), child)),
            (person.parent_phone, ("phone of a parent", number(person.parent_phone), child)),
        ]
        if said
    }


def _alike(people: Sequence[Applicant]) -> ColumnElement[bool]:
    """Whoever has an email or a phone of one of these people; not only those who are the same."""
    return or_(
        *(
            func.lower(mail).in_({getattr(person, mail.key).lower() for person in people} - {""})
            for mail in (Applicant.email, Applicant.parent_email)
        ),
        *(
            _digits(phone).in_({way for person in people for way in _spellings(getattr(person, phone.key))})
            for phone in (Applicant.phone, Applicant.parent_phone)
        ),
    )


def _spellings(phone: str) -> Sequence[str]:
    """The digits that a number may have been written with."""
    dialled = number(phone)
    return [dialled, *(f"{abroad}{dialled[1:]}" for abroad in _ABROAD)] if dialled else []


def _digits(column: InstrumentedAttribute[str]) -> ColumnElement[str]:
    return reduce(lambda rest, sign: func.replace(rest, sign, ""), _BETWEEN_DIGITS, column.expression)
