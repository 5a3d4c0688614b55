"""Deployed texts: case types, rule packs, code lists, role lists, calendars. Rows are immutable; the newest
by `deployed_no` rules. And the proposals to move running cases from one version to another."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, String, Table, Text, Uuid

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

migrations = Table(
    "migration",
    metadata,
    Column("migration_id", Uuid, primary_key=True),
    Column("case_type", String(80), nullable=False),
    Column("from_version", String(40), nullable=False),
    Column("from_sha256", String(64), nullable=False),
    Column("to_version", String(40), nullable=False),
    Column("to_sha256", String(64), nullable=False),
    Column("map_file", String(200), nullable=False),
    Column("map_text", Text, nullable=False),
    Column("digest", String(64), nullable=False),  # of the map and both versions: what two persons agree on
    Column("cases_sha256", String(64), nullable=False),  # of every case's plan as it was proposed
    Column("proposed_by", Uuid, nullable=False),
    Column("proposed_at", Instant, nullable=False),
    Column("approved_by", Uuid),
    Column("approved_at", Instant),
    Column("applied_at", Instant),
    Column("standing", String(10), nullable=False),  # open | approved | applied | lapsed
    Column("result", Json),  # what applying came to, once it has ended
    Index(None, "case_type", "standing"),
)

migration_cases = Table(
    "migration_case",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("migration_id", Uuid, primary_key=True),
    Column("head_seq", Integer, nullable=False),  # the case's newest event when it was proposed
    Column("plan", Json, nullable=False),  # the state and every date, before and after
    Column("standing", String(10), nullable=False),  # ready | refused | moved | left
    Column("reasons", Json, nullable=False),  # why it was refused, or left where it is
    Column("seq", Integer),  # the event that moved it
    Index(None, "migration_id", "standing", "case_id"),
)
