"""Rows of case lists in words, with the badge of the clock that comes due first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from api.request.calls import Call
from api.web.badges import Badge, Standing, badge_of, no_clock
from models import clocks, people
from models.session import Row
from models.visibility import Scope, sees_whole
from workflow.access.policy import Depth
from workflow.case_type.model import CaseType
from workflow.operations.steps.loading import depth_of
from workflow.operations.steps.views import stage_title


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a list. `subject` is empty where only numbers and clocks may be seen."""

    number: str
    href: str
    subject: str
    type: str
    stage: str
    state: str
    badge: Badge
    clock: str
    holder: str
    received: date
    is_closed: bool


def case_rows(call: Call, scope: Scope, rows: Sequence[Row]) -> list[CaseRow]:
    """The rows in words, in their order."""
    names = people.names_of(call.session, [row["holder_id"] for row in rows if row["holder_id"]])
    timers: dict[UUID, list[Row]] = {}
    for timer in clocks.timers_of(call.session, [row["case_id"] for row in rows]):
        timers.setdefault(timer["case_id"], []).append(timer)
    return [_row(call, scope, row, names, timers.get(row["case_id"], ())) for row in rows]


def _row(
    call: Call,
    scope: Scope,
    row: Row,
    names: Mapping[UUID, str],
    timers: Sequence[Row],
) -> CaseRow:
    case_type = call.held.case_type(row["definition_sha256"])
    badge, clock = _badge(call, case_type, row, timers)
    return CaseRow(
        row["number"],
        url_for("web.show_case", ref=row["case_id"]),
        # The list blanks what may not be read; only what it gives is asked about again.
        row["subject"] if row["subject"] and sees_contents(call, scope, row) else "",
        case_type.title.say(call.language),
        stage_title(case_type, row["stage"]).say(call.language),
        case_type.states[row["state"]].title.say(call.language),
        badge,
        clock,
        names.get(row["holder_id"], ""),
        row["received_on"],
        row["stage"] == "closed",
    )


def sees_contents(call: Call, scope: Scope, row: Row) -> bool:
    """Whether the caller sees more of a listed case than its number and clocks."""
    if sees_whole(scope, row):
        return True
    return depth_of(call.session, call.held, call.act, row) in (Depth.FULL, Depth.REQUEST)


def _badge(call: Call, case_type: CaseType, row: Row, timers: Sequence[Row]) -> tuple[Badge, str]:
    open_timers = [one for one in timers if one["running"] != "stopped" and not one["informative"]]
    duties = [one for one in open_timers if one["kind"] in ("duty", "internal", "notice")]
    running = [one for one in duties if one["running"] == "running" and one["due_at"] == row["due_at"]]
    chosen = min(running, key=lambda one: one["legal_due"], default=None)
    if chosen is None:
        chosen = next((one for one in duties if one["running"] == "paused"), None)
    if chosen is None or chosen["clock"] not in case_type.clocks:
        return no_clock(), ""
    calendar = call.held.calendar(case_type.calendar)
    pauses = chosen["acts"].get("pauses", [])
    standing = Standing(
        chosen["legal_due"],
        chosen["running"],
        unit_of(call, case_type, chosen),
        chosen["provisional"],
        since=date.fromisoformat(pauses[-1]["from"]) if pauses else None,
    )
    badge = badge_of(standing, calendar.local_day(call.act.at), calendar)
    return badge, case_type.clocks[chosen["clock"]].title.say(call.language)


def unit_of(call: Call, case_type: CaseType, timer: Row) -> str:
    """The unit a timer is counted in: "days" | "working_days"."""
    rule = call.held.law().rule_by_id(timer["rule_id"]) if timer["rule_id"] else None
    promise = case_type.clocks[timer["clock"]].promise
    return rule.length.told_in if rule else promise.unit if promise else "days"
