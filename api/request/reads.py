"""Ordinary reads of sealed cases are noted in a second transaction, for a reading writes nothing of its own
(access log, decision 23; Law on Denunciations, Art 8)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from flask import request

from api.request.transaction import in_transaction
from models.session import Session
from workflow.operations.people.note_refusal import note_refusal
from workflow.operations.steps.acting import Act


def note_sealed_reads(act: Act, case_ids: Collection[UUID]) -> None:
    """Note which sealed cases this request read, by whom and through which door; what cannot be noted is not
    answered. Raises what `in_transaction` raises."""
    if not case_ids:
        return

    def note(session: Session) -> None:
        for case_id in sorted(case_ids):
            door = {"door": request.endpoint or ""}
            note_refusal(session, act, "sensitive_read", act.actor.user_id, door, case_id)

    in_transaction(note)
