"""Whom a rung tells: the holder, a post in the office, the office above, the inspecting body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from models.session import Row
from workflow.access.actor import Actor, Place
from workflow.case_type.library import StaffRole
from workflow.case_type.model import CaseType

EVERYBODY = ""
"""The post of everybody at an office who follows deadlines."""


def posts_of(actor: Actor, roles: Mapping[str, StaffRole]) -> list[tuple[UUID, str]]:
    """The posts (office or unit, role) at which notices reach an actor; EVERYBODY's for those who follow
    deadlines."""
    posts: dict[tuple[UUID, str], None] = {}
    for grant in actor.grants:
        follows = grant.role in roles and "see_deadlines" in roles[grant.role].may
        for place in (grant.org_id, grant.office_id):
            posts[place, grant.role] = None
            if follows:
                posts[place, EVERYBODY] = None
    return list(posts)


def addressees(
    case_type: CaseType, tell: Sequence[str], place: Place, holder: UUID | None
) -> list[dict[str, Any]]:
    """Notice rows' address columns. A case without a holder tells the office's reception in the holder's
    place: the unassigned case is the main case (goals.md, 4.21)."""
    rows: list[dict[str, Any]] = []
    for name in tell:
        if name == "holder" and holder is not None:
            rows.append(_to(user=holder))
        elif name == "holder":
            rows.append(_to(org=place.org_id, role=EVERYBODY))
        elif name == "office.above":
            rows += [_to(org=above, role=EVERYBODY) for above in place.above[:1]]
        elif name == "office.inspected_by":
            rows += [_to(org=body, role=EVERYBODY) for body in sorted(place.inspected_by)]
        else:
            role = case_type.roles[name].holds if name in case_type.roles else name
            rows.append(_to(org=place.org_id, role=role))
    return [row for position, row in enumerate(rows) if row not in rows[:position]]


def people_alone(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Notice rows' address columns for a sealed case, from its assignments in force: its named people and no
    post, for whoever holds a post need not be among them (decision 5)."""
    users = dict.fromkeys(row["user_id"] for row in rows if row["user_id"])
    return [_to(user=one) for one in users]


def _to(user: UUID | None = None, org: UUID | None = None, role: str | None = None) -> dict[str, Any]:
    return {"to_user_id": user, "to_org_id": org, "to_role": role}
