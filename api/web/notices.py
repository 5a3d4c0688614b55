"""What the clocks told somebody: by name, or by a post held."""

from __future__ import annotations

from flask import redirect, url_for
from werkzeug.wrappers import Response

from api.pages import Pages
from api.request.calls import Call, in_call
from api.request.language import say as _
from api.web.frame import render
from api.web.lists import case_rows
from models import lists, queues
from models.lists import CaseFilter
from workflow.operations.people.mark_notices import mark_notices
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
    ids = {one["case_id"] for one in found}
    seen = (
        lists.list_cases(call.session, scope, CaseFilter(among=frozenset(ids)), size=len(ids)) if ids else []
    )
    shown = dict(zip((row["case_id"] for row in seen), case_rows(call, seen), strict=True))
    rows = [(one["recorded_at"], shown[one["case_id"]]) for one in found if one["case_id"] in shown]
    return render(call, "notices.html", _("Thông báo"), rows=rows)


@pages.post("/notices/read")
def mark_notices_read() -> Response:
    """Everything told so far has been read."""
    in_call(lambda call: mark_notices(call.session, call.act))
    return redirect(url_for("web.show_notices"), 303)
