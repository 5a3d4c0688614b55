"""Carries a case's clocks into another version: what a timer's dates are made from there, and the clocks
which that version would have started by now. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from workflow.access.actor import SYSTEM
from workflow.case_type.migration import MigrationMap
from workflow.case_type.model import CaseType, Clock, Trigger
from workflow.engine.clocks import clock_effects
from workflow.engine.decision import Arm
from workflow.engine.facts import Attempt, Happened, TimerFact
from workflow.engine.promises import first_terms
from workflow.engine.replay import Replayed, replay
from workflow.engine.terms import plan
from workflow.engine.turn import Turn, on_day, variants_of

_MADE_FROM = ("given", "before", "hours", "by_field", "variants")
"""What of a clock decides how a timer's `acts` are read."""
_TOUCHED_BY = ("starts", "stops", "pauses", "resumes", "per")


@dataclass(frozen=True, slots=True)
class Past:
    """One recorded event as clocks see it: what it was, when it happened, the state after it (in the words of
    the version it was recorded under), whom it was about, and the legal end of a clock that ran out."""

    events: tuple[Trigger, ...]
    happened: Happened
    recorded: datetime
    state: str
    transition: str = ""
    subject: tuple[str, UUID] | None = None
    ended: Mapping[str, date] = field(default_factory=dict)


def acts_anew(turn: Turn, old: Clock, new: Clock, timer: TimerFact) -> dict[str, Any] | None:
    """What the dates of an open timer are made from in the new version: pauses, extensions and findings stand
    as they were granted. None where the new version wants a given end that the case does not hold."""
    acts = dict(timer.acts)
    yearly = any(trigger.kind == "calendar_date" for trigger in new.starts)
    if yearly:
        return acts if "before" in acts and old.starts == new.starts else None
    if all(getattr(old, name) == getattr(new, name) for name in _MADE_FROM):
        return acts
    began = acts.get("began")
    for name in ("given", "began", "chosen", "before"):
        acts.pop(name, None)
    if new.given is not None:
        given = turn.view.fields.get(new.given)
        return {**acts, "given": given} if given else None
    if new.before is not None and old.before != new.before:
        return None
    names = {name for name, _ in new.variants}
    variants = sorted(variants_of(turn, new) | (set(acts.pop("variants", ())) & names))
    if variants:
        acts["variants"] = variants
    started = on_day(timer.started_on, turn)
    if began:
        started = Happened(timer.started_on, datetime.fromisoformat(began))
    return {**acts, **first_terms(turn, new, started)}


def can_resume(case_type: CaseType, state: str, clock: Clock) -> bool:
    """Whether a paused clock can go on from this state: by an act, or by a state entered or left, on some way
    from here."""
    ways = _ways(case_type, state)
    for trigger in clock.resumes:
        if trigger.kind == "transition":
            transition = case_type.transitions.get(trigger.name)
            if transition is not None and ways & set(transition.sources):
                return True
        elif trigger.kind not in ("entered", "left") or trigger.name in ways:
            return True
    return False


def _ways(case_type: CaseType, state: str) -> set[str]:
    """The states that can be reached from a state, itself among them; a return leads anywhere."""
    found, waiting = {state}, [state]
    while waiting:
        here = waiting.pop()
        onward = {one.target for one in case_type.transitions.values() if here in one.sources}
        fresh = (onward & case_type.states.keys()) - found
        found |= fresh
        waiting += sorted(fresh)
    return found


def begun(turn: Turn, a: CaseType, by: MigrationMap, past: Sequence[Past]) -> list[tuple[Arm, bool]]:
    """The clocks of the new version that the case never had and that its recorded past would have started,
    each from the day it began; the flag says that it would stand still now. Raises DeadlineRefused."""
    b = turn.case_type
    known = {timer.clock for timer in turn.facts.timers}
    fresh = {name: clock for name, clock in b.clocks.items() if name not in known and _is_new(a, clock)}
    if not fresh or not past:
        return []
    alone = replace(b, clocks=fresh, states={**a.states, **b.states})
    found = _replayed(turn, alone, by, past)
    return [
        (_armed(turn, one), one.fact.running == "paused") for one in found if one.fact.running != "stopped"
    ]


def starts_more(a: CaseType, b: CaseType) -> bool:
    """Whether the new version has clocks that the past of a case may have to be read for."""
    return any(_is_new(a, clock) for clock in b.clocks.values())


def _is_new(a: CaseType, clock: Clock) -> bool:
    old = a.clocks.get(clock.name)
    return old is None or any(getattr(old, name) != getattr(clock, name) for name in _TOUCHED_BY)


def _replayed(turn: Turn, alone: CaseType, by: MigrationMap, past: Sequence[Past]) -> tuple[Replayed, ...]:
    """The new clocks after the whole past, as if the new version had ruled it."""
    timers: tuple[Replayed, ...] = ()
    facts = replace(turn.facts, timers=())
    numbers = iter(range(1, 1_000_000))
    for one in past:
        named = by.states.get(one.state, one.state)
        # A state of a version before the old one tells nothing of where the case stood in the new one.
        target = named if named in alone.states else facts.state
        facts = replace(facts, timers=tuple(timer.fact for timer in timers))
        effects = clock_effects(
            alone,
            facts,
            Attempt(one.transition, SYSTEM, one.happened, one.recorded, facts.fields),
            one.events,
            target,
            turn.reckoning,
            subject=one.subject,
            ended=one.ended,
        )
        timers = replay(timers, effects.effects, lambda: UUID(int=next(numbers)))
        facts = replace(facts, state=target)
    return timers


def _armed(turn: Turn, one: Replayed) -> Arm:
    """The timer with its dates and rungs as they stand now, in the whole of the new version."""
    clock = turn.case_type.clocks[one.fact.clock]
    planned = plan(turn.case_type, clock, one.armed.started, one.fact.acts, turn.reckoning, turn.attempt.at)
    return replace(one.armed, plan=planned)
