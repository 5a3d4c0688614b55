"""Timers (a clock armed on a case) and their rungs. Due work is a table scan, never a job in memory
(house.md, clocks 1)."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table, Uuid, text

from models.base import metadata
from models.columns import Instant, Json

RUNNING_DUTY = "running = 'running' AND informative = false AND kind IN ('duty', 'internal', 'notice')"
"""The clocks that lists of deadlines show, word for word as their indexes have it: a partial index is used
only where the condition is given in literals."""

RUNNING_BY_LAW = "running = 'running' AND informative = false AND kind IN ('duty', 'notice')"
"""Those of them that the law gives, not the office alone."""

timers = Table(
    "timer",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("timer_id", Uuid, primary_key=True),
    Column("clock", String(60), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("subject_kind", String(20), nullable=False),  # case | party | request | hearing | item
    Column("subject_id", Uuid, nullable=False),  # the case's own id where the subject is the case
    Column("start_seq", Integer, nullable=False),  # the event that started it
    Column("rule_id", String(120)),
    Column("calendar_name", String(80), nullable=False),
    Column("calendar_sha256", String(64), nullable=False),
    Column("precision", String(10), nullable=False),  # day | instant
    Column("started_on", Date, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("running", String(10), nullable=False),  # running | paused | stopped
    Column("raw_due", Date, nullable=False),
    Column("legal_due", Date, nullable=False),
    Column("promised_due", Date),
    # The first instant that is too late (precision day), or the last that is in time (precision instant).
    Column("due_at", Instant, nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("informative", Boolean, nullable=False, default=False),
    # What the due day is made from: variants, pauses, extensions, with their documents.
    Column("acts", Json, nullable=False),
    Column("org_id", Uuid, nullable=False),  # the case's office; models.succession moves both
    Column("stopped_on", Date),
    Column("stopped_at", Instant),
    Column("stop_seq", Integer),
    Column("verdict", String(10)),  # in_time | late | none
    Column("verdict_promised", String(10)),
    Column("verdict_inputs", Json),
    Column("unconfirmed", Boolean, nullable=False, default=False),
    Index("uq_timer_start", "case_id", "clock", "start_seq", "subject_kind", "subject_id", unique=True),
    Index(
        "ix_timer_running_due",
        "org_id",
        "due_at",
        "case_id",
        "timer_id",
        postgresql_include=["clock", "kind", "promised_due"],
        postgresql_where=text(RUNNING_DUTY),
        sqlite_where=text(RUNNING_DUTY),
    ),
    Index(
        "ix_timer_all_due",
        "due_at",
        "case_id",
        "timer_id",
        postgresql_where=text(RUNNING_DUTY),
        sqlite_where=text(RUNNING_DUTY),
    ),
    # What is overdue by law: the office's own targets, never met, would stand before it for ever.
    Index(
        "ix_timer_law_due",
        "org_id",
        "due_at",
        "case_id",
        "timer_id",
        postgresql_where=text(RUNNING_BY_LAW),
        sqlite_where=text(RUNNING_BY_LAW),
    ),
    Index(
        "ix_timer_all_law_due",
        "due_at",
        "case_id",
        "timer_id",
        postgresql_where=text(RUNNING_BY_LAW),
        sqlite_where=text(RUNNING_BY_LAW),
    ),
    Index(
        "ix_timer_calendar",
        "calendar_name",
        "calendar_sha256",
        postgresql_where=text("running <> 'stopped'"),
    ),
)

rungs = Table(
    "rung",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("timer_id", Uuid, primary_key=True),
    Column("rung", String(40), primary_key=True),
    Column("fires_at", Instant, nullable=False),
    Column("standing", String(10), nullable=False),  # armed | fired | passed | cancelled
    Column("fired_at", Instant),
    Column("fired_seq", Integer),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_try_at", Instant, nullable=False),
    Index(
        "ix_rung_armed",
        "next_try_at",
        "case_id",
        "timer_id",
        "rung",
        postgresql_where=text("standing = 'armed'"),
        sqlite_where=text("standing = 'armed'"),
    ),
)
