"""Indices along which lists and figures are read, of one office and of many."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_RUNNING_DUTY = sa.text(
    "running = 'running' AND informative = false AND kind IN ('duty', 'internal', 'notice')"
)
_OPEN_OR_DUE = sa.text("stage <> 'closed' OR due_at < '9999-12-31 00:00:00+00'")
_ESCALATED = sa.text("escalated_at IS NOT NULL")


def upgrade() -> None:
    op.drop_index("ix_cases_open_due", "cases")
    op.drop_index(op.f("ix_cases_org_id_stage"), "cases")
    op.create_index(
        "ix_cases_open_due",
        "cases",
        ["org_id", "due_at", "case_id"],
        postgresql_include=["holder_id", "unit_id", "paused", "sealed", "stage"],
        postgresql_where=_OPEN_OR_DUE,
    )
    op.create_index(
        "ix_cases_escalated",
        "cases",
        ["org_id", "due_at", "case_id"],
        postgresql_where=_ESCALATED,
        sqlite_where=_ESCALATED,
    )
    op.create_index(
        "ix_cases_office_due", "cases", ["org_id", "due_at", "case_id"], postgresql_include=["sealed"]
    )
    op.create_index("ix_cases_every_due", "cases", ["due_at", "case_id"])
    op.create_index(op.f("ix_cases_org_id_case_type"), "cases", ["org_id", "case_type"])
    op.drop_index("ix_timer_running_due", "timer")
    op.create_index(
        "ix_timer_running_due",
        "timer",
        ["org_id", "due_at", "case_id", "timer_id"],
        postgresql_include=["clock"],
        postgresql_where=_RUNNING_DUTY,
        sqlite_where=_RUNNING_DUTY,
    )
    op.create_index(
        "ix_timer_all_due",
        "timer",
        ["due_at", "case_id", "timer_id"],
        postgresql_where=_RUNNING_DUTY,
        sqlite_where=_RUNNING_DUTY,
    )
