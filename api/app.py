"""The application: front doors put together from what `service.wiring` gives."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_bootstrap import Bootstrap5
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from api import health, rest, web
from api.openapi import PREFIX, make_docs
from api.request.form_session import FormSessions
from api.request.headers import guard_requests
from api.request.rendering import answer_errors
from api.request.wiring import EXTENSION, Wiring


def create_app(wiring: Wiring) -> Flask:
    """The WSGI application over this wiring."""
    app = Flask("api", static_folder=None)
    app.extensions[EXTENSION] = wiring
    settings = wiring.settings
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="tiepdan_form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.cookie_secure,
        WTF_CSRF_TIME_LIMIT=int(settings.session_length.total_seconds()),
        # Bytes of a file, and room for the fields around it.
        MAX_CONTENT_LENGTH=settings.max_upload + 2**20,
        MAX_FORM_MEMORY_SIZE=2 * 2**20,
        BOOTSTRAP_SERVE_LOCAL=True,
        PROPAGATE_EXCEPTIONS=False,
    )
    app.session_interface = FormSessions()
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    guard_requests(app)
    answer_errors(app)
    Bootstrap5(app)
    doors = _rest()
    CSRFProtect(app).exempt(doors)
    app.register_blueprint(doors)
    app.register_blueprint(make_docs([one for subject in rest.RESOURCES for one in subject.operations]))
    app.register_blueprint(health.make_health())
    web.register(app)
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    return app


def _rest() -> Blueprint:
    doors = Blueprint("rest", __name__, url_prefix=PREFIX)
    for subject in rest.RESOURCES:
        for operation in subject.operations:
            doors.add_url_rule(operation.rule, operation.name, operation.answer, methods=[operation.method])
    return doors
