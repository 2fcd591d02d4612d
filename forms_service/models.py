"""The tables."""

import secrets
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, MetaData, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from .db import Moment


class Base(DeclarativeBase):
    type_annotation_map = {datetime: Moment}  # noqa: RUF012  SQLAlchemy's own name and shape
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def random_id() -> str:
    """128 random bits, as they stand in addresses."""
    return secrets.token_hex(16)


class AgeBand(StrEnum):
    """All that is asked about age."""

    UNDER_16 = "13-to-15"
    UNDER_18 = "16-to-17"
    ADULT = "18-or-over"


class Outcome(StrEnum):
    """How an interest ended. An open interest has none."""

    STARTED = "started"
    NOT_THIS_TIME = "not_this_time"
    WITHDRAWN = "withdrawn"
    REFERRED = "referred"
    WAITING = "waiting"
    LAPSED = "lapsed"
    NOT_REAL = "not_real"


class Interest(Base):
    """One person's interest in one role. Nothing in it names the person: it stays, as a count, when they are erased.

    `role` is `organisation/slug`, `reference` is written `CIP-7K4M-9QPR`. `version` grows with every change, so that
    two colleagues can't overwrite each other. `set_aside` are the signs of `quarantine`, with spaces between, of an
    open interest until a coordinator has decided: no letter has been written about it.
    """

    __tablename__ = "interests"
    __table_args__ = (
        UniqueConstraint("form_key", "role"),
        Index(None, "organisation", "outcome", "reply_by"),
        Index(
            "ix_interests_set_aside",
            "organisation",
            "reply_by",
            sqlite_where=text("set_aside IS NOT NULL"),
            postgresql_where=text("set_aside IS NOT NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=random_id)
    reference: Mapped[str] = mapped_column(unique=True)
    form_key: Mapped[str]
    organisation: Mapped[str]
    role: Mapped[str]
    role_title: Mapped[str]
    pathway: Mapped[str | None]
    stage: Mapped[str | None]
    area: Mapped[str | None]
    age_band: Mapped[str]
    outcome: Mapped[str | None]
    set_aside: Mapped[str | None]
    received_at: Mapped[datetime]
    reply_by: Mapped[date]
    moved_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    applicant: Mapped["Applicant | None"] = relationship(back_populates="interest")
    record: Mapped[list["Entry"]] = relationship(order_by="Entry.id", viewonly=True)
    letters: Mapped[list["Letter"]] = relationship(order_by="Letter.created_at, Letter.id", viewonly=True)


class Applicant(Base):
    """Who is interested, and what they wrote. Empty text is "not given".

    Letters go to `email`, or for a child to `parent_email`: `confirmed_at` is when somebody there said that it's right.
    `new_email` takes that one's place once it is confirmed.
    """

    __tablename__ = "applicants"

    interest_id: Mapped[str] = mapped_column(ForeignKey("interests.id"), primary_key=True)
    name: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]
    parent_name: Mapped[str]
    parent_email: Mapped[str]
    parent_phone: Mapped[str]
    availability: Mapped[str]
    words: Mapped[str]
    heard: Mapped[str]
    new_email: Mapped[str | None]
    confirmed_at: Mapped[datetime | None]

    interest: Mapped[Interest] = relationship(back_populates="applicant")


class Entry(Base):
    """A line of the record. The database refuses to change or remove one.

    `actor` is `applicant`, `system` or a coordinator's id; `verb` is `received`, `viewed`, `moved`, `closed`, `erased`,
    `set_aside`, `released`, `confirmed`, `changed`, `link_renewed`, `letter_sent` or `letter_failed`.
    """

    __tablename__ = "record"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012  SQLAlchemy's own name and shape

    id: Mapped[int] = mapped_column(primary_key=True)
    interest_id: Mapped[str] = mapped_column(ForeignKey("interests.id"), index=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    verb: Mapped[str]
    from_stage: Mapped[str | None]
    to_stage: Mapped[str | None]
    outcome: Mapped[str | None]


class Letter(Base):
    """A letter in the outbox: waiting from `due_at` on, until `sent_at` or `failed_at` is set.

    `recipient` is `applicant`, `parent` or `team`. `sender` is the organisation's name as the reader sees it. Whoever
    sends it holds it `leased_until` then. `last_error` is a short class such as `refused (550)`.
    """

    __tablename__ = "letters"
    __table_args__ = (
        Index(
            "ix_letters_waiting",
            "due_at",
            sqlite_where=text("sent_at IS NULL AND failed_at IS NULL"),
            postgresql_where=text("sent_at IS NULL AND failed_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=random_id)
    interest_id: Mapped[str] = mapped_column(ForeignKey("interests.id"), index=True)
    key: Mapped[str]
    recipient: Mapped[str]
    address: Mapped[str]
    sender: Mapped[str]
    reply_to: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    last_error: Mapped[str | None]


class Purpose(StrEnum):
    """What a link is for, and all that it is good for."""

    OWN_PAGE = "own-page"
    NEW_ADDRESS = "new-address"


class Link(Base):
    """A link in a letter to an applicant, or to the parent of a child. Its token is kept nowhere: see `links`.

    It is good until `expires_at`, where it has one, until it is revoked, and never once the person is erased.
    """

    __tablename__ = "links"

    id: Mapped[str] = mapped_column(primary_key=True, default=random_id)
    interest_id: Mapped[str] = mapped_column(ForeignKey("interests.id"), index=True)
    purpose: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Coordinator(Base):
    """Somebody who works at the desk. `email` is in lower case. Without a password they sign in by link."""

    __tablename__ = "coordinators"

    id: Mapped[str] = mapped_column(primary_key=True, default=random_id)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    organisation: Mapped[str]
    password_hash: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    scopes: Mapped[list["Scope"]] = relationship(order_by="Scope.area", cascade="all, delete-orphan")


class Scope(Base):
    """An area that a coordinator looks after. A coordinator with none looks after the whole organisation."""

    __tablename__ = "scopes"

    coordinator_id: Mapped[str] = mapped_column(ForeignKey("coordinators.id"), primary_key=True)
    area: Mapped[str] = mapped_column(primary_key=True)


class SignInLink(Base):
    """A link that signs in once. Only the SHA-256 of its token is kept."""

    __tablename__ = "sign_in_links"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    coordinator_id: Mapped[str] = mapped_column(ForeignKey("coordinators.id"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class DeskSession(Base):
    """Somebody signed in. Only the SHA-256 of the token in their cookie is kept."""

    __tablename__ = "desk_sessions"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    coordinator_id: Mapped[str] = mapped_column(ForeignKey("coordinators.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Note(Base):
    """What a coordinator wrote about an interest."""

    __tablename__ = "notes"

    id: Mapped[str] = mapped_column(primary_key=True, default=random_id)
    interest_id: Mapped[str] = mapped_column(ForeignKey("interests.id"), index=True)
    coordinator_id: Mapped[str] = mapped_column(ForeignKey("coordinators.id"))
    at: Mapped[datetime]
    text: Mapped[str]


class Bucket(Base):
    """How much of a limit is left, and when that was reckoned."""

    __tablename__ = "buckets"

    name: Mapped[str] = mapped_column(primary_key=True)
    tokens: Mapped[float]
    filled_at: Mapped[datetime]


class SurveyCount(Base):
    """How often an answer to a question of the equality survey was chosen. Of a person, or of a time, there is nothing.

    `quarter` is written `2026-Q4`, in London's days. Each answer to the survey writes every row of its organisation and
    quarter, so that not even the order of the rows tells which belong together: see `survey_counts`.
    """

    __tablename__ = "survey_counts"

    organisation: Mapped[str] = mapped_column(primary_key=True)
    quarter: Mapped[str] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    answer: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]


class Heartbeat(Base):
    """When a worker was last seen at work."""

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
