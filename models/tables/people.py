"""Who works with the software: users with dated roles, substitutes, leave, sessions and tokens. Never
citizens (decision 4)."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Integer, LargeBinary, String, Table, Uuid

from models.base import metadata
from models.columns import Instant, Json

users = Table(
    "app_user",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("username", String(80), nullable=False, unique=True),
    Column("display_name", String(120), nullable=False),
    Column("password_hash", String(200)),
    Column("active_from", Date, nullable=False),
    Column("active_to", Date),
    Column("imported", Boolean, nullable=False, default=False),
    Column("recorded_at", Instant, nullable=False),
)

user_roles = Table(
    "user_role",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("role", String(40), primary_key=True),
    Column("org_id", Uuid, primary_key=True),
    Column("from_day", Date, primary_key=True),
    Column("to_day", Date),
    Index(None, "org_id", "role"),
)

substitutes = Table(
    "substitute",
    metadata,
    Column("user_id", Uuid, primary_key=True),  # who stands in
    Column("for_user_id", Uuid, primary_key=True),  # for whom
    Column("from_day", Date, primary_key=True),
    Column("to_day", Date, nullable=False),
    Index(None, "for_user_id"),
)

leaves = Table(
    "leave",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("from_day", Date, primary_key=True),
    Column("to_day", Date, nullable=False),
)

web_sessions = Table(
    "web_session",
    metadata,
    Column("token_sha256", LargeBinary(32), primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index(None, "user_id"),
)

api_tokens = Table(
    "api_token",
    metadata,
    Column("token_id", Uuid, primary_key=True),
    Column("token_sha256", LargeBinary(32), nullable=False, unique=True),
    Column("user_id", Uuid, nullable=False),
    Column("label", String(80), nullable=False),
    Column("scopes", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    Index(None, "user_id"),
)

login_throttles = Table(
    "login_throttle",
    metadata,
    Column("subject", String(120), primary_key=True),  # "user:<name digest>" or "address:<digest>"
    Column("failures", Integer, nullable=False),
    Column("blocked_until", Instant),
    Column("last_at", Instant, nullable=False),
)

access_log = Table(
    "access_log",
    metadata,
    Column("entry_id", Uuid, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("user_id", Uuid),
    Column("kind", String(40), nullable=False),  # refused | not_permitted | sensitive_read | login_failed
    Column("case_id", Uuid),
    Column("facts", Json, nullable=False),
    Index(None, "case_id"),
    Index(None, "at"),
)
