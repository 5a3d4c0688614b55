"""Coordination requests: ask another unit, answer as the unit asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from api.pages import Pages
from api.request.bodies import form_values
from api.request.calls import Call, in_call
from api.request.cursors import read_cursor, write_cursor
from api.request.language import say as _
from api.web.case_page import ref_of, request_due
from api.web.choices import offices_of
from api.web.due_days import DueDay, due_day, instant_of
from api.web.faults import Fault, faults_of, reason_text
from api.web.fields import Choice, Input, Typed, first
from api.web.frame import new_command_id, render
from models import cases, clocks, lists
from models.lists import CaseFilter
from models.session import Row
from models.visibility import Scope
from workflow.access.policy import Depth
from workflow.errors import InvalidInput, TransitionRefused
from workflow.operations.case.answer_request import answer_request
from workflow.operations.case.read_case import read_case
from workflow.operations.case.send_request import send_request
from workflow.operations.steps.views import CaseView

pages = Pages()
SIZE = 30


@dataclass(frozen=True, slots=True)
class ListedRequest:
    """A request that was sent to a unit, in a list."""

    title: str
    href: str
    number: str
    subject: str
    due: DueDay | None
    answered_at: datetime | None


@pages.get("/requests")
def list_requests(call: Call) -> str:
    """The requests sent to the caller's units, those without an answer on top of each case."""
    units = frozenset(org for grant in call.actor.grants for org in (grant.org_id, grant.office_id))
    after = read_cursor(request.args.get("after"), (datetime, UUID))
    rows = lists.list_cases(call.session, Scope(units=units), CaseFilter(), after, SIZE + 1)
    found = _listed(call, rows[:SIZE], units)
    cursor = write_cursor((rows[SIZE - 1]["due_at"], rows[SIZE - 1]["case_id"])) if len(rows) > SIZE else ""
    onward = url_for("web.list_requests", after=cursor) if cursor else ""
    return render(call, "request_list.html", _("Phối hợp"), found=found, next=onward)


def _listed(call: Call, rows: Sequence[Row], units: frozenset[UUID]) -> list[ListedRequest]:
    """The requests of a page of cases, read at once; those without an answer first."""
    ids = [row["case_id"] for row in rows]
    asked: dict[UUID, list[Row]] = {}
    for one in cases.requests_to(call.session, units, ids):
        asked.setdefault(one["case_id"], []).append(one)
    timers = clocks.request_timers(call.session, ids) if asked else {}
    found = [
        _row(call, row, one, timers.get(one["request_id"]))
        for row in rows
        for one in asked.get(row["case_id"], ())
        if one["kind"] in call.held.case_type(row["definition_sha256"]).requests
    ]
    return sorted(found, key=lambda one: one.answered_at is not None)


def _row(call: Call, row: Row, one: Row, timer: Row | None) -> ListedRequest:
    kind = call.held.case_type(row["definition_sha256"]).requests[one["kind"]]
    end = None
    if timer is not None:
        hour = instant_of(timer["precision"], timer["due_at"])
        end = due_day(row["case_id"], timer["timer_id"], timer["legal_due"], hour, named=True)
    return ListedRequest(
        kind.title.say(call.language),
        url_for("web.show_requests", ref=row["case_id"]),
        row["number"],
        row["subject"] or "",
        end,
        one["answered_at"],
    )


@pages.get("/cases/<ref>/requests")
def show_requests(call: Call, ref: str) -> str:
    """The requests of a case: send one, answer one."""
    return _page(call, ref, {})


@pages.post("/cases/<ref>/requests")
def ask(ref: str) -> AnyResponse:
    """Send a request to a unit."""
    typed = form_values()
    try:
        org_id = UUID(first(typed, "organisation"))
    except ValueError:
        faults = [Fault("organisation", _("Chọn đơn vị được yêu cầu"))]
        return _again(ref, typed, faults, 422)
    kind, question = first(typed, "kind"), first(typed, "question")
    try:
        in_call(lambda call: send_request(call.session, call.act, ref, kind, org_id, question))
    except (InvalidInput, TransitionRefused) as error:
        return _again(ref, typed, _faults(error), 409 if isinstance(error, TransitionRefused) else 422)
    flash(_("Đã gửi yêu cầu phối hợp."), "done")
    return redirect(url_for("web.show_requests", ref=ref), 303)


@pages.post("/cases/<ref>/requests/<uuid:request_id>")
def answer(ref: str, request_id: UUID) -> AnyResponse:
    """Answer as the unit asked."""
    typed = form_values()
    try:
        in_call(lambda call: answer_request(call.session, call.act, ref, request_id, first(typed, "answer")))
    except InvalidInput as error:
        faults = [Fault(f"answer-{request_id}", one.text) for one in _faults(error)]
        return _again(ref, {**typed, f"answer-{request_id}": typed.get("answer", ())}, faults, 422)
    flash(_("Đã gửi trả lời phối hợp."), "done")
    return redirect(url_for("web.show_requests", ref=ref), 303)


def _again(ref: str, typed: Typed, faults: Iterable[Fault], status: int) -> AnyResponse:
    listed = list(faults)
    return in_call(lambda call: make_response(_page(call, ref, typed, listed), status), read_only=True)


def _faults(error: Exception) -> list[Fault]:
    if isinstance(error, TransitionRefused):
        return [Fault("", reason_text(one)) for one in error.reasons]
    titles = {
        "organisation": _("Đơn vị"),
        "question": _("Nội dung đề nghị"),
        "answer": _("Trả lời"),
        "kind": _("Loại yêu cầu"),
    }
    return list(faults_of(error.errors, titles).listed) if isinstance(error, InvalidInput) else []


def _page(call: Call, ref: str, typed: Typed, faults: Iterable[Fault] = ()) -> str:
    view = read_case(call.session, call.act, ref)
    listed = list(faults)
    said = {one.href: one.text for one in listed}
    units = {org for grant in call.actor.grants for org in (grant.org_id, grant.office_id)}
    shown = [
        {
            "one": one,
            "due": request_due(view, one),
            "input": _answer_input(one.request_id, typed, said)
            if one.org_id in units and one.answered_at is None
            else None,
        }
        for one in view.requests
    ]
    return render(
        call,
        "requests.html",
        _("Phối hợp %(number)s", number=view.number),
        view=view,
        ref=ref_of(view),
        shown=shown,
        inputs=_asking_inputs(call, view, typed, said),
        faults=listed,
        failed=bool(listed),
        command_id=first(typed, "command_id") or new_command_id(),
    )


def _answer_input(request_id: UUID, typed: Typed, said: Mapping[str, str]) -> Input:
    name = f"answer-{request_id}"
    return Input("answer", _("Trả lời"), "area", typed.get(name, ()), error=said.get(name, ""))


def _asking_inputs(call: Call, view: CaseView, typed: Typed, said: Mapping[str, str]) -> list[Input]:
    """The form of a new request, for those whose role may send one in this state."""
    case_type = call.held.case_type(view.definition_sha256)
    held = {grant.role for grant in call.actor.grants}
    kinds = [
        one
        for one in case_type.requests.values()
        if view.state in one.states and any(case_type.roles[name].holds in held for name in one.by)
    ]
    if not kinds or view.depth is not Depth.FULL:
        return []
    options = [Choice(one.name, one.title.say(call.language)) for one in kinds]
    values = typed.get("kind") or [options[0].code]
    asked = typed.get("organisation", ())
    return [
        Input("kind", _("Loại yêu cầu"), "radios", values, options, error=said.get("kind", "")),
        Input(
            "organisation", _("Đơn vị"), "select", asked, offices_of(call), error=said.get("organisation", "")
        ),
        Input(
            "question",
            _("Nội dung đề nghị"),
            "area",
            typed.get("question", ()),
            error=said.get("question", ""),
        ),
    ]
