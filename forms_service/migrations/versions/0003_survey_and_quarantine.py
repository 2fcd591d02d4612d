"""The equality survey, as counts."""

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
