"""Note a refused attempt in the access log: who, when, what kind; never what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from models import people
from models.session import Session
from workflow.operations.steps.acting import Act


def note_refusal(
    session: Session,
    act: Act,
    kind: str,
    user_id: UUID | None,
    facts: Mapping[str, Any],
    case_id: UUID | None = None,
) -> None:
    """Write one row of kind "refused", "not_permitted", "sensitive_read" or "login_failed"."""
    people.log_access(
        session,
        {
            "entry_id": act.new_id(),
            "at": act.at,
            "user_id": user_id,
            "kind": kind,
            "case_id": case_id,
            "facts": dict(facts),
        },
    )
