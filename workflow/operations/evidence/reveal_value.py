"""Show a sealed value to somebody who may see it, with the reason on the record (Law on Denunciations, Art
8)."""

from __future__ import annotations

from uuid import UUID

from models import evidence
from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.engine.entry import read_text_value
from workflow.engine.facts import Happened
from workflow.engine.roles import holds_any
from workflow.errors import NotFound, NotPermitted
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import library
from workflow.operations.steps.loading import lock_visible, work_facts
from workflow.operations.steps.personal import seal_text
from workflow.operations.steps.places import demand_scope


def reveal_value(session: Session, act: Act, ref: str, value_id: UUID, reason: str) -> str:
    """The plain text of a sealed value. The event holds who, which value and why; never the value.

    Raises CaseNotFound, NotFound (no such value), NotPermitted (not one of the field's `reveal` roles),
    InvalidInput (no reason).
    """
    held = library(session)
    work = lock_visible(session, held, act, ref)
    demand_scope(act.actor, "reveal_value")
    row = evidence.read_personal(session, work.case_id, value_id)
    declared = work.case_type.fields.get(row["field"]) if row else None
    if row is None or declared is None or not row["sealed"]:
        raise NotFound()
    facts = work_facts(held, work, act)
    if not holds_any(work.case_type, facts, act.actor, declared.reveal):
        raise NotPermitted(permission="reveal_value")
    text = read_text_value("reason", reason, 1000)
    _, mark = seal_text(session, act, work.case_id, "reveal_reason", text)
    now = Happened(held.calendar(work.case_type.calendar).local_day(act.at), act.at)
    body = {
        "value": str(value_id),
        "field": declared.name,
        "reason": mark,
        "to": work.row["state"],
        "version": work.next_version,
    }
    work.append(EventKind.VALUE_REVEALED, act, now, body)
    work.flush()
    return evidence.open_values(session, work.case_id, [value_id], sealed=True)[value_id]
