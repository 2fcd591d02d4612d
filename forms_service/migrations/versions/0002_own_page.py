"""The applicant's own page: links in letters, and whether the address that letters go to is right."""

import sqlalchemy as sa
from alembic import op

from forms_service.db import Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "links",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "interest_id", "purpose")),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=True),
        sa.Column("revoked_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["interest_id"], ["interests.id"], name="fk_links_interest_id"),
        sa.PrimaryKeyConstraint("id", name="pk_links"),
    )
    op.create_index("ix_links_interest_id", "links", ["interest_id"])
    op.add_column("applicants", sa.Column("new_email", sa.String(), nullable=True))
    op.add_column("applicants", sa.Column("confirmed_at", Moment(), nullable=True))
