"""A user logs out."""

from __future__ import annotations

from models import people
from models.session import Session
from workflow.operations.steps.acting import Act


def end_session(session: Session, act: Act, token_sha256: bytes) -> None:
    """End a web session now. An unknown or ended one is left as it is; logging out is not among the recorded
    acts."""
    people.end_web_session(session, token_sha256, act.at)
