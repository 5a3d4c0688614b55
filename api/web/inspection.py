"""Trích xuất, kiểm chứng: an inspector pulls the audit trail of a unit and a period; the act is on the record
first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from flask import Response, make_response, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from api.pages import Pages
from api.request.calls import Call, in_call
from api.request.language import say as _
from api.request.wiring import wiring
from api.web.administration_forms import (
    FRESH,
    Form,
    Reading,
    Turn,
    acted,
    day_input,
    known,
    placed,
    sure,
)
from api.web.administration_reach import choices, demand_page, offices_with
from api.web.fields import Input, Typed
from api.web.frame import permissions_of, render
from api.web.inspection_verdict import ShownVerdict, shown_verdict, whole_then
from models import audit, organisations
from models.session import Row, RowMapping, Session
from workflow.errors import NotFound
from workflow.operations.audit.export_pull import csv_lines, json_lines
from workflow.operations.audit.pull_audit import Pulled, pull_audit
from workflow.operations.audit.read_pull import find_pull, pull_rows
from workflow.operations.steps.library import HOME_CALENDAR
from workflow.operations.steps.proving import prove
from workflow.text.dates import format_date

pages = Pages()
BEGINNING, END = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
Lines = Callable[[Session], Iterator[str]]


@pages.get("/inspection")
def show_inspection(call: Call) -> str:
    """The form, and what was pulled before."""
    return _page(call, FRESH)


@pages.post("/inspection/pulls")
def pull_trail() -> Response:
    """Record the pull, then lead to its page."""

    def work(call: Call, typed: Typed) -> Response:
        demand_page(call, "pull_audit")
        reading = Reading(typed, "pull")
        org_id = reading.id("office", offices_with(call, "pull_audit"))
        first_day, last_day = reading.day("from"), reading.day("to")
        reading.finish()
        made: list[Pulled] = []

        def pull() -> None:
            made.append(pull_audit(call.session, call.act, known(org_id), sure(first_day), sure(last_day)))

        placed("pull", {}, pull)
        return _sent(url_for("web.show_pull", pull_id=made[0].pull_id))

    return acted(work, _page)


@pages.get("/inspection/pulls/<uuid:pull_id>")
def show_pull(call: Call, pull_id: UUID) -> str:
    """A pull that the caller made: what it holds, how the chains stood, the two files."""
    pull = _own_pull(call, pull_id)
    names = organisations.names_on(call.session, [pull["org_id"]], call.held.today(call.act.at))
    return render(
        call,
        "inspection/pull.html",
        _("Kết quả trích xuất"),
        pull=_shown_pull(pull, names),
        facts=pull["facts"],
        verdict=_verdict_of(call, pull),
    )


@pages.get("/inspection/pulls/<uuid:pull_id>/events.jsonl")
def download_json_lines(call: Call, pull_id: UUID) -> Response:
    """The evidence, whole chains that the receiver verifies alone."""
    pull = _own_pull(call, pull_id)
    return _stream(
        lambda session: json_lines(pull_rows(session, pull), dict(pull)),
        "application/x-ndjson",
        pull,
        "jsonl",
    )


@pages.get("/inspection/pulls/<uuid:pull_id>/events.csv")
def download_csv(call: Call, pull_id: UUID) -> Response:
    """To read in a spreadsheet, which runs none of it."""
    pull, language = _own_pull(call, pull_id), call.language
    return _stream(lambda session: csv_lines(pull_rows(session, pull), language), "text/csv", pull, "csv")


@pages.post("/inspection/verification")
def verify_reach() -> AnyResponse:
    """Verify every chain of the offices in reach, now. Nothing is written."""

    def work(call: Call) -> Response:
        demand_page(call, "verify_audit")
        offices = offices_with(call, "verify_audit")
        chains = audit.chains_in_scope(call.session, list(offices), BEGINNING, END)
        verdict = shown_verdict(call, prove(call.session, chains))
        return make_response(_page(call, FRESH, verdict))

    return in_call(work, read_only=True)


def _page(call: Call, turn: Turn, verdict: ShownVerdict | None = None) -> str:
    demand_page(call, "pull_audit", "verify_audit")
    may = permissions_of(call)
    forms, faults = turn.filled([_form(call)] if "pull_audit" in may else [])
    pulled = audit.read_pulls(call.session, call.actor.user_id) if call.actor.user_id else []
    names = organisations.names_on(
        call.session, [row["org_id"] for row in pulled], call.held.today(call.act.at)
    )
    return render(
        call,
        "inspection/inspection.html",
        _("Trích xuất và kiểm chứng nhật ký"),
        form=forms[0] if forms else None,
        errors=faults.listed,
        failed=bool(faults.listed),
        pulls=[_shown_pull(row, names) for row in pulled],
        may_pull="pull_audit" in may,
        reach=list(offices_with(call, "verify_audit").values()) if "verify_audit" in may else [],
        verdict=verdict,
        at=call.act.at,
    )


def _form(call: Call) -> Form:
    today = call.held.today(call.act.at)
    offices = choices(offices_with(call, "pull_audit"))
    only = [offices[0].code] if len(offices) == 1 else ()
    inputs = [
        Input("pull.office", _("Đơn vị"), "select", only, offices),
        day_input("pull.from", _("Từ ngày"), format_date(date(today.year, 1, 1))),
        day_input("pull.to", _("Đến ngày"), format_date(today)),
    ]
    about = _("Lần trích xuất được ghi nhật ký trước khi tệp được tải. Tệp không chứa dữ liệu cá nhân.")
    return Form(_("Trích xuất nhật ký"), url_for("web.pull_trail"), _("Trích xuất"), inputs, about)


def _own_pull(call: Call, pull_id: UUID) -> RowMapping:
    pull = find_pull(call.session, call.actor, pull_id)
    # Whoever lost the office since may not take its record along.
    if pull["org_id"] not in offices_with(call, "pull_audit"):
        raise NotFound()
    return pull


def _shown_pull(pull: Row, names: Mapping[UUID, str]) -> Mapping[str, Any]:
    return {
        "id": pull["pull_id"],
        "number": str(pull["pull_id"]),
        "office": names.get(pull["org_id"], ""),
        "from_day": pull["from_day"],
        "to_day": pull["to_day"],
        "up_to": pull["up_to"],
        "recorded_at": pull["recorded_at"],
        "events": pull["facts"]["events"],
        "chains": pull["facts"]["chains"],
        "whole": pull["facts"]["whole"],
    }


def _verdict_of(call: Call, pull: Row) -> ShownVerdict:
    """How the chains stood when they were pulled; a break is named by looking again."""
    if pull["facts"]["whole"]:
        return whole_then(pull["facts"]["events"], pull["facts"]["chains"])
    midnight = call.held.calendar(HOME_CALENDAR).midnight
    end = midnight(date.fromordinal(pull["to_day"].toordinal() + 1))
    touched = audit.chains_in_scope(
        call.session, [pull["org_id"]], midnight(pull["from_day"]), end, pull["up_to"]
    )
    return shown_verdict(call, prove(call.session, touched), broken_then=True)


def _stream(lines: Lines, media_type: str, pull: Row, ending: str) -> Response:
    """The lines as they are read, in one read-only snapshot that is open as long (decision 24)."""
    database = wiring().database

    def flow() -> Iterator[str]:
        with database.transaction(read_only=True) as session:
            yield from lines(session)

    name = f"nhat-ky-{pull['from_day']:%Y%m%d}-{pull['to_day']:%Y%m%d}-{str(pull['pull_id'])[:8]}.{ending}"
    answer = Response(flow(), mimetype=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _sent(address: str) -> Response:
    return make_response(redirect(address, 303))
