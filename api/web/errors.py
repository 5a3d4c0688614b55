"""The page of any error: what happened, what to do next; never what was typed, nor about whom."""

from __future__ import annotations

from flask import render_template, request

from api.request.calls import in_call
from api.request.faults import NotLoggedIn
from api.request.language import say as _
from api.request.problems import Problem
from api.request.rendering import bare_page, request_id
from api.web.frame import Frame, make_frame, render_open
from models.errors import StorageError
from workflow.errors import WorkflowError


def show_problem(problem: Problem) -> str:
    """A problem as a page; bare where even its frame cannot be drawn."""
    if problem.status == 500:
        # The fault may lie in the frame itself: this page needs no template.
        return bare_page(problem)
    if problem.code == NotLoggedIn.code and request.method == "POST":
        return _kept()
    return render_template(
        "error.html",
        title=problem.title,
        frame=_frame() if problem.status < 500 else None,
        problem=problem,
        incident=request_id(),
        failed=False,
    )


def _kept() -> str:
    """A session that ended while somebody typed: log in beside, then send the same once more.

    Only a form of ours comes this far, for the guard against forged forms stands before it.
    """
    typed = [(name, text) for name, listed in request.form.lists() if name != "csrf_token" for text in listed]
    return render_open(
        "resend.html",
        _("Phiên làm việc đã kết thúc"),
        typed=typed,
        has_files=bool(request.files),
        failed=False,
    )


def _frame() -> Frame | None:
    try:
        return in_call(make_frame, read_only=True)
    except (WorkflowError, StorageError):
        return None
