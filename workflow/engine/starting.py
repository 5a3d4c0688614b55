"""Starts clocks: for whom, from which day, with which variants. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from workflow.case_type.model import Clock, Trigger
from workflow.engine.decision import Arm, Stop
from workflow.engine.facts import Happened
from workflow.engine.promises import first_terms
from workflow.engine.terms import plan
from workflow.engine.turn import Turn, on_day, variants_of


def start(turn: Turn, clock: Clock, trigger: Trigger) -> None:
    """Arm the clock for each of its subjects; a duty that runs already is not begun again."""
    if turn.ending and not clock.outlives:
        return
    for subject_kind, subject_id in _subjects(turn, clock):
        running = turn.open_now.get((clock.name, subject_id))
        if running is not None:
            if clock.kind not in ("window", "notice"):
                continue  # a duty begun once is not begun again by a second event
            # A right that opens anew, or a hearing that is set again, takes the place of the one before.
            turn.effects.append(Stop(running.timer_id, clock.name, turn.attempt.happened, "none", "none"))
        started = _began(turn, clock, trigger)
        acts = _first_acts(turn, clock, trigger, started) if started else None
        if acts is None or started is None:
            continue
        planned = plan(turn.case_type, clock, started, acts, turn.reckoning, turn.attempt.at)
        ended = _already_ended(turn, clock)
        planned = replace(planned, rungs=()) if ended else planned
        turn.effects.append(Arm(clock.name, subject_kind, subject_id, started, planned, ended))


def _already_ended(turn: Turn, clock: Clock) -> Happened | None:
    """A clock that the opening stops, armed afterwards by a day that only then became known, was stopped on
    the day of receipt."""
    if Trigger("opened") not in clock.stops:
        return None
    return on_day(turn.facts.received_on, turn)


def _subjects(turn: Turn, clock: Clock) -> list[tuple[str, UUID]]:
    if clock.per == "case" or clock.per == "hearing":
        return [("case", turn.facts.case_id)]
    if turn.subject is not None:
        return [turn.subject] if turn.subject[0] == clock.per else []
    if clock.per == "party":
        return [("party", party) for party in turn.facts.parties]
    return []


def _first_acts(turn: Turn, clock: Clock, trigger: Trigger, started: Happened) -> dict[str, Any] | None:
    """What a new timer's dates are made from besides its start; None when the end it needs has not been
    given."""
    if clock.given is not None:
        given = turn.view.fields.get(clock.given)
        return {"given": given} if given else None
    if trigger.kind == "calendar_date":
        return {"before": _next_date(trigger.name, turn.attempt.happened.day).isoformat()}
    variants, promised = sorted(variants_of(turn, clock)), first_terms(turn, clock, started)
    return {"variants": variants, **promised} if variants else promised


def _next_date(month_day: str, after: date) -> date:
    month, day = (int(part) for part in month_day.split("-"))
    this_year = date(after.year, month, day)
    return this_year if this_year > after else date(after.year + 1, month, day)


def _began(turn: Turn, clock: Clock, trigger: Trigger) -> Happened | None:
    """When the clock began: at the event, on the day a date field names, or at another clock's legal end.

    A notice counts back from the day in its `before` field, so that day is where it begins.
    """
    calendar = turn.reckoning.calendar
    if clock.before is not None:
        named = turn.view.fields.get(clock.before)
        return on_day(date.fromisoformat(str(named)[:10]), turn) if named else None
    if trigger.kind == "clock_end":
        end = turn.ended.get(trigger.name)
        return Happened(end, calendar.midnight(end + timedelta(days=1)), "day") if end else None
    if trigger.kind == "date_field":
        return on_day(date.fromisoformat(str(turn.view.fields[trigger.name])[:10]), turn)
    return turn.attempt.happened
