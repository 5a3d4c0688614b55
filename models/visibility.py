"""Selects narrowed to what somebody may see (decision 5). The same rule as `workflow.access.policy.depth`,
said in SQL; a test holds them equal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select

from models.tables.cases import assignments, cases, requests


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


def visible(scope: Scope, *, contents: bool = False) -> ColumnElement[bool]:
    """The condition on `cases` that holds for what the scope sees; with `contents` only for what it sees
    whole."""
    parts: list[ColumnElement[bool]] = []
    if scope.offices:
        parts.append(cases.c.org_id.in_(scope.offices))
    for org_id, case_type in sorted(scope.by_type):
        parts.append(and_(cases.c.org_id == org_id, cases.c.case_type == case_type))
    if scope.once_escalated:
        parts.append(and_(cases.c.org_id.in_(scope.once_escalated), cases.c.escalated_at.is_not(None)))
    if scope.outline and not contents:
        parts.append(cases.c.org_id.in_(scope.outline))
    if scope.units:
        parts.append(cases.c.case_id.in_(_assigned_to(assignments.c.org_id.in_(scope.units))))
        if not contents:
            parts.append(
                cases.c.case_id.in_(select(requests.c.case_id).where(requests.c.org_id.in_(scope.units)))
            )
    open_cases = and_(cases.c.sealed.is_(False), or_(*parts)) if parts else false()
    if not scope.people:
        return open_cases
    # Named handlers see a case whatever else holds, a sealed one too.
    return or_(open_cases, cases.c.case_id.in_(_assigned_to(assignments.c.user_id.in_(scope.people))))


def _assigned_to(condition: ColumnElement[bool]) -> Any:
    return select(assignments.c.case_id).where(condition, assignments.c.to_at.is_(None))


def sees_whole(scope: Scope, row: Mapping[str, Any]) -> bool:
    """Whether a visible row is seen whole by its office; assignments and requests are looked up where this
    says no."""
    if row["org_id"] in scope.offices or (row["org_id"], row["case_type"]) in scope.by_type:
        return True
    return row["org_id"] in scope.once_escalated and row["escalated_at"] is not None
