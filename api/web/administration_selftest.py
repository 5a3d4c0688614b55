"""Quản trị: the last self-test: did a warning come when it was due, and how late?"""

from __future__ import annotations

from api.pages import Pages
from api.request.calls import Call
from api.request.language import say as _
from api.web.administration_frame import render_admin
from api.web.administration_reach import demand_page
from models import queues

pages = Pages()


@pages.get("/administration/selftest")
def show_selftest(call: Call) -> str:
    """The newest result and its lateness."""
    demand_page(call, "manage_users")
    last = queues.last_selftest(call.session)
    return render_admin(
        call,
        "administration/selftest.html",
        _("Tự kiểm tra"),
        last=dict(last) if last else None,
        at=call.act.at,
    )
