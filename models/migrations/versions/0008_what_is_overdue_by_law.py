"""What is overdue by law is listed along an index that leaves the office's own targets out."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_RUNNING_BY_LAW = sa.text("running = 'running' AND informative = false AND kind IN ('duty', 'notice')")


def upgrade() -> None:
    for name, columns in (
        ("ix_timer_law_due", ["org_id", "due_at", "case_id", "timer_id"]),
        ("ix_timer_all_law_due", ["due_at", "case_id", "timer_id"]),
    ):
        op.create_index(
            name, "timer", columns, postgresql_where=_RUNNING_BY_LAW, sqlite_where=_RUNNING_BY_LAW
        )
