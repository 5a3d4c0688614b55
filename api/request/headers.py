"""Security headers of every answer, and the guard against characters that no text has."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import structlog
from flask import Flask, Response, g, request

from api.request.faults import BadText
from api.request.language import chosen_language, keep_choice
from api.request.wiring import wiring, wiring_of
from api.schemas.base import is_clean
from workflow.errors import NotFound

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    )
)
_ALWAYS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
_SECURE = (*_ALWAYS, ("Strict-Transport-Security", "max-age=31536000"))
_STATIC = ("/static/", "/api/docs/", "/bootstrap/")
_log = structlog.get_logger("api")


def guard_requests(app: Flask) -> None:
    """Number each request, look at its characters first, dress its answer last."""
    app.before_request(begin)
    app.after_request(dress)
    headers = _SECURE if wiring_of(app).settings.cookie_secure else _ALWAYS
    app.wsgi_app = Guarded(app.wsgi_app, headers)  # type: ignore[method-assign]


class Guarded:
    """The application with headers that every answer bears, unless the answer has its own."""

    def __init__(self, app: WSGIApplication, headers: Iterable[tuple[str, str]]) -> None:
        self._app, self._headers = app, tuple(headers)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            given = {name for name, _ in headers}
            return start_response(
                status, [*headers, *(pair for pair in self._headers if pair[0] not in given)], *error
            )

        return self._app(environ, start)


def begin() -> None:
    """Give the request its id. Raises NotFound or BadText for an address with control or broken
    characters."""
    g.request_id = wiring().new_id()
    g.began = time.perf_counter()
    if not is_clean(request.path):
        raise NotFound()
    if request.query_string and not all(
        is_clean(text) for name, listed in request.args.lists() for text in (name, *listed)
    ):
        raise BadText()


def dress(response: Response) -> Response:
    """Add the headers that depend on the answer, and log the request by its route: never its address, which
    may tell who it is about."""
    heads = response.headers
    if not (request.path.startswith(_STATIC) and response.status_code < 400):
        heads["Cache-Control"] = "no-store"
        heads["X-Request-Id"] = str(g.get("request_id", ""))
        if response.mimetype == "text/html" and "Content-Language" not in heads:
            heads["Content-Language"] = chosen_language()
    keep_choice(response)
    _log.info(
        "answered",
        method=request.method if request.method in _METHODS else "other",
        route=str(request.url_rule or "none"),
        status=response.status_code,
        ms=round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
        request=str(g.get("request_id", "")),
    )
    return response


_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
