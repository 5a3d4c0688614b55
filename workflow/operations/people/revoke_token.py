"""Revoke an access token."""

from __future__ import annotations

from uuid import UUID

from models import people
from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.errors import NotFound
from workflow.operations.people.offices import demand_user
from workflow.operations.steps import chains
from workflow.operations.steps.acting import Act

SUBJECT = "tokens"


def revoke_token(session: Session, act: Act, user_id: UUID, token_id: UUID, reason: str = "") -> None:
    """The token is worth nothing from now on. One's own, or with `issue_tokens` over all the user's offices.
    `reason` is a word
    of the caller's own list, never free text. Raises NotFound, also for one revoked before; NotPermitted."""
    if act.actor.user_id != user_id:
        demand_user(session, act, "issue_tokens", user_id)
    if not people.revoke_token(session, token_id, user_id, act.at):
        raise NotFound()
    body = {"token": str(token_id), "user": str(user_id), "reason": reason or "revoked"}
    chains.append(session, act, SUBJECT, EventKind.TOKEN_REVOKED, act.at, body)
