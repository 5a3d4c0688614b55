"""Record who stands in for whom, from when to when."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from models import people
from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.errors import FieldError, InvalidInput, NotFound
from workflow.operations.people.offices import demand_order, demand_user
from workflow.operations.steps import chains
from workflow.operations.steps.acting import Act

SUBJECT = "users"


def record_substitute(
    session: Session, act: Act, user_id: UUID, for_user_id: UUID, from_day: date, to_day: date
) -> None:
    """`user_id` stands in for `for_user_id` on the days from `from_day` to `to_day`. Needs `manage_users`
    over all offices of the
    one who is stood in for. Raises NotFound, NotPermitted, InvalidInput."""
    request = {
        "verb": "record_substitute",
        "user": user_id,
        "for": for_user_id,
        "from": from_day,
        "to": to_day,
    }
    demand_user(session, act, "manage_users", for_user_id)
    if chains.was_done(session, act, SUBJECT, request):
        return
    if people.read_user(session, user_id) is None:
        raise NotFound()
    if user_id == for_user_id:
        raise InvalidInput([FieldError("user_id", "same-person")])
    demand_order(from_day, to_day, "to_day")
    if for_user_id in people.stands_in_for(session, user_id, from_day):
        raise InvalidInput([FieldError("user_id", "already-recorded")])
    row = {"user_id": user_id, "for_user_id": for_user_id, "from_day": from_day, "to_day": to_day}
    people.insert_people_row(session, "substitute", row)
    body = {"user": str(for_user_id), "substitute": str(user_id)}
    body |= {"from": from_day.isoformat(), "to": to_day.isoformat()}
    chains.append(session, act, SUBJECT, EventKind.SUBSTITUTE_RECORDED, from_day, body, None, request)
