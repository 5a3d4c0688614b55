"""The frame of the administrators' pages: their sections, and the alarm when the self-test failed."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from api.request.calls import Call
from api.request.language import say as _
from api.web.frame import permissions_of, render
from models import queues


def render_admin(call: Call, template: str, title: str, **values: Any) -> str:
    """A page of the administration, with the sections that the caller's permissions open."""
    values.setdefault("failed", bool(values.get("errors")))
    return render(call, template, title, sections=_sections(call), alarm=_alarm(call), **values)


def _sections(call: Call) -> list[tuple[str, str, bool]]:
    may = permissions_of(call)
    listed = [
        ("manage_users", _("Người dùng"), url_for("web.show_people")),
        ("manage_organisations", _("Cơ quan, đơn vị"), url_for("web.show_organisations")),
        ("deploy_definitions", _("Quy trình, quy tắc"), url_for("web.show_definitions")),
        ("deploy_definitions", _("Lịch làm việc"), url_for("web.show_calendars")),
        ("manage_users", _("Tự kiểm tra"), url_for("web.show_selftest")),
        ("manage_users", _("Tài khoản của tôi"), url_for("web.show_account")),
    ]
    found = [(title, href) for permission, title, href in listed if permission in may]
    here = max((href for _title, href in found if request.path.startswith(href)), key=len, default="")
    return [(title, href, href == here) for title, href in found]


def _alarm(call: Call) -> bool:
    last = queues.last_selftest(call.session)
    return last is not None and not last["passed"] and "manage_users" in permissions_of(call)
