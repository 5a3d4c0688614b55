"""Rows of case lists in words, with the badge of the clock that comes due first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import url_for

from api.request.calls import Call
from api.web.badges import Badge, Standing, badge_of, no_clock
from api.web.due_days import DueDay, due_day, hour_of, instant_of
from models import clocks, people
from models.session import Row
from workflow.case_type.model import CaseType
from workflow.operations.steps.views import stage_title


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a list. `subject` is empty where only numbers and clocks may be seen; `promised` is the
    office's own end of the clock that its badge shows."""

    number: str
    href: str
    subject: str
    type: str
    stage: str
    state: str
    badge: Badge
    clock: str
    promised: DueDay | None
    holder: str
    received: date
    is_closed: bool


def case_rows(call: Call, rows: Sequence[Row]) -> list[CaseRow]:
    """The rows of a list in words, in their order. Whose subject may not be read, the list has blanked."""
    names = people.names_of(call.session, [row["holder_id"] for row in rows if row["holder_id"]])
    timers: dict[UUID, list[Row]] = {}
    for timer in clocks.timers_of(call.session, [row["case_id"] for row in rows]):
        timers.setdefault(timer["case_id"], []).append(timer)
    return [_row(call, row, names, timers.get(row["case_id"], ())) for row in rows]


def _row(
    call: Call,
    row: Row,
    names: Mapping[UUID, str],
    timers: Sequence[Row],
) -> CaseRow:
    case_type = call.held.case_type(row["definition_sha256"])
    badge, clock, promised = _badge(call, case_type, row, timers)
    return CaseRow(
        row["number"],
        url_for("web.show_case", ref=row["case_id"]),
        row["subject"] or "",
        case_type.title.say(call.language),
        stage_title(case_type, row["stage"]).say(call.language),
        case_type.states[row["state"]].title.say(call.language),
        badge,
        clock,
        promised,
        names.get(row["holder_id"], ""),
        row["received_on"],
        row["stage"] == "closed",
    )


def _badge(
    call: Call, case_type: CaseType, row: Row, timers: Sequence[Row]
) -> tuple[Badge, str, DueDay | None]:
    open_timers = [one for one in timers if one["running"] != "stopped" and not one["informative"]]
    duties = [one for one in open_timers if one["kind"] in ("duty", "internal", "notice")]
    running = [one for one in duties if one["running"] == "running" and one["due_at"] == row["due_at"]]
    chosen = min(running, key=lambda one: one["legal_due"], default=None)
    if chosen is None:
        chosen = next((one for one in duties if one["running"] == "paused"), None)
    if chosen is None or chosen["clock"] not in case_type.clocks:
        return no_clock(), "", None
    title = case_type.clocks[chosen["clock"]].title.say(call.language)
    return timer_badge(call, case_type, chosen, chosen["due_at"]), title, promise_of(chosen)


def timer_badge(call: Call, case_type: CaseType, timer: Row, due_at: datetime) -> Badge:
    """The badge of a running or paused timer that ends at `due_at`."""
    calendar = call.held.calendar(case_type.calendar)
    hour = instant_of(timer["precision"], due_at)
    standing = Standing(
        timer["legal_due"],
        timer["running"],
        unit_of(call, case_type, timer),
        timer["provisional"],
        since=paused_since(timer),
        is_own=timer["kind"] == "internal",
        hour=hour_of(hour) if hour else "",
        over=hour is not None and due_at <= call.act.at,
    )
    due = due_day(timer["case_id"], timer["timer_id"], timer["legal_due"], hour)
    return badge_of(standing, calendar.local_day(call.act.at), calendar, due)


def promise_of(timer: Row) -> DueDay | None:
    """The office's own end beside the law's, while the timer runs."""
    if timer["promised_due"] is None or timer["running"] != "running":
        return None
    return due_day(timer["case_id"], timer["timer_id"], timer["promised_due"])


def paused_since(timer: Row) -> date | None:
    """Since when a timer stands still."""
    pauses = timer["acts"].get("pauses", []) if timer["running"] == "paused" else []
    return date.fromisoformat(pauses[-1]["from"]) if pauses else None


def unit_of(call: Call, case_type: CaseType, timer: Row) -> str:
    """The unit a timer is counted in: "days" | "working_days"."""
    rule = call.held.law().rule_by_id(timer["rule_id"]) if timer["rule_id"] else None
    clock = case_type.clocks.get(timer["clock"])
    promise = clock.promise if clock else None
    return rule.length.told_in if rule else promise.unit if promise else "days"
