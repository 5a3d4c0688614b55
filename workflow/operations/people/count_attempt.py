"""Count an attempt to log in, before the password is looked at."""

from __future__ import annotations

from datetime import timedelta

from models import people
from models.session import Session
from workflow.operations.people.throttle import ADDRESS_FREE, FORGOTTEN_AFTER, NAME_FREE, penalty, subjects
from workflow.operations.steps.acting import Act


def count_attempt(session: Session, act: Act, username: str, address: str) -> int:
    """Seconds to wait before another attempt, or 0: then this one is counted and may go on.

    Names and addresses are kept as keyed digests only. An attempt while blocked is not counted, so that
    knocking does not
    lock an account for ever.
    """
    rows = [
        (subject, people.read_throttle(session, subject)) for subject in subjects(session, username, address)
    ]
    ends = [row["blocked_until"] for _, row in rows if row and row["blocked_until"]]
    wait = max((end - act.at for end in ends), default=timedelta(0))
    if wait > timedelta(0):
        return int(wait.total_seconds()) + 1
    for (subject, row), free in zip(rows, (NAME_FREE, ADDRESS_FREE), strict=True):
        known = row["failures"] if row and row["last_at"] > act.at - FORGOTTEN_AFTER else 0
        pause = penalty(known + 1, free)
        people.write_throttle(session, subject, known + 1, act.at + pause if pause else None, act.at)
    return 0
