"""What the caller reaches, where a resource needs to know it beyond what its verb checks."""

from __future__ import annotations

from uuid import UUID

from api.request.calls import Call
from models import organisations
from workflow.access.policy import Depth
from workflow.errors import CaseNotFound, NotPermitted
from workflow.operations.case.read_case import read_case
from workflow.operations.steps.loading import find_visible
from workflow.operations.steps.views import CaseView


def whole_case(call: Call, ref: str) -> CaseView:
    """A case that the caller sees whole. Raises CaseNotFound."""
    demand_whole(call, ref)
    return read_case(call.session, call.act, ref)


def demand_whole(call: Call, ref: str) -> UUID:
    """The id of a case that the caller sees whole. Raises CaseNotFound."""
    row, seen = find_visible(call.session, call.held, call.act, ref)
    if seen is not Depth.FULL:
        raise CaseNotFound()
    found: UUID = row["case_id"]
    return found


def demand_anywhere(call: Call, permission: str) -> None:
    """Raise NotPermitted unless one of the caller's roles has the permission, wherever it is held."""
    roles = call.held.roles()
    if not any(permission in roles[one.role].may for one in call.actor.grants if one.role in roles):
        raise NotPermitted(permission=permission)


def reach(call: Call, *, inspected: bool = True) -> set[UUID]:
    """The caller's offices with their units, those below a supervising or administering role, and those
    inspected."""
    roles, today = call.held.roles(), call.held.today(call.act.at)
    found: set[UUID] = set()
    for grant in call.actor.grants:
        sees = roles[grant.role].sees if grant.role in roles else ""
        found |= {grant.office_id, grant.org_id}
        if sees in ("below", "nothing"):
            found.update(organisations.below(call.session, grant.office_id, today))
        elif sees == "inspected" and inspected:
            found.update(organisations.inspected(call.session, grant.office_id, today))
    for org_id in tuple(found):
        found.update(organisations.units_of(call.session, org_id, today))
    return found
