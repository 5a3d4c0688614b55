"""Logging in and out."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import urlsplit

from flask import Response, make_response, redirect, request

from api.pages import Pages
from api.request.faults import LoginRefused, NotLoggedIn, TooManyAttempts
from api.request.identity import drop_session_cookie, set_session_cookie
from api.request.language import say as _
from api.request.login import log_in, log_out
from api.web.frame import render_open

pages = Pages()


@pages.open("/login", ["GET", "POST"])
def enter() -> Response:
    """The form, and what it sends. A wrong name and a wrong password are answered alike."""
    onward = inside(request.values.get("next", ""))
    if request.method == "GET":
        return make_response(_form("", onward, ""))
    name = request.form.get("username", "")
    try:
        secret = log_in(name, request.form.get("password", ""))
    except LoginRefused:
        return make_response(_form(name, onward, _("Tên đăng nhập hoặc mật khẩu không đúng")), 401)
    except TooManyAttempts as error:
        minutes = -(-int(error.facts.get("seconds", 60)) // 60)
        words = _("Đăng nhập sai nhiều lần, thử lại sau %(minutes)s phút", minutes=str(minutes))
        answer = make_response(_form(name, onward, words), 429)
        answer.headers["Retry-After"] = str(error.facts.get("seconds", 60))
        return answer
    answer = make_response(redirect(onward or "/", 303))
    set_session_cookie(answer, secret)
    return answer


@pages.open("/logout", ["POST"])
def leave() -> Response:
    """End the session, where there is one."""
    with suppress(NotLoggedIn):
        log_out()
    answer = make_response(redirect("/login", 303))
    drop_session_cookie(answer)
    return answer


def inside(address: str) -> str:
    """The address if it leads into this application, else nothing: nobody is sent elsewhere."""
    parts = urlsplit(address)
    is_own = address.startswith("/") and not address.startswith(("//", "/\\")) and not parts.netloc
    return address if is_own and "\\" not in address else ""


def _form(name: str, onward: str, error: str) -> str:
    return render_open("login.html", _("Đăng nhập"), username=name, onward=onward, error=error)
