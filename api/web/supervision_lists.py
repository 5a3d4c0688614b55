"""The lists behind the figures: running clocks by their end, and cases on which a clock is paused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import request, url_for

from api.request.calls import Call
from api.request.cursors import read_cursor, write_cursor
from api.request.language import say as _
from api.web.badges import Badge
from api.web.due_days import DueDay
from api.web.lists import paused_since, promise_of, timer_badge
from api.web.supervision_figures import Wanted, deadlines_wanted, moments_of, paused_wanted
from models import clocks, organisations, people
from models.deadlines import count_deadlines, list_deadlines
from models.lists import count_cases, list_cases
from models.session import Row
from models.visibility import Scope
from workflow.case_type.model import CaseType
from workflow.errors import FieldError, InvalidInput
from workflow.text.dates import format_date

SIZE = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list. `subject` is empty where only numbers and clocks may be seen; `promised` is the
    office's own end beside the law's."""

    badge: Badge
    clock: str
    promised: DueDay | None
    past_promise: bool
    number: str
    href: str
    subject: str
    type: str
    state: str
    unit: str
    holder: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list, as `components.pager` takes it."""

    entries: Sequence[Entry]
    first: int
    last: int
    total: int
    previous: str
    next: str


def list_page(call: Call, scope: Scope, wanted: Wanted, view: str) -> Listed:
    """The page of a view that the request's cursor asks for. Raises InvalidInput for a made-up cursor."""
    if view == "paused":
        return _paused(call, scope, wanted)
    narrowed = deadlines_wanted(wanted, view, moments_of(call))
    after = read_cursor(request.args.get("cursor"), (datetime, UUID, UUID))
    rows = list_deadlines(call.session, scope, narrowed, after, SIZE + 1)
    total = count_deadlines(call.session, scope, narrowed)
    entries = _entries(call, rows[:SIZE], _running_badge)
    last = rows[SIZE - 1] if len(rows) > SIZE else None
    key = (last["clock_due_at"], last["case_id"], last["timer_id"]) if last else None
    return _page(wanted, view, entries, total, write_cursor(key) if key else "")


def _paused(call: Call, scope: Scope, wanted: Wanted) -> Listed:
    narrowed = paused_wanted(wanted)
    after = read_cursor(request.args.get("cursor"), (datetime, UUID))
    rows = list_cases(call.session, scope, narrowed, after, SIZE + 1)
    total = count_cases(call.session, scope, narrowed)
    paused = {
        row["case_id"]: row
        for row in clocks.timers_of(call.session, [row["case_id"] for row in rows[:SIZE]])
        if row["running"] == "paused"
    }
    merged = [{**row, **_clock_of(paused.get(row["case_id"]))} for row in rows[:SIZE]]
    entries = _entries(call, merged, _paused_badge)
    last = rows[SIZE - 1] if len(rows) > SIZE else None
    return _page(
        wanted, "paused", entries, total, write_cursor((last["due_at"], last["case_id"])) if last else ""
    )


def _clock_of(timer: Row | None) -> dict[str, Any]:
    if timer is None:
        return {"clock": "", "since": None}
    return {"clock": timer["clock"], "since": paused_since(timer)}


def _page(wanted: Wanted, view: str, entries: Sequence[Entry], total: int, cursor: str) -> Listed:
    before = _before()
    following = str(before + len(entries))
    return Listed(
        entries,
        before + 1 if entries else 0,
        before + len(entries),
        total,
        wanted.address("web.list_supervised", view=view) if before else "",
        wanted.address("web.list_supervised", view=view, cursor=cursor, before=following) if cursor else "",
    )


def _before() -> int:
    """How many rows stand on the pages before; only told to the reader, never used to find rows."""
    text = request.args.get("before", "0")
    if not request.args.get("cursor"):
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise InvalidInput([FieldError("before", "not-a-number")])
    return int(text)


def _entries(call: Call, rows: Sequence[Row], badge: Any) -> list[Entry]:
    today = call.held.today(call.act.at)
    holders = people.names_of(call.session, [row["holder_id"] for row in rows if row["holder_id"]])
    offices = organisations.names_on(call.session, [row["org_id"] for row in rows], today)
    return [_entry(call, row, badge, holders, offices) for row in rows]


def _entry(
    call: Call,
    row: Row,
    badge: Any,
    holders: Mapping[UUID, str],
    offices: Mapping[UUID, str],
) -> Entry:
    case_type = call.held.case_type(row["definition_sha256"])
    clock, promised = case_type.clocks.get(row["clock"]), row.get("promised_due")
    state = case_type.states.get(row["state"])
    return Entry(
        badge(call, case_type, row),
        clock.title.say(call.language) if clock else row["clock"],
        promise_of(row) if promised else None,
        promised is not None and promised < call.held.today(call.act.at),
        row["number"],
        url_for("web.show_case", ref=row["case_id"]),
        row["subject"] or "",
        case_type.title.say(call.language),
        state.title.say(call.language) if state else row["state"],
        offices.get(row["org_id"], ""),
        holders.get(row["holder_id"]) or _("Chưa phân công"),
    )


def _running_badge(call: Call, case_type: CaseType, row: Row) -> Badge:
    return timer_badge(call, case_type, row, row["clock_due_at"])


def _paused_badge(call: Call, case_type: CaseType, row: Row) -> Badge:
    since = row["since"]
    words = _("tạm dừng từ %(day)s", day=format_date(since)) if since else _("tạm dừng")
    return Badge("paused", None, words)
