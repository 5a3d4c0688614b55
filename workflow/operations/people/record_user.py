"""Record a user, who can log in once a password is set, and act once a role is given."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

from models import people
from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.errors import FieldError, InvalidInput
from workflow.operations.people.offices import demand_office, demand_text
from workflow.operations.steps import chains
from workflow.operations.steps.acting import Act

SUBJECT = "users"
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,38}[a-z0-9]")


def record_user(
    session: Session,
    act: Act,
    username: str,
    display_name: str,
    org_id: UUID,
    active_from: date,
    user_id: UUID | None = None,
    imported: bool = False,
) -> UUID:
    """The new user's id. `org_id` is the office on whose behalf the user is recorded: `manage_users` is
    needed there.

    Names stand in the table alone, never in the record. Raises InvalidInput (bad-form, taken), NotFound,
    NotPermitted.
    """
    demand_office(session, act, "manage_users", org_id)
    request = {"verb": "record_user", "username": username, "display_name": display_name}
    request |= {"office": str(org_id), "from": active_from.isoformat()}
    made = user_id or chains.id_for(act, "user")
    if chains.was_done(session, act, SUBJECT, request):
        return made
    if not _USERNAME.fullmatch(username):
        raise InvalidInput([FieldError("username", "bad-form")])
    if people.find_user(session, username) is not None:
        raise InvalidInput([FieldError("username", "taken")])
    row = {
        "user_id": made,
        "username": username,
        "display_name": demand_text("display_name", display_name, 120),
    }
    row |= {"active_from": active_from, "imported": imported, "recorded_at": act.at}
    people.insert_people_row(session, "user", row)
    body = {"user": str(made), "changed": ["username", "display_name", "active_from"]}
    chains.append(session, act, SUBJECT, EventKind.USER_RECORDED, active_from, body, org_id, request)
    return made
