"""One pass of an act over the clocks of a case: what is known, and what has been decided so far. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from workflow.case_type.model import CaseType, Clock, Trigger
from workflow.engine.decision import ClockEffect
from workflow.engine.facts import Attempt, CaseFacts, Happened, TimerFact
from workflow.engine.sentry import View, holds
from workflow.engine.terms import Reckoning
from workflow.errors import Reason


@dataclass(slots=True)
class Turn:
    """The state of one pass over the clocks."""

    case_type: CaseType
    facts: CaseFacts
    attempt: Attempt
    events: frozenset[Trigger]
    ending: bool
    reckoning: Reckoning
    view: View
    subject: tuple[str, UUID] | None
    ended: Mapping[str, date]
    effects: list[ClockEffect] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    open_now: dict[tuple[str, UUID], TimerFact] = field(default_factory=dict)


def variants_of(turn: Turn, clock: Clock) -> set[str]:
    """The clock's variants whose condition holds."""
    return {name for name, condition in clock.variants if holds(condition, turn.view)}


def on_day(day: date, turn: Turn) -> Happened:
    """A day told without an hour."""
    return Happened(day, turn.reckoning.calendar.midnight(day), "day")
