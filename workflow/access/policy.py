"""One policy: what a role may do, and how deep it may look (decision 5, decision 27). Roles and permissions
are data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from workflow.access.actor import Actor, Grant, Place
from workflow.case_type.library import StaffRole
from workflow.case_type.model import Text


class Depth(StrEnum):
    """How much of a case somebody sees: all of it; what a request carries; numbers and clocks only."""

    FULL = "full"
    REQUEST = "request"
    OUTLINE = "outline"


def roles_of(value: Mapping[str, Any]) -> Mapping[str, StaffRole]:
    """The role list from the canonical form of a deployed `roles.yaml`."""
    return {
        name: StaffRole(
            name,
            Text(entry["title"]["vi"], entry["title"].get("en")),
            entry["sees"],
            tuple(entry.get("may", ())),
            entry.get("one_per_office", False),
            tuple(entry.get("only", ())),
        )
        for name, entry in value["roles"].items()
    }


def may(actor: Actor, permission: str, place: Place, roles: Mapping[str, StaffRole]) -> bool:
    """Whether the actor holds `permission` over the office `place`."""
    return permitting_grant(actor, permission, place, roles) is not None


def permitting_grant(
    actor: Actor, permission: str, place: Place, roles: Mapping[str, StaffRole], org_id: UUID | None = None
) -> Grant | None:
    """The grant that allows `permission` at `place` (own grants before those of a substitute), or None."""
    if actor.scopes is not None and permission not in actor.scopes:
        return None
    for grant in sorted(actor.grants, key=lambda grant: grant.on_behalf_of is not None):
        rule = roles.get(grant.role)
        if rule is None or permission not in rule.may or not covers(grant, place, rule):
            continue
        if org_id is None or org_id in (grant.org_id, grant.office_id):
            return grant
    return None


def covers(grant: Grant, place: Place, rule: StaffRole) -> bool:
    """Whether a grant reaches the office: its own, those below a supervising body, those an inspecting body
    inspects."""
    if grant.office_id == place.org_id:
        return True
    if rule.sees in ("below", "nothing"):
        return grant.office_id in place.above
    return rule.sees == "inspected" and grant.office_id in place.inspected_by


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """What about a case decides who sees it: its office, the assignees, the units asked, whether it was
    escalated or is sealed."""

    place: Place
    case_type: str = ""
    assigned_users: frozenset[UUID] = frozenset()
    assigned_orgs: frozenset[UUID] = frozenset()
    requested_orgs: frozenset[UUID] = frozenset()
    accused: frozenset[UUID] = frozenset()
    escalated: bool = False
    sealed: bool = False


def depth(actor: Actor, case: CaseStanding, roles: Mapping[str, StaffRole]) -> Depth | None:
    """How deep the actor sees into the case, or None: then it does not exist for them (decision 5).

    Nobody but the named handlers sees a sealed case; whoever is accused in one never does, substitutes
    included (decision 3).
    """
    if case.sealed and (actor.people & case.accused):
        return None
    if actor.people & case.assigned_users:
        # What was handed up sealed leaves a stub behind: number and dates.
        return Depth.OUTLINE if case.sealed and case.escalated else Depth.FULL
    if case.sealed:
        return None
    found = [_depth_of(grant, case, roles) for grant in actor.grants]
    return _deepest(found)


def _depth_of(grant: Grant, case: CaseStanding, roles: Mapping[str, StaffRole]) -> Depth | None:
    rule = roles.get(grant.role)
    if rule is None or rule.sees == "nothing":
        return None
    in_office = rule.sees in ("office", "below") and (not rule.only or case.case_type in rule.only)
    if in_office and grant.office_id == case.place.org_id:
        return Depth.FULL
    if {grant.org_id, grant.office_id} & case.assigned_orgs:
        return Depth.FULL
    if {grant.org_id, grant.office_id} & case.requested_orgs:
        return Depth.REQUEST
    if in_office and grant.office_id in case.place.above:
        # The level above sees contents once the case came up to it; a supervising role sees numbers and
        # clocks before that.
        if case.escalated:
            return Depth.FULL
        return Depth.OUTLINE if rule.sees == "below" else None
    if rule.sees == "inspected" and (
        grant.office_id in case.place.inspected_by or grant.office_id == case.place.org_id
    ):
        return Depth.OUTLINE
    return None


def _deepest(found: Iterable[Depth | None]) -> Depth | None:
    order = (Depth.FULL, Depth.REQUEST, Depth.OUTLINE)
    present = set(found)
    return next((level for level in order if level in present), None)
