"""Interests, their record and letters; coordinators and how they sign in; limits and heartbeats."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

from forms_service.db import Moment, append_only

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, Moment(), nullable=nullable)


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}")


def upgrade() -> None:
    _interests()
    _applicants()
    _record()
    _letters()
    _coordinators()
    _sign_in()
    _notes()
    _limits_and_heartbeats()


def _interests() -> None:
    op.create_table(
        "interests",
        _text("id"),
        _text("reference"),
        _text("form_key"),
        _text("organisation"),
        _text("role"),
        _text("role_title"),
        _text("pathway", nullable=True),
        _text("stage", nullable=True),
        _text("area", nullable=True),
        _text("age_band"),
        _text("outcome", nullable=True),
        _moment("received_at"),
        sa.Column("reply_by", sa.Date(), nullable=False),
        _moment("moved_at"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_interests"),
        sa.UniqueConstraint("form_key", "role", name="uq_interests_form_key_role"),
        sa.UniqueConstraint("reference", name="uq_interests_reference"),
    )
    op.create_index("ix_interests_organisation_outcome_reply_by", "interests", ["organisation", "outcome", "reply_by"])


def _applicants() -> None:
    op.create_table(
        "applicants",
        _text("interest_id"),
        *map(_text, ("name", "email", "phone", "parent_name", "parent_email", "parent_phone")),
        *map(_text, ("availability", "words", "heard")),
        _refers("applicants", "interest_id", "interests"),
        sa.PrimaryKeyConstraint("interest_id", name="pk_applicants"),
    )


def _record() -> None:
    op.create_table(
        "record",
        sa.Column("id", sa.Integer(), nullable=False),
        _text("interest_id"),
        _moment("at"),
        _text("actor"),
        _text("verb"),
        _text("from_stage", nullable=True),
        _text("to_stage", nullable=True),
        _text("outcome", nullable=True),
        _refers("record", "interest_id", "interests"),
        sa.PrimaryKeyConstraint("id", name="pk_record"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_record_interest_id", "record", ["interest_id"])
    for statement in append_only(op.get_bind().dialect.name, "record"):
        op.execute(statement)


def _letters() -> None:
    op.create_table(
        "letters",
        _text("id"),
        _text("interest_id"),
        *map(_text, ("key", "recipient", "address", "sender", "reply_to", "subject", "text", "html", "message_id")),
        _moment("created_at"),
        _moment("due_at"),
        _moment("leased_until", nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _moment("sent_at", nullable=True),
        _moment("failed_at", nullable=True),
        _text("last_error", nullable=True),
        _refers("letters", "interest_id", "interests"),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
        sa.UniqueConstraint("message_id", name="uq_letters_message_id"),
    )
    op.create_index("ix_letters_interest_id", "letters", ["interest_id"])
    waiting = sa.text("sent_at IS NULL AND failed_at IS NULL")
    op.create_index("ix_letters_waiting", "letters", ["due_at"], sqlite_where=waiting, postgresql_where=waiting)


def _coordinators() -> None:
    op.create_table(
        "coordinators",
        *map(_text, ("id", "name", "email", "organisation")),
        _text("password_hash", nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_coordinators"),
        sa.UniqueConstraint("email", name="uq_coordinators_email"),
    )
    op.create_table(
        "scopes",
        _text("coordinator_id"),
        _text("area"),
        _refers("scopes", "coordinator_id", "coordinators"),
        sa.PrimaryKeyConstraint("coordinator_id", "area", name="pk_scopes"),
    )


def _sign_in() -> None:
    op.create_table(
        "sign_in_links",
        _text("token_hash"),
        _text("coordinator_id"),
        _moment("expires_at"),
        _moment("used_at", nullable=True),
        _refers("sign_in_links", "coordinator_id", "coordinators"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sign_in_links"),
    )
    op.create_table(
        "desk_sessions",
        _text("token_hash"),
        _text("coordinator_id"),
        _moment("created_at"),
        _moment("seen_at"),
        _moment("expires_at"),
        _refers("desk_sessions", "coordinator_id", "coordinators"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_desk_sessions"),
    )
    for table in ("sign_in_links", "desk_sessions"):
        op.create_index(f"ix_{table}_coordinator_id", table, ["coordinator_id"])


def _notes() -> None:
    op.create_table(
        "notes",
        *map(_text, ("id", "interest_id", "coordinator_id")),
        _moment("at"),
        _text("text"),
        _refers("notes", "interest_id", "interests"),
        _refers("notes", "coordinator_id", "coordinators"),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
    )
    op.create_index("ix_notes_interest_id", "notes", ["interest_id"])


def _limits_and_heartbeats() -> None:
    op.create_table(
        "buckets",
        _text("name"),
        sa.Column("tokens", sa.Double(), nullable=False),
        _moment("filled_at"),
        sa.PrimaryKeyConstraint("name", name="pk_buckets"),
    )
    op.create_table(
        "heartbeats",
        _text("name"),
        _moment("at"),
        sa.PrimaryKeyConstraint("name", name="pk_heartbeats"),
    )
