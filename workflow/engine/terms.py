"""From a clock of the definition and what was done to it, the dates of its timer. One function reckons every
timer, whenever."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from workflow.calendar.due import due_before, reckon
from workflow.calendar.period import Addition, Due, Length, Pause, Span, Terms
from workflow.calendar.rungs import rung_instant
from workflow.calendar.working_calendar import WorkingCalendar
from workflow.case_type.model import CaseType, Clock, Rung
from workflow.case_type.promise import Promised
from workflow.engine.decision import ArmedRung, TimerPlan
from workflow.engine.facts import Happened
from workflow.law.rules import LawBook, Rule
from workflow.law.terms import begins
from workflow.law.terms import terms as law_terms

REACHED = Rung("reached", "reached")
"""The implicit rung of a clock whose end is an event: a system transition waits for it, or another clock
starts on it."""


@dataclass(frozen=True, slots=True)
class _Dates:
    """What a timer's start and acts come to, whatever time it is: its ends, and when each rung fires."""

    due: Due
    rule_id: str | None
    ends: tuple[datetime, str]
    times: tuple[tuple[datetime, str], ...]


MOST_KNOWN = 10_000
"""How many dates a reckoning remembers before it begins anew."""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What dates are reckoned with: the law in force on each day and the working calendar."""

    law: LawBook
    calendar: WorkingCalendar
    known: dict[tuple[Any, ...], _Dates] = field(default_factory=dict, compare=False, repr=False)
    """Dates reckoned with it before: cases that come in together begin on few days."""


def plan(
    case_type: CaseType,
    clock: Clock,
    started: Happened,
    acts: Mapping[str, Any],
    reckoning: Reckoning,
    now: datetime,
    settled: frozenset[str] = frozenset(),
) -> TimerPlan:
    """A timer's dates and rungs from its start and acts. `settled` rungs (fired or passed) are left as they
    are.

    Raises DeadlineRefused where the law book has no rule for the day of the start, or a year lies outside the
    calendar.
    """
    key = (case_type.sha256, clock.name, started.day, repr(acts))
    found = reckoning.known.get(key)
    if found is None:
        if len(reckoning.known) >= MOST_KNOWN:
            reckoning.known.clear()
        found = reckoning.known[key] = _dates(case_type, clock, started.day, acts, reckoning)
    due, ends = found.due, found.ends
    armed = _rungs(found.times, now, settled)
    return TimerPlan(
        due.raw, due.legal, due.promised, ends[0], ends[1], due.provisional, found.rule_id, acts, armed
    )


def _dates(
    case_type: CaseType, clock: Clock, start: date, acts: Mapping[str, Any], reckoning: Reckoning
) -> _Dates:
    due, rule_id = due_of(clock, start, acts, reckoning)
    ends = moment_of_end(clock, due, acts, reckoning.calendar)
    return _Dates(due, rule_id, ends, _times(case_type, clock, start, due, ends[0], reckoning.calendar))


def due_of(
    clock: Clock, start: date, acts: Mapping[str, Any], reckoning: Reckoning
) -> tuple[Due, str | None]:
    """The dates of a timer with their ledger, and the id of the rule they rest on."""
    given = acts.get("given")
    if given is not None:
        return _given(clock, start, str(given), reckoning.calendar), None
    rule = reckoning.law.rule_for(clock.rule, start) if clock.rule else None
    if acts.get("before") is not None and (rule is None or rule.before is None):
        return due_before(_day(acts["before"]), _because(clock), "", reckoning.calendar), None
    terms = _terms(clock, rule, acts)
    begun = begins(rule, start) if rule else start
    due = reckon(begun, terms, reckoning.calendar, _pauses(acts), _extensions(acts))
    return due, rule.id if rule else None


def moment_of_end(
    clock: Clock, due: Due, acts: Mapping[str, Any], calendar: WorkingCalendar
) -> tuple[datetime, str]:
    """The instant of the end and its precision: of a day, the midnight after it (for an effect, the one that
    begins it)."""
    given = acts.get("given")
    if given is not None and "T" in str(given):
        return datetime.fromisoformat(str(given)), "instant"
    last = due.legal if clock.kind == "effect" else due.legal + timedelta(days=1)
    return calendar.midnight(last), "day"


def promise_of(clock: Clock, acts: Mapping[str, Any]) -> Promised | None:
    """The office's own length under which a timer runs: the one its value chose, else the clock's own."""
    own = clock.by_field.of(acts.get("chosen")) if clock.by_field else None
    return own or clock.promise or clock.hours


def days_of(clock: Clock, acts: Mapping[str, Any]) -> Length | None:
    """The same in days; None where there is no promise, or where it counts hours."""
    length = promise_of(clock, acts)
    return length if isinstance(length, Length) else None


def _terms(clock: Clock, rule: Rule | None, acts: Mapping[str, Any]) -> Terms:
    because = clock.because.vi if clock.because else clock.title.vi
    promise = days_of(clock, acts)
    if rule is None:
        assert promise is not None  # the loader refuses a clock without a rule, a promise or a given end
        return Terms(clock.kind, promise, because, "")
    variants = frozenset(acts.get("variants", ()))
    return law_terms(rule, variants, promise, because, found_by=acts.get("found_by", {}))


def _given(clock: Clock, start: date, given: str, calendar: WorkingCalendar) -> Due:
    """An end that a document gives is taken as it stands: never rolled, never provisional."""
    end = calendar.local_day(datetime.fromisoformat(given)) if "T" in given else date.fromisoformat(given)
    span = Span(start, end, "counted", abs((end - start).days), _because(clock), "")
    return Due(end, end, None, False, (), (span,), clock.kind)


def _because(clock: Clock) -> str:
    return clock.because.vi if clock.because else clock.title.vi


def _pauses(acts: Mapping[str, Any]) -> tuple[Pause, ...]:
    return tuple(
        Pause(_day(one["from"]), _day(one["to"]) if one.get("to") else None, one["because"], one["source"])
        for one in acts.get("pauses", ())
    )


def _extensions(acts: Mapping[str, Any]) -> tuple[Addition, ...]:
    return tuple(
        Addition(Length(one["count"], one["unit"]), one["because"], one["source"])
        for one in acts.get("extensions", ())
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _times(
    case_type: CaseType, clock: Clock, start: date, due: Due, end: datetime, calendar: WorkingCalendar
) -> tuple[tuple[datetime, str], ...]:
    """When each rung fires, in order. A clock that ends within a day has `reached` its end then; where the
    office promised no day of its own, nothing warns of one."""
    wanted = [
        case_type.rungs[name]
        for name in clock.rungs
        if case_type.rungs[name].anchor != "promised" or due.promised is not None
    ]
    if REACHED.name not in clock.rungs and end_is_event(case_type, clock.name):
        wanted.append(REACHED)
    return tuple(
        sorted(
            (end if rung.anchor == REACHED.anchor else rung_instant(rung, start, due, calendar), rung.name)
            for rung in wanted
        )
    )


def _rungs(
    times: tuple[tuple[datetime, str], ...], now: datetime, settled: frozenset[str]
) -> tuple[ArmedRung, ...]:
    """Rungs whose moment has gone by are passed, and only the newest of them still tells anyone (decision
    11)."""
    waiting = [(at, name) for at, name in times if name not in settled]
    past = [name for at, name in waiting if at <= now and name != REACHED.name]
    silent = frozenset(past[:-1])
    return tuple(ArmedRung(name, at, "passed" if name in silent else "armed") for at, name in waiting)


def end_is_event(case_type: CaseType, clock: str) -> bool:
    """Whether something waits for the end of this clock."""
    waited = any(clock in transition.on for transition in case_type.transitions.values())
    return waited or any(
        trigger.kind == "clock_end" and trigger.name == clock
        for other in case_type.clocks.values()
        for trigger in other.starts
    )


def ledger_of(spans: Sequence[Span]) -> list[dict[str, Any]]:
    """A ledger as plain JSON values."""
    return [
        {
            "from": span.from_.isoformat(),
            "to": span.to.isoformat(),
            "kind": span.kind,
            "days": span.days,
            "because": span.because,
            "source": span.source,
        }
        for span in spans
    ]
