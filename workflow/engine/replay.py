"""Applies clock effects to timers in memory: for cases whose history comes in at once, and for what an act
will do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from workflow.engine.decision import Arm, ArmedRung, ClockEffect, Pause, Rearm, Stop, TimerPlan
from workflow.engine.facts import TimerFact


@dataclass(frozen=True, slots=True)
class Replayed:
    """A timer as it stands after some effects: what it was armed with, its present plan, and its stop if it
    was stopped."""

    fact: TimerFact
    armed: Arm
    plan: TimerPlan
    stop: Stop | None = None

    @property
    def rungs(self) -> tuple[ArmedRung, ...]:
        """The rungs that still matter: none once the timer is stopped or paused."""
        return self.plan.rungs if self.fact.running == "running" else ()


def replay(
    timers: Iterable[Replayed], effects: Iterable[ClockEffect], new_id: Callable[[], UUID]
) -> tuple[Replayed, ...]:
    """The timers after the effects, in the order in which they were armed."""
    found = {one.fact.timer_id: one for one in timers}
    for effect in effects:
        if isinstance(effect, Arm):
            fact = _armed(effect, new_id())
            found[fact.timer_id] = Replayed(fact, effect, effect.plan)
        else:
            found[effect.timer_id] = _touched(found[effect.timer_id], effect)
    return tuple(found.values())


def _armed(effect: Arm, timer_id: UUID) -> TimerFact:
    plan = effect.plan
    return TimerFact(
        timer_id,
        effect.clock,
        effect.subject_kind,
        effect.subject_id,
        "stopped" if effect.ended else "running",
        effect.started.day,
        plan.raw_due,
        plan.legal_due,
        plan.promised_due,
        plan.due_at,
        plan.precision,
        plan.rule_id,
        plan.provisional,
        acts=plan.acts,
        stopped_on=effect.ended.day if effect.ended else None,
    )


def _touched(one: Replayed, effect: Stop | Pause | Rearm) -> Replayed:
    if isinstance(effect, Stop):
        fact = replace(one.fact, running="stopped", stopped_on=effect.stopped.day)
        return replace(one, fact=fact, stop=effect)
    if isinstance(effect, Pause):
        return replace(one, fact=replace(one.fact, running="paused", acts=effect.acts))
    plan = effect.plan
    fact = replace(
        one.fact,
        running="paused" if effect.paused else "running",
        raw_due=plan.raw_due,
        legal_due=plan.legal_due,
        promised_due=plan.promised_due,
        due_at=plan.due_at,
        acts=plan.acts,
    )
    return replace(one, fact=fact, plan=plan)
