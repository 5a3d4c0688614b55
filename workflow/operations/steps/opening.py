"""The clocks that begin when a case is opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from workflow.access.actor import Place
from workflow.case_type.model import Trigger
from workflow.engine.clocks import Effects, clock_effects
from workflow.engine.facts import CaseFacts, Happened
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import Library
from workflow.operations.steps.recording import Brought, Stored, attempt_of
from workflow.operations.steps.work import CaseWork


def opening_clocks(
    held: Library,
    act: Act,
    work: CaseWork,
    place: Place,
    happened: Happened,
    received_on: date,
    brought: Brought,
    stored: Stored,
) -> Effects:
    """The clocks that begin with the opening."""
    asking = [row for row in stored.kept.parties if work.case_type.fields[row["field"]].type == "parties"]
    facts = CaseFacts(
        work.case_id,
        work.row["state"],
        None,
        place,
        received_on,
        happened,
        parties=tuple(row["party_id"] for row in asking),
    )
    return clock_effects(
        work.case_type,
        facts,
        attempt_of(work.case_type, act, "", happened, brought),
        _events(work, brought, "lead" in brought.fields),
        work.row["state"],
        held.reckoning(work.case_type),
    )


def _events(work: CaseWork, brought: Brought, has_lead: bool) -> list[Trigger]:
    case_type = work.case_type
    opened = [Trigger("opened"), Trigger("opened", work.row["state"])]
    dates = [
        Trigger("date_field", name)
        for name in brought.fields
        if case_type.fields[name].type in ("date", "instant")
    ]
    yearly = [
        trigger
        for clock in case_type.clocks.values()
        for trigger in clock.starts
        if trigger.kind == "calendar_date"
    ]
    leads = has_lead or work.changes.get("holder_id") is not None
    return [*opened, Trigger("assigned" if leads else "unassigned"), *dates, *yearly]


def opening_body(
    work: CaseWork,
    received_on: date,
    stored: Stored,
    clocks: list[dict[str, Any]],
    assigned: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """What the first event of a case says of it."""
    parent = work.row["parent_id"]
    return {
        "number": work.row["number"],
        "to": work.row["state"],
        "received_on": received_on.isoformat(),
        "channel": work.row["channel"],
        "fields": {name: {"new": value} for name, value in stored.kept.recorded.items()},
        "documents": list(stored.papers),
        "assigned": list(assigned),
        "clocks": clocks,
        "parent": str(parent) if parent else None,
        "version": 1,
    }
