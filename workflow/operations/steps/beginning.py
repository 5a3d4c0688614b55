"""Whether a case may begin at an office on a day: what the definition says of it, and whether the office
still stands."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from models import organisations
from models.memo import recall
from models.session import Session
from workflow.access.actor import Actor, Place
from workflow.case_type.model import CaseType
from workflow.engine.opening import opening_reasons
from workflow.errors import Reason
from workflow.operations.steps.successors import ended_reasons


def beginning_reasons(
    session: Session,
    actor: Actor,
    case_type: CaseType,
    place: Place,
    door: str,
    day: date,
    parent_id: UUID | None = None,
) -> list[Reason]:
    """Why no case of the type may begin there. A child goes on with its parent, and where that still lies
    with an office that has ended, so does the child: both are passed on together."""
    ended = ended_reasons(session, place.org_id, day) if parent_id is None else []
    kind = _kind(session, place.org_id) if case_type.opened.at else ""
    return [*ended, *opening_reasons(case_type, door, place, kind, actor)]


def _kind(session: Session, org_id: UUID) -> str:
    def read() -> str:
        row = organisations.read_organisation(session, org_id)
        return str(row["kind"]) if row is not None else ""

    return recall(session, ("kind", org_id), read)
