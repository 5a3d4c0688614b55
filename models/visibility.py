"""Selects narrowed to what somebody may see (decision 5). The same rule as `workflow.access.policy.depth`,
said in SQL; a test holds them equal.

Said twice: `seen` is one condition, for a row that is already found; `branches` parts the same rows into
selects that each walk an index of their own, which no database does for alternatives in one condition.
Statements are made for the shape of a scope, not for its ids: few shapes exist, and each is compiled once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    bindparam,
    exists,
    false,
    not_,
    or_,
    select,
    union,
)

from models.sets import among, bound
from models.tables.cases import assignments, cases, parties, requests

_UNSEALED = cases.c.sealed.is_(False)


@dataclass(frozen=True, slots=True)
class Scope:
    """What an actor reaches: offices whose cases are seen whole, offices whose cases are seen whole once
    escalated, offices seen in outline (numbers and clocks), and the people and units on whose assignments and
    requests a case is seen wherever it lies. `by_type`: offices of which only cases of one type are seen."""

    offices: frozenset[UUID] = frozenset()
    once_escalated: frozenset[UUID] = frozenset()
    outline: frozenset[UUID] = frozenset()
    people: frozenset[UUID] = frozenset()
    units: frozenset[UUID] = frozenset()
    by_type: frozenset[tuple[UUID, str]] = frozenset()

    def covers_office(self, org_id: UUID) -> bool:
        """Whether some case of the office may be seen by its office alone."""
        named = {one for one, _ in self.by_type}
        return org_id in self.offices | self.once_escalated | self.outline | named


@dataclass(frozen=True, slots=True)
class Shape:
    """Which sets of ids a scope has: those with one id, those with more; how many types are seen alone."""

    alone: frozenset[str]
    several: frozenset[str]
    types: int

    def has(self, name: str) -> bool:
        """Whether the set is not empty."""
        return name in self.alone or name in self.several

    def among(self, name: str, *columns: ColumnElement[Any]) -> ColumnElement[bool]:
        """Each of the columns is among the set."""
        return and_(*(among(one, name, alone=name in self.alone) for one in columns))


def shape_of(scope: Scope) -> tuple[Shape, dict[str, Any]]:
    """The shape of a scope, and the values of its sets by name."""
    types = sorted({case_type for _office, case_type in scope.by_type})
    sets = {"people": scope.people, "units": scope.units}
    # "full" is what is seen whole, "any" what is seen at all: outlines too.
    for depth, whole in (("full", scope.offices), ("any", scope.offices | scope.outline)):
        sets[f"{depth}_offices"] = whole
        sets[f"{depth}_escalated"] = scope.once_escalated - whole
        for place, case_type in enumerate(types):
            offices = frozenset(office for office, only in scope.by_type if only == case_type)
            sets[f"{depth}_type_{place}"] = offices - whole
    alone = frozenset(name for name, ids in sets.items() if len(ids) == 1)
    several = frozenset(name for name, ids in sets.items() if len(ids) > 1)
    values = {name: bound(ids) for name, ids in sets.items() if ids}
    values |= {f"only_{place}": case_type for place, case_type in enumerate(types)}
    return Shape(alone, several, len(types)), values


def seen(shape: Shape, *, contents: bool = False) -> ColumnElement[bool]:
    """The condition on `cases` that holds for what the scope sees; with `contents` only for what it sees
    whole."""
    parts = list(_by_office(shape, "full" if contents else "any", (cases.c.org_id,)))
    if shape.has("units"):
        parts.append(_assigned(shape.among("units", assignments.c.org_id)))
        if not contents:
            parts.append(_row_of(requests, shape.among("units", requests.c.org_id)))
    unsealed = and_(_UNSEALED, or_(*parts)) if parts else false()
    if not shape.has("people"):
        return unsealed
    return or_(unsealed, _handled(shape, contents=contents))


def branches(shape: Shape, *org_ids: ColumnElement[UUID]) -> list[ColumnElement[bool]]:
    """Conditions on `cases` of which exactly one holds for each case the scope sees, and none for others.

    `org_ids`: the columns that tell the office, where another table that carries it is walked too.
    """
    parts = [and_(_UNSEALED, part) for part in _by_office(shape, "any", org_ids or (cases.c.org_id,))]
    if shape.has("people") or shape.has("units"):
        parts.append(_named(shape))
    return [and_(part, *(not_(before) for before in parts[:place])) for place, part in enumerate(parts)]


def _by_office(
    shape: Shape, depth: str, org_ids: Sequence[ColumnElement[UUID]]
) -> Iterator[ColumnElement[bool]]:
    if shape.has(f"{depth}_offices"):
        yield shape.among(f"{depth}_offices", *org_ids)
    if shape.has(f"{depth}_escalated"):
        yield and_(shape.among(f"{depth}_escalated", *org_ids), cases.c.escalated_at.is_not(None))
    for place in range(shape.types):
        if shape.has(f"{depth}_type_{place}"):
            only = cases.c.case_type == bindparam(f"only_{place}", type_=String())
            yield and_(shape.among(f"{depth}_type_{place}", *org_ids), only)


def _named(shape: Shape) -> ColumnElement[bool]:
    """The cases that were given to the people and units of the scope, or asked of its units: few, and found
    by their own indexes."""
    found = []
    if shape.has("people"):
        found.append(_in_force(shape.among("people", assignments.c.user_id)))
    if shape.has("units"):
        found.append(_in_force(shape.among("units", assignments.c.org_id)))
        found.append(select(requests.c.case_id).where(shape.among("units", requests.c.org_id)))
    either = cases.c.case_id.in_(union(*found) if len(found) > 1 else found[0])
    if not shape.has("people"):
        return and_(either, _UNSEALED)
    return and_(either, or_(_UNSEALED, _handled(shape)))


def _handled(shape: Shape, *, contents: bool = False) -> ColumnElement[bool]:
    """Named handlers see a case whatever else holds, a sealed one too; but nobody sees a sealed case in which
    they are accused, or somebody they stand in for is, and of one that was handed up its handlers see number
    and dates alone (decision 3)."""
    accused = and_(shape.among("people", parties.c.user_id), parties.c.to_seq.is_(None))
    handles = _assigned(shape.among("people", assignments.c.user_id))
    sealed = not_(_row_of(parties, accused))
    if contents:
        sealed = and_(sealed, cases.c.escalated_at.is_(None))
    return and_(handles, or_(_UNSEALED, sealed))


def _in_force(condition: ColumnElement[bool]) -> Any:
    return select(assignments.c.case_id).where(condition, assignments.c.to_at.is_(None))


def _assigned(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return _row_of(assignments, and_(condition, assignments.c.to_at.is_(None)))


def _row_of(table: Any, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(table.c.case_id == cases.c.case_id, condition).correlate(cases)
