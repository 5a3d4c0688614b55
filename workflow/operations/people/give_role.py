"""Give a user a role at an office or unit from a day on."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from models import people
from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.errors import FieldError, InvalidInput, NotFound
from workflow.operations.people.offices import demand_office, demand_order
from workflow.operations.steps import chains
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import library

SUBJECT = "users"


def give_role(
    session: Session,
    act: Act,
    user_id: UUID,
    role: str,
    org_id: UUID,
    from_day: date,
    to_day: date | None = None,
) -> None:
    """Needs `manage_users` at the office. Raises NotFound, NotPermitted, InvalidInput (unknown-role,
    already-held, held-by-another)."""
    request = {
        "verb": "give_role",
        "user": user_id,
        "role": role,
        "office": org_id,
        "from": from_day,
        "to": to_day,
    }
    demand_office(session, act, "manage_users", org_id)
    if chains.was_done(session, act, SUBJECT, request):
        return
    if people.read_user(session, user_id) is None:
        raise NotFound()
    demand_order(from_day, to_day, "to_day")
    _check_role(session, user_id, role, org_id, from_day)
    row = {"user_id": user_id, "role": role, "org_id": org_id, "from_day": from_day, "to_day": to_day}
    people.insert_people_row(session, "role", row)
    body = {"user": str(user_id), "role": role, "office": str(org_id), "from": from_day.isoformat()}
    body |= {"to": to_day.isoformat()} if to_day else {}
    chains.append(session, act, SUBJECT, EventKind.ROLE_GIVEN, from_day, body, org_id, request)


def _check_role(session: Session, user_id: UUID, role: str, org_id: UUID, day: date) -> None:
    rule = library(session).roles().get(role)
    if rule is None:
        raise InvalidInput([FieldError("role", "unknown-role")])
    holders = {row["user_id"] for row in people.users_at(session, [org_id], day, role)}
    if user_id in holders:
        raise InvalidInput([FieldError("role", "already-held")])
    if holders and rule.one_per_office:
        raise InvalidInput([FieldError("role", "held-by-another")])
