"""End a role of a user."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from models import people
from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.errors import FieldError, InvalidInput
from workflow.operations.people.offices import demand_office
from workflow.operations.steps import chains
from workflow.operations.steps.acting import Act

SUBJECT = "users"


def end_role(session: Session, act: Act, user_id: UUID, role: str, org_id: UUID, last_day: date) -> None:
    """The role is held for the last time on `last_day`. Needs `manage_users` there. Raises NotFound,
    NotPermitted, InvalidInput."""
    request = {"verb": "end_role", "user": user_id, "role": role, "office": org_id, "to": last_day}
    demand_office(session, act, "manage_users", org_id)
    if chains.was_done(session, act, SUBJECT, request):
        return
    if not people.end_role(session, user_id, role, org_id, last_day):
        raise InvalidInput([FieldError("role", "not-held")])
    body = {"user": str(user_id), "role": role, "office": str(org_id), "to": last_day.isoformat()}
    chains.append(session, act, SUBJECT, EventKind.ROLE_ENDED, last_day, body, org_id, request)
