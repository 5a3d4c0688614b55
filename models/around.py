"""What hangs on a case and its rules ask about, read in one statement: who is assigned, who is party to it,
which papers it has, what was proposed, who was asked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Table,
    Uuid,
    bindparam,
    cast,
    literal,
    null,
    select,
    union_all,
)

from models.audit import KNOWN
from models.clocks import SETTLED, TIMERS, with_settled
from models.columns import Instant
from models.prepared import Prepared
from models.session import Session
from models.tables.cases import assignments, parties, proposals, requests
from models.tables.evidence import documents

_NOBODY = cast(null(), Uuid)
_NEVER = cast(null(), Instant)


def _part(what: str, table: Table, *columns: Any, where: ColumnElement[bool] | None = None) -> Any:
    statement = select(literal(what).label("what"), *columns).where(table.c.case_id == bindparam("case_id"))
    return statement if where is None else statement.where(where)


_AROUND = Prepared(
    union_all(
        _part(
            "assignment",
            assignments,
            assignments.c.part.label("name"),
            assignments.c.assignment_id.label("id"),
            assignments.c.user_id.label("user_id"),
            assignments.c.org_id.label("org_id"),
            assignments.c.from_at.label("at"),
            where=assignments.c.to_at.is_(None),
        ),
        _part(
            "party",
            parties,
            parties.c.field,
            parties.c.party_id,
            parties.c.user_id,
            parties.c.org_id,
            _NEVER,
            where=parties.c.to_seq.is_(None),
        ),
        _part("document", documents, documents.c.kind, documents.c.document_id, _NOBODY, _NOBODY, _NEVER),
        _part(
            "proposal",
            proposals,
            proposals.c.transition,
            proposals.c.proposal_id,
            proposals.c.proposer_id,
            proposals.c.on_behalf_of,
            proposals.c.proposed_at,
            where=proposals.c.outcome == "open",
        ),
        _part(
            "request", requests, requests.c.kind, requests.c.request_id, _NOBODY, requests.c.org_id, _NEVER
        ),
    )
)


def read_around(session: Session, case_id: UUID) -> list[dict[str, Any]]:
    """Rows of `what` (assignment in force, party that stands, document, open proposal, request), `name` (its
    part, field, kind, transition, kind), `id`, `user_id`, `org_id`, `at`.

    Of a proposal `user_id` is the proposer and `org_id` the person on whose behalf it was made.
    """
    (rows,) = session.fetch((_AROUND, {"case_id": case_id}))
    return rows


def read_everything(
    session: Session, case_id: UUID, command_id: str | None
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, Any] | None]:
    """All that an act on a case begins with, asked for at once: what hangs on it, its timers, and what an
    earlier command with this id did to it."""
    named = {"case_id": case_id}
    around, timers, settled, known = session.fetch(
        (_AROUND, named),
        (TIMERS, named),
        (SETTLED, named),
        (KNOWN, {"chain_id": case_id, "command_id": command_id}),
    )
    return around, with_settled(timers, settled), known[0] if known else None
