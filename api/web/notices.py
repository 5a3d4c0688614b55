"""What the clocks told somebody: by name, or by a post held."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from api.pages import Pages
from api.request.calls import Call, in_call
from api.request.language import say as _
from api.web.frame import render
from api.web.lists import CaseRow, case_rows
from models import cases, queues
from models.visibility import Scope
from workflow.operations.people.mark_notices import mark_notices
from workflow.operations.steps.loading import depth_of
from workflow.operations.steps.scopes import scope_of
from workflow.operations.steps.telling import posts_of

pages = Pages()


@pages.get("/notices")
def show_notices(call: Call) -> str:
    """The newest notices, each with its case where the caller still sees it."""
    user_id = call.actor.user_id
    posts = posts_of(call.actor, call.held.roles())
    found = queues.read_notices(call.session, user_id, posts) if user_id else []
    scope = scope_of(call.session, call.held, call.actor, call.act.at)
    rows = [(one["recorded_at"], row) for one in found for row in _of_case(call, scope, one["case_id"])]
    return render(call, "notices.html", _("Thông báo"), rows=rows)


@pages.post("/notices/read")
def mark_notices_read() -> Response:
    """Everything told so far has been read."""
    in_call(lambda call: mark_notices(call.session, call.act))
    return redirect(url_for("web.show_notices"), 303)


def _of_case(call: Call, scope: Scope, case_id: UUID) -> list[CaseRow]:
    """The case as a row, for those who still see it."""
    row = cases.read_case(call.session, case_id)
    if row is None or depth_of(call.session, call.held, call.act, row) is None:
        return []
    return case_rows(call, scope, [row])
