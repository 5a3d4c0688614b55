"""What moving a running case to another version of its type comes to: its state, and every date before and
after. Pure: nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from workflow.access.actor import SYSTEM
from workflow.case_type.migration import MigrationMap
from workflow.case_type.model import PREVIOUS, CaseType, Field
from workflow.engine.carrying import Past, acts_anew, begun, can_resume
from workflow.engine.decide import system_transition
from workflow.engine.decision import Arm, Rearm, Stop, TimerPlan
from workflow.engine.facts import Attempt, CaseFacts, Happened, TimerFact
from workflow.engine.moves import Dates, Holding, Move, TimerMove
from workflow.engine.moving_reasons import MoveCode, move_reason
from workflow.engine.sentry import View
from workflow.engine.terms import REACHED, Reckoning, plan
from workflow.engine.turn import Turn
from workflow.errors import DeadlineRefused, Reason


def move_of(
    a: CaseType,
    b: CaseType,
    by: MigrationMap,
    facts: CaseFacts,
    holding: Holding,
    past: Sequence[Past],
    reckoning: Reckoning,
    now: Happened,
) -> Move:
    """What moving one case from `a` to `b` comes to, with every reason that stands against it.

    `facts` are the case's under `a`, `reckoning` that of `b`, `past` its recorded events, oldest first."""
    target = by.target(facts.state, b)
    previous = by.target(facts.previous_state, b) if facts.previous_state else None
    refusals = list(_state_refusals(a, b, facts, target, previous))
    refusals += _held_refusals(a, b, facts, holding)
    # Where the state is not known yet the dates are told all the same: they rest on the clocks alone.
    turn = _turn(b, facts, target or _any_open(b), previous, reckoning, now)
    timers: list[TimerMove] = []
    for timer in facts.timers:
        if timer.running != "stopped":
            found = _move_timer(turn, a, by, timer, is_placed=target is not None)
            timers += [found] if isinstance(found, TimerMove) else []
            refusals += [found] if isinstance(found, Reason) else []
    timers += _started(turn, a, by, past, refusals)
    refusals += _date_refusals({**a.clocks, **b.clocks}, timers)
    if not refusals:
        refusals += _after_refusals(turn, facts.state, timers)
    lost, lacks = _fields(b, facts, holding)
    return Move(facts.state, target or "", previous, tuple(timers), lost, lacks, tuple(refusals))


def _any_open(b: CaseType) -> str:
    return next(name for name, state in b.states.items() if not state.ending)


def _turn(
    b: CaseType,
    facts: CaseFacts,
    target: str,
    previous: str | None,
    reckoning: Reckoning,
    now: Happened,
) -> Turn:
    moved = replace(facts, state=target, previous_state=previous)
    view = View(moved, moved.fields, moved.documents, now.at)
    ending = b.states[target].ending
    attempt = Attempt("", SYSTEM, now, now.at)
    return Turn(b, moved, attempt, frozenset(), ending, reckoning, view, None, {})


def _state_refusals(
    a: CaseType, b: CaseType, facts: CaseFacts, target: str | None, previous: str | None
) -> Iterator[Reason]:
    if target is None:
        yield move_reason(MoveCode.UNMAPPED, facts.state, a.states[facts.state].title)
        return
    state = b.states[target]
    if state.ending:
        yield move_reason(MoveCode.INTO_ENDING, target, state.title)
    returns = any(one.target == PREVIOUS and target in one.sources for one in b.transitions.values())
    if returns and previous is None and facts.previous_state:
        yield move_reason(MoveCode.PREVIOUS, facts.previous_state)


def _held_refusals(a: CaseType, b: CaseType, facts: CaseFacts, holding: Holding) -> Iterator[Reason]:
    if facts.proposal is not None:
        title = a.transitions[facts.proposal.transition].title
        yield move_reason(MoveCode.PROPOSAL, facts.proposal.transition, title)
    for name in sorted(holding.unanswered - b.requests.keys()):
        yield move_reason(MoveCode.REQUEST, name, a.requests[name].title if name in a.requests else None)
    for name in facts.fields:
        if (
            name in a.fields
            and name in b.fields
            and not _still_fits(a.fields[name], b.fields[name], facts.fields[name])
        ):
            yield move_reason(MoveCode.FIELD, name, b.fields[name].title)


def _still_fits(old: Field, new: Field, value: Any) -> bool:
    """Whether a stored value means in the new version what it meant in the old one."""
    if value in (None, "", []):
        return True
    if old.type != new.type or old.personal != new.personal or old.sealed != new.sealed:
        return False
    if not new.options or isinstance(value, Mapping):
        return True
    codes = {option.code for option in new.options}
    return set(value if isinstance(value, list) else [value]) <= codes


def _move_timer(
    turn: Turn, a: CaseType, by: MigrationMap, timer: TimerFact, *, is_placed: bool
) -> TimerMove | Reason:
    clock = turn.case_type.clocks.get(timer.clock)
    before = Dates(timer.raw_due, timer.legal_due, timer.promised_due, timer.due_at, timer.rule_id)
    reason = by.reasons.get(timer.clock)
    if clock is None:
        stop = Stop(timer.timer_id, timer.clock, turn.attempt.happened, "none", "none")
        return TimerMove(timer.clock, stop, before, None, reason)
    old = a.clocks[timer.clock]
    if old.per != clock.per:
        return move_reason(MoveCode.PER, clock.name, clock.title)
    acts = acts_anew(turn, old, clock, timer)
    if acts is None:
        return move_reason(MoveCode.NO_END, clock.name, clock.title)
    paused = timer.running == "paused"
    if paused and is_placed and not can_resume(turn.case_type, turn.facts.state, clock):
        return move_reason(MoveCode.RESUMES, clock.name, clock.title)
    started = Happened(timer.started_on, turn.reckoning.calendar.midnight(timer.started_on), "day")
    try:
        planned = plan(
            turn.case_type, clock, started, acts, turn.reckoning, turn.attempt.at, timer.settled_rungs
        )
    except DeadlineRefused as error:
        return move_reason(MoveCode.RULE, clock.name, (str(error), str(error)))
    effect = Rearm(timer.timer_id, clock.name, "migrated", planned)
    return TimerMove(clock.name, effect, before, _dates(planned), reason, paused)


def _dates(planned: TimerPlan) -> Dates:
    return Dates(planned.raw_due, planned.legal_due, planned.promised_due, planned.due_at, planned.rule_id)


def _started(
    turn: Turn, a: CaseType, by: MigrationMap, past: Sequence[Past], refusals: list[Reason]
) -> list[TimerMove]:
    """The clocks that the new version would have started by now, from the days on which it happened."""
    try:
        found = begun(turn, a, by, past)
    except DeadlineRefused as error:
        refusals.append(move_reason(MoveCode.RULE, turn.case_type.name, (str(error), str(error))))
        return []
    return [
        TimerMove(arm.clock, arm, None, _dates(arm.plan), by.reasons.get(arm.clock), paused)
        for arm, paused in found
    ]


def _date_refusals(clocks: Mapping[str, Any], timers: Sequence[TimerMove]) -> list[Reason]:
    names = dict.fromkeys(one.clock for one in timers if one.is_altered and one.reason is None)
    return [move_reason(MoveCode.DATE, name, clocks[name].title) for name in names]


def _after_refusals(turn: Turn, before: str, timers: Sequence[TimerMove]) -> Iterator[Reason]:
    """What would be wrong of the case once it had moved: nobody would count its time, or the system would
    carry it on at once without anybody having agreed to that."""
    b, target = turn.case_type, turn.facts.state
    left = [one for one in timers if one.after is not None]
    if len(left) < len(timers) and not left and b.states[target].untimed is None:
        yield move_reason(MoveCode.NO_CLOCK, target, b.states[target].title)
    after = replace(turn.facts, timers=tuple(_fact_after(turn.facts, one) for one in left))
    onward = system_transition(b, after, turn.attempt.at)
    if onward is None:
        return
    # A case that has only to wait for the sweeper goes on as it would have gone on where it was.
    kept = {one.clock for one in left if not one.is_altered}
    unfired = any(
        timer.clock in onward.on and REACHED.name not in timer.settled_rungs for timer in after.timers
    )
    waits = before == target and kept.issuperset(onward.on) and unfired
    if not waits:
        yield move_reason(MoveCode.SYSTEM, onward.name, onward.title)


def _fact_after(facts: CaseFacts, one: TimerMove) -> TimerFact:
    effect, after = one.effect, one.after
    assert after is not None  # only timers that go on are asked for
    if isinstance(effect, Arm):
        known = TimerFact(
            UUID(int=0), one.clock, effect.subject_kind, effect.subject_id, "running", effect.started.day,
            after.raw, after.legal, after.promised, after.due_at,
        )  # fmt: skip
    else:
        known = next(timer for timer in facts.timers if timer.timer_id == effect.timer_id)
    running = "paused" if one.paused else "running"
    return replace(known, running=running, due_at=after.due_at, legal_due=after.legal, raw_due=after.raw)


def _fields(
    b: CaseType, facts: CaseFacts, holding: Holding
) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """What the case holds that the new version does not know, and the required fields it does not hold."""
    held = {name for name, value in facts.fields.items() if value not in (None, "", [])}
    held |= holding.party_fields
    found = {
        "fields": held - b.fields.keys(),
        "documents": facts.documents - b.documents.keys(),
        "requests": holding.requests - b.requests.keys(),
    }
    lost = {name: tuple(sorted(names)) for name, names in found.items() if names}
    return lost, tuple(name for name, one in b.fields.items() if one.required and name not in held)
