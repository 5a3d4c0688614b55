"""Papers, and the personal values that live apart from everything else (decisions 15, 21)."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Integer, LargeBinary, String, Table, Uuid

from models.base import metadata
from models.columns import Instant

documents = Table(
    "document",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("document_id", Uuid, primary_key=True),
    Column("kind", String(60), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("source", String(20), nullable=False),  # scan | letter | written | signed_scan
    Column("title", String(200), nullable=False),
    Column("official_number", String(60)),
    Column("dated", Date),
    Column("media_type", String(100), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("quarantine", String(20), nullable=False),  # not_scanned | clean | held
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", String(60), nullable=False),
    Index(None, "sha256"),
)

personal_values = Table(
    "personal_value",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("value_id", Uuid, primary_key=True),
    Column("field", String(60), nullable=False),
    Column("sealed", Boolean, nullable=False, default=False),
    Column("key_id", String(20), nullable=False),
    Column("nonce", LargeBinary(12), nullable=False),
    Column("cipher", LargeBinary, nullable=False),
    Column("salt", LargeBinary(16), nullable=False),
)

blind_tokens = Table(
    "blind_token",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("value_id", Uuid, primary_key=True),
    Column("token", LargeBinary(32), primary_key=True),
    Index(None, "token"),
)
