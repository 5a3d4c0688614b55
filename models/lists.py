"""Lists that page to the end: cases most urgent first, deadlines by due time; keyset, never OFFSET, filters
on columns only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    select,
    union_all,
)

from models.asking import OPEN, CaseFilter, asked, conditions
from models.columns import Instant
from models.prepared import Prepared
from models.session import Row, Session
from models.tables.cases import cases
from models.tables.definitions import definitions
from models.tables.organisations import organisations
from models.visibility import Scope, Shape, branches, seen, shape_of

__all__ = ["CaseFilter", "Counts"]

SHAPES = 512
"""Of how many kinds of list the statement is kept."""

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


def list_cases(
    session: Session,
    scope: Scope,
    wanted: CaseFilter,
    after: tuple[datetime, UUID] | None = None,
    size: int = 50,
) -> list[Row]:
    """The next `size` visible cases after a key (due_at, case_id), most urgent first."""
    shape, ids = shape_of(scope)
    names, values = asked(wanted, after)
    return rows_of(session, _list(shape, names, rounded(size)), ids | values)[:size]


@lru_cache(SHAPES)
def _list(shape: Shape, names: frozenset[str], size: int) -> Prepared | None:
    columns, one_office = row_columns(shape), "any_offices" in shape.alone
    parts = [
        select(*columns).where(branch, *conditions(shape, names, at_one=one_office and place == 0))
        for place, branch in enumerate(branches(shape))
    ]
    return first_of(parts, size, "due_at", "case_id")


def count_cases(session: Session, scope: Scope, wanted: CaseFilter) -> int:
    """How many visible cases there are."""
    shape, ids = shape_of(scope)
    names, values = asked(wanted)
    return sum(row["count"] for row in rows_of(session, _count(shape, names), ids | values))


@lru_cache(SHAPES)
def _count(shape: Shape, names: frozenset[str]) -> Prepared | None:
    counted = select(func.count().label("count")).select_from(cases).where(*conditions(shape, names))
    return all_of([counted.where(branch) for branch in branches(shape)])


def rounded(size: int) -> int:
    """How many rows are asked for where `size` are wanted: few numbers, as each has its own statements."""
    return next((one for one in (21, 51, 101, 201) if one >= size), size)


def first_of(parts: Sequence[Select[Any]], size: int, *order: str) -> Prepared | None:
    """The first `size` rows of several selects, in the order of the columns named: of each no more than that
    are read, along an index where one has the order. None where there is no select.

    The size is a literal: for a bound one PostgreSQL's plan for all values reads and sorts everything.
    """
    limit: Any = literal_column(str(size), Integer)
    short = [one.order_by(*(one.selected_columns[name] for name in order)).limit(limit) for one in parts]
    if len(short) < 2:
        return Prepared(short[0]) if short else None
    joined = union_all(*(select(one.subquery()) for one in short))
    return Prepared(joined.order_by(*order).limit(limit))


def all_of(parts: Sequence[Select[Any]]) -> Prepared | None:
    """The rows of several selects of the same columns, one after the other; None where there is no select."""
    if len(parts) < 2:
        return Prepared(parts[0]) if parts else None
    return Prepared(union_all(*parts))


def rows_of(session: Session, prepared: Prepared | None, values: dict[str, Any]) -> list[Row]:
    """The rows of a statement; none of no statement."""
    return list(session.fetch((prepared, values))[0]) if prepared else []


def row_columns(shape: Shape) -> list[Any]:
    """The columns of a list row; the subject is empty where only numbers and clocks may be seen (decision
    5)."""
    shown = case((seen(shape, contents=True), cases.c.subject), else_="")
    return [shown.label("subject") if name == "subject" else cases.c[name] for name in ROW]


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
    shape, ids = shape_of(scope)
    names, values = asked(wanted)
    moments = {"now": now, "tomorrow": tomorrow, "week": week}
    rows = rows_of(session, _views(shape, names), {**ids, **values, **moments})
    return Counts(**{one.name: sum(row[one.name] for row in rows) for one in fields(Counts)})


@lru_cache(SHAPES)
def _views(shape: Shape, names: frozenset[str]) -> Prepared | None:
    figures = (
        *counted_by_end(cases.c.due_at),
        counted("paused", cases.c.paused.is_(True)),
        counted("unassigned", and_(cases.c.holder_id.is_(None), cases.c.unit_id.is_(None))),
        func.count().label("all"),
    )
    counted_all = select(*figures).where(OPEN, *conditions(shape, names))
    return all_of([counted_all.where(branch) for branch in branches(shape)])


def counted_by_end(due: ColumnElement[datetime]) -> tuple[Any, Any, Any]:
    """Columns that count what is overdue, ends today, ends within seven days after; `now`, `tomorrow` and
    `week` are bound."""
    now, tomorrow, week = (bindparam(name, type_=Instant()) for name in ("now", "tomorrow", "week"))
    return (
        counted("overdue", due <= now),
        counted("today", and_(due > now, due <= tomorrow)),
        counted("soon", and_(due > tomorrow, due <= week)),
    )


def counted(name: str, condition: ColumnElement[bool]) -> Any:
    """A column that counts the rows for which a condition holds."""
    return func.count().filter(condition).label(name)


def holders_of(session: Session, scope: Scope) -> list[UUID]:
    """Who holds an open visible case."""
    shape, ids = shape_of(scope)
    return list({row["holder_id"] for row in rows_of(session, _holders(shape), ids)})


@lru_cache(SHAPES)
def _holders(shape: Shape) -> Prepared | None:
    held = select(cases.c.holder_id).where(OPEN, cases.c.holder_id.is_not(None)).distinct()
    return all_of([held.where(branch) for branch in branches(shape)])


def case_types_of(session: Session, scope: Scope) -> list[str]:
    """Which case types the visible cases have."""
    shape, ids = shape_of(scope)
    return list({row["name"] for row in rows_of(session, _case_types(shape), ids)})


@lru_cache(SHAPES)
def _case_types(shape: Shape) -> Prepared | None:
    known = select(definitions.c.name).where(definitions.c.kind == "case_type").distinct().subquery()
    parts = []
    for branch in branches(shape):
        # Asked type by type, each question ends at the first case.
        one = select(cases.c.case_id).where(cases.c.case_type == known.c.name, branch)
        parts.append(select(known.c.name).where(one.correlate(known).exists()))
    return all_of(parts)


def selftest_offices(session: Session) -> list[UUID]:
    """The offices of the self-test, which no list, number, report or export includes (decision 33)."""
    return list(
        session.execute(select(organisations.c.org_id).where(organisations.c.selftest.is_(True))).scalars()
    )
