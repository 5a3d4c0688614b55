"""Queries of the audit record: append, read in order, heads, commands, late entries, pulls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    RowMapping,
    Text,
    bindparam,
    cast,
    delete,
    exists,
    func,
    insert,
    not_,
    select,
    union_all,
    update,
)

from models.copying import MANY, insert_many
from models.prepared import Prepared
from models.session import Row, Session
from models.sets import among
from models.tables.audit import audit_events, chains, commands, late_entries, pulls, unsealed
from models.tables.cases import cases

_EVENT = Prepared(insert(audit_events))
_UNSEALED = Prepared(insert(unsealed))
_COMMAND = Prepared(insert(commands))
_KNOWN = Prepared(
    select(commands).where(
        commands.c.chain_id == bindparam("chain_id"), commands.c.command_id == bindparam("command_id")
    )
)


def insert_events(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Append events, and a mark for each that no later seal has covered it yet (decision 16)."""
    if len(rows) >= MANY:
        insert_many(session, "audit_event", rows)
        insert_many(session, "unsealed", rows)
        return
    session.put(_EVENT, rows)
    session.put(_UNSEALED, rows)


def insert_command(session: Session, values: Mapping[str, Any]) -> None:
    """Remember a command id with the event it makes. The transaction ends in Duplicate when it is known."""
    session.put(_COMMAND, [values])


def read_command(session: Session, chain_id: UUID, command_id: str) -> Row | None:
    """What an earlier command with this id did, or None."""
    (rows,) = session.fetch((_KNOWN, {"chain_id": chain_id, "command_id": command_id}))
    return rows[0] if rows else None


def forget_commands(session: Session, before: datetime) -> int:
    """Drop commands recorded before an instant (kept 30 days; decision 18)."""
    return session.execute(delete(commands).where(commands.c.recorded_at < before)).rowcount


def lock_chain(session: Session, subject: str) -> RowMapping | None:
    """The chain of a subject outside cases (definitions, users, ...), locked, or None."""
    return (
        session.execute(select(chains).where(chains.c.subject == subject).with_for_update())
        .mappings()
        .first()
    )


def insert_chain(session: Session, values: Mapping[str, Any]) -> None:
    """Begin a chain. Raises Duplicate if another transaction was first."""
    session.execute(insert(chains), dict(values))


def move_chain(session: Session, chain_id: UUID, seq: int, digest: str) -> None:
    """The chain's new head."""
    session.execute(
        update(chains).where(chains.c.chain_id == chain_id).values(head_seq=seq, head_hash=digest)
    )


def read_events(session: Session, chain_id: UUID, after: int = 0, size: int = 500) -> list[RowMapping]:
    """Events of a chain after a sequence number, oldest first."""
    statement = (
        select(audit_events)
        .where(audit_events.c.chain_id == chain_id, audit_events.c.seq > after)
        .order_by(audit_events.c.seq)
        .limit(size)
    )
    return list(session.execute(statement).mappings())


def read_event(session: Session, chain_id: UUID, seq: int) -> RowMapping | None:
    """One event, or None."""
    statement = select(audit_events).where(audit_events.c.chain_id == chain_id, audit_events.c.seq == seq)
    return session.execute(statement).mappings().first()


_EVENTS = select(
    cast(audit_events.c.chain_id, Text).label("chain"),
    audit_events.c.seq,
    audit_events.c.text,
    audit_events.c.hash,
).order_by(audit_events.c.chain_id, audit_events.c.seq)
_SOME = _EVENTS.where(among(audit_events.c.chain_id, "chain_ids", alone=False))
_UNTIL = audit_events.c.recorded_at <= bindparam("up_to", type_=audit_events.c.recorded_at.type)
_STREAMS = {
    (False, False): Prepared(_EVENTS),
    (False, True): Prepared(_EVENTS.where(_UNTIL)),
    (True, False): Prepared(_SOME),
    (True, True): Prepared(_SOME.where(_UNTIL)),
}
"""By whether some chains are wanted, and whether only what was recorded until an instant."""

_SORTED = 100
"""Chains that are asked for at once: the database sorts their events, in its memory while they are few."""


def stream_events(
    session: Session, chain_ids: Sequence[UUID] | None = None, up_to: datetime | None = None
) -> Iterator[tuple[str, int, str, str]]:
    """(chain id, seq, canonical text, hash) of every event in order, in flat memory.

    Of some chains where ids are given; with `up_to` only what was recorded until that instant."""
    found = _stream(session, chain_ids, up_to)
    return _with_dashes(found) if session.is_sqlite else found


def _with_dashes(rows: Iterator[tuple[str, int, str, str]]) -> Iterator[tuple[str, int, str, str]]:
    """SQLite keeps an id without them."""
    shown, chain_id = "", ""
    for written, seq, body, digest in rows:
        if written != shown:
            shown, chain_id = written, str(UUID(written))
        yield chain_id, seq, body, digest


def _stream(
    session: Session, chain_ids: Sequence[UUID] | None, up_to: datetime | None
) -> Iterator[tuple[str, int, str, str]]:
    prepared, values = _STREAMS[chain_ids is not None, up_to is not None], {"up_to": up_to}
    if chain_ids is None:
        yield from session.stream(prepared, values)
        return
    ordered = sorted(chain_ids)
    for at in range(0, len(ordered), _SORTED):
        yield from session.stream(prepared, values | {"chain_ids": ordered[at : at + _SORTED]})


def count_events(session: Session, chain_ids: Sequence[UUID], up_to: datetime) -> int:
    """How many events some chains hold that were recorded until an instant."""
    total = 0
    for at in range(0, len(chain_ids), 500):
        some = audit_events.c.chain_id.in_(chain_ids[at : at + 500])
        counted = select(func.count()).where(some, audit_events.c.recorded_at <= up_to)
        total += int(session.scalar(counted) or 0)
    return total


def read_heads(session: Session) -> Iterator[tuple[str, int, str]]:
    """(chain id, seq, hash) of every chain's head, as the case rows and the chain table hold them."""
    heads = union_all(
        select(cases.c.case_id, cases.c.head_seq, cases.c.head_hash),
        select(chains.c.chain_id, chains.c.head_seq, chains.c.head_hash),
    )
    for chain_id, seq, digest in session.execute(heads.execution_options(yield_per=2000)):
        yield str(UUID(str(chain_id))), seq, digest


def chains_in_scope(
    session: Session, org_ids: Sequence[UUID], start: datetime, end: datetime, up_to: datetime | None = None
) -> list[UUID]:
    """The chains with an event of these offices recorded in [start, end), and not after `up_to`, those of
    sealed cases left out (decision 5); in id order."""
    statement = (
        select(audit_events.c.chain_id)
        .where(
            audit_events.c.org_id.in_(org_ids),
            audit_events.c.recorded_at >= start,
            audit_events.c.recorded_at < end,
            # Nobody but its named people sees a sealed case, those who inspect the office neither.
            not_(exists().where(cases.c.case_id == audit_events.c.chain_id, cases.c.sealed.is_(True))),
        )
        .distinct()
    )
    if up_to is not None:
        statement = statement.where(audit_events.c.recorded_at <= up_to)
    return sorted(session.execute(statement).scalars())


def insert_late_entry(session: Session, values: Mapping[str, Any]) -> None:
    """Remember that an event was entered late, with its reason."""
    session.execute(insert(late_entries), dict(values))


def read_late_entries(session: Session, case_id: UUID) -> list[RowMapping]:
    """The late entries of a case."""
    statement = select(late_entries).where(late_entries.c.case_id == case_id).order_by(late_entries.c.seq)
    return list(session.execute(statement).mappings())


def confirm_late_entry(session: Session, case_id: UUID, seq: int, values: Mapping[str, Any]) -> bool:
    """Confirm a late entry that nobody confirmed yet."""
    return (
        session.execute(
            update(late_entries)
            .where(
                late_entries.c.case_id == case_id,
                late_entries.c.seq == seq,
                late_entries.c.confirmed_by.is_(None),
            )
            .values(**values)
        ).rowcount
        == 1
    )


def insert_pull(session: Session, values: Mapping[str, Any]) -> None:
    """Remember a pull of the audit trail."""
    session.execute(insert(pulls), dict(values))


def read_pull(session: Session, pull_id: UUID) -> RowMapping | None:
    """A pull, or None."""
    return session.execute(select(pulls).where(pulls.c.pull_id == pull_id)).mappings().first()


def read_pulls(session: Session, user_id: UUID, size: int = 20) -> list[RowMapping]:
    """The newest pulls of a user."""
    statement = (
        select(pulls).where(pulls.c.user_id == user_id).order_by(pulls.c.recorded_at.desc()).limit(size)
    )
    return list(session.execute(statement).mappings())
