"""One call of a known user: identity, circumstances and definitions inside the one transaction."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from flask import g, request

from api.request.faults import BadKey
from api.request.identity import Credential, find_actor, shown_credential
from api.request.language import chosen_language
from api.request.reads import note_sealed_reads
from api.request.transaction import in_transaction
from api.request.wiring import wiring
from models.session import Session
from workflow.access.actor import Actor
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import Library, library

T = TypeVar("T")
_KEY = re.compile(r"[A-Za-z0-9._~:+/=-]{1,80}")


@dataclass(frozen=True, slots=True)
class Call:
    """What a view works with: the open transaction, the circumstances of the act, the definitions, and "vi"
    or "en"."""

    session: Session
    act: Act
    held: Library
    language: str

    @property
    def actor(self) -> Actor:
        """Who calls."""
        return self.act.actor


def in_call(
    work: Callable[[Call], T],
    *,
    read_only: bool = False,
    command_id: str | None = None,
    shown: Credential | None = None,
) -> T:
    """What `work` gives, run in one transaction as the user who sent this request.

    `shown` is what the caller showed, where it was looked at already. Without `command_id`, that of the
    request is used: the header Idempotency-Key, or the form's field `command_id`. Raises NotLoggedIn, BadKey,
    what `in_transaction` raises and what `work` raises.
    """
    credential, key = shown or shown_credential(), command_id or command_id_of_request()
    reading: list[tuple[Act, set[UUID]]] = []

    def identified(session: Session) -> T:
        made, held = wiring(), library(session)
        at = made.clock()
        actor = find_actor(session, held, credential, at)
        g.user_id = actor.user_id
        act = Act(actor, at, made.new_id, made.fresh_bytes, key)
        reading[:] = [(act, session.sensitive)]
        return work(Call(session, act, held, chosen_language()))

    answer = in_transaction(identified, read_only)
    for act, case_ids in reading:
        note_sealed_reads(act, case_ids)
    return answer


def anonymous_act(actor: Actor) -> Act:
    """The circumstances of an act before anybody is logged in, by the product itself."""
    made = wiring()
    return Act(actor, made.clock(), made.new_id, made.fresh_bytes)


def command_id_of_request() -> str | None:
    """The caller's command id, or None. Raises BadKey for one that is not 1 to 80 characters of a key."""
    key = request.headers.get("Idempotency-Key")
    if key is None and request.method == "POST" and not request.path.startswith("/api/"):
        key = request.form.get("command_id") or None
    if key is not None and not _KEY.fullmatch(key):
        raise BadKey()
    return key
