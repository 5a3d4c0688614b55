"""What a transition would do: checked and decided like the act itself, nothing written (the page before "Ghi
nhận")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.session import Session
from workflow.case_type.model import Text
from workflow.engine.decide import decide
from workflow.engine.decision import Arm, Pause, Refusal, Stop
from workflow.engine.entry import read_fields
from workflow.errors import NotFound, TransitionRefused
from workflow.operations.steps.acting import Act, Told, demand_reason, is_late_entry, when
from workflow.operations.steps.library import library
from workflow.operations.steps.loading import lock_free_row, read_facts
from workflow.operations.steps.papers import Paper, check_papers
from workflow.operations.steps.recording import Brought, attempt_of


@dataclass(frozen=True, slots=True)
class ClockChange:
    """What the act does to one clock: `act` is armed | stopped | paused | resumed | extended | variant; days
    are local."""

    clock: str
    title: Text
    act: str
    legal_due: date | None
    promised_due: date | None
    verdict: str | None


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
    timers = {timer.timer_id: timer for timer in facts.timers}
    changes = []
    for effect in decision.clocks:
        title = case_type.clocks[effect.clock].title
        if isinstance(effect, Stop):
            due = timers[effect.timer_id].legal_due
            changes.append(ClockChange(effect.clock, title, "stopped", due, None, effect.verdict))
        elif isinstance(effect, Pause):
            changes.append(ClockChange(effect.clock, title, "paused", None, None, None))
        else:
            name = "armed" if isinstance(effect, Arm) else effect.why
            plan = effect.plan
            changes.append(ClockChange(effect.clock, title, name, plan.legal_due, plan.promised_due, None))
    return Foreseen(state.title, state.stage, tuple(changes), decision.proposes, late)
