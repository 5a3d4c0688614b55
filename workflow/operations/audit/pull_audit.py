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
from workflow.operations.steps.chains import append, id_for, was_done
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
    request = {"pull": str(org_id), "from": from_day.isoformat(), "to": to_day.isoformat()}
    pull_id = id_for(act, "pull")
    if was_done(session, act, "pulls", request):
        return _again(session, held, pull_id)
    body = {**request, "pull": str(pull_id)}
    # The act stands on the record before anything is counted, so that what leaves holds the act itself.
    append(session, act, "pulls", EventKind.AUDIT_PULLED, act.at, body, org_id, request)
    pulled = _measured(session, held, pull_id, org_id, from_day, to_day, act.at)
    audit.insert_pull(session, _row(act, pulled))
    return pulled


def _again(session: Session, held: Library, pull_id: UUID) -> Pulled:
    row = audit.read_pull(session, pull_id)
    assert row is not None  # the command and its pull were written together
    return _measured(session, held, pull_id, row["org_id"], row["from_day"], row["to_day"], row["up_to"])


def _measured(
    session: Session,
    held: Library,
    pull_id: UUID,
    org_id: UUID,
    from_day: date,
    to_day: date,
    up_to: datetime,
) -> Pulled:
    start, end = period(held, from_day, to_day)
    touched = audit.chains_in_scope(session, [org_id], start, end, up_to)
    events = audit.count_events(session, touched, up_to)
    verdict = prove(session, touched)
    return Pulled(pull_id, org_id, from_day, to_day, up_to, events, len(touched), verdict)


def _row(act: Act, pulled: Pulled) -> dict[str, Any]:
    return {
        "pull_id": pulled.pull_id,
        "user_id": act.actor.user_id,
        "org_id": pulled.org_id,
        "from_day": pulled.from_day,
        "to_day": pulled.to_day,
        "up_to": pulled.up_to,
        "facts": {"events": pulled.events, "chains": pulled.chains, "whole": pulled.verdict.ok},
        "recorded_at": act.at,
    }


def period(held: Library, from_day: date, to_day: date) -> tuple[datetime, datetime]:
    """The half-open instants [start, end) of inclusive local days."""
    calendar = held.calendar(HOME_CALENDAR)
    return calendar.midnight(from_day), calendar.midnight(to_day + timedelta(days=1))
