"""What case lists are narrowed by, as conditions whose values are bound by name: a statement is made for the
filters that are set, not for what they are set to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, Uuid, and_, bindparam, literal_column, tuple_

from models.columns import Instant
from models.sets import among, bound
from models.tables.cases import cases
from models.visibility import Shape, seen

# The literals matter: a partial index is not used for a bound value.
OPEN: Any = literal_column("cases.stage <> 'closed'", Boolean)
_CLOSED: Any = literal_column("cases.stage = 'closed'", Boolean)


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a case list is narrowed by. Dates are inclusive local days, `due_before` an instant; None means
    any."""

    open: bool | None = None
    case_type: str | None = None
    state: str | None = None
    stage: str | None = None
    channel: str | None = None
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
    among: frozenset[UUID] | None = None  # these cases, and no others


def asked(
    wanted: CaseFilter, after: tuple[datetime, UUID] | None = None
) -> tuple[frozenset[str], dict[str, Any]]:
    """The names of the filters that are set, and their values by name. A list goes on `after` a key."""
    values = {one.name: getattr(wanted, one.name) for one in fields(wanted)}
    values = {name: value for name, value in values.items() if value is not None}
    if not wanted.words:
        values.pop("words", None)
    names = {name for name, value in values.items() if name not in ("open", "unassigned", "mine", "among")}
    if wanted.open is not None:
        names.add("open" if wanted.open else "closed")
    if wanted.unassigned:
        names.add("unassigned")
    if wanted.mine is not None:
        names.add("mine alone" if len(wanted.mine) == 1 else "mine")
        values["mine"] = bound(wanted.mine)
    if wanted.among is not None:
        names.add("among")
        values["among"] = wanted.among
    if wanted.words:
        values["words"] = f"%{_escaped(wanted.words)}%"
    if after is not None:
        names.add("after")
        values["after_due"], values["after_case"] = after
    return frozenset(names), values


def conditions(shape: Shape, names: Iterable[str], *, at_one: bool = False) -> list[ColumnElement[bool]]:
    """The conditions on `cases` of the filters that are set. `at_one`: for the branch of the one office whose
    cases are seen."""
    found = [_UNTIL[name] if at_one and name in _UNTIL else _CONDITIONS[name] for name in sorted(names)]
    if "words" in names:
        # Words are looked for only where they may be read, or a search would tell what a list hides.
        found.append(seen(shape, contents=True))
    return found


def _is(name: str) -> ColumnElement[bool]:
    return cases.c[name] == bindparam(name, type_=cases.c[name].type)


def _escaped(words: str) -> str:
    return words.replace("/", "//").replace("%", "/%").replace("_", "/_")


def _bind(name: str, column: ColumnElement[Any]) -> Any:
    return bindparam(name, type_=column.type)


_DUE, _RECEIVED = cases.c.due_at, cases.c.received_on
_CONDITIONS: dict[str, Any] = {
    "open": OPEN,
    "closed": _CLOSED,
    **{name: _is(name) for name in (
        "case_type", "state", "stage", "channel", "org_id", "holder_id", "number", "paused", "unconfirmed",
    )},
    "unassigned": and_(cases.c.holder_id.is_(None), cases.c.unit_id.is_(None)),
    "mine": among(cases.c.holder_id, "mine", alone=False),
    "mine alone": among(cases.c.holder_id, "mine", alone=True),
    "among": among(cases.c.case_id, "among", alone=False),
    "overdue_at": _bind("overdue_at", _DUE) >= _DUE,
    "due_from": _bind("due_from", _DUE) < _DUE,
    "due_before": _bind("due_before", _DUE) >= _DUE,
    "received_from": _bind("received_from", _RECEIVED) <= _RECEIVED,
    "received_to": _bind("received_to", _RECEIVED) >= _RECEIVED,
    "words": cases.c.subject_key.like(bindparam("words"), escape="/"),
    "after": tuple_(_DUE, cases.c.case_id)
    > tuple_(bindparam("after_due", type_=Instant()), bindparam("after_case", type_=Uuid())),
}  # fmt: skip
# An end alone would have PostgreSQL read what is overdue in every office; with the office before it, only the
# office's own index serves.
_UNTIL: dict[str, Any] = {
    name: tuple_(cases.c.org_id, _DUE) <= tuple_(bindparam("any_offices", type_=Uuid()), _bind(name, _DUE))
    for name in ("overdue_at", "due_before")
}
