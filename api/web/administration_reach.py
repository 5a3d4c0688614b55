"""Which offices somebody oversees with a permission: the rule of `workflow.access.policy.covers`, listed."""

from __future__ import annotations

from uuid import UUID

from api.request.calls import Call
from api.web.fields import Choice
from api.web.frame import permissions_of
from models import organisations
from workflow.errors import NotFound


def offices_with(call: Call, permission: str) -> dict[UUID, str]:
    """The offices at which the caller holds the permission, with their present names, by name."""
    return _named(call, reach(call, permission))


def reach(call: Call, permission: str) -> set[UUID]:
    """The offices at which the caller holds the permission, those that have ended too."""
    today, roles = call.held.today(call.act.at), call.held.roles()
    found: set[UUID] = set()
    for grant in call.actor.grants:
        rule = roles.get(grant.role)
        if rule is None or permission not in rule.may:
            continue
        found.add(grant.office_id)
        if rule.sees in ("below", "nothing"):
            found.update(organisations.below(call.session, grant.office_id, today))
        elif rule.sees == "inspected":
            found.update(organisations.inspected(call.session, grant.office_id, today))
    return found


def offices_and_units_with(call: Call, permission: str) -> dict[UUID, str]:
    """Those offices and the units that are part of them."""
    offices, today = offices_with(call, permission), call.held.today(call.act.at)
    units = [one for org_id in offices for one in organisations.units_of(call.session, org_id, today)]
    return _named(call, {*offices, *units})


def demand_page(call: Call, *permissions: str) -> None:
    """Raise NotFound unless some role of the caller gives one of the permissions: what is out of scope is not
    there."""
    if not permissions_of(call) & set(permissions):
        raise NotFound()


def choices(named: dict[UUID, str]) -> list[Choice]:
    """Names by id as the options of a list."""
    return [Choice(str(one), name) for one, name in named.items()]


def _named(call: Call, org_ids: set[UUID]) -> dict[UUID, str]:
    today = call.held.today(call.act.at)
    rows = organisations.list_organisations(call.session, today, org_ids)
    return {row["org_id"]: row["name"] for row in rows}
