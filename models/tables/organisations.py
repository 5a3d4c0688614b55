"""Offices and how they stand to each other, all dated: a code is not an identity, a name is not for ever
(decision 20)."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table, Uuid

from models.base import metadata
from models.columns import Instant

organisations = Table(
    "organisation",
    metadata,
    Column("org_id", Uuid, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("selftest", Boolean, nullable=False, default=False),
    Column("recorded_at", Instant, nullable=False),
)

organisation_names = Table(
    "organisation_name",
    metadata,
    Column("org_id", Uuid, primary_key=True),
    Column("from_day", Date, primary_key=True),
    Column("to_day", Date),
    Column("name", String(200), nullable=False),
    Column("short_name", String(60), nullable=False),
    Column("code", String(20)),
    Column("register", String(60)),
    Column("register_on", Date),  # the day of the register's state from which the row was taken
    Index(None, "code"),
)

organisation_links = Table(
    "organisation_link",
    metadata,
    Column("org_id", Uuid, primary_key=True),
    Column("relation", String(20), primary_key=True),  # above | inspected_by | part_of | successor
    Column("other_id", Uuid, primary_key=True),
    Column("from_day", Date, primary_key=True),
    Column("to_day", Date),
    Column("extent", String(10)),  # of a successor: whole | part; NULL where nobody said
    Column("source", String(120)),  # the register, or the table of successions, it was taken from
    Index(None, "relation", "other_id"),
)

organisation_traits = Table(
    "organisation_trait",
    metadata,
    Column("org_id", Uuid, primary_key=True),
    Column("trait", String(40), primary_key=True),
    Column("from_day", Date, primary_key=True),
    Column("to_day", Date),
    Column("value", Boolean, nullable=False),
    Column("because", String(400), nullable=False),
)

number_series = Table(
    "number_series",
    metadata,
    Column("org_id", Uuid, primary_key=True),
    Column("series", String(60), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("next_serial", Integer, nullable=False),
)
