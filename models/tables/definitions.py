"""Deployed texts: case types, rule packs, code lists, role lists, calendars. Rows are immutable; the newest
by `deployed_no` rules."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, String, Table, Text

from models.base import metadata
from models.columns import Instant, Json

definitions = Table(
    "definition",
    metadata,
    # case_type | rules | code_list | roles | calendar_base | calendar_year
    Column("kind", String(20), primary_key=True),
    Column("name", String(80), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("version", String(40), nullable=False),
    Column("deployed_no", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("canonical", Json, nullable=False),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("deployed_at", Instant, nullable=False),
    Column("deployed_by", String(80), nullable=False),
    Index(None, "kind", "name", "deployed_no"),
    Index(None, "sha256"),
)

calendar_editions = Table(
    "calendar_edition",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("members", Json, nullable=False),  # sha256 of the base file and of each year's file
    Column("edition_no", Integer, nullable=False),
    Column("made_at", Instant, nullable=False),
    Index(None, "name", "edition_no"),
)
