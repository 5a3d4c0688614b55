"""Verify every chain of the audit record against its head, and name the first break."""

from __future__ import annotations

from models.session import Session
from workflow.audit.breaks import Verdict
from workflow.operations.steps.proving import prove


def verify_audit(session: Session) -> Verdict:
    """Read every chain in order; nothing is written. Flat memory in the number of events."""
    return prove(session)
