"""What waits to be done or read: outbox messages, notices, leases, and the self-test's record."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Uuid, text

from models.base import metadata
from models.columns import Instant, Json

outbox = Table(
    "outbox",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("message_id", Uuid, primary_key=True),
    Column("kind", String(20), nullable=False),  # open_child | hand_over | to_case
    Column("body", Json, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("next_try_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("failure", String(200)),
    Column("done_at", Instant),
    Index(
        "ix_outbox_waiting",
        "next_try_at",
        "case_id",
        "message_id",
        postgresql_where=text("done_at IS NULL"),
        sqlite_where=text("done_at IS NULL"),
    ),
)

notices = Table(
    "notice",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("notice_id", Uuid, primary_key=True),
    Column("to_user_id", Uuid),
    Column("to_org_id", Uuid),
    Column("to_role", String(40)),
    Column("clock", String(60)),
    Column("rung", String(40)),
    Column("recorded_at", Instant, nullable=False),
    Column("read_at", Instant),
    Index(None, "to_user_id", "recorded_at"),
    Index(None, "to_org_id", "to_role", "recorded_at"),
)

leases = Table(
    "lease",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("holder", String(80), nullable=False),
    Column("expires_at", Instant, nullable=False),
)

selftests = Table(
    "selftest",
    metadata,
    Column("slot", Instant, primary_key=True),
    Column("passed", Boolean, nullable=False),
    Column("lateness_ms", Integer),
    Column("failure", String(200)),
    Column("recorded_at", Instant, nullable=False),
)
