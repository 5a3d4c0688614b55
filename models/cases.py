"""Queries of the case row and what hangs on it. The case row is the one lock of a case, taken first
(house.md, principle 6)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, bindparam, delete, func, insert, literal, or_, select, update

from models import memo
from models.prepared import Prepared
from models.session import Row, Session
from models.sets import among
from models.tables.audit import audit_events
from models.tables.cases import (
    assignments,
    case_links,
    cases,
    filings,
    holdings,
    parties,
    proposals,
    requests,
)
from models.tables.queues import outbox

_HEAD_AT = (
    select(audit_events.c.recorded_at)
    .where(audit_events.c.chain_id == cases.c.case_id, audit_events.c.seq == cases.c.head_seq)
    .correlate(cases)
    .scalar_subquery()
    .label("head_at")
)
_LOCKABLE = select(cases, _HEAD_AT)
LOCK = memo.with_epoch(_LOCKABLE.where(cases.c.case_id == bindparam("case_id")).with_for_update(of=cases))
_LOCK_FREE = Prepared(
    _LOCKABLE.where(among(cases.c.case_id, "case_ids", alone=False))
    .order_by(cases.c.case_id)
    .with_for_update(of=cases, skip_locked=True)
)
_READ = select(cases).where(cases.c.case_id == bindparam("case_id"))
_NUMBERED = select(cases).where(cases.c.number == bindparam("number")).limit(20)
CHANGEABLE = (
    "state", "stage", "previous_state", "holder_id", "unit_id", "moved_at", "moved_precision",
    "closed_at", "escalated_at", "fields", "head_seq", "head_hash", "due_at", "due_clock", "paused",
    "marked_late", "sealed", "unconfirmed", "subject", "subject_key", "version", "definition_sha256",
)  # fmt: skip


@lru_cache(maxsize=256)
def _update_of(names: tuple[str, ...]) -> Prepared:
    """An update of some columns; acts of a kind change the same ones."""
    return Prepared(
        update(cases)
        .where(cases.c.case_id == bindparam("key"), cases.c.row_version == bindparam("was"))
        .values(row_version=bindparam("is_now"), **{name: bindparam(name) for name in names})
    )


def lock_case(session: Session, case_id: UUID) -> Row | None:
    """The case row under its lock, or None. `head_at` beside it is when its newest event was recorded; None
    where PostgreSQL waited for the lock and does not see that event yet."""
    return memo.fetch_one(session, LOCK, {"case_id": case_id})


def read_case(session: Session, case_id: UUID) -> RowMapping | None:
    """The case row as it stands, or None."""
    return session.execute(_READ, {"case_id": case_id}).mappings().first()


def lock_cases(session: Session, case_ids: Collection[UUID]) -> list[Row]:
    """Those of the cases that nobody else holds, locked in id order (PostgreSQL skips the locked ones), each
    with its `head_at`."""
    return list[Row](session.fetch((_LOCK_FREE, {"case_ids": case_ids}))[0])


def count_open_children(session: Session, case_id: UUID) -> int:
    """The child cases that have not ended, those still to be opened among them."""
    asked = outbox.c.case_id == case_id, outbox.c.kind == "open_child", outbox.c.done_at.is_(None)
    living = cases.c.parent_id == case_id, cases.c.closed_at.is_(None)
    counts = (select(func.count()).where(*one).scalar_subquery() for one in (living, asked))
    return int(session.scalar(select(sum(counts, start=literal(0)))) or 0)


def fields_of_type(session: Session, case_type: str, since: date) -> list[RowMapping]:
    """Office and open fields of every case of a type that was received since a day."""
    wanted = select(cases.c.org_id, cases.c.fields).where(
        cases.c.case_type == case_type, cases.c.received_on >= since
    )
    return list(session.execute(wanted).mappings())


def case_id_of(ref: str) -> UUID | None:
    """The id that a reference is, or None where it is a number."""
    try:
        return UUID(ref)
    except ValueError:
        return None


def find_cases(session: Session, ref: str) -> list[RowMapping]:
    """The cases with this id or number. A number is unique in the office that opened the case, not across
    offices."""
    case_id = case_id_of(ref)
    if case_id is not None:
        return list(session.execute(_READ, {"case_id": case_id}).mappings())
    return list(session.execute(_NUMBERED, {"number": ref}).mappings())


def read_parties_at(session: Session, case_id: UUID, seq: int) -> list[RowMapping]:
    """The parties that stood right after an event, in the order they were entered."""
    stood = (parties.c.from_seq <= seq, or_(parties.c.to_seq.is_(None), parties.c.to_seq > seq))
    statement = select(parties).where(parties.c.case_id == case_id, *stood).order_by(parties.c.party_id)
    return list(session.execute(statement).mappings())


def insert_case(session: Session, values: Mapping[str, Any]) -> None:
    """Store a new case row."""
    session.execute(insert(cases), dict(values))


def insert_cases(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store many new case rows at once."""
    session.execute(insert(cases), [dict(row) for row in rows])


def existing_cases(session: Session, case_ids: Iterable[UUID]) -> set[UUID]:
    """Which of the ids are taken."""
    return set(session.execute(select(cases.c.case_id).where(cases.c.case_id.in_(list(case_ids)))).scalars())


def update_cases(session: Session, changed: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> None:
    """Write the changes over each row. The transaction ends in Conflict if somebody changed one of the rows
    since it was read."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row, changes in changed:
        names = tuple(name for name in CHANGEABLE if name in changes and changes[name] != row[name])
        values = {name: changes[name] for name in names}
        values |= {"key": row["case_id"], "was": row["row_version"], "is_now": row["row_version"] + 1}
        alike.setdefault(names, []).append(values)
    for names, rows in alike.items():
        session.put(_update_of(names), rows, touches=len(rows))


_PARTIES = select(parties).where(parties.c.case_id == bindparam("case_id"), parties.c.to_seq.is_(None))
_ASSIGNMENTS = select(assignments).where(
    assignments.c.case_id == bindparam("case_id"), assignments.c.to_at.is_(None)
)
_PROPOSAL = select(proposals).where(
    proposals.c.case_id == bindparam("case_id"), proposals.c.outcome == "open"
)


def read_parties(session: Session, case_id: UUID) -> list[RowMapping]:
    """The parties that stand now, in the order they were entered."""
    return list(session.execute(_PARTIES.order_by(parties.c.party_id), {"case_id": case_id}).mappings())


def read_assignments(session: Session, case_id: UUID) -> list[RowMapping]:
    """The assignments in force."""
    return list(session.execute(_ASSIGNMENTS, {"case_id": case_id}).mappings())


def read_proposal(session: Session, case_id: UUID) -> RowMapping | None:
    """The open proposal of a two-person act, or None."""
    return session.execute(_PROPOSAL, {"case_id": case_id}).mappings().first()


def insert_rows(session: Session, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store rows of one of the case's tables: party, assignment, holding, request, proposal, link, filing."""
    if rows:
        session.execute(insert(_BY_NAME[table]), [dict(row) for row in rows])


_BY_NAME = {
    "party": parties,
    "assignment": assignments,
    "holding": holdings,
    "request": requests,
    "proposal": proposals,
    "link": case_links,
    "filing": filings,
}


def end_parties(session: Session, case_id: UUID, field: str, seq: int) -> None:
    """The parties of a field no longer stand from event `seq` on; the rows stay."""
    session.execute(
        update(parties)
        .where(parties.c.case_id == case_id, parties.c.field == field, parties.c.to_seq.is_(None))
        .values(to_seq=seq)
    )


def erase_parties(session: Session, case_id: UUID) -> None:
    """The parties of a case whose contents went on under seal: nothing of them stays."""
    session.execute(delete(parties).where(parties.c.case_id == case_id))


def end_assignments(session: Session, case_id: UUID, part: str, at: datetime) -> None:
    """Whoever held this part of the case holds it no longer."""
    session.execute(
        update(assignments)
        .where(assignments.c.case_id == case_id, assignments.c.part == part, assignments.c.to_at.is_(None))
        .values(to_at=at)
    )


def settle_proposals(session: Session, case_id: UUID, outcome: str) -> int:
    """Open proposals become `confirmed` or `lapsed`. Gives how many there were."""
    return session.execute(
        update(proposals)
        .where(proposals.c.case_id == case_id, proposals.c.outcome == "open")
        .values(outcome=outcome)
    ).rowcount


def record_party_receipt(session: Session, case_id: UUID, party_id: UUID, day: Any) -> bool:
    """The day a party received the decision. False where the case has no such party."""
    return (
        session.execute(
            update(parties)
            .where(parties.c.case_id == case_id, parties.c.party_id == party_id, parties.c.to_seq.is_(None))
            .values(received_decision_on=day)
        ).rowcount
        == 1
    )


def read_requests(session: Session, case_id: UUID) -> list[RowMapping]:
    """The coordination requests of a case, oldest first."""
    return list(
        session.execute(
            select(requests)
            .where(requests.c.case_id == case_id)
            .order_by(requests.c.sent_at, requests.c.request_id)
        ).mappings()
    )


def requests_to(session: Session, units: Collection[UUID], case_ids: Collection[UUID]) -> list[RowMapping]:
    """The requests of several cases that were sent to these units, oldest first."""
    statement = select(requests).where(requests.c.org_id.in_(units), requests.c.case_id.in_(case_ids))
    return list(session.execute(statement.order_by(requests.c.sent_at, requests.c.request_id)).mappings())


def read_request(session: Session, case_id: UUID, request_id: UUID) -> RowMapping | None:
    """One coordination request, or None."""
    statement = select(requests).where(requests.c.case_id == case_id, requests.c.request_id == request_id)
    return session.execute(statement).mappings().first()


def answer_request(session: Session, case_id: UUID, request_id: UUID, values: Mapping[str, Any]) -> bool:
    """Record the answer of a request that has none yet."""
    return (
        session.execute(
            update(requests)
            .where(
                requests.c.case_id == case_id,
                requests.c.request_id == request_id,
                requests.c.answered_at.is_(None),
            )
            .values(**values)
        ).rowcount
        == 1
    )


def read_links(session: Session, case_id: UUID) -> list[RowMapping]:
    """Links of the case, in both directions."""
    return list(
        session.execute(
            select(case_links).where(or_(case_links.c.case_id == case_id, case_links.c.other_id == case_id))
        ).mappings()
    )


def read_filings(session: Session, case_id: UUID) -> list[RowMapping]:
    """The filings (papers, visits) that belong to the case."""
    statement = select(filings).where(filings.c.case_id == case_id).order_by(filings.c.received_on)
    return list(session.execute(statement).mappings())
