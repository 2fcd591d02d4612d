"""Links in letters to an applicant or a parent: whoever holds one may do what it is for, and needs no password.

A token is the random id of its link (128 bits) and a signature of it by the secret key (128 bits of HMAC-SHA256). It is
kept nowhere, not even as a hash. Letters wait in the outbox, are read on the desk and lie in backups with a stand-in,
the id alone, which opens nothing: so no coordinator can act in an applicant's name, nor can whoever finds a copy of the
database. As a letter leaves the house its token takes the stand-in's place, the same however often it is sent.

So limits against guessing aren't needed: to guess a signature takes 2^127 tries. And a new secret key ends every link
there is: coordinators send people new ones from the desk.
"""

import hmac
import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session, contains_eager

from .db import add
from .models import Applicant, Interest, Link, Purpose, random_id

# The page serves until the person is erased: their rights don't end sooner. A new address is confirmed at once, or not.
_LASTS = {Purpose.OWN_PAGE: None, Purpose.NEW_ADDRESS: timedelta(days=7)}
_STAND_IN = re.compile(r"\blink-([0-9a-f]{32})\b")
_TOKEN = re.compile(r"([0-9a-f]{32})([0-9a-f]{32})")


def make(session: Session, interest: Interest, purpose: Purpose, now: datetime) -> str:
    """A new link, in a transaction of the caller's: the stand-in for its token."""
    id, lasts = random_id(), _LASTS[purpose]
    made = {"id": id, "interest_id": interest.id, "purpose": purpose, "created_at": now}
    add(session, Link, made | {"expires_at": now + lasts if lasts else None})
    return f"link-{id}"


def completed(text: str, secret: str) -> str:
    """A letter with the tokens of its links, as it leaves the house."""
    return _STAND_IN.sub(lambda found: found[1] + _signature(found[1], secret), text)


def hidden(text: str) -> str:
    """A letter as others than its reader may see it."""
    return _STAND_IN.sub("…", text)


def holder(session: Session, token: str, purpose: Purpose, *, secret: str, now: datetime) -> Interest | None:
    """The interest that a token opens; None for one that is wrong, revoked, too old, for something else, or erased.

    One question to the database, whichever of these it is, so that the time it takes doesn't tell.
    """
    parts = _TOKEN.fullmatch(token)
    id, signature = parts.groups() if parts else ("", "")
    ours = hmac.compare_digest(signature, _signature(id, secret))
    good = (
        select(Interest)
        .join(Link, Link.interest_id == Interest.id)
        .join(Applicant, Applicant.interest_id == Interest.id)
        .where(Link.id == (id if ours else ""), Link.purpose == purpose, Link.revoked_at.is_(None))
        .where(or_(Link.expires_at.is_(None), Link.expires_at > now))
        .options(contains_eager(Interest.applicant))
    )
    return session.scalar(good)


def revoke(session: Session, interest: Interest, purposes: Iterable[Purpose], now: datetime) -> None:
    """End an interest's links of these purposes, in a transaction of the caller's."""
    mine = update(Link).where(Link.interest_id == interest.id, Link.purpose.in_(list(purposes)))
    session.execute(mine.where(Link.revoked_at.is_(None)).values(revoked_at=now))


def _signature(id: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"citizens in policing: link {id}".encode(), "sha256").hexdigest()[:32]
