"""The result of an act on a case, and how a repeated command finds it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models import audit
from models.session import Session
from workflow.audit.entry import parse
from workflow.audit.kinds import EventKind
from workflow.errors import CommandReused
from workflow.operations.steps.acting import Act
from workflow.operations.steps.work import CaseWork, request_digest

MOST_EVENTS = 20
"""One act makes at most one event and the system transitions that follow it (`recording.LONGEST_CHAIN`)."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a transition came to. `repeated`: the command was known, nothing was done again. `proposed`: a
    second person must confirm."""

    case_id: UUID
    number: str
    seq: int
    state: str
    version: int
    proposed: bool = False
    repeated: bool = False


def repeated(session: Session, act: Act, work: CaseWork, request: Mapping[str, Any]) -> Taken | None:
    """The result of an earlier command with this id, read from its event; None for a new one, which is
    remembered with the next event and the digest of what it asks (30 days; decision 18).

    Raises CommandReused for another request under the same id. A refused act rolls its command back.
    """
    if act.command_id is None:
        return None
    fingerprint = request_digest(session, request)
    if work.around.known is None:
        remember(session, act, work.case_id, work.next_seq, fingerprint)
        return None
    if work.around.known != fingerprint:
        raise CommandReused()
    known = audit.read_command(session, work.case_id, act.command_id)
    assert known is not None  # its digest was just read
    event = audit.read_event(session, work.case_id, known["seq"])
    assert event is not None  # the command and its event were written together
    state, version = result_of(session, work.case_id, known["seq"])
    return Taken(
        work.case_id,
        work.row["number"],
        known["seq"],
        state,
        version,
        event["kind"] == EventKind.TRANSITION_PROPOSED,
        repeated=True,
    )


def remember(session: Session, act: Act, chain_id: UUID, seq: int, fingerprint: str) -> None:
    """Keep the command id with the event it makes. The transaction ends in Duplicate where somebody was
    faster: the repeat at the edge finds what they made."""
    if act.command_id is not None:
        audit.insert_command(
            session,
            {
                "chain_id": chain_id,
                "command_id": act.command_id,
                "seq": seq,
                "request_digest": fingerprint,
                "recorded_at": act.at,
            },
        )


def result_of(session: Session, case_id: UUID, seq: int) -> tuple[str, int]:
    """(state, row version) that the act of event `seq` left behind, with what the system did at once after
    it."""
    bodies = [parse(row["text"]).body for row in audit.read_events(session, case_id, seq - 1, MOST_EVENTS)]
    version = int(bodies[0]["version"])
    last = [body for body in bodies if body["version"] == version][-1]
    return str(last["to"]), version
