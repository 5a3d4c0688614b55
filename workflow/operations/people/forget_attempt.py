"""Take back what a successful login had counted."""

from __future__ import annotations

from models import people
from models.session import Session
from workflow.operations.people.throttle import subjects
from workflow.operations.steps.acting import Act


def forget_attempt(session: Session, act: Act, username: str, address: str) -> None:
    """The account starts anew; the address only gets its one attempt back, or one valid account would open
    it for guessing."""
    account, place = subjects(session, username, address)
    people.clear_throttle(session, account)
    row = people.read_throttle(session, place)
    if row is not None:
        people.write_throttle(session, place, max(row["failures"] - 1, 0), None, act.at)
