"""Issue an access token for a user."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from models import people
from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.errors import FieldError, InvalidInput
from workflow.operations.people.offices import demand_login, demand_text, demand_user, permissions
from workflow.operations.steps import chains
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import library

SUBJECT = "tokens"


def issue_token(
    session: Session,
    act: Act,
    user_id: UUID,
    label: str,
    scopes: Iterable[str],
    secret_sha256: bytes,
    expires_at: datetime,
) -> tuple[UUID, bool]:
    """(token id, whether it is new). A repeat of the command finds the first token, whose secret nobody can
    tell any more.

    Scopes are permissions of roles.yaml; what the user's roles do not allow, the token does not either.
    Needs `issue_tokens`
    over all the user's offices. Raises NotFound, NotPermitted, InvalidInput (unknown-scope, expired,
    imported), CommandReused.
    """
    wanted = sorted(set(scopes))
    request = {
        "verb": "issue_token",
        "user": user_id,
        "label": label,
        "scopes": wanted,
        "expires": expires_at,
    }
    demand_user(session, act, "issue_tokens", user_id)
    demand_login(session, user_id)
    token_id = chains.id_for(act, "token")
    if chains.was_done(session, act, SUBJECT, request):
        return token_id, False
    unknown = set(wanted) - permissions(library(session))
    if unknown:
        raise InvalidInput([FieldError("scopes", "unknown-scope")])
    if expires_at <= act.at:
        raise InvalidInput([FieldError("expires_at", "expired")])
    row = {"token_id": token_id, "token_sha256": secret_sha256, "user_id": user_id, "scopes": wanted}
    row |= {"label": demand_text("label", label, 80), "created_at": act.at, "expires_at": expires_at}
    people.insert_people_row(session, "token", row)
    body = {"token": str(token_id), "user": str(user_id), "scopes": wanted, "expires": expires_at.isoformat()}
    chains.append(session, act, SUBJECT, EventKind.TOKEN_ISSUED, act.at, body, None, request)
    return token_id, True
