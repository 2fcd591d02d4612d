"""The equality survey, as counts; and what is set aside for a person to look at."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "survey_counts",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("organisation", "quarter", "question", "answer")),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "quarter", "question", "answer", name="pk_survey_counts"),
    )
    op.add_column("interests", sa.Column("set_aside", sa.String(), nullable=True))
    waiting = sa.text("set_aside IS NOT NULL")
    op.create_index(
        "ix_interests_set_aside",
        "interests",
        ["organisation", "reply_by"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
