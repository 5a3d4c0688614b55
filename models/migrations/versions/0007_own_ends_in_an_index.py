"""Figures of what is past the office's own end are read from an index alone."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_RUNNING_DUTY = sa.text(
    "running = 'running' AND informative = false AND kind IN ('duty', 'internal', 'notice')"
)


def upgrade() -> None:
    op.drop_index("ix_timer_running_due", "timer")
    op.create_index(
        "ix_timer_running_due",
        "timer",
        ["org_id", "due_at", "case_id", "timer_id"],
        postgresql_include=["clock", "kind", "promised_due"],
        postgresql_where=_RUNNING_DUTY,
        sqlite_where=_RUNNING_DUTY,
    )
