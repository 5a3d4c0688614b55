"""The audit record: events are inserted, never changed (decision 16)."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, String, Table, Text, Uuid

from models.base import metadata
from models.columns import Instant, Json

audit_events = Table(
    "audit_event",
    metadata,
    Column("chain_id", Uuid, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("org_id", Uuid),
    Column("recorded_at", Instant, nullable=False),
    Column("text", Text, nullable=False),  # the canonical bytes that `hash` is of
    Column("hash", String(64), nullable=False),
    Index(None, "org_id", "recorded_at"),
    Index(None, "recorded_at"),
)

chains = Table(
    "chain",
    metadata,
    Column("chain_id", Uuid, primary_key=True),
    Column("subject", String(80), nullable=False, unique=True),  # "definitions", "users:<office>", ...
    Column("head_seq", Integer, nullable=False),
    Column("head_hash", String(64), nullable=False),
)

unsealed = Table(
    "unsealed",
    metadata,
    Column("chain_id", Uuid, primary_key=True),
    Column("seq", Integer, primary_key=True),
)

commands = Table(
    "command",
    metadata,
    Column("chain_id", Uuid, primary_key=True),
    Column("command_id", String(80), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("request_digest", String(64), nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Index(None, "recorded_at"),
)

late_entries = Table(
    "late_entry",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("happened_on", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("entered_by", Uuid, nullable=False),
    Column("confirmed_by", Uuid),
    Column("confirmed_at", Instant),
    Column("confirmed_seq", Integer),
)

pulls = Table(
    "pull",
    metadata,
    Column("pull_id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("org_id", Uuid, nullable=False),
    Column("from_day", Date, nullable=False),
    Column("to_day", Date, nullable=False),
    Column("up_to", Instant, nullable=False),
    Column("facts", Json, nullable=False),
    Column("recorded_at", Instant, nullable=False),
)
