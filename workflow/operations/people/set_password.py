"""Set or reset a user's password."""

from __future__ import annotations

from uuid import UUID

from models import people
from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.errors import NotFound
from workflow.operations.people.offices import demand_login, demand_user, is_self
from workflow.operations.steps import chains
from workflow.operations.steps.acting import Act

SUBJECT = "users"


def set_password(session: Session, act: Act, user_id: UUID, password_hash: str) -> None:
    """Store a hash made at the edge and end every session of the user. One's own, or with `manage_users`
    over all the user's
    offices. The record says that it was set, nothing more. Raises NotFound, NotPermitted, InvalidInput (an
    imported user)."""
    if not is_self(act, user_id):
        demand_user(session, act, "manage_users", user_id)
    elif people.read_user(session, user_id) is None:
        raise NotFound()
    demand_login(session, user_id)
    people.set_password(session, user_id, password_hash)
    people.end_web_sessions_of(session, user_id, act.at)
    chains.append(session, act, SUBJECT, EventKind.PASSWORD_CHANGED, act.at, {"user": str(user_id)})
