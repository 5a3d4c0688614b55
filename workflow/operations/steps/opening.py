"""The clocks that begin when a case is opened."""

from __future__ import annotations

from datetime import date

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
    return [*opened, Trigger("assigned" if has_lead else "unassigned"), *dates, *yearly]
