"""What hangs on a case and its rules ask about, read in one statement: who is assigned, who is party to it,
which papers it has, what was proposed, who was asked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    String,
    Table,
    Uuid,
    bindparam,
    cast,
    literal_column,
    null,
    select,
    union_all,
)

from models import memo
from models.cases import LOCK
from models.clocks import ACTING, with_settled
from models.columns import Instant
from models.prepared import Prepared
from models.session import Session
from models.tables.audit import commands
from models.tables.cases import assignments, parties, proposals, requests
from models.tables.clocks import rungs
from models.tables.evidence import documents

_NOBODY = cast(null(), Uuid)
_NEVER = cast(null(), Instant)


def _word(what: str) -> ColumnElement[str]:
    return literal_column(f"'{what}'", String).label("what")


def _part(what: str, table: Table, *columns: Any, where: ColumnElement[bool] | None = None) -> Any:
    statement = select(_word(what), *columns).where(table.c.case_id == bindparam("case_id"))
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
            "settled",
            rungs,
            rungs.c.rung,
            rungs.c.timer_id,
            _NOBODY,
            _NOBODY,
            _NEVER,
            where=rungs.c.standing.in_([literal_column("'fired'"), literal_column("'passed'")]),
        ),
        select(_word("command"), commands.c.request_digest, _NOBODY, _NOBODY, _NOBODY, _NEVER).where(
            commands.c.chain_id == bindparam("case_id"), commands.c.command_id == bindparam("command_id")
        ),
        _part(
            "request", requests, requests.c.kind, requests.c.request_id, _NOBODY, requests.c.org_id, _NEVER
        ),
    )
)


def read_around(session: Session, case_id: UUID) -> list[dict[str, Any]]:
    """Rows of `what` (assignment in force, party that stands, document, open proposal, request, settled
    rung), `name` (its part, field, kind, transition, kind, name), `id`, `user_id`, `org_id`, `at`.

    Of a proposal `user_id` is the proposer and `org_id` the person on whose behalf it was made; of a settled
    rung `id` is its timer.
    """
    (rows,) = session.fetch((_AROUND, {"case_id": case_id, "command_id": None}))
    return rows


def read_everything(
    session: Session, case_id: UUID, command_id: str | None
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """All that an act on a case begins with, asked for at once: what hangs on it, and its timers. A row
    `command` tells that an earlier command with this id did something to it; `name` is the digest of its
    request."""
    around, timers = session.fetch(
        (_AROUND, {"case_id": case_id, "command_id": command_id}), (ACTING, {"case_id": case_id})
    )
    return around, with_settled(timers, [row for row in around if row["what"] == "settled"])


Everything = tuple[dict[str, Any] | None, list[dict[str, Any]], list[dict[str, Any]]]


def lock_everything(session: Session, case_id: UUID, command_id: str | None) -> Everything:
    """The case row under its lock, or None, and what `read_everything` gives, all in one question: what
    comes after the lock is read when the lock is held."""
    named = {"case_id": case_id}
    rows, around, timers = session.fetch(
        (LOCK, named), (_AROUND, {"case_id": case_id, "command_id": command_id}), (ACTING, named)
    )
    settled = [row for row in around if row["what"] == "settled"]
    return memo.noted(session, rows), around, with_settled(timers, settled)
