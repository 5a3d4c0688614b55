"""What the office's own length of a clock is made from: the value that chooses it, and the hour it began.
Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from workflow.case_type.model import Clock
from workflow.case_type.promise import Promised
from workflow.engine.facts import Happened, TimerFact
from workflow.engine.terms import promise_of
from workflow.engine.turn import Turn


def first_terms(turn: Turn, clock: Clock, started: Happened) -> dict[str, Any]:
    """What a new timer keeps of its promise: what chose it, and where it counts hours its beginning and its
    end."""
    if clock.hours is None and clock.by_field is None:
        return {}
    return _terms(turn, clock, _instant(turn, started))


def terms_anew(turn: Turn, clock: Clock, timer: TimerFact) -> dict[str, Any]:
    """The same when another value has been recorded while the timer runs: counted anew from its beginning.
    Empty where nothing changes, and after the end, when it would change a verdict."""
    if clock.by_field is None or timer.running != "running" or timer.reached(turn.attempt.happened.at):
        return {}
    if _chosen(turn, clock) == timer.acts.get("chosen"):
        return {}
    began = timer.acts.get("began")
    midnight = turn.reckoning.calendar.midnight(timer.started_on)
    return _terms(turn, clock, datetime.fromisoformat(began) if began else midnight)


def _terms(turn: Turn, clock: Clock, began: datetime) -> dict[str, Any]:
    code = _chosen(turn, clock)
    length = promise_of(clock, {"chosen": code})
    found: dict[str, Any] = {"chosen": code} if clock.by_field else {}
    if any(isinstance(one, timedelta) for one in _lengths(clock)):
        found["began"] = began.isoformat()
        found["given"] = (began + length).isoformat() if isinstance(length, timedelta) else None
    return found


def _lengths(clock: Clock) -> tuple[Promised | None, ...]:
    return (
        (clock.hours, *(length for _, length in clock.by_field.lengths)) if clock.by_field else (clock.hours,)
    )


def _chosen(turn: Turn, clock: Clock) -> str | None:
    """The recorded value that has a length of its own."""
    value = turn.view.fields.get(clock.by_field.field) if clock.by_field else None
    return str(value) if clock.by_field and clock.by_field.of(value) is not None else None


def _instant(turn: Turn, started: Happened) -> datetime:
    """The last instant at which an event known only by its day can have happened: hours are not begun before
    anybody could know of it."""
    if started.precision == "instant":
        return started.at
    return min(turn.attempt.at, turn.reckoning.calendar.midnight(started.day + timedelta(days=1)))
