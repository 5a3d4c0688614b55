"""What an act other than a transition does to the clocks: an assignment, a receipt, a request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from models.session import Session
from workflow.case_type.model import Trigger
from workflow.engine.clocks import clock_effects
from workflow.engine.facts import Attempt, Happened
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import Library
from workflow.operations.steps.loading import work_facts
from workflow.operations.steps.timers import write_effects
from workflow.operations.steps.work import CaseWork


def touch_clocks(
    session: Session,
    held: Library,
    act: Act,
    work: CaseWork,
    events: Sequence[Trigger],
    happened: Happened,
    subject: tuple[str, UUID] | None = None,
) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """Apply events to the case's clocks as of its next event; gives the record's lines and the rules
    touched."""
    facts = work_facts(held, work, act)
    effects = clock_effects(
        work.case_type,
        facts,
        Attempt("", act.actor, happened, act.at),
        events,
        work.now("state"),
        held.reckoning(work.case_type),
        subject=subject,
    )
    return write_effects(session, act, work, effects.effects, work.next_seq), effects.rules
