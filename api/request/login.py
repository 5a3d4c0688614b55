"""Logging in and out: throttle first, one error for every failure, the same time for known and unknown
names."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from flask import request

from api.request.calls import anonymous_act
from api.request.faults import LoginRefused, TooManyAttempts
from api.request.identity import SECRET_BYTES, new_secret, shown_credential
from api.request.passwords import is_password
from api.request.transaction import in_transaction
from api.request.wiring import wiring
from models import people
from models.session import Session
from workflow.access.actor import SYSTEM, Actor
from workflow.operations.people.count_attempt import count_attempt
from workflow.operations.people.end_session import end_session
from workflow.operations.people.forget_attempt import forget_attempt
from workflow.operations.people.note_refusal import note_refusal
from workflow.operations.people.open_session import open_session
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import library
from workflow.operations.steps.places import actor_of

Found = tuple[Mapping[str, Any] | None, Actor | None]


def log_in(username: str, password: str) -> str:
    """The secret of a new session, for `identity.set_session_cookie`. Raises LoginRefused, TooManyAttempts.

    The attempt is counted before the password is looked at, so that many at once cannot slip through. The
    hash is computed
    between two transactions, for it takes long and the first holds a lock.
    """
    act, name = anonymous_act(SYSTEM), unicodedata.normalize("NFC", username).strip().lower()[:80]
    address = request.remote_addr or ""
    wait, (user, actor) = in_transaction(lambda session: _begin(session, act, name, address))
    if wait:
        raise TooManyAttempts(seconds=wait)
    fits = is_password(user["password_hash"] if user else None, password)
    if not fits or user is None or actor is None:
        user_id = user["user_id"] if user else None
        in_transaction(lambda session: note_refusal(session, act, "login_failed", user_id, {}))
        raise LoginRefused()
    secret, sha256 = new_secret(wiring().fresh_bytes(SECRET_BYTES))
    own = Act(actor, act.at, act.new_id, act.fresh_bytes)
    in_transaction(lambda session: _finish(session, own, name, address, sha256))
    return secret


def log_out() -> None:
    """End the session that this browser shows. Raises NotLoggedIn where it shows none."""
    shown, act = shown_credential(), anonymous_act(SYSTEM)
    in_transaction(lambda session: end_session(session, act, shown.sha256))


def _begin(session: Session, act: Act, name: str, address: str) -> tuple[int, Found]:
    wait = count_attempt(session, act, name, address)
    user = people.find_user(session, name)
    actor = actor_of(session, user["user_id"], library(session).today(act.at)) if user else None
    return wait, (dict(user) if user else None, actor)


def _finish(session: Session, act: Act, name: str, address: str, sha256: bytes) -> None:
    forget_attempt(session, act, name, address)
    open_session(session, act, sha256, act.at + wiring().settings.session_length)
