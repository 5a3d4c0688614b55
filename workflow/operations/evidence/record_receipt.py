"""Record that a party received the decision: what its right to go on is counted from (KN Art 33.1)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from models import cases, clocks
from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.case_type.model import Clock, Trigger
from workflow.engine.facts import Happened
from workflow.errors import FieldError, InvalidInput
from workflow.operations.steps.acting import Act, Told, demand_reason, is_late_entry, when
from workflow.operations.steps.events import touch_clocks
from workflow.operations.steps.library import library
from workflow.operations.steps.loading import lock_visible
from workflow.operations.steps.places import demand, place_on
from workflow.operations.steps.recording import follow_system, note_late
from workflow.operations.steps.results import Taken, repeated
from workflow.operations.steps.work import CaseWork

_RECEIPT = Trigger("received_by_party")


def record_receipt(session: Session, act: Act, ref: str, party_id: UUID, told: Told) -> Taken:
    """Record the day a party received what was sent. Raises CaseNotFound, NotPermitted, InvalidInput (no such
    party, a day in the future, before it was sent or received before, late without a reason)."""
    held = library(session)
    work = lock_visible(session, held, act, ref)
    request = {"receipt": str(party_id), "on": str(told.happened)}
    if (earlier := repeated(session, act, work, request)) is not None:
        return earlier
    demand(act.actor, "record_receipt", place_on(session, work.row["org_id"], held.today(act.at)), held)
    calendar = held.calendar(work.case_type.calendar)
    happened = when(told, act, calendar)
    late = demand_reason(told, is_late_entry(happened, act, calendar))
    if not cases.record_party_receipt(session, work.case_id, party_id, happened.day):
        raise InvalidInput([FieldError("party", "unknown-party")])
    _check_order(session, work, party_id, happened)
    marks, rules = touch_clocks(session, held, act, work, [_RECEIPT], happened, ("party", party_id))
    body: dict[str, Any] = {
        "party": str(party_id),
        "clocks": marks,
        "to": work.row["state"],
        "version": work.next_version,
    }
    seq = work.next_seq
    if late:
        body["late"] = True
        work.changes["unconfirmed"] = True
        note_late(session, act, work, happened, seq, late)
    work.append(EventKind.RECEIPT_RECORDED, act, happened, body, rules=rules)
    follow_system(session, held, act, work)
    work.flush()
    return Taken(work.case_id, work.row["number"], seq, work.row["state"], work.row["row_version"])


def _check_order(session: Session, work: CaseWork, party_id: UUID, happened: Happened) -> None:
    """Nothing is received before it was sent, nor before an earlier receipt of the same party (decision
    11)."""
    own = [
        timer
        for timer in clocks.read_timers(session, work.case_id)
        if timer["subject_id"] == party_id and _RECEIPT in _touching(work.case_type.clocks[timer["clock"]])
    ]
    waits_for_receipt = any(_RECEIPT in clock.stops for clock in work.case_type.clocks.values())
    if waits_for_receipt and not any(_RECEIPT in work.case_type.clocks[one["clock"]].stops for one in own):
        raise InvalidInput([FieldError("party", "nothing-sent")])
    if any(happened.day < timer["started_on"] for timer in own):
        raise InvalidInput([FieldError("happened", "before-last-event")])


def _touching(clock: Clock) -> tuple[Trigger, ...]:
    return (*clock.starts, *clock.stops)
