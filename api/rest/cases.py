"""Cases: open, list, read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from api.request.calls import Call
from api.request.cursors import read_cursor, write_cursor
from api.resources import Given, Reply, Resources
from api.rest.papers import papers_of
from api.rest.showing import case_rows, case_view, paged
from api.schemas.cases import CaseIn, CaseOpened, CasePage, CaseQuery, CaseShown
from models.lists import CaseFilter, count_cases, list_cases
from workflow.operations.case.open_case import Opening, open_case
from workflow.operations.case.read_case import read_case
from workflow.operations.steps.library import HOME_CALENDAR, Library
from workflow.operations.steps.scopes import scope_of
from workflow.text.fold import fold

resources = Resources("cases")
PAGE = 50


@resources.post(
    "/cases",
    "Open a case",
    body=CaseIn(),
    answers={201: CaseOpened()},
    permission="open_case",
    idempotent=True,
    gives_etag=True,
)
def open_new_case(call: Call, given: Given) -> Reply:
    """A filing is received. The day of receipt picks the version of the case type and starts its clocks. The
    same Idempotency-Key with the same body gives the first result."""
    body = given.body
    opening = Opening(
        body["case_type"],
        body["office"],
        body["received_on"],
        body["fields"],
        papers_of(body["documents"]),
        body["channel"],
        body.get("state"),
        body.get("parent"),
        body["late_reason"],
    )
    made = open_case(call.session, call.act, opening)
    shown = {"id": made.case_id, "number": made.number, "state": made.state, "row_version": made.version}
    return Reply(shown, etag=made.version, location=f"/api/v1/cases/{made.case_id}")


@resources.get("/cases", "List cases", query=CaseQuery(), answers={200: CasePage()})
def list_visible_cases(call: Call, given: Given) -> Mapping[str, Any]:
    """The cases the caller sees, most urgent first. `q` looks for words of the subject, `mine` for cases that
    the caller or somebody the caller stands in for holds; `count=true` gives the total."""
    wanted, size = _filter(call, given.query), given.query.get("size", PAGE)
    after = read_cursor(given.query.get("cursor"), (datetime, UUID))
    scope = scope_of(call.session, call.held, call.actor, call.act.at)
    found = list_cases(call.session, scope, wanted, after, size + 1)
    rows, more = paged(found, size)
    page: dict[str, Any] = {
        "items": case_rows(rows, call),
        "next": write_cursor((rows[-1]["due_at"], rows[-1]["case_id"])) if more else None,
    }
    if given.query.get("count"):
        page["total"] = count_cases(call.session, scope, wanted)
    return page


@resources.get("/cases/{ref}", "Read a case", answers={200: CaseShown()}, gives_etag=True)
def read_one_case(call: Call, given: Given, ref: str) -> Reply:
    """The case with this id or number, as deep as the caller sees it. Its ETag is what If-Match takes."""
    view = read_case(call.session, call.act, ref)
    return Reply(case_view(view, call), etag=view.row_version)


def _filter(call: Call, query: Mapping[str, Any]) -> CaseFilter:
    return CaseFilter(
        open=query.get("open"),
        case_type=query.get("type"),
        state=query.get("state"),
        stage=query.get("stage"),
        channel=query.get("channel"),
        org_id=query.get("office"),
        holder_id=query.get("holder"),
        unassigned=query.get("unassigned", False),
        overdue_at=call.act.at if query.get("overdue") else None,
        due_before=_end(call.held, query.get("due_before")),
        received_from=query.get("received_from"),
        received_to=query.get("received_to"),
        paused=query.get("paused"),
        unconfirmed=query.get("unconfirmed"),
        words=fold(query["q"]) if "q" in query else None,
        number=query.get("number"),
        mine=call.actor.people if query.get("mine") else None,
    )


def _end(held: Library, told: date | None) -> datetime | None:
    """The end of a local day, or the instant itself."""
    if told is None or isinstance(told, datetime):
        return told
    return held.calendar(HOME_CALENDAR).midnight(told + timedelta(days=1))
