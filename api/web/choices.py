"""Who and what can be chosen in forms: the people of an office and its units, and other offices."""

from __future__ import annotations

from uuid import UUID

from api.request.calls import Call
from api.web.fields import Choice, Lists
from models import organisations, people
from workflow.operations.steps.loading import LEADERS


def lists_for(call: Call, org_id: UUID) -> Lists:
    """People who work at the office or its units today, the offices there are, and the officials whom a
    matter may be about: those people, and who heads an office below."""
    officers = officers_of(call, org_id)
    return Lists(officers, offices_of(call), [*officers, *_heads_below(call, org_id)])


def officers_of(call: Call, org_id: UUID) -> list[Choice]:
    """Each person once, with the roles held there."""
    today, roles = call.held.today(call.act.at), call.held.roles()
    units = [org_id, *organisations.units_of(call.session, org_id, today)]
    names: dict[UUID, str] = {}
    held: dict[UUID, list[str]] = {}
    for row in people.users_at(call.session, units, today):
        names[row["user_id"]] = row["display_name"]
        if row["role"] in roles:
            held.setdefault(row["user_id"], []).append(roles[row["role"]].title.say(call.language))
    return [
        Choice(str(one), f"{name} – {', '.join(held.get(one, ()))}".rstrip(" –"))
        for one, name in names.items()
    ]


def _heads_below(call: Call, org_id: UUID) -> list[Choice]:
    """Who decides at the offices below, each with the office: what they decided is looked at again here."""
    today, roles = call.held.today(call.act.at), call.held.roles()
    below = organisations.below(call.session, org_id, today)
    names = organisations.names_on(call.session, below, today)
    return [
        Choice(
            str(row["user_id"]),
            f"{row['display_name']} – {roles[row['role']].title.say(call.language)}, {names[row['org_id']]}",
        )
        for row in people.users_at(call.session, below, today)
        if row["role"] in LEADERS
    ]


def offices_of(call: Call) -> list[Choice]:
    """The offices and units, by name."""
    today = call.held.today(call.act.at)
    return [
        Choice(str(row["org_id"]), row["name"])
        for row in organisations.list_organisations(call.session, today)
    ]


def own_offices(call: Call, permission: str) -> list[Choice]:
    """The offices where the caller may do something."""
    today, roles = call.held.today(call.act.at), call.held.roles()
    found = dict.fromkeys(
        grant.office_id
        for grant in call.actor.grants
        if grant.role in roles and permission in roles[grant.role].may
    )
    names = organisations.names_on(call.session, found, today)
    return [Choice(str(one), names.get(one, "")) for one in found]
