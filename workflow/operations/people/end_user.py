"""A user is active for the last time on a day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from models import people
from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.operations.people.offices import demand_order, demand_user
from workflow.operations.steps import chains
from workflow.operations.steps.acting import Act

SUBJECT = "users"


def end_user(session: Session, act: Act, user_id: UUID, last_day: date) -> None:
    """Sessions end at once; tokens and roles are worth nothing after `last_day`. Raises NotFound,
    NotPermitted, InvalidInput."""
    request = {"verb": "end_user", "user": user_id, "to": last_day}
    user = demand_user(session, act, "manage_users", user_id)
    if chains.was_done(session, act, SUBJECT, request):
        return
    demand_order(user["active_from"], last_day, "last_day")
    people.end_user(session, user_id, last_day)
    people.end_web_sessions_of(session, user_id, act.at)
    body = {"user": str(user_id), "changed": ["active_to"]}
    chains.append(session, act, SUBJECT, EventKind.USER_RECORDED, last_day, body, None, request)
