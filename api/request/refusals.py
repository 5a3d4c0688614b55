"""Refused attempts are noted in a second transaction, for the first was rolled back (access log, decision
23)."""

from __future__ import annotations

from flask import g

from api.request.calls import anonymous_act
from api.request.transaction import in_transaction
from models.errors import StorageError
from workflow.access.actor import SYSTEM
from workflow.errors import NotPermitted, TransitionRefused
from workflow.operations.people.note_refusal import note_refusal


def note_refusal_of(error: Exception) -> None:
    """Note that a known user was refused an act; silent where the database is away, for the answer matters
    more."""
    user_id = g.get("user_id")
    if user_id is None or not isinstance(error, (NotPermitted, TransitionRefused)):
        return
    facts: dict[str, object]
    if isinstance(error, TransitionRefused):
        kind, facts = "refused", {"reasons": [f"{one.code}:{one.name}" for one in error.reasons]}
    else:
        kind, facts = "not_permitted", {"permission": str(error.facts.get("permission", ""))}
    act = anonymous_act(SYSTEM)
    try:
        in_transaction(lambda session: note_refusal(session, act, kind, user_id, facts))
    except StorageError:
        return
