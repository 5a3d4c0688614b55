"""What the supervisor's board and lists are narrowed by; addresses that lead from a figure to its list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import request, url_for

from api.request.calls import Call
from api.request.language import say as _
from models import definitions, organisations, people
from models.deadlines import DeadlineFilter
from models.lists import CaseFilter, case_types_of, holders_of
from models.visibility import Scope
from workflow.case_type.model import Clock
from workflow.errors import NotFound
from workflow.operations.steps.library import HOME_CALENDAR
from workflow.operations.steps.scopes import scope_of

NOBODY = "none"
"""The value of the filter "holder" for what nobody holds."""

WEEK = 7
"""Local days after today that the figure "7 ngày" covers."""

JUDGED = ("duty", "internal", "notice")
"""The kinds of clock that the board counts: another's right is never late."""


@dataclass(frozen=True, slots=True)
class Moments:
    """The instants that part the figures: now, the end of today, the end of the seventh day after today; and
    today itself."""

    now: datetime
    tomorrow: datetime
    week: datetime
    today: date


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of an address. `holder` is an id or NOBODY; empty means any."""

    unit: UUID | None = None
    holder: str = ""
    clock: str = ""
    type: str = ""

    def address(self, endpoint: str, **more: str) -> str:
        """The address of a page with these filters; an empty value in `more` takes one away."""
        plain = {"unit": str(self.unit or ""), "holder": self.holder, "clock": self.clock, "type": self.type}
        values: dict[str, Any] = {name: value for name, value in {**plain, **more}.items() if value}
        return url_for(endpoint, **values)


def views() -> Mapping[str, str]:
    """The lists there are and their titles. What is past the law's end and what is past the office's own are
    counted apart."""
    return {
        "overdue": _("Quá hạn"),
        "own": _("Quá hạn nội bộ"),
        "today": _("Đến hạn hôm nay"),
        "soon": _("Trong 7 ngày tới"),
        "all": _("Thời hạn đang chạy"),
        "paused": _("Tạm dừng"),
    }


def read_wanted(call: Call, scope: Scope) -> Wanted:
    """The filters of this request. Raises NotFound for a unit outside the caller's scope and for what is no
    id."""
    unit, holder = request.args.get("unit", ""), request.args.get("holder", "")
    wanted = Wanted(
        _id(unit) if unit else None,
        holder if holder in ("", NOBODY) else str(_id(holder)),
        request.args.get("clock", "")[:60],
        request.args.get("type", "")[:80],
    )
    if wanted.unit is not None and wanted.unit not in units_of_scope(call, scope):
        raise NotFound()
    return wanted


def moments_of(call: Call) -> Moments:
    """The present instants, in the days of the offices."""
    calendar = call.held.calendar(HOME_CALENDAR)
    today = calendar.local_day(call.act.at)
    tomorrow, week = (calendar.midnight(today + timedelta(days=days)) for days in (1, WEEK + 1))
    return Moments(call.act.at, tomorrow, week, today)


def deadlines_wanted(wanted: Wanted, view: str, at: Moments) -> DeadlineFilter:
    """The clocks of a view."""
    after = {"today": at.now, "soon": at.tomorrow}
    before = {"overdue": at.now, "today": at.tomorrow, "soon": at.week}
    return DeadlineFilter(
        due_after=after.get(view),
        due_before=before.get(view),
        org_id=wanted.unit,
        holder_id=UUID(wanted.holder) if wanted.holder not in ("", NOBODY) else None,
        unassigned=wanted.holder == NOBODY,
        clock=wanted.clock or None,
        case_type=wanted.type or None,
        by_law=view == "overdue",
        own_at=at.now if view == "own" else None,
        own_day=at.today if view == "own" else None,
    )


def paused_wanted(wanted: Wanted) -> CaseFilter:
    """The open cases on which a clock is paused. A paused case has no running clock to narrow by."""
    return CaseFilter(
        open=True,
        paused=True,
        org_id=wanted.unit,
        holder_id=UUID(wanted.holder) if wanted.holder not in ("", NOBODY) else None,
        unassigned=wanted.holder == NOBODY,
        case_type=wanted.type or None,
    )


def scope_here(call: Call) -> Scope:
    """What the caller sees."""
    return scope_of(call.session, call.held, call.actor, call.act.at)


def units_of_scope(call: Call, scope: Scope) -> dict[UUID, str]:
    """The offices of the scope by name."""
    today = call.held.today(call.act.at)
    ids = scope.offices | scope.once_escalated | scope.outline | {one for one, _type in scope.by_type}
    return {row["org_id"]: row["name"] for row in organisations.list_organisations(call.session, today, ids)}


def choices_of(call: Call, scope: Scope) -> Mapping[str, Mapping[str, str]]:
    """What each filter may be set to: value → title."""
    named = people.names_of(call.session, holders_of(call.session, scope))
    by_name = sorted((name, str(one)) for one, name in named.items())
    types, clocks = _types_and_clocks(call, scope)
    return {
        "unit": {str(one): name for one, name in units_of_scope(call, scope).items()},
        "holder": {NOBODY: _("Chưa phân công"), **{one: name for name, one in by_name}},
        "clock": clocks,
        "type": types,
    }


def filter_titles() -> Mapping[str, str]:
    """The names of the filters."""
    return {
        "unit": _("Đơn vị"),
        "holder": _("Người xử lý"),
        "clock": _("Thời hạn"),
        "type": _("Loại vụ việc"),
    }


def _types_and_clocks(call: Call, scope: Scope) -> tuple[dict[str, str], dict[str, str]]:
    types: dict[str, str] = {}
    clocks: dict[str, str] = {}
    for name in sorted(case_types_of(call.session, scope)):
        for row in reversed(definitions.versions(call.session, "case_type", name)):
            case_type = call.held.case_type(str(row["sha256"]))
            types[name] = case_type.title.say(call.language)
            clocks |= {one.name: _title(one, call) for one in case_type.clocks.values() if one.kind in JUDGED}
    return types, dict(sorted(clocks.items(), key=lambda pair: pair[1]))


def _title(clock: Clock, call: Call) -> str:
    return clock.title.say(call.language)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound() from None
