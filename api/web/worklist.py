"""The lists of cases: "Việc của tôi" with its saved views, all cases, search; most urgent first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from flask import request, url_for

from api.pages import Pages
from api.request.calls import Call
from api.request.cursors import read_cursor, write_cursor
from api.request.language import say as _
from api.web.case_shown import CHANNELS, channel_title
from api.web.fields import Choice
from api.web.frame import address, permissions_of, render
from api.web.lists import case_rows
from models import definitions, lists, people
from models.lists import CaseFilter
from models.visibility import Scope
from workflow.case_type.model import CLOSED, STAGES
from workflow.operations.steps.library import HOME_CALENDAR
from workflow.operations.steps.scopes import scope_of
from workflow.operations.steps.views import STAGE_TITLES
from workflow.text.dates import format_date, parse_date
from workflow.text.fold import fold
from workflow.text.unreadable import SENTENCES, Unreadable

pages = Pages()
SIZE = 50
MOST_NUMBERED = 20


@dataclass(frozen=True, slots=True)
class View:
    """A saved view: its address, its count, whether it is the present one."""

    title: str
    count: int
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Pager:
    """Where in the list we are: `first`–`last` of `total`; addresses of the pages beside, or ""."""

    first: int
    last: int
    total: int
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of the address, read: `wanted` for the database, `active` as (title, address
    without it); what the filters may be set to."""

    wanted: CaseFilter
    args: Mapping[str, str]
    active: Sequence[tuple[str, str]]
    error: str
    types: Sequence[Choice]
    holders: Sequence[Choice]


@pages.get("/")
def show_worklist(call: Call) -> str:
    """What waits for the caller: their own cases where they hold any, otherwise all open ones they see."""
    scope = scope_of(call.session, call.held, call.actor, call.act.at)
    now, tomorrow, week = _midnights(call)
    own = CaseFilter(open=True, mine=call.actor.people)
    mine = lists.count_cases(call.session, scope, own)
    view = request.args.get("view", "mine" if mine else "all")
    asked = _asked(call, scope, "web.show_worklist")
    counts = lists.count_views(call.session, scope, now, tomorrow, week, CaseFilter())
    narrowed = replace(asked.wanted, open=True)
    narrowed = {
        "mine": replace(narrowed, mine=call.actor.people),
        "overdue": replace(narrowed, overdue_at=now),
        "today": replace(narrowed, due_from=now, due_before=tomorrow),
        "soon": replace(narrowed, due_from=tomorrow, due_before=week),
        "unassigned": replace(narrowed, unassigned=True),
        "paused": replace(narrowed, paused=True),
    }.get(view, narrowed)
    named = (
        ("mine", _("Tôi giữ"), mine),
        ("overdue", _("Quá hạn (cả nội bộ)"), counts.overdue),
        ("today", _("Đến hạn hôm nay"), counts.today),
        ("soon", _("7 ngày tới"), counts.soon),
        ("unassigned", _("Chưa phân công"), counts.unassigned),
        ("paused", _("Tạm dừng"), counts.paused),
        ("all", _("Tất cả"), counts.all),
    )
    views = [
        View(title, count, url_for("web.show_worklist", view=name), name == view)
        for name, title, count in named
    ]
    # Where nothing else narrows the list, its view has counted it.
    totals = {name: count for name, _title, count in named} if asked.wanted == CaseFilter() else {}
    empty = _("Không có vụ việc nào trong mục này.")
    if view == "overdue":
        empty = _("Không có việc quá hạn, kể cả hạn nội bộ.")
    total = totals.get(view, counts.all if totals else None)
    return _list(call, scope, "web.show_worklist", _("Việc của tôi"), asked, narrowed, views, empty, total)


@pages.get("/cases")
def list_all_cases(call: Call) -> str:
    """Every case the caller sees, closed ones too."""
    scope = scope_of(call.session, call.held, call.actor, call.act.at)
    asked = _asked(call, scope, "web.list_all_cases")
    empty = _("Không có vụ việc nào trong phạm vi này.")
    return _list(call, scope, "web.list_all_cases", _("Vụ việc"), asked, asked.wanted, (), empty)


@pages.get("/search")
def search_cases(call: Call) -> str:
    """By number, or by words of the subject the office wrote, with marks or without."""
    typed = request.args.get("q", "").strip()[:200]
    scope = scope_of(call.session, call.held, call.actor, call.act.at)
    error, rows, more = "", [], False
    if len(typed) < 2:
        error = _("Nhập ít nhất 2 ký tự") if "q" in request.args else ""
    else:
        found = lists.list_cases(call.session, scope, CaseFilter(number=typed.upper()), size=MOST_NUMBERED)
        seen = {row["case_id"] for row in found}
        by_words = lists.list_cases(call.session, scope, CaseFilter(words=fold(typed)), size=SIZE + 1)
        more = len(by_words) > SIZE
        rows = [*found, *(row for row in by_words[:SIZE] if row["case_id"] not in seen)]
    shown = [row for row in case_rows(call, rows) if row.subject or row.number == typed.upper()]
    return render(call, "search.html", _("Tìm vụ việc"), typed=typed, error=error, rows=shown, more=more)


def _list(
    call: Call,
    scope: Scope,
    endpoint: str,
    title: str,
    asked: Asked,
    wanted: CaseFilter,
    views: Sequence[View],
    empty: str,
    total: int | None = None,
) -> str:
    """The page of the list that the address asks for; `total` where it is counted already."""
    after = read_cursor(request.args.get("after"), (datetime, UUID))
    rows = lists.list_cases(call.session, scope, wanted, after, SIZE + 1)
    if total is None:
        total = lists.count_cases(call.session, scope, wanted)
    begin = max(1, _place()) if after else 1
    path = url_for(endpoint)
    args = {**asked.args, "view": request.args.get("view", "")}
    onward = ""
    if len(rows) > SIZE:
        cursor = write_cursor((rows[SIZE - 1]["due_at"], rows[SIZE - 1]["case_id"]))
        onward = address(path, {**args, "after": cursor, "from": str(begin + SIZE)})
    pager = Pager(
        begin if rows else 0,
        begin + min(len(rows), SIZE) - 1,
        total,
        address(path, args) if after else "",
        onward,
    )
    return render(
        call,
        "worklist.html",
        title,
        endpoint=endpoint,
        views=views,
        rows=case_rows(call, rows[:SIZE]),
        pager=pager,
        empty=empty,
        asked=asked,
        view=request.args.get("view", ""),
        types=asked.types,
        stages=[Choice(name, STAGE_TITLES[name].say(call.language)) for name in (*STAGES, CLOSED)],
        channels=[Choice(name, channel_title(name)) for name in CHANNELS],
        holders=asked.holders,
        may_open="open_case" in permissions_of(call),
        failed=bool(asked.error),
    )


def _asked(call: Call, scope: Scope, endpoint: str) -> Asked:
    """The filters of the address. What cannot be read narrows nothing and is said."""
    filters = ("type", "stage", "channel", "holder", "due")
    args = {name: request.args.get(name, "").strip() for name in filters}
    wanted, error, titles = CaseFilter(), "", {}
    type_choices, holder_choices = _types(call, scope), _holders(call, scope)
    types = {one.code: one.title for one in type_choices}
    if args["type"] in types:
        wanted, titles["type"] = replace(wanted, case_type=args["type"]), types[args["type"]]
    if args["stage"] in STAGE_TITLES:
        wanted, titles["stage"] = (
            replace(wanted, stage=args["stage"]),
            STAGE_TITLES[args["stage"]].say(call.language),
        )
    if args["channel"] in CHANNELS:
        wanted, titles["channel"] = replace(wanted, channel=args["channel"]), channel_title(args["channel"])
    holders = {one.code: one.title for one in holder_choices}
    if args["holder"] in holders:
        wanted, titles["holder"] = replace(wanted, holder_id=UUID(args["holder"])), holders[args["holder"]]
    if args["due"]:
        try:
            day = parse_date(args["due"])
            midnight = call.held.calendar(HOME_CALENDAR).midnight(day + timedelta(days=1))
            wanted, titles["due"] = (
                replace(wanted, due_before=midnight),
                _("Hạn đến %(day)s", day=format_date(day)),
            )
        except (Unreadable, OverflowError) as fault:
            words = _(SENTENCES[fault.code]) if isinstance(fault, Unreadable) else ""
            error = _("Bộ lọc không hợp lệ: ngày phải theo dạng dd/MM/yyyy.") + " " + words
    kept = {**args, "view": request.args.get("view", "")}
    active = [(title, address(url_for(endpoint), {**kept, name: ""})) for name, title in titles.items()]
    return Asked(wanted, args, active, error, type_choices, holder_choices)


def _types(call: Call, scope: Scope) -> list[Choice]:
    today = call.held.today(call.act.at)
    names = sorted(lists.case_types_of(call.session, scope))
    return [Choice(name, _type_title(call, name, today)) for name in names]


def _type_title(call: Call, name: str, today: date) -> str:
    sha256 = definitions.newest_for(call.session, name, today)
    return call.held.case_type(sha256).title.say(call.language) if sha256 else name


def _holders(call: Call, scope: Scope) -> list[Choice]:
    names = people.names_of(call.session, lists.holders_of(call.session, scope))
    return sorted((Choice(str(one), name) for one, name in names.items()), key=lambda one: one.title)


def _midnights(call: Call) -> tuple[datetime, datetime, datetime]:
    calendar, today = call.held.calendar(HOME_CALENDAR), call.held.today(call.act.at)
    return (
        call.act.at,
        calendar.midnight(today + timedelta(days=1)),
        calendar.midnight(today + timedelta(days=8)),
    )


def _place() -> int:
    text = request.args.get("from", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1
