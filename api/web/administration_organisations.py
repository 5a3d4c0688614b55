"""Quản trị: offices and units in reach, their names and relations. Nothing is overwritten, rows are dated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Response, flash, make_response, redirect, url_for

from api.pages import Pages
from api.request.calls import Call
from api.request.language import say as _
from api.web.administration_forms import FRESH, Form, Reading, Turn, acted, day_input, known, placed, sure
from api.web.administration_frame import render_admin
from api.web.administration_reach import choices, demand_page, offices_and_units_with, offices_with
from api.web.fields import Choice, Input, Typed
from models import organisations
from workflow.errors import NotFound
from workflow.operations.people.record_organisation import OrganisationEntry, record_organisation
from workflow.operations.people.relate_organisation import relate_organisation, unrelate_organisation
from workflow.operations.people.rename_organisation import rename_organisation
from workflow.text.dates import format_date

pages = Pages()
MANAGE = "manage_organisations"
PLACE = "/administration/organisations/<uuid:org_id>"
Verb = Callable[[Call, Reading], Callable[[], None]]


@pages.get("/administration/organisations")
def show_organisations(call: Call) -> str:
    """The offices and units in reach, and the form for a new one."""
    return _list(call, FRESH)


@pages.post("/administration/organisations")
def add_organisation() -> Response:
    """Record an office below, or a unit of, one in reach."""

    def work(call: Call, typed: Typed) -> Response:
        demand_page(call, MANAGE)
        reading, offices = Reading(typed, "org"), offices_with(call, MANAGE)
        name, short, kind = reading.text("name"), reading.text("short_name"), reading.text("kind")
        relation, other = reading.choice("relation", ("above", "part_of")), reading.id("other", offices)
        day, code = reading.day("from_day"), reading.text("code", required=False)
        reading.finish()
        entry = OrganisationEntry(
            kind,
            name,
            short,
            sure(day),
            code=code or None,
            above=known(other) if relation == "above" else None,
            part_of=known(other) if relation == "part_of" else None,
        )
        placed("org", {}, lambda: _ignore(record_organisation(call.session, call.act, entry)))
        flash(_("Đã ghi đơn vị."), "done")
        return make_response(redirect(url_for("web.show_organisations"), 303))

    return acted(work, _list)


@pages.get(PLACE)
def show_organisation(call: Call, org_id: UUID) -> str:
    """One office or unit."""
    return _one(call, org_id, FRESH)


@pages.post(PLACE + "/names")
def rename_office(org_id: UUID) -> Response:
    """Another name from a day on."""

    def verb(call: Call, reading: Reading) -> Callable[[], None]:
        name, short, day = reading.text("name"), reading.text("short_name"), reading.day("from_day")
        code = reading.text("code", required=False) or None
        now = organisations.name_on(call.session, org_id, call.held.today(call.act.at))
        register = now["register"] if now else None
        return lambda: rename_organisation(
            call.session, call.act, org_id, sure(day), name, short, code, register
        )

    return _record(org_id, "name", verb, _("Đã ghi tên mới."))


@pages.post(PLACE + "/relations")
def relate_office(org_id: UUID) -> Response:
    """A relation from a day on."""

    def verb(call: Call, reading: Reading) -> Callable[[], None]:
        relation = reading.choice("relation", _relations())
        other, day = reading.id("other_id", offices_and_units_with(call, MANAGE)), reading.day("from_day")
        return lambda: relate_organisation(call.session, call.act, org_id, relation, known(other), sure(day))

    return _record(org_id, "link", verb, _("Đã ghi quan hệ."))


@pages.post(PLACE + "/relations/end")
def unrelate_office(org_id: UUID) -> Response:
    """A relation holds for the last time on a day."""

    def verb(call: Call, reading: Reading) -> Callable[[], None]:
        held = {f"{relation}:{other}": (relation, other) for relation, other in _links(call, org_id)}
        chosen, day = reading.choice("held", held), reading.day("last_day")
        return lambda: unrelate_organisation(call.session, call.act, org_id, *held[chosen], sure(day))

    return _record(org_id, "unlink", verb, _("Đã ghi ngày kết thúc quan hệ."))


def _record(org_id: UUID, prefix: str, verb: Verb, told: str) -> Response:
    def work(call: Call, typed: Typed) -> Response:
        _demand_office(call, org_id)
        reading = Reading(typed, prefix)
        recorded = verb(call, reading)
        reading.finish()
        placed(prefix, {}, recorded)
        flash(told, "done")
        still_there = org_id in offices_and_units_with(call, MANAGE)
        address = (
            url_for("web.show_organisation", org_id=org_id)
            if still_there
            else url_for("web.show_organisations")
        )
        return make_response(redirect(address, 303))

    return acted(work, lambda call, turn: _one(call, org_id, turn))


def _list(call: Call, turn: Turn) -> str:
    demand_page(call, MANAGE)
    today, offices = call.held.today(call.act.at), offices_and_units_with(call, MANAGE)
    rows = organisations.list_organisations(call.session, today, list(offices))
    forms, faults = turn.filled([_add_form(call)])
    return render_admin(
        call,
        "administration/organisations.html",
        _("Cơ quan, đơn vị"),
        rows=[_row(call, dict(row)) for row in rows],
        form=forms[0],
        errors=faults.listed,
    )


def _row(call: Call, row: dict[str, Any]) -> dict[str, Any]:
    links, titles = _links(call, row["org_id"]), _relations()
    names = organisations.names_on(
        call.session, [other for _relation, other in links], call.held.today(call.act.at)
    )
    return row | {
        "href": url_for("web.show_organisation", org_id=row["org_id"]),
        "relations": [
            f"{titles[relation]}: {names.get(other, '')}" for relation, other in links if relation in titles
        ],
    }


def _one(call: Call, org_id: UUID, turn: Turn) -> str:
    _demand_office(call, org_id)
    today = call.held.today(call.act.at)
    row = dict(organisations.list_organisations(call.session, today, [org_id])[0])
    forms, faults = turn.filled(_forms(call, row))
    return render_admin(
        call,
        "administration/organisation.html",
        row["name"],
        row=_row(call, row),
        forms=forms,
        errors=faults.listed,
    )


def _demand_office(call: Call, org_id: UUID) -> None:
    demand_page(call, MANAGE)
    if org_id not in offices_and_units_with(call, MANAGE):
        raise NotFound()


def _links(call: Call, org_id: UUID) -> list[tuple[str, UUID]]:
    return sorted(organisations.links_of(call.session, org_id, call.held.today(call.act.at)))


def _relations() -> dict[str, str]:
    return {
        "above": _("Cấp trên trực tiếp"),
        "inspected_by": _("Cơ quan thanh tra"),
        "part_of": _("Thuộc đơn vị"),
        "successor": _("Đơn vị kế thừa"),
    }


def _add_form(call: Call) -> Form:
    today, offices = call.held.today(call.act.at), choices(offices_with(call, MANAGE))
    kinds = sorted({row["kind"] for row in organisations.list_organisations(call.session, today)})
    places = [Choice("above", _("Đơn vị cấp dưới của")), Choice("part_of", _("Bộ phận của"))]
    inputs = [
        Input("org.name", _("Tên đầy đủ")),
        Input("org.short_name", _("Tên viết tắt"), size="short", help=_("Đứng trong số hồ sơ, ví dụ HQ")),
        Input("org.kind", _("Loại"), size="short", help=_("Đang dùng: %(kinds)s", kinds=", ".join(kinds))),
        Input("org.relation", _("Vị trí"), "radios", options=places),
        Input("org.other", _("Cơ quan"), "select", options=offices),
        Input("org.code", _("Mã đơn vị"), size="short", required=False),
        day_input("org.from_day", _("Từ ngày"), format_date(today)),
    ]
    return Form(_("Thêm đơn vị"), url_for("web.add_organisation"), _("Thêm đơn vị"), inputs)


def _forms(call: Call, row: dict[str, Any]) -> list[Form]:
    org_id, today = row["org_id"], format_date(call.held.today(call.act.at))
    others = {one: name for one, name in offices_and_units_with(call, MANAGE).items() if one != org_id}
    titles, links = _relations(), _links(call, org_id)
    names = organisations.names_on(
        call.session, [other for _relation, other in links], call.held.today(call.act.at)
    )
    held = [
        Choice(f"{kind}:{other}", f"{titles.get(kind, kind)}: {names.get(other, '')}")
        for kind, other in links
    ]
    kinds = [Choice(code, title) for code, title in titles.items()]
    forms = [
        Form(_("Đổi tên"), url_for("web.rename_office", org_id=org_id), _("Ghi tên mới"), [
            Input("name.name", _("Tên đầy đủ"), values=[row["name"]]),
            Input("name.short_name", _("Tên viết tắt"), values=[row["short_name"]], size="short"),
            Input("name.code", _("Mã đơn vị"), values=[row["code"] or ""], size="short", required=False),
            day_input("name.from_day", _("Từ ngày"), today),
        ], _("Tên cũ được giữ cho các ngày trước đó.")),
        Form(_("Thêm quan hệ"), url_for("web.relate_office", org_id=org_id), _("Ghi quan hệ"), [
            Input("link.relation", _("Quan hệ"), "select", options=kinds),
            Input("link.other_id", _("Cơ quan"), "select", options=choices(others)),
            day_input("link.from_day", _("Từ ngày"), today),
        ]),
    ]  # fmt: skip
    if held:
        ending, action = _("Kết thúc quan hệ"), url_for("web.unrelate_office", org_id=org_id)
        forms.append(Form(ending, action, ending, [
            Input("unlink.held", _("Quan hệ"), "select", options=held),
            day_input("unlink.last_day", _("Ngày cuối"), today),
        ]))  # fmt: skip
    return forms


def _ignore(_made: object) -> None:
    return None
