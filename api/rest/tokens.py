"""Access tokens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.request.calls import Call
from api.request.identity import SECRET_BYTES, new_secret, user_id_of
from api.resources import Given, Reply, Resources
from api.schemas.people import TokenIn, TokenList, TokenMade, TokenQuery
from models import people
from workflow.operations.people.issue_token import issue_token
from workflow.operations.people.offices import demand_user
from workflow.operations.people.revoke_token import revoke_token

resources = Resources("tokens")


@resources.get("/tokens", "List tokens", query=TokenQuery(), answers={200: TokenList()})
def list_tokens(call: Call, given: Given) -> Mapping[str, Any]:
    """One's own, or those of a user whose tokens the caller issues; never a secret."""
    user_id = _whose(call, given)
    if user_id != call.actor.user_id:
        demand_user(call.session, call.act, "issue_tokens", user_id)
    rows = people.list_tokens(call.session, user_id)
    return {"items": [{**row, "id": row["token_id"], "user": row["user_id"]} for row in rows]}


@resources.post(
    "/tokens",
    "Issue a token",
    body=TokenIn(),
    answers={201: TokenMade()},
    permission="issue_tokens",
    idempotent=True,
)
def issue_one_token(call: Call, given: Given) -> Reply:
    """For a user of an office that the caller administers. The secret is told this once and stored as a hash
    only."""
    body = given.body
    secret, sha256 = new_secret(call.act.fresh_bytes(SECRET_BYTES))
    token_id, is_new = issue_token(
        call.session, call.act, body["user"], body["label"], body["scopes"], sha256, body["expires_at"]
    )
    return Reply({"id": token_id, "secret": secret} if is_new else {"id": token_id})


@resources.delete("/tokens/{token_id:uuid}", "Revoke a token", query=TokenQuery(), answers={204: None})
def revoke_one_token(call: Call, given: Given, token_id: UUID) -> None:
    """One's own, or with `user` that of somebody whose tokens the caller issues."""
    revoke_token(call.session, call.act, _whose(call, given), token_id)


def _whose(call: Call, given: Given) -> UUID:
    found: UUID = given.query.get("user") or user_id_of(call.actor)
    return found
