"""One's own account: tokens whose secret is shown once, the password, days of leave."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient

from tests.api.oversight import Seat, desk, page, seat, shown
from tests.api.sample import PASSWORD, give_password
from tests.api.test_pages_administration import admin, entered, log_in
from tests.world import World

__all__ = ["admin", "desk", "seat"]


def test_a_token_of_ones_own(admin: FlaskClient, seat: Seat, desk: Flask, sqlite_world: World) -> None:  # noqa: F811
    sent = {
        "token.label": "máy chủ",
        "token.scopes": "manage_users",
        "token.last_day": "31/12/2026",
        "command_id": "a",
    }
    text = shown(admin.post("/account/tokens", data=sent))
    secret = re.search(r'<code class="secret">([^<]+)<', text)
    assert secret is not None
    heads = {"Authorization": f"Bearer {secret[1]}"}
    assert desk.test_client().get("/api/v1/users", headers=heads).status_code == 200
    repeated = admin.post("/account/tokens", data=sent, follow_redirects=True)
    assert "chỉ hiện một lần" in shown(repeated) and secret[1] not in repeated.get_data(as_text=True)
    account = page(admin, "/account")
    assert account.count("máy chủ</td>") == 1 and secret[1] not in account
    revoke = re.search(r'action="(/account/tokens/[^"]+/revoke)"', account)
    assert revoke is not None and admin.post(revoke[1]).status_code == 303
    assert desk.test_client().get("/api/v1/users", headers=heads).status_code == 401
    faults = shown(admin.post("/account/tokens", data={"token.last_day": "01/01/2020"}), 422)
    assert "Chọn ít nhất một mục" in faults and "01/01/2020" in faults
    assert "do quản trị của đơn vị cấp" in page(seat("officer"), "/account")
    assert (
        seat("officer").post("/account/tokens", data={**sent, "token.scopes": "see_deadlines"}).status_code
        == 403
    )


def test_ones_own_password(seat: Seat, desk: Flask, sqlite_world: World) -> None:  # noqa: F811
    give_password(sqlite_world, "clerk")
    client, other, new = seat("clerk"), seat("clerk"), "một mật khẩu khác hẳn"
    for old, word, again, told in (
        ("sai", new, new, "mật khẩu hiện tại không đúng"),
        (PASSWORD, "ngắn", "ngắn", "Nhập ít nhất 12 ký tự"),
        (PASSWORD, new, new + "x", "Nhập lại cho giống"),
    ):
        values = {"old": old, "new": word, "again": again}
        text = shown(entered(client, "/account/password", "password", **values), 422)
        assert told in text and PASSWORD not in text and new not in text
    values = {"old": PASSWORD, "new": new, "again": new}
    assert entered(client, "/account/password", "password", **values).status_code == 303
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 303
    assert log_in(desk, "clerk", PASSWORD) == 401 and log_in(desk, "clerk", new) == 303


def test_ones_own_leave(seat: Seat, sqlite_world: World) -> None:  # noqa: F811
    client = seat("officer")
    dates = {"from_day": "06/07/2026", "to_day": "07/07/2026"}
    assert entered(client, "/account/leave", "leave", **dates).status_code == 303
    assert "<dt>Đang nghỉ</dt><dd>Có</dd>" in page(client, "/account")
    assert 'class="wrong"' in shown(entered(client, "/account/leave", "leave", from_day="x"), 422)
