"""Queries of documents and of the personal values kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, bindparam, delete, func, insert, select

from models.crypto import Sealed
from models.session import Session
from models.tables.evidence import blind_tokens, documents, personal_values

_KINDS = select(documents.c.kind).where(documents.c.case_id == bindparam("case_id")).distinct()


def document_kinds(session: Session, case_id: UUID) -> frozenset[str]:
    """The kinds of papers recorded on a case."""
    return frozenset(session.execute(_KINDS, {"case_id": case_id}).scalars())


def read_documents(session: Session, case_id: UUID) -> list[RowMapping]:
    """The documents of a case, oldest first."""
    statement = select(documents).where(documents.c.case_id == case_id)
    return list(
        session.execute(statement.order_by(documents.c.recorded_at, documents.c.document_id)).mappings()
    )


def read_document(session: Session, case_id: UUID, document_id: UUID) -> RowMapping | None:
    """One document of a case, or None."""
    statement = select(documents).where(
        documents.c.case_id == case_id, documents.c.document_id == document_id
    )
    return session.execute(statement).mappings().first()


def next_revision(session: Session, case_id: UUID, kind: str) -> int:
    """The number of the next paper of this kind on the case: nothing is overwritten."""
    statement = select(func.max(documents.c.revision)).where(
        documents.c.case_id == case_id, documents.c.kind == kind
    )
    return int(session.scalar(statement) or 0) + 1


def insert_documents(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store document rows; their bytes are in the blob store already."""
    if rows:
        session.execute(insert(documents), [dict(row) for row in rows])


def insert_personal(
    session: Session, rows: Sequence[Mapping[str, Any]], tokens: Sequence[Mapping[str, Any]] = ()
) -> None:
    """Store encrypted values, and the keyed tokens that find duplicates."""
    if rows:
        session.execute(insert(personal_values), [dict(row) for row in rows])
    if tokens:
        session.execute(insert(blind_tokens), [dict(row) for row in tokens])


def erase_contents(session: Session, case_id: UUID) -> None:
    """Take the personal values, their search tokens and the papers' rows from a case; bytes that no row names
    are swept."""
    for table in (personal_values, blind_tokens, documents):
        session.execute(delete(table).where(table.c.case_id == case_id))


def open_values(
    session: Session, case_id: UUID, value_ids: Iterable[UUID], *, sealed: bool = False
) -> dict[UUID, str]:
    """The plain text of personal values of a case. Sealed ones only with `sealed=True`, which only the reveal
    verb says."""
    wanted = [value for value in value_ids if value is not None]
    if not wanted:
        return {}
    statement = select(personal_values).where(
        personal_values.c.case_id == case_id, personal_values.c.value_id.in_(wanted)
    )
    if not sealed:
        statement = statement.where(personal_values.c.sealed.is_(False))
    return {
        row["value_id"]: session.keys.open(
            case_id, row["value_id"], Sealed(row["key_id"], row["nonce"], row["cipher"], row["salt"])
        )
        for row in session.execute(statement).mappings()
    }


def read_personal(session: Session, case_id: UUID, value_id: UUID) -> RowMapping | None:
    """The encrypted row of a personal value, or None."""
    statement = select(personal_values).where(
        personal_values.c.case_id == case_id, personal_values.c.value_id == value_id
    )
    return session.execute(statement).mappings().first()


def cases_with_token(session: Session, token: bytes, size: int = 20) -> list[UUID]:
    """Cases that hold an equal value under the keyed index: the duplicate search answers with case numbers
    only."""
    statement = select(blind_tokens.c.case_id).where(blind_tokens.c.token == token).distinct().limit(size)
    return list(session.execute(statement).scalars())
