"""Lists that page to the end: cases most urgent first, deadlines by due time; keyset, never OFFSET, filters
on columns only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    Uuid,
    and_,
    case,
    func,
    literal,
    select,
    text,
    tuple_,
)

from models.columns import Instant
from models.session import Session
from models.tables.cases import cases
from models.tables.organisations import organisations
from models.visibility import Scope, visible

ROW = (
    "case_id",
    "number",
    "case_type",
    "version",
    "definition_sha256",
    "state",
    "stage",
    "org_id",
    "holder_id",
    "unit_id",
    "subject",
    "channel",
    "received_on",
    "moved_at",
    "closed_at",
    "escalated_at",
    "due_at",
    "due_clock",
    "paused",
    "marked_late",
    "sealed",
    "unconfirmed",
    "row_version",
    "parent_id",
)
"""The columns a list row needs: never the fields."""


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a case list is narrowed by. Dates are inclusive local days, `due_before` an instant; None means
    any."""

    open: bool | None = None
    case_type: str | None = None
    state: str | None = None
    stage: str | None = None
    org_id: UUID | None = None
    holder_id: UUID | None = None
    unassigned: bool = False
    overdue_at: datetime | None = None
    due_from: datetime | None = None
    due_before: datetime | None = None
    received_from: date | None = None
    received_to: date | None = None
    paused: bool | None = None
    unconfirmed: bool | None = None
    words: str | None = None  # folded, matched within the folded subject
    number: str | None = None
    mine: frozenset[UUID] | None = None  # cases these people hold


def list_cases(
    session: Session,
    scope: Scope,
    wanted: CaseFilter,
    after: tuple[datetime, UUID] | None = None,
    size: int = 50,
) -> list[RowMapping]:
    """The next `size` visible cases after a key (due_at, case_id), most urgent first."""
    statement = select(*row_columns(scope)).where(visible(scope), *_conditions(scope, wanted))
    if after is not None:
        key = tuple_(literal(after[0], Instant), literal(after[1], Uuid))
        statement = statement.where(tuple_(cases.c.due_at, cases.c.case_id) > key)
    return list(session.execute(_in_order(statement).limit(size)).mappings())


def count_cases(session: Session, scope: Scope, wanted: CaseFilter) -> int:
    """How many visible cases there are."""
    statement = select(func.count()).select_from(cases).where(visible(scope), *_conditions(scope, wanted))
    return int(session.scalar(statement) or 0)


def _in_order(statement: Select[Any]) -> Select[Any]:
    return statement.order_by(cases.c.due_at, cases.c.case_id)


def row_columns(scope: Scope) -> list[Any]:
    """The columns of a list row; the subject is empty where only numbers and clocks may be seen (decision
    5)."""
    shown = case((visible(scope, contents=True), cases.c.subject), else_="")
    return [shown.label("subject") if name == "subject" else cases.c[name] for name in ROW]


def _conditions(scope: Scope, wanted: CaseFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.open is not None:
        # The literal matters: a partial index is not used for a bound value.
        found.append(text("stage <> 'closed'") if wanted.open else text("stage = 'closed'"))  # type: ignore[arg-type]
    equal = {
        cases.c.case_type: wanted.case_type,
        cases.c.state: wanted.state,
        cases.c.stage: wanted.stage,
        cases.c.org_id: wanted.org_id,
        cases.c.holder_id: wanted.holder_id,
        cases.c.number: wanted.number,
        cases.c.paused: wanted.paused,
        cases.c.unconfirmed: wanted.unconfirmed,
    }
    found += [column == value for column, value in equal.items() if value is not None]
    if wanted.unassigned:
        found.append(and_(cases.c.holder_id.is_(None), cases.c.unit_id.is_(None)))
    if wanted.mine is not None:
        found.append(cases.c.holder_id.in_(wanted.mine))
    if wanted.overdue_at is not None:
        found.append(cases.c.due_at <= wanted.overdue_at)
    if wanted.due_from is not None:
        found.append(cases.c.due_at > wanted.due_from)
    if wanted.due_before is not None:
        found.append(cases.c.due_at <= wanted.due_before)
    if wanted.received_from is not None:
        found.append(cases.c.received_on >= wanted.received_from)
    if wanted.received_to is not None:
        found.append(cases.c.received_on <= wanted.received_to)
    if wanted.words:
        # Words are looked for only where they may be read, or a search would tell what a list hides.
        found.append(visible(scope, contents=True))
        found.append(cases.c.subject_key.contains(wanted.words, autoescape=True))
    return found


@dataclass(frozen=True, slots=True)
class Counts:
    """Open visible cases: how many are overdue, end today, end within the next seven days, are paused, have
    nobody, and all of them."""

    overdue: int
    today: int
    soon: int
    paused: int
    unassigned: int
    all: int


def count_views(
    session: Session, scope: Scope, now: datetime, tomorrow: datetime, week: datetime, wanted: CaseFilter
) -> Counts:
    """The figures of the worklist's saved views in one pass. `tomorrow`, `week`: the midnights that end today
    and the seventh day."""

    def among(condition: ColumnElement[bool]) -> Any:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    row = session.execute(
        select(
            among(cases.c.due_at <= now),
            among(and_(cases.c.due_at > now, cases.c.due_at <= tomorrow)),
            among(and_(cases.c.due_at > tomorrow, cases.c.due_at <= week)),
            among(cases.c.paused.is_(True)),
            among(and_(cases.c.holder_id.is_(None), cases.c.unit_id.is_(None))),
            func.count(),
        )
        .select_from(cases)
        .where(visible(scope), text("stage <> 'closed'"), *_conditions(scope, wanted))
    ).one()
    return Counts(*(int(figure) for figure in row))


def holders_of(session: Session, scope: Scope) -> list[UUID]:
    """Who holds an open visible case."""
    statement = (
        select(cases.c.holder_id)
        .where(visible(scope), text("stage <> 'closed'"), cases.c.holder_id.is_not(None))
        .distinct()
    )
    return list(session.execute(statement).scalars())


def case_types_of(session: Session, scope: Scope) -> list[str]:
    """Which case types the visible cases have."""
    return list(session.execute(select(cases.c.case_type).where(visible(scope)).distinct()).scalars())


def selftest_offices(session: Session) -> list[UUID]:
    """The offices of the self-test, which no list, number, report or export includes (decision 33)."""
    return list(
        session.execute(select(organisations.c.org_id).where(organisations.c.selftest.is_(True))).scalars()
    )
