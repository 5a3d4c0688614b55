"""A case on its way through an old log: opened, moved event by event with its facts in memory, written
once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from models import cases, clocks
from models.session import Session
from workflow.access.actor import SYSTEM, Place
from workflow.audit.kinds import EventKind
from workflow.case_type.model import CaseType
from workflow.engine.decide import decide, system_transition
from workflow.engine.decision import Decision, Refusal
from workflow.engine.facts import Attempt, CaseFacts, Happened
from workflow.engine.terms import REACHED, Reckoning
from workflow.importers.log_case import OldTrace
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import Library
from workflow.operations.steps.loading import timer_facts, work_facts
from workflow.operations.steps.opening import opening_body, opening_clocks
from workflow.operations.steps.recording import (
    LONGEST_CHAIN,
    Brought,
    Stored,
    record_decision,
    store,
)
from workflow.operations.steps.rows import case_row, filing_row, holding_row
from workflow.operations.steps.timers import write_effects
from workflow.operations.steps.work import CaseWork


@dataclass(slots=True)
class Course:
    """One case being replayed. `facts` are what `work_facts` would give, kept up to date in memory: nobody
    else can know of the case before its transaction ends."""

    session: Session
    held: Library
    work: CaseWork
    facts: CaseFacts
    reckoning: Reckoning
    mark: Mapping[str, str]

    @property
    def case_type(self) -> CaseType:
        """The version of the case's day of receipt."""
        return self.work.case_type

    def told(self, happened: Happened) -> Happened:
        """The moment in the days of the case type's calendar."""
        return told(self.reckoning, happened)

    def moved(self, act: Act, decision: Decision) -> None:
        """The facts after a decision was recorded."""
        work = self.work
        if any(self.case_type.fields[name].type == "parties" for name in decision.fields):
            self.facts = work_facts(self.held, work, act)
            return
        clocked = bool(decision.clocks)
        self.facts = replace(
            self.facts,
            state=work.now("state"),
            previous_state=work.now("previous_state"),
            moved=decision.happened,
            fields=work.now("fields"),
            timers=timer_facts(work.timers.values()) if clocked else self.facts.timers,
        )


def told(reckoning: Reckoning, happened: Happened) -> Happened:
    """The moment in the days of a calendar: an instant's local day, a day's midnight."""
    calendar = reckoning.calendar
    if happened.precision == "day":
        return Happened(happened.day, calendar.midnight(happened.day), "day")
    return Happened(calendar.local_day(happened.at), happened.at, "instant")


def begin(
    session: Session,
    held: Library,
    act: Act,
    case_type: CaseType,
    case_id: UUID,
    place: Place,
    trace: OldTrace,
    brought: Brought,
    mark: Mapping[str, str],
) -> Course:
    """Open the case as of its opening event: values, holding, filing, first clocks, one event."""
    opened = trace.events[trace.opening]
    reckoning = held.reckoning(case_type)
    happened = told(reckoning, opened.happened)
    row = case_row(
        act,
        case_type,
        case_id,
        place,
        trace.state,
        happened.day,
        happened,
        brought.fields.get("subject"),
        number=trace.number,
        channel=trace.channel,
        register=mark["log"][:80],
    )
    work = CaseWork(session, row, case_type, held.edition(case_type.calendar)[0], is_new=True)
    stored: Stored = store(session, act, work, brought)
    stored.kept.write(session, case_id, 1)
    work.changes["fields"] = dict(stored.kept.stored)
    cases.insert_rows(session, "holding", [holding_row(act, case_id, place.org_id)])
    cases.insert_rows(session, "filing", [filing_row(act, case_id, happened.day, trace.channel)])
    effects = opening_clocks(held, act, work, place, happened, happened.day, brought, stored)
    marks = write_effects(session, act, work, effects.effects, 1)
    body = opening_body(work, happened.day, stored, marks)
    body["imported"] = {**mark, "line": opened.line}
    work.append(EventKind.CASE_OPENED, act, happened, body, rules=effects.rules)
    return Course(session, held, work, _facts(work, place, happened, stored), reckoning, mark)


def _facts(work: CaseWork, place: Place, happened: Happened, stored: Stored) -> CaseFacts:
    """What `work_facts` would read of the case that has just been opened; a test compares the two."""
    fields = work.case_type.fields
    return CaseFacts(
        case_id=work.case_id,
        state=work.row["state"],
        previous_state=None,
        place=place,
        received_on=happened.day,
        moved=happened,
        fields=work.now("fields"),
        timers=timer_facts(work.timers.values()) if work.case_type.clocks else (),
        parties=tuple(
            one["party_id"] for one in stored.kept.parties if fields[one["field"]].type == "parties"
        ),
        version=1,
    )


def follow_system_until(course: Course, act: Act, until: datetime) -> None:
    """Take the system transitions whose clocks had ended by an instant, each when it became due: between two
    events of a log the past went on by itself (decision 14)."""
    for _ in range(LONGEST_CHAIN):
        if not any(one.system and course.facts.state in one.sources for one in _transitions(course)):
            return
        transition = system_transition(course.case_type, course.facts, until)
        if transition is None:
            return
        ends = [
            timer.due_at
            for timer in course.facts.timers
            if timer.clock in transition.on and timer.running == "running"
        ]
        at = max([*ends, course.facts.moved.at])
        happened = course.told(Happened(at.date(), at))
        attempt = Attempt(transition.name, SYSTEM, happened, act.at)
        decision = decide(course.case_type, course.facts, attempt, course.reckoning)
        if isinstance(decision, Refusal):
            return
        source = {**course.mark, "line": 0}
        by = act.by_system()
        record_decision(course.session, by, course.work, decision, Stored(), imported=source)
        course.moved(by, decision)


def finish(course: Course, act: Act, line: int, mark: Mapping[str, str], summary: Mapping[str, Any]) -> None:
    """What has ended by now ends; rungs of the past are passed and tell nobody; one event closes the
    import."""
    follow_system_until(course, act, act.at)
    work = course.work
    _pass_rungs(course, act)
    body = {
        "register": mark["log"],
        "file": mark["file"],
        "line": line,
        "to": work.now("state"),
        **summary,
        "version": 1,
    }
    local = course.reckoning.calendar.local_day(act.at)
    work.append(EventKind.CASE_IMPORTED, act, Happened(local, act.at), body)
    work.flush()


def _pass_rungs(course: Course, act: Act) -> None:
    """Rungs whose moment lies in the past are recorded as passed. A clock that still runs beyond one that
    marks the case late leaves that mark, as if it had fired then."""
    work = course.work
    running = {timer.timer_id for timer in course.facts.timers if timer.running == "running"}
    if not running:
        return
    past = [
        dict(rung)
        for rung in clocks.read_rungs(course.session, work.case_id)
        if rung["timer_id"] in running
        and rung["rung"] != REACHED.name
        and rung["standing"] in ("armed", "passed")
        and rung["fires_at"] <= act.at
    ]
    armed = [one for one in past if one["standing"] == "armed"]
    clocks.replace_rungs(course.session, [{**one, "standing": "passed"} for one in armed])
    rungs = course.case_type.rungs
    if any(rungs[one["rung"]].mark == "late" for one in past if one["rung"] in rungs):
        work.changes["marked_late"] = True


def _transitions(course: Course) -> Any:
    return course.case_type.transitions.values()
