"""Quản trị: the people of the offices in reach, and a new one with a password that is shown once."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Response, make_response, url_for

from api.pages import Pages
from api.request.calls import Call
from api.request.language import say as _
from api.request.passwords import hash_password
from api.request.wiring import wiring
from api.web.administration_forms import FRESH, Form, Reading, Turn, acted, day_input, known, placed, sure
from api.web.administration_frame import render_admin
from api.web.administration_reach import choices, demand_page, offices_and_units_with
from api.web.fields import Choice, Input, Typed
from models import people
from workflow.operations.people.give_role import give_role
from workflow.operations.people.record_user import record_user
from workflow.operations.people.set_password import set_password
from workflow.text.dates import format_date

pages = Pages()


@pages.get("/administration")
def show_people(call: Call) -> str:
    """Everybody with a role in reach today, and the form for somebody new."""
    return _page(call, FRESH)


@pages.post("/administration/people")
def add_person() -> Response:
    """Record a user, the first role and a generated password in one transaction."""
    # Hashing takes long and the transaction holds a lock: it comes first.
    password = new_password()
    hashed = hash_password(password)
    return acted(lambda call, typed: _add(call, typed, password, hashed), _page)


def _add(call: Call, typed: Typed, password: str, hashed: str) -> Response:
    demand_page(call, "manage_users")
    offices, reading = offices_and_units_with(call, "manage_users"), Reading(typed, "person")
    username, name = reading.text("username").lower(), reading.text("display_name")
    org_id = reading.id("office", offices)
    role = reading.choice("role", call.held.roles())
    day = reading.day("from_day")
    if day and day > call.held.today(call.act.at):
        # A role that begins later could not be seen to until then, and nobody could set the password.
        reading.refuse("from_day", "in-the-future")
    reading.finish()
    office, begins, first_act = known(org_id), sure(day), call.act

    def record() -> None:
        user_id = record_user(call.session, first_act, username, name, office, begins)
        key = first_act.command_id
        second = replace(first_act, command_id=f"{key[:70]}:role" if key else None)
        give_role(call.session, second, user_id, role, office, begins)
        set_password(call.session, first_act, user_id, hashed)

    placed("person", {}, record)
    return shown_once(call, username, password)


def shown_once(call: Call, username: str, password: str) -> Response:
    """The page that tells a generated password, this one time."""
    return make_response(
        render_admin(
            call,
            "administration/password.html",
            _("Mật khẩu mới"),
            username=username,
            password=password,
            back=url_for("web.show_people"),
        )
    )


def new_password() -> str:
    """A password of 80 random bits, in groups that can be read out."""
    text = base64.b32encode(wiring().fresh_bytes(10)).decode().lower()
    return "-".join(text[at : at + 4] for at in range(0, 16, 4))


def role_choices(call: Call) -> list[Choice]:
    """The staff roles by their titles."""
    return [Choice(name, role.title.say(call.language)) for name, role in call.held.roles().items()]


def _page(call: Call, turn: Turn) -> str:
    demand_page(call, "manage_users")
    offices = offices_and_units_with(call, "manage_users")
    forms, faults = turn.filled([_form(call, offices)])
    return render_admin(
        call,
        "administration/people.html",
        _("Người dùng"),
        people=_rows(call, offices),
        form=forms[0],
        errors=faults.listed,
    )


def _form(call: Call, offices: Mapping[UUID, str]) -> Form:
    today = format_date(call.held.today(call.act.at))
    inputs = [
        Input(
            "person.username",
            _("Tên đăng nhập"),
            size="short",
            help=_("Chữ thường không dấu, chữ số và . _ -, ví dụ an.nguyen"),
        ),
        Input("person.display_name", _("Họ và tên")),
        Input("person.office", _("Đơn vị"), "select", options=choices(dict(offices))),
        Input("person.role", _("Vai trò"), "select", options=role_choices(call)),
        day_input("person.from_day", _("Từ ngày"), today),
    ]
    about = _("Mật khẩu được tạo tự động và chỉ hiện một lần.")
    return Form(_("Thêm người dùng"), url_for("web.add_person"), _("Thêm người dùng"), inputs, about)


def _rows(call: Call, offices: Mapping[UUID, str]) -> list[dict[str, Any]]:
    today, roles = call.held.today(call.act.at), call.held.roles()
    found = people.users_at(call.session, list(offices), today)
    dated = {
        (row["user_id"], row["role"], row["org_id"]): row
        for row in people.roles_on(call.session, {row["user_id"] for row in found}, today)
    }
    away = people.on_leave(call.session, {row["user_id"] for row in found}, today)
    by_person: dict[UUID, list[Any]] = {}
    for row in found:
        by_person.setdefault(row["user_id"], []).append(row)

    def held(rows: Sequence[Any]) -> list[tuple[str, str, Any, Any]]:
        return [
            (
                roles[row["role"]].title.say(call.language) if row["role"] in roles else row["role"],
                offices[row["org_id"]],
                dated[(row["user_id"], row["role"], row["org_id"])]["from_day"],
                dated[(row["user_id"], row["role"], row["org_id"])]["to_day"],
            )
            for row in rows
        ]

    return [
        {
            "href": url_for("web.show_person", user_id=user_id),
            "name": rows[0]["display_name"],
            "username": rows[0]["username"],
            "roles": held(rows),
            "away": user_id in away,
        }
        for user_id, rows in by_person.items()
    ]
