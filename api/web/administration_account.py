"""Tài khoản của tôi: one's own password, access tokens and days of leave."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Response, flash, make_response, redirect, url_for

from api.pages import Pages
from api.request.bodies import form_values
from api.request.calls import Call, in_call
from api.request.faults import LoginRefused, TooManyAttempts
from api.request.identity import SECRET_BYTES, new_secret, set_session_cookie, user_id_of
from api.request.language import say as _
from api.request.login import log_in
from api.request.passwords import hash_password
from api.request.wiring import wiring
from api.web.administration_forms import FRESH, Form, Reading, Turn, acted, day_input, placed, sure
from api.web.administration_frame import render_admin
from api.web.fields import Choice, Input, Typed
from api.web.frame import permissions_of
from models import people
from workflow.errors import FieldError, InvalidInput
from workflow.operations.people.issue_token import issue_token
from workflow.operations.people.record_leave import record_leave
from workflow.operations.people.revoke_token import revoke_token
from workflow.operations.people.set_password import set_password
from workflow.operations.steps.library import HOME_CALENDAR
from workflow.text.dates import format_date

pages = Pages()
SHORTEST, LONGEST = 12, 200
TOKEN_DAYS = 90
"""How long a token lives where nobody says otherwise."""


@pages.get("/account")
def show_account(call: Call) -> str:
    """One's own account."""
    return _page(call, FRESH)


@pages.post("/account/password")
def change_password() -> Response:
    """A new password for who knows the old one. All other sessions end; this browser gets a new one."""
    typed = form_values()
    try:
        old, new, username = _read_passwords(typed)
        # Trying the old password counts as an attempt to log in, so that it cannot be guessed here either.
        log_in(username, old)
        hashed = hash_password(new)
        in_call(lambda call: set_password(call.session, call.act, user_id_of(call.actor), hashed))
    except LoginRefused:
        return _again("old", "wrong-password")
    except TooManyAttempts:
        return _again("old", "too-many-attempts")
    except InvalidInput as error:
        return _again_with(error)
    flash(_("Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc."), "done")
    answer = make_response(redirect(url_for("web.show_account"), 303))
    set_session_cookie(answer, log_in(username, new))
    return answer


@pages.post("/account/tokens")
def add_token() -> Response:
    """Issue a token of one's own; its secret is shown once."""
    secret, sha256 = new_secret(wiring().fresh_bytes(SECRET_BYTES))

    def work(call: Call, typed: Typed) -> Response:
        reading = Reading(typed, "token")
        label, last_day = reading.text("label"), reading.day("last_day")
        scopes = [one for one in typed.get("token.scopes", ()) if one in permissions_of(call)]
        if not scopes:
            reading.refuse("scopes", "nothing-chosen")
        reading.finish()
        ends = call.held.calendar(HOME_CALENDAR).midnight(sure(last_day) + timedelta(days=1))
        fresh: list[bool] = []

        def issue() -> None:
            me = user_id_of(call.actor)
            fresh.append(issue_token(call.session, call.act, me, label, scopes, sha256, ends)[1])

        placed("token", {"expires_at": "last_day"}, issue)
        if not fresh[0]:
            flash(_("Mã truy cập này đã được cấp; mã bí mật chỉ hiện một lần."), "note")
            return make_response(redirect(url_for("web.show_account"), 303))
        return make_response(
            render_admin(
                call,
                "administration/token.html",
                _("Mã truy cập mới"),
                label=label,
                secret=secret,
                until=last_day,
            )
        )

    return acted(work, _page)


@pages.post("/account/tokens/<uuid:token_id>/revoke")
def drop_token(token_id: UUID) -> Response:
    """Revoke a token of one's own."""

    def work(call: Call, typed: Typed) -> Response:
        revoke_token(call.session, call.act, user_id_of(call.actor), token_id, "own")
        flash(_("Đã thu hồi mã truy cập."), "done")
        return make_response(redirect(url_for("web.show_account"), 303))

    return acted(work, _page)


@pages.post("/account/leave")
def add_own_leave() -> Response:
    """Record one's own days of leave."""

    def work(call: Call, typed: Typed) -> Response:
        reading = Reading(typed, "leave")
        begins, ends = reading.day("from_day"), reading.day("to_day")
        reading.finish()
        me = user_id_of(call.actor)
        placed("leave", {}, lambda: record_leave(call.session, call.act, me, sure(begins), sure(ends)))
        flash(_("Đã ghi ngày nghỉ."), "done")
        return make_response(redirect(url_for("web.show_account"), 303))

    return acted(work, _page)


def _read_passwords(typed: Typed) -> tuple[str, str, str]:
    # Blanks at the ends belong to a password: it is taken as typed.
    old, new, again = (next(iter(typed.get(f"password.{name}", ())), "") for name in ("old", "new", "again"))
    errors = [FieldError("password.old", "missing")] if not old else []
    if len(new) < SHORTEST:
        errors.append(FieldError("password.new", "too-short", (("shortest", str(SHORTEST)),)))
    elif len(new) > LONGEST:
        errors.append(FieldError("password.new", "too-long", (("longest", str(LONGEST)),)))
    elif new != again:
        errors.append(FieldError("password.again", "not-the-same"))
    if errors:
        raise InvalidInput(errors)

    def name(call: Call) -> str:
        user = people.read_user(call.session, user_id_of(call.actor))
        return str(user["username"]) if user else ""

    return old, new, in_call(name, read_only=True)


def _again(name: str, code: str) -> Response:
    return _again_with(InvalidInput([FieldError(f"password.{name}", code)]))


def _again_with(error: InvalidInput) -> Response:
    # Passwords are never sent back into a page.
    turn = Turn({}, error.errors)
    return make_response(in_call(lambda call: _page(call, turn), read_only=True), 422)


def _page(call: Call, turn: Turn) -> str:
    me = user_id_of(call.actor)
    user = people.read_user(call.session, me)
    may_issue = "issue_tokens" in permissions_of(call)
    forms, faults = turn.filled(_forms(call, may_issue))
    return render_admin(
        call,
        "administration/account.html",
        _("Tài khoản của tôi"),
        username=user["username"] if user else "",
        name=call.actor.display_name,
        password=forms[0],
        leave=forms[1],
        token=forms[2] if may_issue else None,
        tokens=[_shown_token(call, dict(row)) for row in people.list_tokens(call.session, me)],
        away=bool(people.on_leave(call.session, [me], call.held.today(call.act.at))),
        errors=faults.listed,
    )


def _shown_token(call: Call, row: dict[str, Any]) -> dict[str, Any]:
    titles = permission_titles()
    is_over = row["expires_at"] <= call.act.at
    return {
        "id": row["token_id"],
        "label": row["label"],
        "scopes": [titles.get(one, one) for one in row["scopes"]],
        "created_at": row["created_at"],
        "expires_at": row["expires_at"],
        "standing": _("đã thu hồi") if row["revoked_at"] else _("đã hết hạn") if is_over else _("đang dùng"),
        "is_alive": not row["revoked_at"] and not is_over,
    }


def _forms(call: Call, may_issue: bool) -> list[Form]:
    today = call.held.today(call.act.at)
    forms = [
        Form(_("Đổi mật khẩu"), url_for("web.change_password"), _("Đổi mật khẩu"), [
            Input("password.old", _("Mật khẩu hiện tại"), "password", size="short"),
            Input("password.new", _("Mật khẩu mới"), "password", size="short", help=_("Ít nhất 12 ký tự")),
            Input("password.again", _("Nhập lại mật khẩu mới"), "password", size="short"),
        ]),
        Form(_("Ngày nghỉ của tôi"), url_for("web.add_own_leave"), _("Ghi ngày nghỉ"), [
            day_input("leave.from_day", _("Từ ngày"), format_date(today)),
            day_input("leave.to_day", _("Đến hết ngày")),
        ]),
    ]  # fmt: skip
    return [*forms, _token_form(call, today)] if may_issue else forms


def _token_form(call: Call, today: date) -> Form:
    titles = permission_titles()
    scopes = [Choice(one, titles.get(one, one)) for one in sorted(permissions_of(call))]
    inputs = [
        Input("token.label", _("Tên gợi nhớ"), size="short", help=_("Ví dụ: máy chủ báo cáo")),
        Input("token.scopes", _("Được làm"), "checks", options=scopes),
        day_input("token.last_day", _("Dùng đến hết ngày"), format_date(today + timedelta(days=TOKEN_DAYS))),
    ]
    about = _("Cho chương trình khác gọi vào hệ thống thay tôi. Mã bí mật chỉ hiện một lần.")
    return Form(_("Cấp mã truy cập"), url_for("web.add_token"), _("Cấp mã truy cập"), inputs, about)


def permission_titles() -> dict[str, str]:
    """The permissions of `roles.yaml` in words."""
    return {
        "open_case": _("Mở vụ việc"),
        "take_transition": _("Thực hiện bước xử lý"),
        "attach_document": _("Đính kèm tài liệu"),
        "record_receipt": _("Ghi việc nhận văn bản"),
        "assign_case": _("Phân công"),
        "send_request": _("Gửi yêu cầu phối hợp"),
        "answer_request": _("Trả lời yêu cầu phối hợp"),
        "import_register": _("Nhập sổ cũ"),
        "see_deadlines": _("Xem thời hạn"),
        "confirm_late_entry": _("Xác nhận ghi nhận muộn"),
        "reveal_value": _("Xem danh tính được giữ bí mật"),
        "pull_audit": _("Trích xuất nhật ký"),
        "verify_audit": _("Kiểm chứng nhật ký"),
        "manage_users": _("Quản lý người dùng"),
        "manage_organisations": _("Quản lý cơ quan, đơn vị"),
        "deploy_definitions": _("Triển khai quy trình, quy tắc, lịch"),
        "issue_tokens": _("Cấp mã truy cập"),
    }
