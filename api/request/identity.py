"""Who acts: a browser's session cookie, or a bearer token. Secrets are stored as SHA-256 only.

The cookie counts for pages alone and the token for the API alone, so that the API needs no defence against
forged forms.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Response, request

from api.request.faults import NotLoggedIn
from api.request.wiring import wiring
from models import people
from models.session import Session
from workflow.access.actor import Actor
from workflow.operations.steps.library import Library
from workflow.operations.steps.places import actor_of

COOKIE = "tiepdan_session"
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Credential:
    """What the caller showed: kind "cookie" or "bearer", and the SHA-256 of the secret."""

    kind: str
    sha256: bytes


def new_secret(fresh: bytes) -> tuple[str, bytes]:
    """(secret as text, its SHA-256) of 32 random bytes."""
    text = base64.urlsafe_b64encode(fresh).rstrip(b"=").decode()
    return text, hashlib.sha256(fresh).digest()


def shown_credential() -> Credential:
    """The credential of this request: bearer under /api, cookie elsewhere. Raises NotLoggedIn where there is
    none."""
    if request.path.startswith("/api/"):
        kind, _, text = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            raise NotLoggedIn()
        return Credential("bearer", _sha256_of(text.strip()))
    return Credential("cookie", _sha256_of(request.cookies.get(COOKIE, "")))


def find_actor(session: Session, held: Library, shown: Credential, at: datetime) -> Actor:
    """The active user behind a credential, with today's roles and the token's scopes. Raises NotLoggedIn."""
    if shown.kind == "bearer":
        row = people.read_token(session, shown.sha256, at)
        scopes = frozenset(row["scopes"]) if row else None
    else:
        row, scopes = people.read_web_session(session, shown.sha256, at), None
    actor = actor_of(session, row["user_id"], held.today(at), scopes) if row else None
    if actor is None:
        raise NotLoggedIn()
    return actor


def set_session_cookie(response: Response, secret: str) -> None:
    """Give the browser its session."""
    settings = wiring().settings
    response.set_cookie(
        COOKIE,
        secret,
        max_age=int(settings.session_length.total_seconds()),
        secure=settings.cookie_secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def drop_session_cookie(response: Response) -> None:
    """Take the session from the browser."""
    response.delete_cookie(
        COOKIE, path="/", secure=wiring().settings.cookie_secure, httponly=True, samesite="Lax"
    )


def user_id_of(actor: Actor) -> UUID:
    """The acting user's id. Raises NotLoggedIn for an actor that is no person."""
    if actor.user_id is None:
        raise NotLoggedIn()
    return actor.user_id


def _sha256_of(text: str) -> bytes:
    try:
        secret = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise NotLoggedIn() from None
    if len(secret) != SECRET_BYTES:
        raise NotLoggedIn()
    return hashlib.sha256(secret).digest()
