"""Keep a repeated filing with the case it repeats: no new case, one filing more (Circular 05/2021, Art. 6
and 8: a filing is not a matter)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from models import cases
from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.engine.facts import Happened
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import library
from workflow.operations.steps.loading import lock_work
from workflow.operations.steps.rows import filing_row


@dataclass(frozen=True, slots=True)
class Repeat:
    """The filing that repeats a case: the case it was entered as, and what is counted of it."""

    case_id: UUID
    number: str
    filing_id: UUID
    received_on: date
    channel: str


def repeat_of(row: Mapping[str, Any], filing: Mapping[str, Any]) -> Repeat:
    """What a case that came in as a repeat brings to the first one."""
    return Repeat(
        row["case_id"], row["number"], filing["filing_id"], filing["received_on"], filing["channel"]
    )


def link_case(session: Session, act: Act, first_id: UUID, repeat: Repeat) -> bool:
    """Link the filing's case to the first one and count the filing there. False where that was done before.

    The first case keeps its state and its clocks. Raises CaseNotFound.
    """
    held = library(session)
    work = lock_work(session, held, act, first_id)
    if any(
        repeat.case_id in (row["case_id"], row["other_id"]) for row in cases.read_links(session, first_id)
    ):
        return False
    body = {
        "link": "duplicate",
        "other": str(repeat.case_id),
        "number": repeat.number,
        "filing": {
            "id": str(repeat.filing_id),
            "received_on": repeat.received_on.isoformat(),
            "channel": repeat.channel,
        },
        "to": work.row["state"],
        "version": work.next_version,
    }
    now = Happened(held.calendar(work.case_type.calendar).local_day(act.at), act.at)
    seq = work.append(EventKind.CASE_LINKED, act, now, body)
    link = {"case_id": first_id, "other_id": repeat.case_id, "kind": "duplicate", "seq": seq}
    cases.insert_rows(session, "link", [link])
    filing = filing_row(act, first_id, repeat.received_on, repeat.channel, filing_id=repeat.filing_id)
    cases.insert_rows(session, "filing", [filing])
    work.flush()
    return True
