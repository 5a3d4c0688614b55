"""The rows that every new case begins with, however it came in."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from models.columns import FAR
from workflow.access.actor import Place
from workflow.audit.entry import GENESIS
from workflow.case_type.model import CaseType
from workflow.engine.facts import Happened
from workflow.operations.steps.acting import Act
from workflow.operations.steps.recording import title_columns


def case_row(
    act: Act,
    case_type: CaseType,
    case_id: UUID,
    place: Place,
    state: str,
    received_on: date,
    moved: Happened,
    subject: object,
    **own: Any,
) -> dict[str, Any]:
    """The row of a case that stands in `state` since `moved`, with nothing running, nobody holding it and an
    empty chain. `subject` is None where none was given; `own`: number, channel and what else differs."""
    title, key = title_columns(str(case_type.title.vi if subject is None else subject))
    return {
        "case_id": case_id,
        "case_type": case_type.name,
        "version": case_type.version,
        "definition_sha256": case_type.sha256,
        "state": state,
        "stage": case_type.states[state].stage,
        "previous_state": None,
        "org_id": place.org_id,
        "opening_org_id": place.org_id,
        "holder_id": None,
        "unit_id": None,
        "subject": title,
        "subject_key": key,
        "received_on": received_on,
        "opened_at": act.at,
        "moved_at": moved.at,
        "moved_precision": moved.precision,
        "closed_at": moved.at if case_type.states[state].ending else None,
        "escalated_at": None,
        "fields": {},
        "row_version": 1,
        "head_seq": 0,
        "head_hash": GENESIS,
        "due_at": FAR,
        "due_clock": None,
        "paused": False,
        "marked_late": False,
        "sealed": case_type.sealed,
        "unconfirmed": False,
        "parent_id": None,
        "register": None,
        **own,
    }


def filing_row(
    act: Act,
    case_id: UUID,
    received_on: date,
    channel: str,
    note: str | None = None,
    filing_id: UUID | None = None,
) -> dict[str, Any]:
    """The paper or visit that a case began with; `filing_id` where it began another case too."""
    return {
        "case_id": case_id,
        "filing_id": filing_id or act.new_id(),
        "received_on": received_on,
        "channel": channel,
        "note": note,
        "recorded_at": act.at,
    }


def holding_row(act: Act, case_id: UUID, org_id: UUID) -> dict[str, Any]:
    """The office that holds a case from now on."""
    return {"case_id": case_id, "org_id": org_id, "from_at": act.at, "to_at": None}
