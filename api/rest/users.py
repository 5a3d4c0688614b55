"""Users and their dated roles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.request.calls import Call
from api.resources import Given, Reply, Resources
from api.rest.scoping import reach
from api.schemas.people import RoleEndIn, RoleGiven, RoleIn, UserIn, UserList, UserQuery
from api.schemas.shown import Made
from models import people
from workflow.operations.people.end_role import end_role
from workflow.operations.people.give_role import give_role
from workflow.operations.people.record_user import record_user

resources = Resources("users")


@resources.get("/users", "List users", query=UserQuery(), answers={200: UserList()})
def list_users(call: Call, given: Given) -> Mapping[str, Any]:
    """Who works in the caller's offices and units today, and below where the caller supervises or
    administers."""
    offices = reach(call, inspected=False)
    if "office" in given.query:
        offices &= {given.query["office"]}
    today = call.held.today(call.act.at)
    found: dict[UUID, dict[str, Any]] = {}
    for row in people.users_at(call.session, offices, today, given.query.get("role")):
        user = found.setdefault(row["user_id"], {**row, "id": row["user_id"], "roles": []})
        user["roles"].append({"role": row["role"], "office": row["org_id"]})
    return {"items": list(found.values())}


@resources.post(
    "/users",
    "Record a user",
    body=UserIn(),
    answers={201: Made()},
    permission="manage_users",
    idempotent=True,
)
def record_new_user(call: Call, given: Given) -> Reply:
    """On behalf of an office that the caller administers. The user may act once a role is given."""
    body = given.body
    made = record_user(
        call.session, call.act, body["username"], body["display_name"], body["office"], body["active_from"]
    )
    return Reply({"id": made})


@resources.post(
    "/users/{user_id:uuid}/roles",
    "Give a role",
    body=RoleIn(),
    answers={201: RoleGiven()},
    permission="manage_users",
    idempotent=True,
)
def give_one_role(call: Call, given: Given, user_id: UUID) -> Reply:
    """At an office that the caller administers, from a day on."""
    body = given.body
    last = body.get("to")
    give_role(call.session, call.act, user_id, body["role"], body["office"], body["from_"], last)
    shown = {
        "user": user_id,
        "role": body["role"],
        "office": body["office"],
        "from": body["from_"],
        "to": last,
    }
    return Reply(shown)


@resources.post(
    "/users/{user_id:uuid}/roles/end",
    "End a role",
    body=RoleEndIn(),
    answers={204: None},
    permission="manage_users",
    idempotent=True,
)
def end_one_role(call: Call, given: Given, user_id: UUID) -> None:
    """The role is held for the last time on `last_day`."""
    body = given.body
    end_role(call.session, call.act, user_id, body["role"], body["office"], body["last_day"])
