"""Quản trị: the open cases of a merged or split office; a person says for each where it goes."""

from __future__ import annotations

from uuid import UUID

from flask import Response, flash, make_response, redirect, url_for

from api.pages import Pages
from api.request.calls import Call
from api.request.language import say as _
from api.web.administration_forms import FRESH, Form, Reading, Turn, acted, placed
from api.web.administration_frame import render_admin
from api.web.administration_organisations import MANAGE
from api.web.administration_reach import demand_page, reach
from api.web.fields import Choice, Input, Typed
from api.web.words import day
from models import organisations, succession
from workflow.errors import NotFound
from workflow.operations.case.succeed_case import Move, Succession, succeed_cases
from workflow.operations.people.plan_succession import Choices, Plan, PlannedCase, plan_succession
from workflow.operations.steps.successors import old_office
from workflow.organisation.succession import Why

pages = Pages()
PLACE = "/administration/organisations/<uuid:org_id>/succession"
MOST = 50
"""How many cases one page shows, and one transaction passes."""


@pages.get("/administration/successions")
def show_successions(call: Call) -> str:
    """The offices in reach that have successors and still hold open cases."""
    demand_page(call, MANAGE)
    today = call.held.today(call.act.at)
    counts = succession.offices_to_succeed(call.session, reach(call, MANAGE), today)
    names = organisations.names_on(call.session, counts, today)
    rows = [
        {
            "name": names.get(org_id, ""),
            "cases": counts[org_id],
            "href": url_for("web.show_succession", org_id=org_id),
            "successors": [one.name for one in old_office(call.session, org_id, today).successors],
        }
        for org_id in sorted(counts, key=lambda one: names.get(one, ""))
    ]
    title = _("Đơn vị đã sáp nhập, chia tách còn hồ sơ")
    return render_admin(call, "administration/successions.html", title, rows=rows)


@pages.get(PLACE)
def show_succession(call: Call, org_id: UUID) -> str:
    """Where each open case of the office would go, and why."""
    return _page(call, org_id, FRESH)


@pages.post(PLACE)
def pass_cases(org_id: UUID) -> Response:
    """Pass the cases for which a successor was chosen."""

    def work(call: Call, typed: Typed) -> Response:
        plan, reading = _plan(call, org_id), Reading(typed, "succession")
        because, cites = reading.text("because"), reading.text("cites", required=False)
        moves = [move for one in plan.cases if (move := _move(reading, plan, one)) is not None]
        # A form sent twice names cases that have gone: it is done, not wrong.
        if not moves and not _chose(typed):
            reading.refuse("because", "nothing-chosen")
        reading.finish()
        order = Succession(org_id, plan.day, because, cites, plan.basis)
        passed: list[UUID] = []
        placed(
            "succession",
            {},
            lambda: passed.extend(succeed_cases(call.session, call.act, order, moves[:MOST])),
        )
        flash(_("Đã chuyển %(count)s vụ việc.", count=str(len(passed))), "done")
        return make_response(redirect(url_for("web.show_succession", org_id=org_id), 303))

    return acted(work, lambda call, turn: _page(call, org_id, turn))


def _chose(typed: Typed) -> bool:
    texts = ("succession.because", "succession.cites")
    return any(
        any(values) for name, values in typed.items() if name.startswith("succession.") and name not in texts
    )


def _move(reading: Reading, plan: Plan, one: PlannedCase) -> Move | None:
    to = reading.id(str(one.case_id), [each.office.org_id for each in plan.old.successors], required=False)
    if to is None:
        return None
    why = one.why if one.why is Why.ONLY_SUCCESSOR and one.to == to else Why.CHOSEN
    return Move(one.case_id, to, why)


def _plan(call: Call, org_id: UUID) -> Plan:
    demand_page(call, MANAGE)
    if org_id not in reach(call, MANAGE):
        raise NotFound()
    return plan_succession(call.session, call.act, org_id, call.held.today(call.act.at), Choices({}))


def _page(call: Call, org_id: UUID, turn: Turn) -> str:
    plan = _plan(call, org_id)
    forms, faults = turn.filled([_form(plan, plan.cases[:MOST])])
    return render_admin(
        call,
        "administration/succession.html",
        plan.old.name,
        form=forms[0],
        successors=[f"{one.name} ({_extent(one.office.extent)})" for one in plan.old.successors],
        basis=plan.basis,
        total=len(plan.cases),
        shown=min(MOST, len(plan.cases)),
        errors=faults.listed,
    )


def _form(plan: Plan, shown: tuple[PlannedCase, ...]) -> Form:
    offices = [Choice(str(one.office.org_id), one.name) for one in plan.old.successors]
    inputs = [
        Input(
            f"succession.{one.case_id}",
            one.number,
            "select",
            [str(one.to)] if one.to else (),
            options=offices,
            required=False,
            help=_about(one),
        )
        for one in shown
    ]
    if inputs:
        inputs.append(Input("succession.because", _("Lý do")))
        inputs.append(Input("succession.cites", _("Căn cứ pháp lý"), required=False))
    about = _("Số hồ sơ và thời hạn giữ nguyên. Vụ việc chưa chọn thì ở lại và chờ.")
    address, button = url_for("web.show_succession", org_id=plan.old.org_id), _("Chuyển các vụ việc đã chọn")
    return Form(_("Vụ việc đang mở"), address, button, inputs, about)


def _about(one: PlannedCase) -> str:
    # No day is shown here: who passes cases on sees nothing of them, so not the ledger of a day either.
    return _("Nhận ngày %(day)s", day=day(one.received_on))


def _extent(extent: str) -> str:
    return _("một phần") if extent == "part" else _("toàn bộ")
