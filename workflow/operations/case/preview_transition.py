"""What a transition would do: checked and decided like the act itself, nothing written (the page before "Ghi
nhận")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from models.session import Session
from workflow.calendar.period import Due
from workflow.case_type.model import CaseType, Clock, Text
from workflow.engine.decide import decide
from workflow.engine.decision import Arm, Decision, Pause, Refusal, Stop, TimerPlan
from workflow.engine.entry import read_fields
from workflow.engine.facts import CaseFacts
from workflow.engine.terms import days_of, due_of
from workflow.errors import NotFound, TransitionRefused
from workflow.operations.steps.acting import Act, Told, demand_reason, is_late_entry, when
from workflow.operations.steps.library import Library, library
from workflow.operations.steps.loading import lock_free_row, read_facts
from workflow.operations.steps.papers import Paper, check_papers
from workflow.operations.steps.recording import Brought, attempt_of


@dataclass(frozen=True, slots=True)
class Proof:
    """The dates that a clock would have, with their ledger from `start`; `hour`: the instant of an end within
    a day; `unit`: in which its days are told; `english`: the rule's reasons in both languages."""

    start: date
    due: Due
    hour: datetime | None
    unit: str
    english: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ClockChange:
    """What the act does to one clock: `act` is armed | stopped | paused | resumed | extended | variant; days
    are local. `proof` is how the dates come about, where there are new ones."""

    clock: str
    title: Text
    act: str
    legal_due: date | None
    promised_due: date | None
    verdict: str | None
    proof: Proof | None = None
    timer_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What the act would come to. `late`: it is entered late and needs its reason; `proposes`: a second
    person must confirm."""

    state: Text
    stage: str
    clocks: tuple[ClockChange, ...]
    proposes: bool
    late: bool


def preview_transition(
    session: Session,
    act: Act,
    ref: str,
    transition: str,
    fields: Mapping[str, Any],
    papers: Sequence[Paper] = (),
    told: Told = Told(),  # noqa: B008 - a frozen value
) -> Foreseen:
    """Decide the act as it stands and say what it would do. Raises what `take_transition` would raise."""
    held = library(session)
    row = lock_free_row(session, held, act, ref)
    case_type = held.case_type(row["definition_sha256"])
    declared = case_type.transitions.get(transition)
    if declared is None:
        raise NotFound("There is no such act.")
    calendar = held.calendar(case_type.calendar)
    happened = when(told, act, calendar)
    late = is_late_entry(happened, act, calendar)
    check_papers(case_type, papers, (*declared.attaches, *declared.may_attach, *declared.issues))
    typed = read_fields(case_type, (*declared.asks, *declared.may_ask), fields)
    brought = Brought(typed, tuple(papers), demand_reason(told, late))
    facts = read_facts(session, held, row, act)
    attempt = attempt_of(case_type, act, transition, happened, brought)
    decision = decide(case_type, facts, attempt, held.reckoning(case_type))
    if isinstance(decision, Refusal):
        raise TransitionRefused(decision.reasons)
    state = case_type.states[decision.target]
    changes = _changes(held, case_type, facts, decision)
    return Foreseen(state.title, state.stage, changes, decision.proposes, late)


def _changes(
    held: Library, case_type: CaseType, facts: CaseFacts, decision: Decision
) -> tuple[ClockChange, ...]:
    timers = {timer.timer_id: timer for timer in facts.timers}
    changes = []
    for effect in decision.clocks:
        title = case_type.clocks[effect.clock].title
        if isinstance(effect, Stop):
            due = timers[effect.timer_id].legal_due
            changes.append(
                ClockChange(
                    effect.clock, title, "stopped", due, None, effect.verdict, timer_id=effect.timer_id
                )
            )
        elif isinstance(effect, Pause):
            changes.append(ClockChange(effect.clock, title, "paused", None, None, None))
        else:
            name = "armed" if isinstance(effect, Arm) else effect.why
            plan = effect.plan
            start = effect.started.day if isinstance(effect, Arm) else timers[effect.timer_id].started_on
            proof = _proof(held, case_type, case_type.clocks[effect.clock], start, plan)
            changes.append(
                ClockChange(
                    effect.clock, title, name, plan.legal_due, plan.promised_due, None, proof,
                    None if isinstance(effect, Arm) else effect.timer_id,
                )
            )  # fmt: skip
    return tuple(changes)


def _proof(held: Library, case_type: CaseType, clock: Clock, start: date, plan: TimerPlan) -> Proof:
    due, rule_id = due_of(clock, start, plan.acts, held.reckoning(case_type))
    rule = held.law().rule_by_id(rule_id) if rule_id else None
    promise = days_of(clock, plan.acts)
    unit = rule.length.told_in if rule else promise.unit if promise else "days"
    hour = plan.due_at if plan.precision == "instant" else None
    return Proof(start, due, hour, unit, rule.english if rule else {})
