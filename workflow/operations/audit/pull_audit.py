"""Pull the audit trail of an office and a period: the act is on the record before the first line leaves
(decision 24)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from models import audit, organisations
from models.session import Session
from workflow.audit.breaks import Verdict
from workflow.audit.kinds import EventKind
from workflow.errors import FieldError, InvalidInput, NotFound
from workflow.operations.steps.acting import Act
from workflow.operations.steps.chains import append
from workflow.operations.steps.library import HOME_CALENDAR, Library, library
from workflow.operations.steps.places import demand_at
from workflow.operations.steps.proving import prove


@dataclass(frozen=True, slots=True)
class Pulled:
    """A pull on the record: its scope, how much it holds up to the instant it was made, and how the chains
    stand."""

    pull_id: UUID
    org_id: UUID
    from_day: date
    to_day: date
    up_to: datetime
    events: int
    chains: int
    verdict: Verdict


def pull_audit(session: Session, act: Act, org_id: UUID, from_day: date, to_day: date) -> Pulled:
    """Record a pull of every chain of the office that was touched in [from_day, to_day] (local days),
    verified whole.

    The chains are given from their first event on, so that the receiver can verify them alone. Raises
    NotPermitted, NotFound (no such office), InvalidInput (days in the wrong order).
    """
    held = library(session)
    if organisations.read_organisation(session, org_id) is None:
        raise NotFound("There is no such office, or it is outside what you may see.")
    demand_at(session, held, act.actor, "pull_audit", org_id, act.at)
    if to_day < from_day:
        raise InvalidInput([FieldError("to", "before-from")])
    start, end = period(held, from_day, to_day)
    touched = audit.chains_in_scope(session, [org_id], start, end)
    events = audit.count_events(session, touched)
    verdict = prove(session, touched)
    pull_id = act.new_id()
    facts: dict[str, Any] = {"events": events, "chains": len(touched), "whole": verdict.ok}
    audit.insert_pull(
        session,
        {
            "pull_id": pull_id,
            "user_id": act.actor.user_id,
            "org_id": org_id,
            "from_day": from_day,
            "to_day": to_day,
            "up_to": act.at,
            "facts": facts,
            "recorded_at": act.at,
        },
    )
    body = {"pull": str(pull_id), "from": from_day.isoformat(), "to": to_day.isoformat(), **facts}
    append(session, act, "pulls", EventKind.AUDIT_PULLED, act.at, body, organisation=org_id)
    return Pulled(pull_id, org_id, from_day, to_day, act.at, events, len(touched), verdict)


def period(held: Library, from_day: date, to_day: date) -> tuple[datetime, datetime]:
    """The half-open instants [start, end) of inclusive local days."""
    calendar = held.calendar(HOME_CALENDAR)
    return calendar.midnight(from_day), calendar.midnight(to_day + timedelta(days=1))
