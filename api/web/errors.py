"""The page of any error: what happened, what to do next; never what was typed, nor about whom."""

from __future__ import annotations

from flask import render_template

from api.request.calls import in_call
from api.request.problems import Problem
from api.request.rendering import bare_page, request_id
from api.web.frame import Frame, make_frame
from models.errors import StorageError
from workflow.errors import WorkflowError


def show_problem(problem: Problem) -> str:
    """A problem as a page; bare where even its frame cannot be drawn."""
    if problem.status == 500:
        # The fault may lie in the frame itself: this page needs no template.
        return bare_page(problem)
    return render_template(
        "error.html",
        title=problem.title,
        frame=_frame() if problem.status < 500 else None,
        problem=problem,
        incident=request_id(),
        failed=False,
    )


def _frame() -> Frame | None:
    try:
        return in_call(make_frame, read_only=True)
    except (WorkflowError, StorageError):
        return None
