"""Fire due rungs: each once, with its event, its notices, and what the end of its clock brings about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from models import cases, clocks, queues
from models.session import Row, Session
from workflow.audit.kinds import EventKind
from workflow.case_type.model import Trigger
from workflow.engine.clocks import clock_effects
from workflow.engine.facts import Attempt, Happened
from workflow.engine.sentry import View, holds
from workflow.engine.terms import REACHED
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import Library, library
from workflow.operations.steps.loading import work_facts, work_on
from workflow.operations.steps.places import place_on
from workflow.operations.steps.recording import follow_system
from workflow.operations.steps.telling import addressees, people_alone
from workflow.operations.steps.timers import write_effects
from workflow.operations.steps.work import CaseWork, flush_all

RungKey = tuple[UUID, UUID, str]


@dataclass(frozen=True, slots=True)
class Fired:
    """A rung that fired: which, when it was due, when it fired (UTC instants)."""

    key: RungKey
    due: datetime
    fired: datetime


@dataclass(slots=True)
class _Batch:
    """What the rungs of a batch write, kept so that many rows go out in few statements."""

    session: Session
    held: Library
    act: Act
    works: list[CaseWork] = field(default_factory=list)
    settled: list[dict[str, Any]] = field(default_factory=list)
    notices: list[dict[str, Any]] = field(default_factory=list)

    def write(self) -> None:
        """Write what has gathered. The cases' rows and events wait for the end of the batch."""
        clocks.settle_rungs(self.session, self.settled)
        queues.insert_notices(self.session, self.notices)
        self.settled, self.notices = [], []


def fire_rungs(session: Session, act: Act, keys: Sequence[RungKey]) -> list[Fired]:
    """Fire those of the rungs that are still armed and due, of the cases nobody else holds.

    Case rows are locked first, in id order, skipping locked ones; then the rungs are read again: what another
    worker fired meanwhile is no longer armed. One event per rung; a case whose row is held is left for the
    next sweep.
    """
    wanted: dict[UUID, set[tuple[UUID, str]]] = {}
    for case_id, timer_id, rung in keys:
        wanted.setdefault(case_id, set()).add((timer_id, rung))
    batch = _Batch(session, library(session), act.by_system())
    locked = cases.lock_cases(session, wanted)
    timers, rungs = clocks.read_many(session, [row["case_id"] for row in locked])
    fired: list[Fired] = []
    for row in locked:
        case_id = row["case_id"]
        work = work_on(session, batch.held, row)
        work.timers = {timer["timer_id"]: timer for timer in timers.get(case_id, ())}
        fired += _fire_case(batch, work, rungs.get(case_id, []), wanted[case_id])
    batch.write()
    flush_all(session, batch.works)
    return fired


def _fire_case(
    batch: _Batch, work: CaseWork, rungs: list[dict[str, Any]], wanted: set[tuple[UUID, str]]
) -> list[Fired]:
    fired: list[Fired] = []
    while due := _due(batch.act, rungs, wanted):
        rung = due[0]
        fired.append(_fire(batch, work, rung, rungs))
        if rung["rung"] == REACHED.name:
            # The end of one clock may stop another: what is due is read again.
            rungs = clocks.read_rungs(batch.session, work.case_id)
    if any(one.key[2] == REACHED.name for one in fired):
        follow_system(batch.session, batch.held, batch.act, work)
    if fired:
        batch.works.append(work)
    return fired


def _due(act: Act, rungs: list[dict[str, Any]], wanted: set[tuple[UUID, str]]) -> list[dict[str, Any]]:
    """Those of the wanted rungs that are armed and due, oldest first."""
    due = [
        rung
        for rung in rungs
        if (rung["timer_id"], rung["rung"]) in wanted
        and rung["standing"] == "armed"
        and rung["fires_at"] <= act.at
    ]
    return sorted(due, key=lambda one: (one["fires_at"], one["rung"]))


def _fire(batch: _Batch, work: CaseWork, rung: dict[str, Any], rungs: list[dict[str, Any]]) -> Fired:
    act, timer = batch.act, work.timers[rung["timer_id"]]
    calendar = batch.held.calendar(work.case_type.calendar)
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
    if "late" in _marks(work, rung, rungs) and _is_judged(batch, work, timer):
        work.changes["marked_late"] = True
        body["mark"] = "late"
    if declared is not None:
        body["told"] = _tell(batch, work, timer, rung, declared.tell)
    if rung["rung"] == REACHED.name:
        body["clocks"] = _end_of_clock(batch, work, timer, seq)
    rules = (timer["rule_id"],) if timer["rule_id"] else ()
    work.append(EventKind.RUNG_FIRED, act, happened, body, rules=rules)
    _settle(batch, work, rung, seq)
    return Fired((work.case_id, rung["timer_id"], rung["rung"]), rung["fires_at"], act.at)


def _settle(batch: _Batch, work: CaseWork, rung: dict[str, Any], seq: int) -> None:
    key = {"key": work.case_id, "timer_key": rung["timer_id"], "rung_key": rung["rung"]}
    batch.settled.append({**key, "fired": batch.act.at, "seq": seq})
    rung["standing"] = "fired"
    if rung["rung"] == REACHED.name:
        batch.write()


def _marks(work: CaseWork, rung: Row, rungs: Sequence[Row]) -> set[str | None]:
    """The marks of the rung and of those that were passed silently before it when the clock was entered
    late."""
    if rung["rung"] == REACHED.name:
        return set()
    names = {rung["rung"]} | {
        one["rung"] for one in rungs if one["timer_id"] == rung["timer_id"] and one["standing"] == "passed"
    }
    return {work.case_type.rungs[name].mark for name in names if name in work.case_type.rungs}


def _is_judged(batch: _Batch, work: CaseWork, timer: Row) -> bool:
    condition = work.case_type.clocks[timer["clock"]].judged_if
    if condition is None:
        return True
    facts = work_facts(batch.held, work, batch.act)
    return holds(condition, View(facts, facts.fields, facts.documents, batch.act.at))


def _tell(batch: _Batch, work: CaseWork, timer: Row, rung: Row, tell: Sequence[str]) -> list[str]:
    place = place_on(batch.session, work.now("org_id"), batch.held.today(batch.act.at))
    if work.row["sealed"]:
        rows = people_alone(cases.read_assignments(batch.session, work.case_id)) if tell else []
    else:
        rows = addressees(work.case_type, tell, place, work.now("holder_id"))
    batch.notices += [
        {
            "case_id": work.case_id,
            "notice_id": batch.act.new_id(),
            "clock": timer["clock"],
            "rung": rung["rung"],
            "recorded_at": batch.act.at,
            "read_at": None,
            **row,
        }
        for row in rows
    ]
    return list(tell)


def _end_of_clock(batch: _Batch, work: CaseWork, timer: Row, seq: int) -> list[dict[str, Any]]:
    """The clock has run out: what starts on its end starts there (law R14), and what it stops is stopped."""
    facts = work_facts(batch.held, work, batch.act)
    calendar = batch.held.calendar(work.case_type.calendar)
    ended = Happened(timer["legal_due"], calendar.midnight(timer["legal_due"]), "day")
    subject = None if timer["subject_kind"] == "case" else (timer["subject_kind"], timer["subject_id"])
    effects = clock_effects(
        work.case_type,
        facts,
        Attempt("", batch.act.actor, ended, batch.act.at),
        [Trigger("clock_end", timer["clock"])],
        work.now("state"),
        batch.held.reckoning(work.case_type),
        subject=subject,
        ended={timer["clock"]: timer["legal_due"]},
    )
    return write_effects(batch.session, batch.act, work, effects.effects, seq)
