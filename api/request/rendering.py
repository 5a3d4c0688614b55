"""Problems on their way out: registered error answers, the incident code of what nobody foresaw, the page
hook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

import structlog
from flask import Flask, Response, current_app, g, json, redirect, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from markupsafe import Markup
from werkzeug.exceptions import HTTPException, InternalServerError

from api.request.faults import NotLoggedIn
from api.request.language import chosen_language, pick
from api.request.problems import PROBLEM_CLASSES, Problem, problem_of
from api.request.refusals import note_refusal_of
from api.request.sentences import FORM_EXPIRED

PAGE_HOOK = "tiepdan.error_page"
LOGIN_PATH = "/login"
_log = structlog.get_logger("api")


def answer_errors(app: Flask) -> None:
    """Let the application answer every error through the table of `problems.py`."""
    for kind in (*PROBLEM_CLASSES, HTTPException, Exception):
        app.register_error_handler(kind, answer_error)


def use_error_page(app: Flask, render: Callable[[Problem], str]) -> None:
    """Have problems of pages rendered by `render` (Problem → HTML); without it they are shown bare."""
    app.extensions[PAGE_HOOK] = render


def answer_error(error: Exception) -> ResponseReturnValue:
    """The answer to any error."""
    if isinstance(error, HTTPException) and error.response is not None:
        return error.response
    if isinstance(error, HTTPException) and error.code is not None and error.code < 400:
        return error.get_response()
    is_api = request.path.startswith("/api/")
    if isinstance(error, NotLoggedIn) and not is_api and request.method in ("GET", "HEAD"):
        return redirect(f"{LOGIN_PATH}?next={quote(request.full_path.rstrip('?'), safe='')}", 303)
    problem = _foreseen(error) or _incident(error)
    note_refusal_of(error)
    return as_json(problem) if is_api else as_page(problem)


def as_json(problem: Problem) -> Response:
    """The problem as application/problem+json (RFC 9457)."""
    members: dict[str, object] = {
        "type": f"urn:tiepdan:problem:{problem.code}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "instance": f"urn:uuid:{request_id()}",
        "code": problem.code,
    }
    for name in ("errors", "reasons", "findings"):
        if listed := getattr(problem, name):
            members[name] = list(listed)
    response = Response(
        json.dumps(members, ensure_ascii=False), problem.status, mimetype="application/problem+json"
    )
    response.headers["Content-Language"] = chosen_language()
    response.headers.update(problem.headers)
    return response


def as_page(problem: Problem) -> Response:
    """The problem as an HTML page."""
    render: Callable[[Problem], str] = current_app.extensions.get(PAGE_HOOK, bare_page)
    response = Response(render(problem), problem.status, mimetype="text/html")
    response.headers.update(problem.headers)
    response.headers.pop("WWW-Authenticate", None)
    return response


def bare_page(problem: Problem) -> str:
    """A page that needs no template, for when the real one is not there or fails itself."""
    rows = [*(one["detail"] for one in problem.errors), *(one["detail"] for one in problem.reasons)]
    listed = Markup("").join(Markup("<li>{}</li>").format(row) for row in rows)
    return str(
        Markup(
            '<!doctype html><html lang="{0}"><meta charset="utf-8"><title>{1}</title>'
            "<main><h1>{1}</h1><p>{2}</p><ul>{3}</ul><p>{4}</p></main></html>"
        ).format(chosen_language(), problem.title, problem.detail, listed, request_id())
    )


def request_id() -> str:
    """The id of this request, which answers and logs share."""
    return str(g.get("request_id", "00000000-0000-0000-0000-000000000000"))


def _foreseen(error: Exception) -> Problem | None:
    if isinstance(error, CSRFError):
        title, advice = FORM_EXPIRED
        return Problem(400, "form-expired", pick(*title), pick(*advice))
    if isinstance(error, InternalServerError):
        return None
    return problem_of(error, is_conditional="If-Match" in request.headers)


def _incident(error: Exception) -> Problem:
    # Neither the error's text nor local values are logged: they may hold what a citizen wrote.
    cause = getattr(error, "original_exception", None) or error
    _log.error("unexpected", incident=request_id(), kind=type(cause).__name__, places=_places(cause))
    found = problem_of(InternalServerError())
    assert found is not None
    return replace(found, detail=f"{found.detail} ({request_id()})")


def _places(error: BaseException) -> list[str]:
    places, frame = [], error.__traceback__
    while frame is not None:
        code = frame.tb_frame.f_code
        places.append(
            f"{code.co_qualname if hasattr(code, 'co_qualname') else code.co_name}:{frame.tb_lineno}"
        )
        frame = frame.tb_next
    return places[-12:]
