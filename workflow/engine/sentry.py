"""Evaluates conditions over the facts of a case and what the act brings. Nothing is evaluated as code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workflow.case_type.model import Condition
from workflow.engine.facts import CaseFacts, TimerFact


@dataclass(frozen=True, slots=True)
class View:
    """The facts as they would stand with what the act enters, at the instant the act happened."""

    facts: CaseFacts
    fields: Mapping[str, Any]
    documents: frozenset[str]
    at: datetime


def holds(condition: Condition, view: View) -> bool:
    """Whether a condition is true of the view."""
    return _TESTS[condition.kind](condition, view)


def _all(condition: Condition, view: View) -> bool:
    return all(holds(part, view) for part in condition.parts)


def _any(condition: Condition, view: View) -> bool:
    return any(holds(part, view) for part in condition.parts)


def _not(condition: Condition, view: View) -> bool:
    return not holds(condition.parts[0], view)


def _document(condition: Condition, view: View) -> bool:
    return condition.name in view.documents


def _office(condition: Condition, view: View) -> bool:
    return view.facts.place.traits.get(condition.name, False) is bool(condition.value)


def _respondent(condition: Condition, view: View) -> bool:
    return not view.facts.respondent_roles.isdisjoint(condition.value)


def _children(condition: Condition, view: View) -> bool:
    return view.facts.open_children == 0


def _field(condition: Condition, view: View) -> bool:
    value = view.fields.get(condition.name)
    match condition.test:
        case "present":
            return value not in (None, "", [], {}, ())
        case "absent":
            return value in (None, "", [], {}, ())
        case "is":
            return bool(value == condition.value)
        case "in":
            return value in condition.value
        case "below":
            return value is not None and value < condition.value
        case "at_least":
            return value is not None and value >= condition.value
    raise ValueError(f"unknown test {condition.test!r}")


def _clock(condition: Condition, view: View) -> bool:
    standings = clock_standings(condition.name, view.facts.timers, view.at)
    return any(standing in standings for standing in condition.value)


_TESTS = {
    "all": _all,
    "any": _any,
    "not": _not,
    "document": _document,
    "office": _office,
    "respondent": _respondent,
    "children": _children,
    "field": _field,
    "clock": _clock,
}


def clock_standings(clock: str, timers: tuple[TimerFact, ...], at: datetime) -> frozenset[str]:
    """How a clock stands: unstarted, or running, paused, past_end, stopped: one per subject, its newest
    timer."""
    newest = {timer.subject_id: timer for timer in timers if timer.clock == clock}
    return frozenset(standing(timer, at) for timer in newest.values()) or frozenset({"unstarted"})


def standing(timer: TimerFact, at: datetime) -> str:
    """How one timer stands at an instant; the single place that decides what "running" means (goals.md,
    4.8)."""
    if timer.reached(at):
        return "past_end"
    if timer.kind == "window" and timer.stopped_on is not None and timer.stopped_on > timer.legal_due:
        # A right that had run out when it was used: a limitation, on the day the paper came.
        return "past_end"
    return timer.running
