"""Record what a run of the self-test came to: one row per slot, one event on the self-test's chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models import queues
from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.operations.steps import chains
from workflow.operations.steps.acting import Act

SUBJECT = "selftest"


@dataclass(frozen=True, slots=True)
class Probed:
    """The outcome of one slot (UTC instant). `lateness_ms`: from the moment the rung could fire until it
    fired, in whole milliseconds; None where it never did."""

    slot: datetime
    passed: bool
    lateness_ms: int | None
    failure: str | None
    recorded_at: datetime


def record_selftest(session: Session, act: Act, probed: Probed) -> None:
    """Store the outcome. Raises Duplicate where another process recorded the slot."""
    queues.insert_selftest(
        session,
        {
            "slot": probed.slot,
            "passed": probed.passed,
            "lateness_ms": probed.lateness_ms,
            "failure": probed.failure[:200] if probed.failure else None,
            "recorded_at": probed.recorded_at,
        },
    )
    body = {
        "slot": probed.slot.isoformat(),
        "passed": probed.passed,
        "lateness_ms": probed.lateness_ms,
        "failure": probed.failure,
    }
    chains.append(session, act, SUBJECT, EventKind.SELFTEST_RUN, act.at, body)
