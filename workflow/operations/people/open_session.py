"""A user logs in."""

from __future__ import annotations

from datetime import datetime

from models import people
from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.errors import NotPermitted
from workflow.operations.steps import chains
from workflow.operations.steps.acting import Act

SUBJECT = "sessions"


def open_session(session: Session, act: Act, token_sha256: bytes, expires_at: datetime) -> None:
    """Store a web session of the acting user, under the SHA-256 of its secret, and record the login."""
    user_id = act.actor.user_id
    if user_id is None:
        raise NotPermitted()
    people.insert_web_session(
        session,
        {"token_sha256": token_sha256, "user_id": user_id, "created_at": act.at, "expires_at": expires_at},
    )
    chains.append(session, act, SUBJECT, EventKind.SESSION_OPENED, act.at, {"user": str(user_id)})
