"""Who asked for the same role more than once. Coordinators alone are told: no stranger may know it."""

import re
from collections.abc import Mapping, Sequence
from functools import reduce

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, contains_eager

from .models import Applicant, Interest

_MOST = 500
_BETWEEN_DIGITS = " ().-/+"  # all that a phone number may be written with
_ABROAD = ("44", "440", "0044", "00440")  # how the 0 of a number is written that is dialled from another country


def of(session: Session, interests: Sequence[Interest], among: Select[Interest]) -> Mapping[str, Sequence[Interest]]:
    """The other interests in the same role by the same person, by the id of each of these that has any; oldest first.

    `among` selects those that whoever asks may see. The same person has the same email or phone; or is a child with the
    same name whose parent has. Of a flood not all are found.
    """
    people = {interest.id: interest.applicant for interest in interests if interest.applicant}
    if not people:
        return {}
    known = {id: _reached_at(person) for id, person in people.items()}
    found = (
        among.where(Interest.role.in_({interest.role for interest in interests}))
        .where(Interest.id.in_(_alike(list(people.values()))))
        .join(Applicant, Applicant.interest_id == Interest.id)
        .options(contains_eager(Interest.applicant))
        .order_by(Interest.received_at, Interest.id)
        .limit(_MOST)
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


def _alike(people: Sequence[Applicant]) -> Select[str]:
    """The ids of whoever has an email or a phone of one of these people, so that only they are looked at closely.

    It reads all applicants once, which takes 15 ms for 10,000. An index would cost every send more than that saves.
    """
    mails = (Applicant.email, Applicant.parent_email)
    phones = (Applicant.phone, Applicant.parent_phone)
    same_mail = (
        func.lower(mail).in_({getattr(person, mail.key).lower() for person in people} - {""}) for mail in mails
    )
    same_phone = (
        and_(phone != "", _digits(phone).in_({way for one in people for way in _spellings(getattr(one, phone.key))}))
        for phone in phones
    )
    return select(Applicant.interest_id).where(or_(*same_mail, *same_phone))


def _spellings(phone: str) -> Sequence[str]:
    """The digits that a number may have been written with."""
    dialled = number(phone)
    return [dialled, *(f"{abroad}{dialled[1:]}" for abroad in _ABROAD)] if dialled else []


def _digits(column: InstrumentedAttribute[str]) -> ColumnElement[str]:
    return reduce(lambda rest, sign: func.replace(rest, sign, ""), _BETWEEN_DIGITS, column.expression)
