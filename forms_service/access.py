"""Who is at the desk, and which interests they may see."""

import secrets
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from site_builder.catalogue import Catalogue

from . import limits
from .db import writing
from .models import Coordinator, DeskSession, Interest, SignInLink

LINK_LASTS = timedelta(hours=1)
SESSION_LASTS = timedelta(hours=12)
IDLE_LASTS = timedelta(minutes=30)
SEEN_EVERY = timedelta(minutes=1)  # each page would otherwise cost a write
LONGEST_PASSWORD = 128

# Somebody who guesses runs dry; the person whose account it is comes from another address, and has the link.
TRIES = {"here": 10, "account": 100, "address": 200}
TRIES_REFILL_MINUTES = 15


class TooManyTries(Exception):  # noqa: N818  not an error of the program
    """A limit on failed sign-ins is reached; it eases within 15 minutes."""


def visible(coordinator: Coordinator, catalogue: Catalogue) -> Select[Interest]:
    """The interests that a coordinator may see: their organisation's, and where they look after areas, those alone.

    An area takes in its parts. An interest without an area is for those who look after the whole organisation.
    """
    found = select(Interest).where(Interest.organisation == coordinator.organisation)
    if not coordinator.scopes:
        return found
    keys = {scope.area for scope in coordinator.scopes}
    parts = {part for key in keys if key in catalogue.every_area for part in catalogue.within(key)}
    return found.where(Interest.area.in_(sorted(keys | parts)))


# Sessions -----------------------------------------------------------------------------------------------------------


def sign_in(session: Session, coordinator: Coordinator, now: datetime) -> str:
    """Begin a session at the desk and give its token, the only time that it is seen. Commits."""
    token = secrets.token_urlsafe(32)
    with writing(session):
        session.add(_desk_session(token, coordinator.id, now))
    return token


def sign_out(session: Session, token: str) -> None:
    """End a session; the token is good for nothing from now on. Commits."""
    with writing(session):
        session.execute(delete(DeskSession).where(DeskSession.token_hash == _digest(token)))


def who(session: Session, token: str, now: datetime) -> Coordinator | None:
    """The active coordinator whose session this is; None once it is over or was left alone. Commits."""
    mine = DeskSession.token_hash == _digest(token)
    found = session.execute(
        select(Coordinator, DeskSession.seen_at)
        .join(DeskSession, DeskSession.coordinator_id == Coordinator.id)
        .where(mine, DeskSession.expires_at > now, DeskSession.seen_at > now - IDLE_LASTS, Coordinator.active)
    ).first()
    if found is None:
        return None
    coordinator, seen_at = found
    if now - seen_at >= SEEN_EVERY:
        with writing(session):
            session.execute(update(DeskSession).where(mine).values(seen_at=now))
    return coordinator


def _desk_session(token: str, coordinator_id: str, now: datetime) -> DeskSession:
    return DeskSession(
        token_hash=_digest(token),
        coordinator_id=coordinator_id,
        created_at=now,
        seen_at=now,
        expires_at=now + SESSION_LASTS,
    )


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


# Links --------------------------------------------------------------------------------------------------------------


def make_link(session: Session, coordinator: Coordinator, now: datetime) -> str:
    """The token of a link that signs in once, within the hour. Commits."""
    token = secrets.token_urlsafe(32)
    with writing(session):
        session.add(
            SignInLink(
                token_hash=_digest(token), coordinator_id=coordinator.id, expires_at=now + LINK_LASTS, used_at=None
            )
        )
    return token


def link_holds(session: Session, token: str, now: datetime) -> bool:
    """Whether a link would still sign in. Looking doesn't use it up: mail scanners look."""
    return session.scalar(_good_links(token, now)) is not None


def use_link(session: Session, token: str, now: datetime) -> str | None:
    """Trade a link for the token of a new session; None if it was used, is too old, or its owner is gone. Commits."""
    with writing(session):
        link = session.scalar(_good_links(token, now).with_for_update(of=SignInLink))
        if link is None:
            return None
        link.used_at = now
        signed_in = secrets.token_urlsafe(32)
        session.add(_desk_session(signed_in, link.coordinator_id, now))
    return signed_in


def _good_links(token: str, now: datetime) -> Select[SignInLink]:
    return (
        select(SignInLink)
        .join(Coordinator, Coordinator.id == SignInLink.coordinator_id)
        .where(SignInLink.token_hash == _digest(token), SignInLink.used_at.is_(None), SignInLink.expires_at > now)
        .where(Coordinator.active)
    )


# Passwords ----------------------------------------------------------------------------------------------------------


def hash_password(password: str) -> str:
    """As it is kept. Raises ValueError for one that is too short to be safe or too long to hash."""
    if not 12 <= len(password) <= LONGEST_PASSWORD:
        raise ValueError(f"Choose a password of 12 to {LONGEST_PASSWORD} characters")
    return PasswordHasher().hash(password)


def sign_in_with_password(  # noqa: PLR0913  all named, all needed
    session: Session, email: str, password: str, *, address: str, secret: str, now: datetime
) -> str | None:
    """The token of a new session, or None, which never tells whether the email or the password was wrong. Commits.

    `address` is the network address that it comes from; the secret key hides it in the limits. Raises TooManyTries.
    """
    email = email.strip().lower()
    _count_try(session, email, limits.network(address), secret, now)
    coordinator = session.scalar(select(Coordinator).where(Coordinator.email == email, Coordinator.active))
    kept = (coordinator and coordinator.password_hash) or _nobodys_hash()
    if len(password) > LONGEST_PASSWORD or not _fits(kept, password) or coordinator is None:
        return None
    return sign_in(session, coordinator, now)


def _fits(kept: str, password: str) -> bool:
    try:
        return PasswordHasher().verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    """A hash that no password fits, so that an unknown email takes as long as a known one."""
    return PasswordHasher().hash(secrets.token_hex(32))


def _count_try(session: Session, email: str, network: str, secret: str, now: datetime) -> None:
    names = {
        "here": limits.named(secret, "sign-in-here", f"{email} {network}"),
        "account": limits.named(secret, "sign-in", email),
        "address": limits.named(secret, "sign-in-from", network),
    }
    for kind, name in names.items():
        tries = TRIES[kind]
        if not limits.take(session, name, capacity=tries, per_minute=tries / TRIES_REFILL_MINUTES, now=now):
            raise TooManyTries
