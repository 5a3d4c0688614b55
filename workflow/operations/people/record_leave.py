"""Record an absence of a user, so that nobody's case waits unseen."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from models import people
from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.errors import FieldError, InvalidInput
from workflow.operations.people.offices import demand_order, demand_user, is_self
from workflow.operations.steps import chains
from workflow.operations.steps.acting import Act

SUBJECT = "users"


def record_leave(session: Session, act: Act, user_id: UUID, from_day: date, to_day: date) -> None:
    """Away on the days from `from_day` to `to_day`. One's own, or with `manage_users` over all the user's
    offices. Raises NotFound,
    NotPermitted, InvalidInput."""
    request = {"verb": "record_leave", "user": user_id, "from": from_day, "to": to_day}
    if not is_self(act, user_id):
        demand_user(session, act, "manage_users", user_id)
    if chains.was_done(session, act, SUBJECT, request):
        return
    demand_order(from_day, to_day, "to_day")
    if people.on_leave(session, [user_id], from_day):
        raise InvalidInput([FieldError("from_day", "already-recorded")])
    people.insert_people_row(session, "leave", {"user_id": user_id, "from_day": from_day, "to_day": to_day})
    body = {"user": str(user_id), "from": from_day.isoformat(), "to": to_day.isoformat()}
    chains.append(session, act, SUBJECT, EventKind.LEAVE_RECORDED, from_day, body, None, request)
