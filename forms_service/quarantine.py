"""Forms that look as if nobody meant them are set aside, for a person to look at. None is dropped, and nobody is told.

Each sign has points, and no sign that an honest person may well give is enough by itself. There is no trap in the form:
such traps have stopped people whose browser fills in forms, and no machines.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from .limits import Limit, TooMany, named, network, take_each
from .repeats import number


class Sign(StrEnum):
    """What a form may be set aside for. These words are kept in the database."""

    LINK = "link"
    LINKS = "links"
    FAST = "fast"
    COPIED = "copied"
    MAILBOX = "mailbox"
    CROWD = "crowd"


POINTS: Mapping[Sign, int] = {
    Sign.LINK: 1,
    Sign.LINKS: 2,
    Sign.FAST: 1,
    Sign.COPIED: 1,  # a school class may send the same words
    Sign.MAILBOX: 2,
    Sign.CROWD: 1,  # so may a school, or a police station, stand behind one address
}
ENOUGH = 2

QUICKEST = timedelta(seconds=3)  # from opening a form to sending it, past the page to check the answers
LONG = 40  # characters of words that two people don't write alike by chance
COPIES_A_DAY = 5
ROLES_A_DAY = 5  # for one mailbox or phone: each brings a letter, and whoever gets them may never have asked
CROWD = 600  # forms from one address at once
MOST = 3_000  # beyond these nothing is taken from it for a while
CROWD_A_MINUTE = 60

_A_DAY = 1 / (24 * 60)  # a minute
_FREE_TEXT = ("name", "parent_name", "availability")  # beside the words
_LINK = re.compile(r"https?://(?:www\.)?|www\.|\[url\b|<a\s", re.IGNORECASE)


@dataclass(frozen=True)
class Came:
    """How a form came: from which network address, and opened when. `secret` hides of whom the limits are."""

    address: str
    opened_at: datetime
    secret: str


def judge(session: Session, given: Mapping[str, str], roles: int, came: Came, now: datetime) -> str | None:
    """Why a form is set aside: its signs, with a space between them; None for one that isn't.

    `given` are the answers by field, as they will be kept, and `roles` how many it asks for. It counts the form, in a
    transaction of the caller's. Raises TooMany: then nothing of it may stay.
    """
    signs = [*_of_links(given), *_of_haste(came, now), *_of_numbers(session, given, roles, came, now)]
    return " ".join(signs) if sum(POINTS[sign] for sign in signs) >= ENOUGH else None


def _of_links(given: Mapping[str, str]) -> Iterator[Sign]:
    here = len(_LINK.findall(given["words"]))
    elsewhere = any(_LINK.search(given[field]) for field in _FREE_TEXT)
    if elsewhere or here > 1:
        yield Sign.LINKS
    elif here:
        yield Sign.LINK


def _of_haste(came: Came, now: datetime) -> Iterator[Sign]:
    if timedelta(0) <= now - came.opened_at < QUICKEST:  # a clock that was put back is no sign
        yield Sign.FAST


def _of_numbers(session: Session, given: Mapping[str, str], roles: int, came: Came, now: datetime) -> Iterator[Sign]:
    crowd = Limit(named(came.secret, "form-from", network(came.address)), MOST, CROWD_A_MINUTE)
    copies = [
        Limit(named(came.secret, "form-words", words), COPIES_A_DAY, COPIES_A_DAY * _A_DAY)
        for words in [" ".join(given["words"].casefold().split())]
        if len(words) >= LONG
    ]
    contacts = [Limit(named(came.secret, "form-for", who), ROLES_A_DAY, _A_DAY, roles) for who in _reached_at(given)]
    left = take_each(session, [crowd, *copies, *contacts], now)
    if left[crowd.name] < 1:
        raise TooMany
    if any(left[limit.name] < 1 for limit in copies):
        yield Sign.COPIED
    if any(left[limit.name] < 1 for limit in contacts):
        yield Sign.MAILBOX
    if left[crowd.name] < MOST - CROWD + 1:
        yield Sign.CROWD


def _reached_at(given: Mapping[str, str]) -> set[str]:
    """Where our letters and calls would go. Many mail servers put `jo+x@` and `j.o@` in the mailbox of `jo@`."""
    mails = [given[field].casefold().rpartition("@") for field in ("email", "parent_email")]
    mailboxes = {f"{name.partition('+')[0].replace('.', '')}@{host}" for name, _, host in mails if host}
    return mailboxes | {number(given[field]) for field in ("phone", "parent_phone") if given[field]}
