"""Security headers of every answer, and the guard against characters that no text has."""

from __future__ import annotations

import time

import structlog
from flask import Flask, Response, g, request

from api.request.faults import BadText
from api.request.language import chosen_language, keep_choice
from api.request.wiring import wiring
from api.schemas.base import is_clean
from workflow.errors import NotFound

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
_STATIC = ("/static/", "/api/docs/", "/bootstrap/")
_log = structlog.get_logger("api")


def guard_requests(app: Flask) -> None:
    """Number each request, look at its characters first, dress its answer last."""
    app.before_request(begin)
    app.after_request(dress)


_ALWAYS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
_SECURE = (*_ALWAYS, ("Strict-Transport-Security", "max-age=31536000"))


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
    """Add the security headers, and log the request by its route: never its address, which may tell who it
    is about."""
    heads = response.headers
    given = {name for name, _ in heads}
    wanted = _SECURE if wiring().settings.cookie_secure else _ALWAYS
    heads.extend([pair for pair in wanted if pair[0] not in given])
    if not (request.path.startswith(_STATIC) and response.status_code < 400):
        heads["Cache-Control"] = "no-store"
        heads["X-Request-Id"] = str(g.get("request_id", ""))
        if response.mimetype == "text/html" and "Content-Language" not in given:
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
