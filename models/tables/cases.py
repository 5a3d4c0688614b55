"""The case row (the one lock of a case) and the rows of its people, places and parallel work."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table, Text, Uuid, text

from models.base import metadata
from models.columns import Instant, Json

cases = Table(
    "cases",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("number", String(60), nullable=False),
    Column("case_type", String(60), nullable=False),
    Column("version", String(40), nullable=False),
    Column("definition_sha256", String(64), nullable=False),
    Column("state", String(60), nullable=False),
    Column("stage", String(20), nullable=False),
    Column("previous_state", String(60)),
    Column("org_id", Uuid, nullable=False),
    Column("opening_org_id", Uuid, nullable=False),
    Column("holder_id", Uuid),
    Column("unit_id", Uuid),
    Column("subject", String(300), nullable=False),
    Column("subject_key", String(300), nullable=False),
    Column("channel", String(40), nullable=False),
    Column("received_on", Date, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("moved_at", Instant, nullable=False),  # when the last transition happened
    Column("moved_precision", String(10), nullable=False),  # day | instant
    Column("closed_at", Instant),
    Column("escalated_at", Instant),  # since when the level above may read it
    Column("fields", Json, nullable=False),
    Column("row_version", Integer, nullable=False),
    Column("head_seq", Integer, nullable=False),
    Column("head_hash", String(64), nullable=False),
    Column("due_at", Instant, nullable=False),  # nearest end of a running duty; FAR when there is none
    Column("due_clock", String(60)),
    Column("paused", Boolean, nullable=False, default=False),
    Column("marked_late", Boolean, nullable=False, default=False),
    Column("sealed", Boolean, nullable=False, default=False),
    Column("unconfirmed", Boolean, nullable=False, default=False),
    Column("parent_id", Uuid),
    Column("register", String(80)),  # the old register an imported case came from
    Index("uq_cases_org_id_number", "opening_org_id", "number", unique=True),
    # Figures of an office are read from this index alone. The second half of the condition takes in closed
    # cases on which a duty still runs, so that running clocks find every case of theirs in it.
    Index(
        "ix_cases_open_due",
        "org_id",
        "due_at",
        "case_id",
        postgresql_include=["holder_id", "unit_id", "paused", "sealed", "stage"],
        postgresql_where=text("stage <> 'closed' OR due_at < '9999-12-31 00:00:00+00'"),
    ),
    # What came up to the level above: few of many.
    Index(
        "ix_cases_escalated",
        "org_id",
        "due_at",
        "case_id",
        postgresql_where=text("escalated_at IS NOT NULL"),
        sqlite_where=text("escalated_at IS NOT NULL"),
    ),
    Index(
        "ix_cases_holder_due", "holder_id", "due_at", "case_id", postgresql_where=text("stage <> 'closed'")
    ),
    Index("ix_cases_all_due", "due_at", "case_id", postgresql_where=text("stage <> 'closed'")),
    # The lists in which closed cases stand too.
    Index("ix_cases_office_due", "org_id", "due_at", "case_id", postgresql_include=["sealed"]),
    Index("ix_cases_every_due", "due_at", "case_id"),
    Index(None, "number"),
    Index(None, "parent_id"),
    Index(None, "case_type", "state"),
    Index(None, "org_id", "case_type"),
)

parties = Table(
    "party",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("party_id", Uuid, primary_key=True),
    Column("field", String(60), nullable=False),
    Column("kind", String(20), nullable=False),  # person | organisation | official
    Column("representative", Boolean, nullable=False, default=False),
    Column("user_id", Uuid),  # an official complained about
    Column("org_id", Uuid),  # an office complained about
    Column("name_value", Uuid),
    Column("address_value", Uuid),
    Column("identity_value", Uuid),
    Column("contact_value", Uuid),
    Column("received_decision_on", Date),
    Column("from_seq", Integer, nullable=False),
    Column("to_seq", Integer),
    Index(None, "user_id"),
)

assignments = Table(
    "assignment",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("assignment_id", Uuid, primary_key=True),
    Column("part", String(20), nullable=False),  # lead | coordinating
    Column("user_id", Uuid),
    Column("org_id", Uuid),
    Column("from_at", Instant, nullable=False),
    Column("to_at", Instant),
    Index(None, "user_id", "to_at"),
    Index(None, "org_id", "to_at"),
)

holdings = Table(
    "holding",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("org_id", Uuid, primary_key=True),
    Column("from_at", Instant, primary_key=True),
    Column("to_at", Instant),
)

requests = Table(
    "coordination_request",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("request_id", Uuid, primary_key=True),
    Column("kind", String(60), nullable=False),
    Column("org_id", Uuid, nullable=False),
    Column("asked_by", Uuid, nullable=False),
    Column("question_value", Uuid, nullable=False),
    Column("carries", Json, nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("answered_at", Instant),
    Column("answered_by", Uuid),
    Column("answer_value", Uuid),
    Column("due_on", Date),
    Index(None, "org_id", "answered_at"),
)

proposals = Table(
    "proposal",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("proposal_id", Uuid, primary_key=True),
    Column("transition", String(60), nullable=False),
    Column("entry", Json, nullable=False),  # what was entered; personal values as ids
    Column("proposer_id", Uuid, nullable=False),
    Column("on_behalf_of", Uuid),
    Column("proposed_at", Instant, nullable=False),
    Column("state", String(60), nullable=False),  # the state of the case it was made in
    Column("outcome", String(20), nullable=False),  # open | confirmed | lapsed
)

case_links = Table(
    "case_link",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("other_id", Uuid, primary_key=True),
    Column("kind", String(20), primary_key=True),  # child | became | duplicate
    Column("seq", Integer, nullable=False),
    Index(None, "other_id"),
)

filings = Table(
    "filing",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("filing_id", Uuid, primary_key=True),
    Column("received_on", Date, nullable=False),
    Column("channel", String(40), nullable=False),
    Column("note", Text),
    Column("recorded_at", Instant, nullable=False),
)
