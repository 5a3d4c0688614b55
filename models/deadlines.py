"""Lists and figures of running duty clocks: earliest end first, keyset, narrowed to what somebody may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Select, Uuid, and_, case, func, literal, select, text, tuple_

from models.columns import Instant
from models.lists import row_columns
from models.session import Session
from models.tables.cases import cases
from models.tables.clocks import timers
from models.visibility import Scope, visible


@dataclass(frozen=True, slots=True)
class DeadlineFilter:
    """What a list of running clocks is narrowed by."""

    due_after: datetime | None = None
    due_before: datetime | None = None
    org_id: UUID | None = None
    holder_id: UUID | None = None
    unassigned: bool = False
    clock: str | None = None
    case_type: str | None = None


def list_deadlines(
    session: Session,
    scope: Scope,
    wanted: DeadlineFilter,
    after: tuple[datetime, UUID, UUID] | None = None,
    size: int = 50,
) -> list[RowMapping]:
    """The next running duty clocks of visible cases after a key (due_at, case_id, timer_id), the earliest end
    first."""
    statement = _running(scope, wanted).add_columns(
        timers.c.timer_id,
        timers.c.clock,
        timers.c.kind,
        timers.c.started_on,
        timers.c.raw_due,
        timers.c.legal_due,
        timers.c.promised_due,
        timers.c.due_at.label("clock_due_at"),
        timers.c.precision,
        timers.c.provisional,
        timers.c.rule_id,
        *row_columns(scope),
    )
    if after is not None:
        key = tuple_(literal(after[0], Instant), literal(after[1], Uuid), literal(after[2], Uuid))
        statement = statement.where(tuple_(timers.c.due_at, timers.c.case_id, timers.c.timer_id) > key)
    statement = statement.order_by(timers.c.due_at, timers.c.case_id, timers.c.timer_id).limit(size)
    return list(session.execute(statement).mappings())


def count_deadlines(session: Session, scope: Scope, wanted: DeadlineFilter) -> int:
    """How many running duty clocks of visible cases there are."""
    statement = _running(scope, wanted).add_columns(func.count())
    return int(session.scalar(statement) or 0)


def deadlines_by_holder(
    session: Session, scope: Scope, now: datetime, tomorrow: datetime, week: datetime, wanted: DeadlineFilter
) -> list[RowMapping]:
    """Per office and holder: clocks overdue, ending today, within seven days, and all that run."""
    due = timers.c.due_at
    statement = (
        _running(scope, wanted)
        .add_columns(
            cases.c.org_id,
            cases.c.holder_id,
            func.sum(case((due <= now, 1), else_=0)).label("overdue"),
            func.sum(case((and_(due > now, due <= tomorrow), 1), else_=0)).label("today"),
            func.sum(case((and_(due > tomorrow, due <= week), 1), else_=0)).label("soon"),
            func.count().label("all"),
        )
        .group_by(cases.c.org_id, cases.c.holder_id)
    )
    return list(session.execute(statement).mappings())


def _running(scope: Scope, wanted: DeadlineFilter) -> Select[Any]:
    statement = (
        select()
        .select_from(timers.join(cases, cases.c.case_id == timers.c.case_id))
        .where(
            text("timer.running = 'running'"),
            timers.c.kind.in_(("duty", "internal", "notice")),
            timers.c.informative.is_(False),
            visible(scope),
        )
    )
    equal = {
        timers.c.org_id: wanted.org_id,
        cases.c.holder_id: wanted.holder_id,
        timers.c.clock: wanted.clock,
        cases.c.case_type: wanted.case_type,
    }
    for column, value in equal.items():
        if value is not None:
            statement = statement.where(column == value)
    if wanted.unassigned:
        statement = statement.where(cases.c.holder_id.is_(None))
    if wanted.due_after is not None:
        statement = statement.where(timers.c.due_at > wanted.due_after)
    if wanted.due_before is not None:
        statement = statement.where(timers.c.due_at <= wanted.due_before)
    return statement
