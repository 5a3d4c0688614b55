"""Chains outside cases: one per subject ("users", "organisations", "sessions", "pulls", ...), grown by one
event per act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from models import audit
from models.session import Session
from workflow.audit.entry import GENESIS, Entry, canonical_text, digest
from workflow.audit.kinds import EventKind
from workflow.errors import CommandReused
from workflow.operations.steps.acting import Act, derived_id
from workflow.operations.steps.results import remember
from workflow.operations.steps.work import recorded_at, request_digest


def chain_of(subject: str, organisation: UUID | None = None) -> UUID:
    """The id of a subject's chain: one for each office, so that a pull shows no other office's people (ADR
    0006)."""
    return derived_id("chain", _named(subject, organisation))


def _named(subject: str, organisation: UUID | None) -> str:
    return subject if organisation is None else f"{subject}:{organisation}"


def append(
    session: Session,
    act: Act,
    subject: str,
    kind: EventKind,
    happened: datetime | date,
    body: Mapping[str, Any],
    organisation: UUID | None = None,
    request: Mapping[str, Any] | None = None,
) -> tuple[UUID, int]:
    """Append one event to the chain of `subject` at `organisation`; gives (chain id, sequence number).

    The chain's row is the lock. Two transactions that begin a chain at once meet in its key: the later one
    gets Duplicate and is repeated at the edge. With `request` and a command id, the command is remembered
    (`was_done`), for the subject as a whole.
    """
    chain_id, seq, previous = _locked_head(session, _named(subject, organisation))
    # Never before the event it follows, whatever became of the server's clock.
    recorded = max(act.at, recorded_at(session, chain_id, seq)) if seq else act.at
    entry = Entry(
        chain_id=str(chain_id),
        seq=seq + 1,
        kind=kind,
        actor=act.actor_name,
        happened=happened,
        recorded=recorded,
        body=body,
        previous=previous,
        organisation=str(organisation) if organisation else None,
        command_id=act.command_id,
    )
    text = canonical_text(entry)
    row = {"chain_id": chain_id, "seq": entry.seq, "kind": str(kind), "org_id": organisation}
    audit.insert_events(session, [{**row, "recorded_at": recorded, "text": text, "hash": digest(text)}])
    audit.move_chain(session, chain_id, entry.seq, digest(text))
    if request is not None and act.command_id is not None:
        remember(session, _own(act), chain_of(subject), entry.seq, request_digest(session, request))
    return chain_id, entry.seq


def was_done(session: Session, act: Act, subject: str, request: Mapping[str, Any]) -> bool:
    """Whether this command was carried out before. Raises CommandReused when it was then another request."""
    if act.command_id is None:
        return False
    known = audit.read_command(session, chain_of(subject), str(_own(act).command_id))
    if known is None:
        return False
    if known["request_digest"] != request_digest(session, request):
        raise CommandReused()
    return True


def id_for(act: Act, thing: str) -> UUID:
    """The id of what an act makes: derived from actor and command id where there is one, so that a repeat
    finds it."""
    if act.command_id is None:
        return act.new_id()
    return derived_id(thing, act.actor_name, act.command_id)


def _own(act: Act) -> Act:
    # A chain outside cases is shared by all actors: the same key chosen by two of them must not collide.
    return Act(act.actor, act.at, act.new_id, act.fresh_bytes, str(id_for(act, "command")))


def _locked_head(session: Session, named: str) -> tuple[UUID, int, str]:
    row = audit.lock_chain(session, named)
    if row is not None:
        return row["chain_id"], row["head_seq"], row["head_hash"]
    chain_id = derived_id("chain", named)
    audit.insert_chain(session, {"chain_id": chain_id, "subject": named, "head_seq": 0, "head_hash": GENESIS})
    return chain_id, 0, GENESIS
