"""Every clock of a case with the proof of its date: the ledger from the event to the due day. Reads only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from models import cases, clocks, definitions
from models.session import Row, Session
from workflow.access.policy import Depth
from workflow.calendar.period import Due, SoftDue, Span
from workflow.case_type.model import CaseType, Clock, Text
from workflow.case_type.promise import Promised
from workflow.engine.sentry import standing
from workflow.engine.terms import Reckoning, due_of, promise_of
from workflow.errors import DeadlineRefused, NotFound
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import Library, library
from workflow.operations.steps.loading import find_visible, timer_fact
from workflow.operations.steps.timers import JUDGED


@dataclass(frozen=True, slots=True)
class RungView:
    """A rung of a timer: `standing` armed | fired | passed | cancelled; instants in UTC."""

    rung: str
    standing: str
    fires_at: datetime
    fired_at: datetime | None


@dataclass(frozen=True, slots=True)
class ClockView:
    """A timer as people read it.

    `standing`: running | past_end | paused | stopped. `badge`: overdue | today | soon | running | paused |
    in_time | late | ended.
    `left`: days (in `unit`) until the legal end, negative when past. `source` names the article, `rule_id`
    the rule, `calendar` the edition
    the dates rest on; `ledger` runs from the start to the legal day; `promise` is the office's own length;
    `english` has the reasons of the rule and of the case type in English; `verdict` is frozen with
    `verdict_inputs`.
    """

    timer_id: UUID
    clock: str
    kind: str
    title: Text
    subject_kind: str
    subject_id: UUID
    started_on: date
    raw_due: date
    legal_due: date
    promised_due: date | None
    due_at: datetime
    precision: str
    provisional: bool
    informative: bool
    standing: str
    badge: str
    left: int
    unit: str
    paused_since: date | None
    stopped_on: date | None
    verdict: str | None
    verdict_promised: str | None
    verdict_inputs: Mapping[str, Any] | None
    unconfirmed: bool
    rule_id: str | None
    because: str
    source: str
    calendar: str
    promise: Promised | None
    english: Mapping[str, str]
    soft: tuple[SoftDue, ...]
    ledger: tuple[Span, ...]
    rungs: tuple[RungView, ...]


SOON = 3
"""How many days before its end a clock counts as due soon, in the clock's own unit."""


def explain_clocks(session: Session, act: Act, ref: str) -> tuple[ClockView, ...]:
    """The clocks of a case: those that run first, most urgent on top, then paused and stopped ones. Raises
    CaseNotFound."""
    held = library(session)
    row, seen = find_visible(session, held, act, ref)
    views = _views(session, held, act, row, _timers(session, act, row["case_id"], seen))
    order = {"past_end": 0, "running": 0, "paused": 1, "stopped": 2}
    return tuple(
        sorted(views, key=lambda view: (order[view.standing], view.informative, view.due_at, view.clock))
    )


def explain_clock(session: Session, act: Act, ref: str, timer_id: UUID) -> ClockView:
    """One clock of a case: whoever is shown its end may see why, and lists show a unit that was asked which
    duties run beside its own request. Raises CaseNotFound, and NotFound for a clock that the caller does not
    see."""
    held = library(session)
    row, seen = find_visible(session, held, act, ref)
    asked = {one["timer_id"] for one in _timers(session, act, row["case_id"], seen)}
    timers = [
        one
        for one in clocks.read_timers(session, row["case_id"])
        if one["timer_id"] == timer_id and (timer_id in asked or _is_listed(one))
    ]
    views = _views(session, held, act, row, timers)
    if not views:
        raise NotFound()
    return views[0]


def _is_listed(timer: Row) -> bool:
    return timer["running"] == "running" and timer["kind"] in JUDGED and not timer["informative"]


def _views(session: Session, held: Library, act: Act, row: Row, found: Sequence[Row]) -> list[ClockView]:
    case_type = held.case_type(row["definition_sha256"])
    rungs = clocks.read_rungs(session, row["case_id"])
    moves = definitions.moves_of(session, row["case_id"])
    timers = [(timer, _version_of(held, moves, timer, case_type)) for timer in found]
    return [
        _view(held, act, version, timer, [one for one in rungs if one["timer_id"] == timer["timer_id"]])
        for timer, version in timers
        if timer["clock"] in version.clocks
    ]


def _version_of(held: Library, moves: Sequence[tuple[int, str]], timer: Row, case_type: CaseType) -> CaseType:
    """The version a timer is proved by: that of the case, unless the timer was stopped before the case was
    moved to it."""
    stopped = timer["stop_seq"]
    return next(
        (held.case_type(sha256) for seq, sha256 in moves if stopped is not None and stopped <= seq), case_type
    )


def _timers(session: Session, act: Act, case_id: UUID, seen: Depth) -> Sequence[Row]:
    """A unit that was asked sees the clocks of its own requests, everybody else all of them."""
    found = clocks.read_timers(session, case_id)
    if seen is not Depth.REQUEST:
        return found
    units = {org for grant in act.actor.grants for org in (grant.org_id, grant.office_id)}
    asked = {one["request_id"] for one in cases.read_requests(session, case_id) if one["org_id"] in units}
    return [timer for timer in found if timer["subject_id"] in asked]


_PLAIN = (
    "timer_id",
    "clock",
    "kind",
    "subject_kind",
    "subject_id",
    "started_on",
    "raw_due",
    "legal_due",
    "promised_due",
    "due_at",
    "precision",
    "provisional",
    "informative",
    "stopped_on",
    "verdict",
    "verdict_promised",
    "verdict_inputs",
    "unconfirmed",
    "rule_id",
)
"""What a view takes from the timer's row as it stands there."""


def _view(
    held: Library,
    act: Act,
    case_type: CaseType,
    timer: Row,
    rungs: Sequence[Row],
) -> ClockView:
    clock = case_type.clocks[timer["clock"]]
    fact = timer_fact(timer)
    due = _due(held, case_type, clock, timer)
    now_standing = "stopped" if timer["running"] == "stopped" else standing(fact, act.at)
    unit, left = _left(held, act, case_type, clock, timer, due)
    pauses = timer["acts"].get("pauses", [])
    counted = next((span for span in due.ledger if span.kind == "counted"), None)
    return ClockView(
        **{name: timer[name] for name in _PLAIN},
        title=clock.title,
        standing=now_standing,
        badge=_badge(now_standing, timer, left),
        left=left,
        unit=unit,
        paused_since=date.fromisoformat(pauses[-1]["from"]) if now_standing == "paused" and pauses else None,
        because=counted.because if counted else (clock.because or clock.title).vi,
        source=(counted.source if counted else "") or (clock.cites or ""),
        calendar=timer["calendar_sha256"],
        promise=promise_of(clock, timer["acts"]),
        english=_english(held, case_type, clock, timer),
        soft=due.soft,
        ledger=due.ledger,
        rungs=tuple(
            RungView(one["rung"], one["standing"], one["fires_at"], one["fired_at"])
            for one in sorted(rungs, key=lambda one: one["fires_at"])
        ),
    )


def _due(held: Library, case_type: CaseType, clock: Clock, timer: Row) -> Due:
    """The dates reckoned again on the edition the timer rests on, so that a later calendar does not rewrite
    its proof."""
    _, calendar = held.edition(timer["calendar_name"], timer["calendar_sha256"])
    try:
        return due_of(clock, timer["started_on"], timer["acts"], Reckoning(held.law(), calendar))[0]
    except DeadlineRefused:
        return Due(timer["raw_due"], timer["legal_due"], None, True, (), (), clock.kind)


def _english(held: Library, case_type: CaseType, clock: Clock, timer: Row) -> dict[str, str]:
    """The reasons that the rule, the clock and the acts of the case give a ledger."""
    rule = held.law().rule_by_id(timer["rule_id"]) if timer["rule_id"] else None
    told = [clock.title, *([clock.because] if clock.because else [])]
    told += [one.title for one in case_type.transitions.values()]
    told += [one.title for one in case_type.documents.values()]
    return {**{one.vi: one.say("en") for one in told}, **(rule.english if rule else {})}


def _left(
    held: Library, act: Act, case_type: CaseType, clock: Clock, timer: Row, due: Due
) -> tuple[str, int]:
    calendar = held.calendar(case_type.calendar)
    today, end = calendar.local_day(act.at), timer["legal_due"]
    rule = held.law().rule_by_id(timer["rule_id"]) if timer["rule_id"] else None
    unit = rule.length.told_in if rule else (clock.promise.unit if clock.promise else "days")
    if unit == "days":
        return unit, (end - today).days
    if end >= today:
        return unit, calendar.working_days_between(today, end)
    return unit, -calendar.working_days_between(end, today)


def _badge(now_standing: str, timer: Row, left: int) -> str:
    if now_standing == "paused":
        return "paused"
    if now_standing == "stopped":
        return {"in_time": "in_time", "late": "late"}.get(timer["verdict"] or "", "ended")
    if timer["kind"] in ("window", "effect") or timer["informative"]:
        return "ended" if now_standing == "past_end" else "running"
    if now_standing == "past_end":
        return "overdue"
    if left <= 0:
        return "today"
    return "soon" if left <= SOON else "running"
