"""Running clocks of all visible cases, and the preview of one without a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from api.request.calls import Call
from api.request.cursors import read_cursor, write_cursor
from api.resources import Given, Resources
from api.rest.scoping import demand_anywhere
from api.rest.showing import case_rows, ledger_url, paged
from api.schemas.clocks import DeadlinePage, DeadlineQuery, PreviewIn, PreviewShown
from models import organisations, people
from models.deadlines import DeadlineFilter, count_deadlines, list_deadlines
from workflow.calendar.period import Length
from workflow.errors import DeadlineRefused, FieldError, InvalidInput
from workflow.law.preview import preview
from workflow.operations.steps.library import HOME_CALENDAR
from workflow.operations.steps.scopes import scope_of

resources = Resources("deadlines")
PAGE = 50
SOON = 7
"""How many local days after today count as soon."""
OWN = "internal"


@resources.get(
    "/deadlines",
    "List running clocks",
    query=DeadlineQuery(),
    answers={200: DeadlinePage()},
    permission="see_deadlines",
)
def list_running_clocks(call: Call, given: Given) -> Mapping[str, Any]:
    """The earliest end first, by office and holder where asked; the office's duties only, never a citizen's
    windows."""
    demand_anywhere(call, "see_deadlines")
    query, size = given.query, given.query.get("size", PAGE)
    after = read_cursor(query.get("cursor"), (datetime, UUID, UUID))
    scope = scope_of(call.session, call.held, call.actor, call.act.at)
    wanted = _filter(call, query)
    found = list_deadlines(call.session, scope, wanted, after, size + 1)
    rows, more = paged(found, size)
    last = rows[-1] if more else None
    page: dict[str, Any] = {
        "items": _shown(call, rows),
        "next": last and write_cursor((last["clock_due_at"], last["case_id"], last["timer_id"])),
    }
    if query.get("count"):
        page["total"] = count_deadlines(call.session, scope, wanted)
    return page


@resources.post(
    "/deadlines/preview",
    "Count a time limit without a case",
    body=PreviewIn(),
    answers={200: PreviewShown()},
    reads=True,
)
def preview_deadline(call: Call, given: Given) -> Mapping[str, Any]:
    """Date in, date out, with the ledger that adds up to it. Findings, extensions and pauses are assumed to
    stand on paper, and the ledger says so."""
    body, calendar = given.body, call.held.calendar(HOME_CALENDAR)
    start: date = body["from_"]
    begun = start if isinstance(start, datetime) else calendar.midnight(start)
    pauses = [(one["from_"], one["to"]) for one in body["pauses"]]
    try:
        found = preview(
            call.held.law(),
            calendar,
            body["procedure"],
            body["clock"],
            begun,
            body["with_"],
            body["extend"],
            pauses,
            body["strict"],
            _promise(body.get("promise")),
        )
    except DeadlineRefused as error:
        why = str(error.facts.get("why", error.code))
        place = _PLACES.get(why, "")
        if why == "notice-fixed":
            place = "extend" if body["extend"] else "pauses" if pauses else "with"
        raise InvalidInput([FieldError(place, why)]) from error
    return found.as_json()


def _promise(text: str | None) -> Length | None:
    """The office's own length. Raises InvalidInput."""
    try:
        return Length.parse(text) if text else None
    except ValueError:
        raise InvalidInput([FieldError("promise", "bad-length")]) from None


_PLACES = {
    "unknown-procedure": "procedure",
    "unknown-clock": "clock",
    "unknown-variant": "with",
    "no-such-cell": "with",
    "unknown-extension": "extend",
    "past-cap": "extend",
    "pause-backwards": "pauses",
    "outside-years": "from",
    "not-in-force": "from",
    "provisional-year": "strict",
}


def _filter(call: Call, query: Mapping[str, Any]) -> DeadlineFilter:
    now, when = call.act.at, query.get("when", "all")
    calendar = call.held.calendar(HOME_CALENDAR)
    own = when == "past_promise"
    before = {
        "overdue": now,
        "soon": calendar.midnight(calendar.local_day(now) + timedelta(days=SOON + 1)),
    }
    return DeadlineFilter(
        due_after=now if when == "soon" else None,
        due_before=before.get(when),
        org_id=query.get("office"),
        holder_id=query.get("holder"),
        unassigned=query.get("unassigned", False),
        clock=query.get("clock"),
        case_type=query.get("type"),
        by_law=when == "overdue",
        own_at=now if own else None,
        own_day=calendar.local_day(now) if own else None,
    )


def _shown(call: Call, rows: Any) -> list[dict[str, Any]]:
    today = call.held.today(call.act.at)
    holders = people.names_of(call.session, [row["holder_id"] for row in rows if row["holder_id"]])
    offices = organisations.names_on(call.session, [row["org_id"] for row in rows], today)
    cases = case_rows(rows, call)
    return [
        dict(row)
        | {
            "id": row["timer_id"],
            "ledger_url": ledger_url(row["case_id"], row["timer_id"]),
            "title": _title(call, row),
            "due_at": row["clock_due_at"],
            "overdue": row["clock_due_at"] <= call.act.at and row["kind"] != OWN,
            "past_promise": _past_promise(row, today, call.act.at),
            "rule": row["rule_id"],
            "holder": row["holder_id"],
            "holder_name": holders.get(row["holder_id"]),
            "office_name": offices.get(row["org_id"], ""),
            "case": case,
        }
        for row, case in zip(rows, cases, strict=True)
    ]


def _past_promise(row: Mapping[str, Any], today: date, now: datetime) -> bool:
    """Whether the office's own end is past: that of an internal clock, or the one promised beside the
    law's."""
    if row["kind"] == OWN:
        return bool(row["clock_due_at"] <= now)
    return bool(row["promised_due"] and row["promised_due"] < today)


def _title(call: Call, row: Mapping[str, Any]) -> str:
    clocks = call.held.case_type(row["definition_sha256"]).clocks
    return clocks[row["clock"]].title.say(call.language) if row["clock"] in clocks else str(row["clock"])
