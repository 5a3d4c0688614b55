"""Fire due rungs: each once, with its event, its notices, and what the end of its clock brings about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from models import cases, clocks, queues
from models.session import Row, Session
from workflow.audit.kinds import EventKind
from workflow.case_type.model import Trigger
from workflow.engine.clocks import clock_effects
from workflow.engine.facts import Attempt, Happened
from workflow.engine.terms import REACHED
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import Library, library
from workflow.operations.steps.loading import work_facts, work_on
from workflow.operations.steps.places import place_on
from workflow.operations.steps.recording import follow_system
from workflow.operations.steps.telling import addressees
from workflow.operations.steps.timers import write_effects
from workflow.operations.steps.work import CaseWork

RungKey = tuple[UUID, UUID, str]


@dataclass(frozen=True, slots=True)
class Fired:
    """A rung that fired: which, when it was due, when it fired (UTC instants)."""

    key: RungKey
    due: datetime
    fired: datetime


def fire_rungs(session: Session, act: Act, keys: Sequence[RungKey]) -> list[Fired]:
    """Fire those of the rungs that are still armed and due, of the cases nobody else holds.

    Case rows are locked first, in id order, skipping locked ones; then the rungs are read again: what another
    worker fired meanwhile is no longer armed. One event per rung; a case whose row is held is left for the
    next sweep.
    """
    held = library(session)
    wanted: dict[UUID, set[tuple[UUID, str]]] = {}
    for case_id, timer_id, rung in keys:
        wanted.setdefault(case_id, set()).add((timer_id, rung))
    fired: list[Fired] = []
    for row in cases.lock_cases(session, wanted):
        fired += _fire_case(session, held, act, row, wanted[row["case_id"]])
    return fired


def _fire_case(
    session: Session, held: Library, act: Act, row: Row, wanted: set[tuple[UUID, str]]
) -> list[Fired]:
    work = work_on(session, held, row)
    fired: list[Fired] = []
    # The end of one clock may stop another: what is due is read again after every rung.
    while due := _due(session, act, work, wanted):
        fired.append(_fire(session, held, act.by_system(), work, due[0]))
    if fired:
        follow_system(session, held, act.by_system(), work)
        work.flush()
    return fired


def _due(session: Session, act: Act, work: CaseWork, wanted: set[tuple[UUID, str]]) -> list[Row]:
    """Those of the wanted rungs that are armed and due, oldest first."""
    due = [
        rung
        for rung in clocks.read_rungs(session, work.case_id)
        if (rung["timer_id"], rung["rung"]) in wanted
        and rung["standing"] == "armed"
        and rung["fires_at"] <= act.at
    ]
    return sorted(due, key=lambda one: (one["fires_at"], one["rung"]))


def _fire(session: Session, held: Library, act: Act, work: CaseWork, rung: Row) -> Fired:
    timer = next(
        one for one in clocks.read_timers(session, work.case_id) if one["timer_id"] == rung["timer_id"]
    )
    calendar = held.calendar(work.case_type.calendar)
    implied = rung["rung"] not in work.case_type.clocks[timer["clock"]].rungs
    declared = REACHED if implied else work.case_type.rungs.get(rung["rung"])
    happened = Happened(calendar.local_day(rung["fires_at"]), rung["fires_at"])
    body: dict[str, Any] = {
        "clock": timer["clock"],
        "timer": str(timer["timer_id"]),
        "rung": rung["rung"],
        "due": rung["fires_at"].isoformat(),
        "legal_due": timer["legal_due"].isoformat(),
        "to": work.now("state"),
        "version": work.next_version,
    }
    seq = work.next_seq
    if "late" in _marks(session, work, rung):
        work.changes["marked_late"] = True
        body["mark"] = "late"
    if declared is not None:
        body["told"] = _tell(session, held, act, work, timer, rung, declared.tell)
    if rung["rung"] == REACHED.name:
        body["clocks"] = _end_of_clock(session, held, act, work, timer, seq)
    rules = (timer["rule_id"],) if timer["rule_id"] else ()
    work.append(EventKind.RUNG_FIRED, act, happened, body, rules=rules)
    clocks.settle_rungs(
        session,
        [
            {
                "key": work.case_id,
                "timer_key": rung["timer_id"],
                "rung_key": rung["rung"],
                "fired": act.at,
                "seq": seq,
            }
        ],
    )
    return Fired((work.case_id, rung["timer_id"], rung["rung"]), rung["fires_at"], act.at)


def _marks(session: Session, work: CaseWork, rung: Row) -> set[str | None]:
    """The marks of the rung and of those that were passed silently before it when the clock was entered
    late."""
    if rung["rung"] == REACHED.name:
        return set()
    names = {rung["rung"]} | {
        one["rung"]
        for one in clocks.read_rungs(session, work.case_id)
        if one["timer_id"] == rung["timer_id"] and one["standing"] == "passed"
    }
    return {work.case_type.rungs[name].mark for name in names if name in work.case_type.rungs}


def _tell(
    session: Session,
    held: Library,
    act: Act,
    work: CaseWork,
    timer: Row,
    rung: Row,
    tell: Sequence[str],
) -> list[str]:
    place = place_on(session, work.now("org_id"), held.today(act.at))
    rows = addressees(work.case_type, tell, place, work.now("holder_id"))
    queues.insert_notices(
        session,
        [
            {
                "case_id": work.case_id,
                "notice_id": act.new_id(),
                "clock": timer["clock"],
                "rung": rung["rung"],
                "recorded_at": act.at,
                "read_at": None,
                **row,
            }
            for row in rows
        ],
    )
    return list(tell)


def _end_of_clock(
    session: Session, held: Library, act: Act, work: CaseWork, timer: Row, seq: int
) -> list[dict[str, Any]]:
    """The clock has run out: what starts on its end starts there (law R14), and what it stops is stopped."""
    facts = work_facts(held, work, act)
    calendar = held.calendar(work.case_type.calendar)
    ended = Happened(timer["legal_due"], calendar.midnight(timer["legal_due"]), "day")
    subject = None if timer["subject_kind"] == "case" else (timer["subject_kind"], timer["subject_id"])
    effects = clock_effects(
        work.case_type,
        facts,
        Attempt("", act.actor, ended, act.at),
        [Trigger("clock_end", timer["clock"])],
        work.now("state"),
        held.reckoning(work.case_type),
        subject=subject,
        ended={timer["clock"]: timer["legal_due"]},
    )
    return write_effects(session, act, work, effects.effects, seq)
