"""What an event does to the clocks of a case: stop, pause, resume, extend, find a variant, start. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from workflow.calendar.period import DAYS, MONTHS, WORKING_DAYS, Length
from workflow.case_type.model import CaseType, Clock, Extension, Trigger
from workflow.engine.decision import Arm, ClockEffect, Pause, Rearm, ReasonCode, Stop
from workflow.engine.facts import Attempt, CaseFacts, Happened, TimerFact
from workflow.engine.promises import terms_anew
from workflow.engine.sentences import reason
from workflow.engine.sentry import View, holds
from workflow.engine.starting import start
from workflow.engine.terms import Reckoning, days_of, plan
from workflow.engine.turn import Turn, on_day, variants_of
from workflow.errors import DeadlineRefused, Reason
from workflow.law.terms import extensions

__all__ = ["Effects", "Reckoning", "clock_effects"]


@dataclass(frozen=True, slots=True)
class Effects:
    """The clock effects of an act, the rules they rest on, and the reasons why a lengthening is refused."""

    effects: tuple[ClockEffect, ...] = ()
    rules: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


def clock_effects(
    case_type: CaseType,
    facts: CaseFacts,
    attempt: Attempt,
    events: Iterable[Trigger],
    target: str,
    reckoning: Reckoning,
    *,
    subject: tuple[str, UUID] | None = None,
    ended: Mapping[str, date] | None = None,
) -> Effects:
    """What the events do to every clock, in this order: stop, pause, resume, extend, variant, start. A move
    from the case's state to `target` is an event of its own (the one left, the other entered).

    `subject` is the party, request or hearing the event is about (None: the case); `ended` gives the legal
    end of the clocks whose `clock_end` is among the events: what starts on it begins there (law R14).
    """
    view = View(
        facts, {**facts.fields, **attempt.fields}, facts.documents | attempt.documents, attempt.happened.at
    )
    turn = Turn(
        case_type,
        facts,
        attempt,
        _with_moves(frozenset(events), facts.state, target),
        case_type.states[target].ending,
        reckoning,
        view,
        subject,
        ended or {},
    )
    for timer in facts.timers:
        if timer.running != "stopped":
            _touch(turn, timer)
    for clock in case_type.clocks.values():
        for trigger in clock.starts:
            if trigger in turn.events:
                start(turn, clock, trigger)
    rules = {
        effect.plan.rule_id
        for effect in turn.effects
        if isinstance(effect, Arm | Rearm) and effect.plan.rule_id
    }
    return Effects(tuple(turn.effects), tuple(sorted(rules)), tuple(turn.reasons))


def _with_moves(events: frozenset[Trigger], state: str, target: str) -> frozenset[Trigger]:
    """The events, and the states left and entered: an opening enters its state, an act that stays moves
    nothing."""
    if Trigger("opened") in events:
        return events | {Trigger("entered", target)}
    if state == target:
        return events
    return events | {Trigger("left", state), Trigger("entered", target)}


def _touch(turn: Turn, timer: TimerFact) -> None:
    clock = turn.case_type.clocks[timer.clock]
    if _meets(turn, clock.stops, timer) or (turn.ending and not clock.outlives):
        turn.effects.append(_stop(clock, timer, turn))
        return
    if timer.running == "running" and _meets(turn, clock.pauses, timer):
        _pause(turn, clock, timer)
    elif timer.running == "paused" and _meets(turn, clock.resumes, timer):
        _resume(turn, clock, timer)
    else:
        _lengthen(turn, clock, timer)
    turn.open_now[(timer.clock, timer.subject_id)] = timer


def _meets(turn: Turn, triggers: Sequence[Trigger], timer: TimerFact) -> bool:
    """Whether one of the events is among the triggers, and is about this timer's subject where it is about
    one."""
    if not any(trigger in turn.events for trigger in triggers):
        return False
    return turn.subject is None or timer.subject_kind == "case" or timer.subject_id == turn.subject[1]


def _stop(clock: Clock, timer: TimerFact, turn: Turn) -> Stop:
    happened = turn.attempt.happened
    judged = clock.kind in ("duty", "internal", "notice") and not clock.informative
    judged = judged and (clock.judged_if is None or holds(clock.judged_if, turn.view))
    verdict = "none" if not judged else ("in_time" if in_time(timer, happened) else "late")
    promised = "none"
    if judged and timer.promised_due is not None:
        promised = "in_time" if happened.day <= timer.promised_due else "late"
    return Stop(timer.timer_id, clock.name, happened, verdict, promised)


def in_time(timer: TimerFact, happened: Happened) -> bool:
    """Whether something that happened then is within the timer's end. A paused clock has not run out."""
    if timer.running == "paused":
        return True
    if timer.precision == "instant" and happened.precision == "instant":
        return happened.at <= timer.due_at
    return happened.day <= timer.legal_due


def _pause(turn: Turn, clock: Clock, timer: TimerFact) -> None:
    day = turn.attempt.happened.day
    if day > timer.legal_due:
        return  # recorded with the act, and changes no verdict (decision 12)
    pauses = [*timer.acts.get("pauses", ()), _pause_entry(turn, day)]
    turn.effects.append(Pause(timer.timer_id, clock.name, {**timer.acts, "pauses": pauses}))


def _pause_entry(turn: Turn, day: date) -> dict[str, Any]:
    transition = turn.case_type.transitions.get(turn.attempt.transition)
    because = transition.title.vi if transition else turn.attempt.transition
    return {"from": day.isoformat(), "to": None, "because": because, "source": _papers(turn)}


def _papers(turn: Turn) -> str:
    """What the act's papers are called in a ledger: their number, else their kind."""
    names = [
        turn.attempt.titles.get(kind) or turn.case_type.documents[kind].title.vi
        for kind in sorted(turn.attempt.documents)
        if kind in turn.case_type.documents
    ]
    return "; ".join(names)


def _resume(turn: Turn, clock: Clock, timer: TimerFact) -> None:
    pauses = [dict(one) for one in timer.acts.get("pauses", ())]
    if pauses:
        pauses[-1]["to"] = turn.attempt.happened.day.isoformat()
    _rearm(turn, clock, timer, {**timer.acts, "pauses": pauses}, "resumed")


def _lengthen(turn: Turn, clock: Clock, timer: TimerFact) -> None:
    """An extension by an act, or a finding that puts the clock into a longer variant. Neither is possible
    after the legal end."""
    acts, why = dict(timer.acts), ""
    extension = next((one for one in clock.extends if one.transition == turn.attempt.transition), None)
    if extension is not None and clock.given is not None:
        acts = {**acts, "given": turn.attempt.fields.get(clock.given) or acts["given"]}
        why = "extended" if acts["given"] != timer.acts["given"] else ""
    elif extension is not None:
        added = _extension_entry(turn, clock, timer, extension)
        if isinstance(added, Reason):
            turn.reasons.append(added)
            return
        acts["extensions"] = [*acts.get("extensions", ()), added]
        why = "extended"
    variants = variants_of(turn, clock)
    if not variants <= set(acts.get("variants", ())):
        found = sorted(variants | set(acts.get("variants", ())))
        papers = {name: _papers(turn) for name in found if name not in acts.get("variants", ())}
        acts = {**acts, "variants": found, "found_by": {**acts.get("found_by", {}), **papers}}
        why = why or "variant"
    if promised := terms_anew(turn, clock, timer):
        acts, why = {**acts, **promised}, why or "variant"
    if not why:
        return
    if turn.attempt.happened.day > timer.legal_due and timer.running == "running":
        turn.reasons.append(reason(ReasonCode.AFTER_END, clock.name, clock.title))
        return
    _rearm(turn, clock, timer, acts, why)


def _extension_entry(
    turn: Turn, clock: Clock, timer: TimerFact, extension: Extension
) -> dict[str, Any] | Reason:
    """The extension as it is kept, with the length that the act decided; or why it is refused: the cap is
    reached, or more was decided than the extension allows."""
    transition = turn.case_type.transitions[extension.transition]
    decided = turn.attempt.fields.get(extension.field) if extension.field else None
    most = _most(turn, clock, timer, extension, decided)
    if most is None:
        return reason(ReasonCode.CAP, clock.name, clock.title)
    length, source = most
    if decided is not None and not 0 < decided <= length.count:
        vi, en = UNITS[length.unit]
        told = (f"“{clock.title.vi}” {length.count} {vi}", f"“{clock.title.say('en')}” {length.count} {en}")
        return reason(ReasonCode.BEYOND, clock.name, told)
    return {
        "step": extension.step,
        "count": length.count if decided is None else decided,
        "unit": length.unit,
        "because": transition.title.vi,
        "source": "; ".join(filter(None, (source, _papers(turn)))),
    }


UNITS = {
    DAYS: ("ngày", "days"),
    WORKING_DAYS: ("ngày làm việc", "working days"),
    MONTHS: ("tháng", "months"),
}


def _most(
    turn: Turn, clock: Clock, timer: TimerFact, extension: Extension, decided: int | None
) -> tuple[Length, str] | None:
    """The longest that this extension may be and the law it rests on; None when the cap is reached."""
    taken = list(timer.acts.get("extensions", ()))
    if clock.rule is not None:
        rule = turn.reckoning.law.rule_for(clock.rule, timer.started_on)
        steps = [*(one.get("step") for one in taken), extension.step]
        try:
            added = extensions(rule, steps, frozenset(timer.acts.get("variants", ())))[-1]
        except DeadlineRefused:
            return None
        return added.length, added.source
    promise, days = days_of(clock, timer.acts), extension.days or 0
    assert promise is not None
    if sum(one["count"] for one in taken) + (days if decided is None else decided) > promise.count:
        # The office's own target may at most be doubled: a promise that moves for ever promises nothing.
        return None
    return replace(promise, count=days), ""


def _rearm(turn: Turn, clock: Clock, timer: TimerFact, acts: Mapping[str, Any], why: str) -> None:
    planned = plan(
        turn.case_type,
        clock,
        on_day(timer.started_on, turn),
        acts,
        turn.reckoning,
        turn.attempt.at,
        timer.settled_rungs,
    )
    # What is found while a clock stands still lengthens it; only what resumes it makes it run.
    paused = timer.running == "paused" and why != "resumed"
    turn.effects.append(Rearm(timer.timer_id, clock.name, why, planned, paused))
