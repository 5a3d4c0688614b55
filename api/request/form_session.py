"""The signed cookie of forms: it holds the token against forged forms, and what a page tells once."""

from __future__ import annotations

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface


class FormSessions(SecureCookieSessionInterface):
    """Pages have a session. The API has none: whoever calls it shows a token each time."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of a page's request, or None."""
        return None if request.path.startswith("/api/") else super().open_session(app, request)
