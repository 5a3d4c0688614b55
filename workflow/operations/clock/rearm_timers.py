"""Reckon open clocks anew on the present edition of their calendar: one event per case, and a list of what
moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from models import cases, clocks
from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.engine.decision import Rearm
from workflow.engine.facts import Happened, TimerFact
from workflow.engine.terms import plan
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import Library, library
from workflow.operations.steps.loading import timer_facts, work_on
from workflow.operations.steps.timers import write_effects
from workflow.operations.steps.work import CaseWork


@dataclass(frozen=True, slots=True)
class Moved:
    """A clock whose legal end moved with the calendar."""

    number: str
    clock: str
    before: date
    after: date
    case_id: UUID
    timer_id: UUID


def rearm_timers(
    session: Session, act: Act, calendar: str, after: UUID | None = None, size: int = 100
) -> tuple[list[Moved], UUID | None]:
    """Re-arm the open clocks of the next cases reckoned on another edition of `calendar`.

    Closed clocks stay as they were judged. Gives what moved, and the id to go on after (None: nothing is
    left).
    """
    held = library(session)
    sha256, _ = held.edition(calendar)
    found = clocks.cases_on_other_calendar(session, calendar, sha256, after, size)
    moved: list[Moved] = []
    for case_id in found:
        row = cases.lock_case(session, case_id)
        if row is not None:
            moved += _rearm_case(session, held, act, work_on(session, held, row))
    return moved, (found[-1] if len(found) == size else None)


def _rearm_case(session: Session, held: Library, act: Act, work: CaseWork) -> list[Moved]:
    reckoning = held.reckoning(work.case_type)
    effects, moved = [], []
    facts = [timer for timer in timer_facts(work.timers.values()) if timer.running != "stopped"]
    for timer in facts:
        effect = _anew(held, act, work, timer)
        effects.append(effect)
        if effect.plan.legal_due != timer.legal_due:
            own = (timer.legal_due, effect.plan.legal_due, work.case_id, timer.timer_id)
            moved.append(Moved(work.row["number"], timer.clock, *own))
    marks = write_effects(session, act, work, effects, work.next_seq)
    today = Happened(reckoning.calendar.local_day(act.at), act.at)
    body: dict[str, Any] = {
        "calendar": work.case_type.calendar,
        "clocks": marks,
        "moved": [
            {"clock": one.clock, "before": one.before.isoformat(), "after": one.after.isoformat()}
            for one in moved
        ],
        "to": work.now("state"),
        "version": work.next_version,
    }
    work.append(EventKind.TIMER_REARMED, act, today, body)
    work.flush()
    return moved


def _anew(held: Library, act: Act, work: CaseWork, timer: TimerFact) -> Rearm:
    reckoning = held.reckoning(work.case_type)
    started = Happened(timer.started_on, reckoning.calendar.midnight(timer.started_on), "day")
    clock = work.case_type.clocks[timer.clock]
    planned = plan(work.case_type, clock, started, timer.acts, reckoning, act.at, timer.settled_rungs)
    return Rearm(timer.timer_id, timer.clock, "calendar", planned, timer.running == "paused")
