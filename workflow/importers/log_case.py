"""One trace of a log to one old case: its events in order, typed times, raw values; or why it cannot be
one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from workflow.case_type.model import CaseType
from workflow.engine.decide import precedes
from workflow.engine.facts import Happened
from workflow.importers.log import LogEvent, LogTrace
from workflow.importers.log_mapping import LogMapping, LogValue
from workflow.importers.register import VersionFor


class NakedTime(ValueError):
    """A time has no offset, and nothing says in which zone it is told."""


@dataclass(frozen=True, slots=True)
class OldEvent:
    """One event as our verbs take it. `position` counts from 1 in the case's order; `transitions` are tried
    in order; `entered` are raw values by transition and field."""

    position: int
    line: int
    column: int
    activity: str
    happened: Happened
    resource: str = ""
    transitions: tuple[str, ...] = ()
    entered: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OldTrace:
    """One case of a log. `events[opening]` opens it in `state`; what lies before came too early. `fields`
    are raw values; `passed_over` counts events of another lifecycle."""

    key: str
    number: str
    line: int
    column: int
    state: str
    fields: Mapping[str, Any]
    events: tuple[OldEvent, ...]
    opening: int
    channel: str
    definition_sha256: str
    passed_over: int = 0


@dataclass(frozen=True, slots=True)
class RejectedTrace:
    """A trace that cannot be a case: where, why, and how many events stay outside with it."""

    line: int
    column: int
    case: str
    reason: str
    events: int

    def as_json(self) -> dict[str, Any]:
        """As the command line prints it."""
        return {
            "line": self.line,
            "column": self.column,
            "case": self.case,
            "reason": self.reason,
            "events": self.events,
        }


class _Impossible(Exception):
    def __init__(self, where: LogTrace | LogEvent, said: str) -> None:
        super().__init__(said)
        self.line, self.column = where.line, where.column


def read_trace(
    mapping: LogMapping, version_for: VersionFor, trace: LogTrace, now: datetime
) -> OldTrace | RejectedTrace:
    """The old case that a trace is, or why it cannot be one. `now` bounds what can have happened."""
    key = _key(mapping, trace)
    try:
        return _read(mapping, version_for, trace, key, now)
    except _Impossible as error:
        return RejectedTrace(error.line, error.column, key, str(error), len(trace.events))


def _key(mapping: LogMapping, trace: LogTrace) -> str:
    first = trace.events[0] if trace.events else LogEvent(trace.line, trace.column, {})
    return trace.value(first, mapping.case)


def _read(mapping: LogMapping, version_for: VersionFor, trace: LogTrace, key: str, now: datetime) -> OldTrace:
    if not key:
        raise _Impossible(trace, f"the trace has no {mapping.case}: a case needs a key")
    if len(key) > 200:
        raise _Impossible(trace, f"{mapping.case} is longer than 200 characters")
    kept = [one for one in trace.events if _completes(mapping, trace, one)]
    if not kept:
        raise _Impossible(trace, "the trace has no event: a case needs one that opens it")
    told = _events(mapping, trace, kept, now)
    opening = next((place for place, one in enumerate(told) if one[1].activity in mapping.opens), None)
    if opening is None:
        raise _Impossible(trace, f"none of its events opens a case ({', '.join(mapping.opens)})")
    logged, opened = told[opening]
    case_type = version_for(opened.happened.day)
    if case_type is None:
        raise _Impossible(trace, f"no version of {mapping.case_type} covers {opened.happened.day}")
    return OldTrace(
        key=key,
        number=mapping.number.format(key=key)[:60],
        line=trace.line,
        column=trace.column,
        state=mapping.opens[opened.activity],
        fields=_values(mapping, case_type, mapping.fields, trace, logged),
        events=tuple(_with_values(mapping, case_type, trace, *one) for one in told),
        opening=opening,
        channel=str(_value(mapping, mapping.channel, trace, logged) or "in_person"),
        definition_sha256=case_type.sha256,
        passed_over=len(trace.events) - len(kept),
    )


def _completes(mapping: LogMapping, trace: LogTrace, event: LogEvent) -> bool:
    if not mapping.lifecycle or not mapping.completes:
        return True
    return trace.value(event, mapping.lifecycle) in mapping.completes


def _events(
    mapping: LogMapping, trace: LogTrace, kept: Sequence[LogEvent], now: datetime
) -> list[tuple[LogEvent, OldEvent]]:
    """The events in their order, each no earlier than the one before it."""
    told = [(event, _happened(mapping, trace, event, now)) for event in kept]
    if mapping.order:
        told.sort(key=lambda one: _rank(mapping, trace, *one))
    found: list[tuple[LogEvent, OldEvent]] = []
    for position, (event, happened) in enumerate(told, 1):
        if found and precedes(happened, found[-1][1].happened):
            raise _Impossible(event, "its event lies before the one above it: the case ends before it starts")
        activity = trace.value(event, mapping.activity)[:200]
        if not activity:
            raise _Impossible(event, f"the event has no {mapping.activity}")
        resource = resource_of(mapping, trace, event)
        found.append((event, OldEvent(position, event.line, event.column, activity, happened, resource)))
    return found


def resource_of(mapping: LogMapping, trace: LogTrace, event: LogEvent) -> str:
    """Who did it, as far as a user's name goes; "" where nobody is named."""
    return trace.value(event, mapping.resource)[:120] if mapping.resource else ""


def _rank(mapping: LogMapping, trace: LogTrace, event: LogEvent, happened: Happened) -> tuple[Any, ...]:
    """Where an event stands among those of its case: by its time, then by what else the mapping names."""
    ranks: list[Any] = [happened.at]
    for name in mapping.order:
        found = trace.value(event, name)
        try:
            other = moment_of(mapping, found)
        except ValueError:
            other = None
        ranks.append((other is None, other.at if other else happened.at, found))
    return tuple(ranks)


def _happened(mapping: LogMapping, trace: LogTrace, event: LogEvent, now: datetime) -> Happened:
    text = trace.value(event, mapping.time)
    try:
        happened = moment_of(mapping, text)
    except ValueError as error:
        raise _Impossible(event, str(error)) from None
    if happened is None:
        raise _Impossible(event, f"the event has no {mapping.time}: nobody knows when it happened")
    if happened.at > now:
        raise _Impossible(event, f"{mapping.time} ({text[:40]}) lies in the future")
    return happened


def moment_of(mapping: LogMapping, text: str) -> Happened | None:
    """When a text says something happened; None for an empty one. Raises NakedTime without offset and zone,
    ValueError for what is no time, lies outside 1900 to 2200, or names an hour that the clocks skipped."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"{text[:40]!r} is no time; XES and ISO 8601 write 2026-07-01T08:00:00+07:00"
        ) from None
    if not 1900 <= found.year <= 2200:
        raise ValueError(f"{text[:40]} lies outside 1900 to 2200")
    naked = found.tzinfo is None
    if naked:
        if mapping.zone is None:
            raise NakedTime(f"{text[:40]} has no offset")
        found = found.replace(tzinfo=mapping.zone)
        if found.astimezone(UTC).astimezone(mapping.zone).replace(tzinfo=None) != found.replace(tzinfo=None):
            raise ValueError(f"{text[:40]} is an hour that the clocks of {mapping.zone.key} skipped")
    local = found.astimezone(mapping.zone) if mapping.zone else found
    is_day = len(text) == 10 or (mapping.midnight_is_day and not (local.hour or local.minute or local.second))
    return Happened(local.date(), found, "day" if is_day else "instant")


def _with_values(
    mapping: LogMapping, case_type: CaseType, trace: LogTrace, logged: LogEvent, event: OldEvent
) -> OldEvent:
    names = mapping.transitions_of(event.activity)
    entered = {
        name: _values(mapping, case_type, mapping.entered[name], trace, logged)
        for name in names
        if name in mapping.entered
    }
    return replace(event, transitions=names, entered=entered)


def _values(
    mapping: LogMapping,
    case_type: CaseType,
    wanted: Mapping[str, LogValue],
    trace: LogTrace,
    event: LogEvent,
) -> dict[str, Any]:
    """What the attributes say, as the form of each field would send it; empty ones are left out."""
    found: dict[str, Any] = {}
    for name, value in wanted.items():
        given = _value(mapping, value, trace, event)
        if given in (None, "") or name not in case_type.fields:
            continue
        found[name] = _raw(mapping, case_type.fields[name].type, name, given, event)
    return found


def _value(mapping: LogMapping, value: LogValue, trace: LogTrace, event: LogEvent) -> Any:
    if value.of:
        named = (one for one in trace.events if trace.value(one, mapping.activity) == value.of)
        event = next(named, LogEvent(event.line, event.column, {}))
    return value.read([trace.value(event, name) for name in value.attributes])


def _raw(mapping: LogMapping, kind: str, name: str, given: Any, event: LogEvent) -> Any:
    if not isinstance(given, str):
        return given
    try:
        if kind in ("date", "instant"):
            happened = moment_of(mapping, given)
            assert happened is not None  # an empty text was left out before
            return happened.day.isoformat() if kind == "date" else happened.at.isoformat()
        if kind == "integer":
            return int(given)
    except ValueError as error:
        raise _Impossible(event, f"{name}: {error}") from None
    if kind == "parties":
        return [{"name": one.strip()} for one in given.split(";") if one.strip()]
    if kind == "recipients":
        return [one.strip() for one in given.split(";") if one.strip()]
    return {"true": True, "false": False}.get(given.lower(), given) if kind == "yes_no" else given
