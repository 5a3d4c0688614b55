"""Lists and figures of running duty clocks: earliest end first, keyset, narrowed to what somebody may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Date,
    Select,
    Uuid,
    and_,
    bindparam,
    func,
    literal_column,
    not_,
    or_,
    select,
    tuple_,
)

from models.columns import Instant
from models.lists import (
    SHAPES,
    all_of,
    counted,
    counted_by_end,
    first_of,
    rounded,
    row_columns,
    rows_of,
)
from models.prepared import Prepared
from models.session import Row, Session
from models.tables.cases import cases
from models.tables.clocks import RUNNING_BY_LAW, RUNNING_DUTY, timers
from models.visibility import Scope, Shape, branches, shape_of

_RUNNING: Any = literal_column(RUNNING_DUTY, Boolean)
_RUNNING_BY_LAW: Any = literal_column(RUNNING_BY_LAW, Boolean)
# A case on which a duty runs has an end; said in a literal, for an index has it so.
_DUE: Any = literal_column("cases.due_at < '9999-12-31 00:00:00+00'", Boolean)
_SUMS = ("overdue", "own", "today", "soon", "all")
_BY_LAW: Any = timers.c.kind != "internal"
# An index has the kind and the promised day beside the end: figures are read from it alone.
_PAST_OWN: Any = or_(
    and_(not_(_BY_LAW), timers.c.due_at <= bindparam("own_at", type_=Instant())),
    timers.c.promised_due < bindparam("own_day", type_=Date()),
)
_OF_THE_CLOCK = (
    timers.c.timer_id,
    timers.c.case_id.label("clock_case_id"),
    timers.c.clock,
    timers.c.kind,
    timers.c.started_on,
    timers.c.raw_due,
    timers.c.legal_due,
    timers.c.promised_due,
    timers.c.due_at.label("clock_due_at"),
    timers.c.precision,
    timers.c.running,
    timers.c.provisional,
    timers.c.rule_id,
)


@dataclass(frozen=True, slots=True)
class DeadlineFilter:
    """What a list of running clocks is narrowed by. `by_law`: those of the law alone, not the office's own;
    `own_at`, `own_day`: those whose own end, of an internal clock or promised beside the law's, is past at
    the instant and on the day."""

    due_after: datetime | None = None
    due_before: datetime | None = None
    org_id: UUID | None = None
    holder_id: UUID | None = None
    unassigned: bool = False
    clock: str | None = None
    case_type: str | None = None
    by_law: bool = False
    own_at: datetime | None = None
    own_day: date | None = None


def list_deadlines(
    session: Session,
    scope: Scope,
    wanted: DeadlineFilter,
    after: tuple[datetime, UUID, UUID] | None = None,
    size: int = 50,
) -> list[Row]:
    """The next running duty clocks of visible cases after a key (due_at, case_id, timer_id), the earliest end
    first."""
    shape, ids = shape_of(scope)
    names, values = _asked(wanted)
    if after is not None:
        names |= {"after"}
        values["after_due"], values["after_case"], values["after_timer"] = after
    return rows_of(session, _list(shape, names, rounded(size)), ids | values)[:size]


@lru_cache(SHAPES)
def _list(shape: Shape, names: frozenset[str], size: int) -> Prepared | None:
    # The office is asked of the clock alone: an index of clocks has them in order, and the case of each row
    # that is taken is looked up.
    parts = _running(names, (), branches(shape, timers.c.org_id))
    columns = (*_OF_THE_CLOCK, *row_columns(shape))
    listed = [one.add_columns(*columns) for one in parts]
    return first_of(listed, size, "clock_due_at", "clock_case_id", "timer_id")


def count_deadlines(session: Session, scope: Scope, wanted: DeadlineFilter) -> int:
    """How many running duty clocks of visible cases there are."""
    shape, ids = shape_of(scope)
    names, values = _asked(wanted)
    return sum(row["count"] for row in rows_of(session, _count(shape, names), ids | values))


@lru_cache(SHAPES)
def _count(shape: Shape, names: frozenset[str]) -> Prepared | None:
    return all_of([one.add_columns(func.count().label("count")) for one in _figures(shape, names)])


def deadlines_by_holder(
    session: Session,
    scope: Scope,
    now: datetime,
    tomorrow: datetime,
    week: datetime,
    today: date,
    wanted: DeadlineFilter,
) -> list[dict[str, Any]]:
    """Per office and holder: clocks overdue by law, past the office's own end, ending today, within seven
    days, and all that run."""
    shape, ids = shape_of(scope)
    names, values = _asked(wanted)
    moments = {"now": now, "tomorrow": tomorrow, "week": week, "own_at": now, "own_day": today}
    found: dict[tuple[UUID, UUID | None], dict[str, Any]] = {}
    for row in rows_of(session, _by_holder(shape, names), {**ids, **values, **moments}):
        keys = {"org_id": row["org_id"], "holder_id": row["holder_id"]}
        sums = found.setdefault((row["org_id"], row["holder_id"]), {**keys, **dict.fromkeys(_SUMS, 0)})
        sums |= {name: sums[name] + row[name] for name in _SUMS}
    return list(found.values())


@lru_cache(SHAPES)
def _by_holder(shape: Shape, names: frozenset[str]) -> Prepared | None:
    groups = (timers.c.org_id, cases.c.holder_id)
    due = timers.c.due_at
    overdue = counted("overdue", and_(due <= bindparam("now", type_=Instant()), _BY_LAW))
    by_end = counted_by_end(due)[1:]
    columns = (*groups, overdue, counted("own", _PAST_OWN), *by_end, func.count().label("all"))
    return all_of([one.add_columns(*columns).group_by(*groups) for one in _figures(shape, names)])


def _figures(shape: Shape, names: frozenset[str]) -> list[Select[Any]]:
    """For figures all the clocks are read, and their cases, from indexes alone. A case is due no later than
    any clock of its own."""
    due = cases.c.due_at <= bindparam("due_before", type_=Instant()) if "due_before" in names else _DUE
    return _running(names, (due,), branches(shape, timers.c.org_id, cases.c.org_id))


def _running(names: frozenset[str], also: Sequence[Any], parts: Sequence[Any]) -> list[Select[Any]]:
    joined = timers.join(cases, cases.c.case_id == timers.c.case_id)
    narrowed = [_CONDITIONS[name] for name in sorted(names - {"by_law"})]
    # Word for word, or the index of those alone is not used.
    kinds = _RUNNING_BY_LAW if "by_law" in names else _RUNNING
    running = select().select_from(joined).where(kinds, *narrowed, *also)
    return [running.where(part) for part in parts]


def _asked(wanted: DeadlineFilter) -> tuple[frozenset[str], dict[str, Any]]:
    values = {one.name: getattr(wanted, one.name) for one in fields(wanted)}
    values = {name: value for name, value in values.items() if value not in (None, False)}
    return frozenset(values) - {"own_day"}, values


def _bind(name: str, column: Any) -> Any:
    return bindparam(name, type_=column.type)


_END = (timers.c.due_at, timers.c.case_id, timers.c.timer_id)
_CONDITIONS: dict[str, Any] = {
    "org_id": timers.c.org_id == _bind("org_id", timers.c.org_id),
    "holder_id": cases.c.holder_id == _bind("holder_id", cases.c.holder_id),
    "clock": timers.c.clock == _bind("clock", timers.c.clock),
    "case_type": cases.c.case_type == _bind("case_type", cases.c.case_type),
    "unassigned": cases.c.holder_id.is_(None),
    "own_at": _PAST_OWN,
    "due_after": timers.c.due_at > _bind("due_after", timers.c.due_at),
    "due_before": timers.c.due_at <= _bind("due_before", timers.c.due_at),
    "after": tuple_(*_END)
    > tuple_(
        bindparam("after_due", type_=Instant()),
        bindparam("after_case", type_=Uuid()),
        bindparam("after_timer", type_=Uuid()),
    ),
}
