"""Quản trị: one person: dated roles, substitutes, leave, a new password, the last day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Response, flash, make_response, redirect, url_for

from api.pages import Pages
from api.request.calls import Call
from api.request.language import say as _
from api.request.passwords import hash_password
from api.web.administration_forms import FRESH, Form, Reading, Turn, acted, day_input, known, placed, sure
from api.web.administration_frame import render_admin
from api.web.administration_people import new_password, role_choices, shown_once
from api.web.administration_reach import choices, demand_page, offices_and_units_with
from api.web.fields import Choice, Input, Typed
from models import people
from workflow.errors import NotFound
from workflow.operations.people.end_role import end_role
from workflow.operations.people.end_user import end_user
from workflow.operations.people.give_role import give_role
from workflow.operations.people.record_leave import record_leave
from workflow.operations.people.record_substitute import record_substitute
from workflow.operations.people.set_password import set_password
from workflow.text.dates import format_date

pages = Pages()
PLACE = "/administration/people/<uuid:user_id>"
Verb = Callable[[Call, Reading], Callable[[], None]]
"""Reads the form, then gives what is to be done."""


@pages.get(PLACE)
def show_person(call: Call, user_id: UUID) -> str:
    """One person and all that can be recorded about them."""
    return _page(call, user_id, FRESH)


@pages.post(PLACE + "/roles")
def add_role(user_id: UUID) -> Response:
    """Give a role from a day on."""

    def verb(call: Call, reading: Reading) -> Callable[[], None]:
        role = reading.choice("role", call.held.roles())
        office = reading.id("office", offices_and_units_with(call, "manage_users"))
        begins, ends = reading.day("from_day"), reading.day("to_day", required=False)
        return lambda: give_role(call.session, call.act, user_id, role, known(office), sure(begins), ends)

    return _record(user_id, "role", verb, _("Đã ghi vai trò."))


@pages.post(PLACE + "/roles/end")
def close_role(user_id: UUID) -> Response:
    """End a role on a day."""

    def verb(call: Call, reading: Reading) -> Callable[[], None]:
        held = {f"{row['role']}:{row['org_id']}": row for row in _roles(call, user_id)}
        chosen, last_day = reading.choice("held", held), reading.day("last_day")

        def end() -> None:
            row = held[chosen]
            end_role(call.session, call.act, user_id, row["role"], row["org_id"], sure(last_day))

        return end

    return _record(user_id, "end", verb, _("Đã ghi ngày kết thúc vai trò."), {"role": "held"})


@pages.post(PLACE + "/substitutes")
def add_substitute(user_id: UUID) -> Response:
    """Somebody stands in for this person."""

    def verb(call: Call, reading: Reading) -> Callable[[], None]:
        who = reading.id("user_id", _colleagues(call, user_id))
        begins, ends = reading.day("from_day"), reading.day("to_day")
        return lambda: record_substitute(
            call.session, call.act, known(who), user_id, sure(begins), sure(ends)
        )

    return _record(user_id, "substitute", verb, _("Đã ghi người xử lý thay."))


@pages.post(PLACE + "/leave")
def add_leave(user_id: UUID) -> Response:
    """This person is away on some days."""

    def verb(call: Call, reading: Reading) -> Callable[[], None]:
        begins, ends = reading.day("from_day"), reading.day("to_day")
        return lambda: record_leave(call.session, call.act, user_id, sure(begins), sure(ends))

    return _record(user_id, "leave", verb, _("Đã ghi ngày nghỉ."))


@pages.post(PLACE + "/end")
def close_person(user_id: UUID) -> Response:
    """The person is active for the last time on a day."""

    def verb(call: Call, reading: Reading) -> Callable[[], None]:
        last_day = reading.day("last_day")
        return lambda: end_user(call.session, call.act, user_id, sure(last_day))

    return _record(user_id, "close", verb, _("Đã ghi ngày làm việc cuối."))


@pages.post(PLACE + "/password")
def reset_password(user_id: UUID) -> Response:
    """A new generated password; every session of the person ends."""

    password = new_password()
    hashed = hash_password(password)

    def work(call: Call, typed: Typed) -> Response:
        user = _demand_person(call, user_id)
        set_password(call.session, call.act, user_id, hashed)
        return shown_once(call, user["username"], password)

    return acted(work, lambda call, turn: _page(call, user_id, turn))


def _record(
    user_id: UUID, prefix: str, verb: Verb, told: str, renamed: Mapping[str, str] | None = None
) -> Response:
    def work(call: Call, typed: Typed) -> Response:
        _demand_person(call, user_id)
        reading = Reading(typed, prefix)
        recorded = verb(call, reading)
        reading.finish()
        placed(prefix, renamed or {}, recorded)
        still_there = bool(_reachable_roles(call, user_id))
        flash(told, "done")
        address = url_for("web.show_person", user_id=user_id) if still_there else url_for("web.show_people")
        return make_response(redirect(address, 303))

    return acted(work, lambda call, turn: _page(call, user_id, turn))


def _page(call: Call, user_id: UUID, turn: Turn) -> str:
    user = _demand_person(call, user_id)
    forms, faults = turn.filled(_forms(call, user_id))
    today = call.held.today(call.act.at)
    stand_ins = people.names_of(call.session, people.substitutes_of(call.session, [user_id], today))
    return render_admin(
        call,
        "administration/person.html",
        # The heading is the browser's title too: it names nobody.
        _("Hồ sơ người dùng"),
        username=user["username"],
        name=user["display_name"],
        active=(user["active_from"], user["active_to"]),
        roles=_shown_roles(call, user_id),
        away=user_id in people.on_leave(call.session, [user_id], today),
        stand_ins=sorted(stand_ins.values()),
        forms=forms,
        password_action=url_for("web.reset_password", user_id=user_id),
        errors=faults.listed,
    )


def _demand_person(call: Call, user_id: UUID) -> Mapping[str, Any]:
    """The user, where a role of theirs is in reach. Raises NotFound otherwise."""
    demand_page(call, "manage_users")
    user = people.read_user(call.session, user_id)
    if user is None or not _reachable_roles(call, user_id):
        raise NotFound()
    return dict(user)


def _roles(call: Call, user_id: UUID) -> list[Mapping[str, Any]]:
    return [dict(row) for row in people.roles_on(call.session, [user_id], call.held.today(call.act.at))]


def _reachable_roles(call: Call, user_id: UUID) -> list[Mapping[str, Any]]:
    offices = offices_and_units_with(call, "manage_users")
    return [row for row in _roles(call, user_id) if row["org_id"] in offices]


def _shown_roles(call: Call, user_id: UUID) -> list[tuple[str, str, Any, Any]]:
    titles = {one.code: one.title for one in role_choices(call)}
    offices = offices_and_units_with(call, "manage_users")
    return [
        (titles.get(row["role"], row["role"]), offices[row["org_id"]], row["from_day"], row["to_day"])
        for row in _reachable_roles(call, user_id)
    ]


def _colleagues(call: Call, user_id: UUID) -> dict[UUID, str]:
    offices = offices_and_units_with(call, "manage_users")
    rows = people.users_at(call.session, list(offices), call.held.today(call.act.at))
    return {row["user_id"]: row["display_name"] for row in rows if row["user_id"] != user_id}


def _forms(call: Call, user_id: UUID) -> list[Form]:
    today = format_date(call.held.today(call.act.at))
    offices = choices(offices_and_units_with(call, "manage_users"))
    held = [
        Choice(f"{row['role']}:{row['org_id']}", f"{title} – {office}")
        for row, (title, office, _first, _last) in zip(
            _reachable_roles(call, user_id), _shown_roles(call, user_id), strict=True
        )
        if row["to_day"] is None
    ]

    colleagues = choices(_colleagues(call, user_id))

    def form(place: str, title: str, button: str, inputs: list[Input], about: str = "") -> Form:
        return Form(title, url_for(f"web.{place}", user_id=user_id), button, inputs, about)

    forms = [
        form("add_role", _("Giao vai trò"), _("Giao vai trò"), [
            Input("role.role", _("Vai trò"), "select", options=role_choices(call)),
            Input("role.office", _("Đơn vị"), "select", options=offices),
            day_input("role.from_day", _("Từ ngày"), today),
            day_input("role.to_day", _("Đến hết ngày"), required=False),
        ]),
        form("add_substitute", _("Người xử lý thay"), _("Ghi người xử lý thay"), [
            Input("substitute.user_id", _("Người xử lý thay"), "select", options=colleagues),
            day_input("substitute.from_day", _("Từ ngày"), today),
            day_input("substitute.to_day", _("Đến hết ngày")),
        ]),
        form("add_leave", _("Ngày nghỉ"), _("Ghi ngày nghỉ"), [
            day_input("leave.from_day", _("Từ ngày"), today),
            day_input("leave.to_day", _("Đến hết ngày")),
        ]),
        form("close_person", _("Kết thúc tài khoản"), _("Kết thúc tài khoản"), [
            day_input("close.last_day", _("Ngày làm việc cuối"), today),
        ], _("Phiên đăng nhập kết thúc ngay; dữ liệu và nhật ký được giữ, không xóa.")),
    ]  # fmt: skip
    if held:
        forms.insert(1, form("close_role", _("Kết thúc vai trò"), _("Kết thúc vai trò"), [
            Input("end.held", _("Vai trò đang giữ"), "select", options=held),
            day_input("end.last_day", _("Ngày cuối giữ vai trò"), today),
        ]))  # fmt: skip
    return forms
