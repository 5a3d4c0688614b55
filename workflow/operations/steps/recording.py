"""A Decision to rows: state and version, values, papers, assignments, timers, one event, messages; all under
the case's lock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from models import audit, cases
from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.case_type.model import CaseType, Transition
from workflow.engine.decide import decide, system_transition
from workflow.engine.decision import Decision, Refusal
from workflow.engine.facts import Attempt, CaseFacts, Happened
from workflow.errors import TransitionRefused
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import Library
from workflow.operations.steps.loading import work_facts
from workflow.operations.steps.onward import send_onward
from workflow.operations.steps.papers import Paper, citations, store_papers
from workflow.operations.steps.personal import Kept, is_kept_apart, keep
from workflow.operations.steps.timers import write_effects
from workflow.operations.steps.work import CaseWork
from workflow.text.fold import fold

LONGEST_CHAIN = 10
"""How many system transitions may follow one act: a definition that wants more goes in circles."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What an act brings besides its transition: typed values, papers, and why it is entered late (if it
    is)."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    papers: Sequence[Paper] = ()
    late_reason: str = ""


def attempt_of(
    case_type: CaseType, act: Act, transition: str, happened: Happened, brought: Brought, **more: Any
) -> Attempt:
    """The act as the engine sees it: values without their personal content."""
    fields = {name: _mark(case_type, name, value) for name, value in brought.fields.items()}
    papers = frozenset(paper.kind for paper in brought.papers)
    return Attempt(
        transition, act.actor, happened, act.at, fields, papers, citations(case_type, brought.papers), **more
    )


def _mark(case_type: CaseType, name: str, value: Any) -> Any:
    """The engine needs to know that a personal value is there, never what it says."""
    return True if is_kept_apart(case_type.fields[name]) else value


@dataclass(frozen=True, slots=True)
class Stored:
    """What an act brought, once its values and papers are written: what the case keeps, what the record
    says."""

    kept: Kept = field(default_factory=Kept)
    papers: Sequence[Mapping[str, Any]] = ()
    late_reason: str = ""


def store(session: Session, act: Act, work: CaseWork, brought: Brought) -> Stored:
    """Write personal values and papers; parties wait for the event that brings them."""
    kept = keep(session, act, work.case_type, work.case_id, brought.fields)
    papers = store_papers(session, act, work.case_type, work.case_id, brought.papers)
    return Stored(kept, papers, brought.late_reason)


def record_decision(
    session: Session,
    act: Act,
    work: CaseWork,
    decision: Decision,
    brought: Stored,
    *,
    kind: EventKind = EventKind.TRANSITION_TAKEN,
    imported: Mapping[str, Any] | None = None,
) -> int:
    """Write what a decision does; gives the sequence number of its event. The caller flushes the work.

    `imported` says where an act that was replayed from an old log stands: log, file's sha256, line."""
    transition = work.case_type.transitions.get(decision.transition)
    kept, seq, before = brought.kept, work.next_seq, work.now("state")
    proposed = work.around.proposal is not None
    kept.write(session, work.case_id, seq)
    _move(work, decision, kept.stored)
    assigned = _assign(session, act, work, kept.stored)
    if work.now("sealed") and not work.row["sealed"] and act.actor.user_id is not None:
        assigned += assign(session, act, work, "lead", [act.actor.user_id], [])
    clocks = write_effects(session, act, work, decision.clocks, seq, unconfirmed=bool(brought.late_reason))
    body: dict[str, Any] = {
        "transition": decision.transition,
        "from": before,
        "to": decision.target,
        "fields": {name: {"new": value} for name, value in kept.recorded.items()},
        "documents": list(brought.papers),
        "clocks": clocks,
        "assigned": assigned,
        "version": work.next_version,
    }
    if imported is not None:
        body["imported"] = dict(imported)
    if brought.late_reason:
        body["late"] = True
        work.changes["unconfirmed"] = True
        note_late(session, act, work, decision.happened, seq, brought.late_reason)
    confirms = transition is not None and transition.second is not None
    outcome = "confirmed" if confirms else "lapsed"
    if (confirms or decision.target != before) and proposed:
        cases.settle_proposals(session, work.case_id, outcome)
        body["proposal"] = outcome
    work.append(kind, act, decision.happened, body, rules=decision.rules, on_behalf_of=decision.on_behalf_of)
    if transition is not None:
        send_onward(session, act, work, transition, seq)
    work.forget()
    return seq


def _move(work: CaseWork, decision: Decision, stored: Mapping[str, Any]) -> None:
    state = work.case_type.states[decision.target]
    changes = work.changes
    if decision.target != decision.source:
        changes["previous_state"] = decision.source
        changes["closed_at"] = decision.happened.at if state.ending else None
    changes["state"], changes["stage"] = decision.target, state.stage
    changes["moved_at"], changes["moved_precision"] = decision.happened.at, decision.happened.precision
    changes["fields"] = {**work.now("fields"), **stored}
    if work.now("escalated_at") is None and (state.stub or goes_up(work.case_type, decision.target)):
        changes["escalated_at"] = decision.happened.at
    if state.stub:
        # From here on only number and dates are seen, by its named people (decision 3).
        changes["sealed"] = True
    if "subject" in stored and isinstance(stored["subject"], str):
        changes["subject"], changes["subject_key"] = title_columns(stored["subject"])


def goes_up(case_type: CaseType, state: str) -> bool:
    """Whether a case in this state lies with the level above: it is escalated, and somebody there may act on
    it.

    A dispute that goes to the office's own committee is escalated too, and stays in the office (decision 5).
    """
    return case_type.states[state].stage == "escalated" and any(
        case_type.roles[role].at == "office.above"
        for transition in case_type.transitions.values()
        if state in transition.sources
        for role in transition.by
    )


def title_columns(subject: str) -> tuple[str, str]:
    """The office's own title of the matter and its search key, cut to their columns."""
    title = " ".join(subject.split())[:300]
    return title, fold(title)[:300]


def _assign(session: Session, act: Act, work: CaseWork, fields: Mapping[str, Any]) -> list[dict[str, str]]:
    """Fields of type officer name the lead, fields of type units the coordinating units (house.md, S16)."""
    marks: list[dict[str, str]] = []
    for name, value in fields.items():
        if work.case_type.fields[name].type == "officer":
            marks += assign(session, act, work, work.case_type.fields[name].part, [UUID(value)], [])
        elif work.case_type.fields[name].type == "units":
            marks += assign(session, act, work, "coordinating", [], [UUID(one) for one in value])
    return marks


def assign(
    session: Session, act: Act, work: CaseWork, part: str, users: Sequence[UUID], offices: Sequence[UUID]
) -> list[dict[str, str]]:
    """Give a part of the case to people or units; whoever had it has it no longer."""
    cases.end_assignments(session, work.case_id, part, act.at)
    named = [(user, None) for user in users] + [(None, office) for office in offices]
    rows = [
        {
            "case_id": work.case_id,
            "assignment_id": act.new_id(),
            "part": part,
            "user_id": user,
            "org_id": office,
            "from_at": act.at,
            "to_at": None,
        }
        for user, office in named
    ]
    cases.insert_rows(session, "assignment", rows)
    if part == "lead":
        work.changes["holder_id"] = users[0] if users else None
        work.changes["unit_id"] = offices[0] if offices else None
    return [
        {"part": part, **({"user": str(user)} if user else {"organisation": str(office)})}
        for user, office in named
    ]


def note_late(session: Session, act: Act, work: CaseWork, happened: Happened, seq: int, reason: str) -> None:
    audit.insert_late_entry(
        session,
        {
            "case_id": work.case_id,
            "seq": seq,
            "happened_on": happened.day,
            "reason": reason,
            "entered_by": act.actor.user_id,
        },
    )


def follow_system(session: Session, held: Library, act: Act, work: CaseWork) -> None:
    """Take the system transitions whose conditions hold now, in priority order, each with an event of its own
    (decision 14)."""
    for _ in range(LONGEST_CHAIN):
        if not any(
            one.system and work.now("state") in one.sources for one in work.case_type.transitions.values()
        ):
            return
        facts = work_facts(held, work, act)
        transition = system_transition(work.case_type, facts, act.at)
        if transition is None:
            return
        decision = decide(
            work.case_type,
            facts,
            Attempt(
                transition.name, act.by_system().actor, _reached(facts, transition, act, held, work), act.at
            ),
            held.reckoning(work.case_type),
        )
        if isinstance(decision, Refusal):
            raise TransitionRefused(decision.reasons)
        record_decision(session, act.by_system(), work, decision, Stored())


def _reached(facts: CaseFacts, transition: Transition, act: Act, held: Library, work: CaseWork) -> Happened:
    """When the condition came true: at the last of the ends it waits for, and not before the case was in this
    state."""
    ends = [
        timer.due_at for timer in facts.timers if timer.clock in transition.on and timer.running == "running"
    ]
    at = max([*ends, facts.moved.at])
    return Happened(held.calendar(work.case_type.calendar).local_day(at), at, "instant")
