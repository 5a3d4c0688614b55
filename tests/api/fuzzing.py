"""A world worth fuzzing, and the document with its ids and names: what is made up often meets something."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from api.openapi import document
from models import cases, evidence, people
from tests.api.client import operations
from tests.api.sample import bearer
from tests.operations.journeys import DISPUTE, dispute_to, open_complaint, open_dispute
from tests.world import PEOPLE, World
from workflow.operations.audit.pull_audit import pull_audit
from workflow.operations.case.send_request import send_request
from workflow.operations.steps.library import library

NAMES: Mapping[str, tuple[str, ...]] = {
    "case_type": ("dispute", "complaint_first", "none"),
    "transition": ("classify", "assign", "start_mediation", "agree", "withdraw", "close", "decide", "x"),
    "kind": ("request", "decision", "log_entry", "case_type", "help", "commune"),
    "name": ("dispute", "complaints", "hg_outcome"),
    "type": ("dispute", "complaint_first"),
    "version": ("2026.1", "0", "f" * 64),
    "role": ("officer", "mediator", "chair"),
    "clock": ("resolution", "acceptance", "mediation", "start_mediation"),
    "procedure": ("complaint_first", "petition", "grassroots_mediation"),
    "state": ("received", "noticed", "mediating"),
    "scopes": ("open_case", "pull_audit"),
    "with": ("remote", "complex"),
    "media_type": ("application/pdf", "text/plain"),
    "If-Match": ('"1"', '"2"', '"4"', '"5"'),
}
"""What some members and parameters are called in the world, with words that mean nothing there."""

SAME: Mapping[str, str] = {
    **dict.fromkeys(("org_id", "offices", "above", "part_of", "inspected_by"), "office"),
    **dict.fromkeys(("user_id", "users", "holder"), "user"),
}
"""Other names of the same kind of id."""

TIMES = ("from", "happened", "due_before")
MOMENTS = (
    "2026-07-06", "2026-07-03T08:00:00+07:00", "2027-12-31", "2199-12-31", "1900-01-01", "2026-02-30",
    "2026-07-06T25:00Z", "hôm nay", "2200-12-31T23:59:59.999999-14:00", "1900-01-01T00:00:00+14:00",
)  # fmt: skip
"""Days and instants, some at the edges of what is taken and some beyond."""

ENTERED: tuple[Mapping[str, Any], ...] = (
    DISPUTE,
    {},
    {"matter": "land_use", "mediable": True},
    {"lead": "x"},
    {"agreement": "Thỏa thuận", "perform_by": "2026-13-01"},
    {"requesters": [{"name": ""}], "content": "", "subject": None},
    {"requesters": [{"name": "A", "x": 1}], "content": {"a": [1, {"b": []}]}, "subject": 2**53},
    {"subject": "\u0000", "": {"": []}, "respondent": {"kind": "official", "user": "x"}, "people": -(2**40)},
)
"""What is entered in acts, some of it as it should be."""


Ids = dict[str, list[str]]

MORE_PEOPLE = {"deputy": ("vice_chair", "commune"), "fellow": ("front", "front")}
"""The two roles that nobody of the world holds."""

Heads = dict[str, dict[str, str]]


def add_people(world: World) -> None:
    """Let somebody of the world hold each of the twelve roles."""
    since = date(2020, 1, 1)
    for name, (role, place) in MORE_PEOPLE.items():
        user_id = world.users[name] = world.new_id()
        user = {"user_id": user_id, "username": name, "display_name": name, "password_hash": None}
        user |= {"active_from": since, "active_to": None, "imported": False, "recorded_at": world.at}
        world.run(people.insert_people_row, "user", user)
        held = {"user_id": user_id, "role": role, "org_id": world.orgs[place]}
        world.run(people.insert_people_row, "role", held | {"from_day": since, "to_day": None})


def holders(world: World) -> dict[str, str]:
    """Role → who of the world holds it, for every role there is."""
    found = {role: who for who, (role, _) in reversed({**PEOPLE, **MORE_PEOPLE}.items())}
    roles = world.read(lambda session: library(session).roles())
    assert found.keys() == roles.keys()
    return found


def heads_of_roles(world: World) -> Heads:
    """A token for all that a role may do, of each role; nobody's, and one that nobody gave out."""
    roles = world.read(lambda session: library(session).roles())
    made = {
        role: bearer(world, who, *roles[role].may, hours=24) for role, who in sorted(holders(world).items())
    }
    return made | {"anonymous": {}, "unknown token": {"Authorization": "Bearer " + "x" * 43}}


def heads_of_scopes(world: World) -> Heads:
    """For each permission a token for it alone, of somebody who has it; and one for nothing."""
    roles = world.read(lambda session: library(session).roles())
    able = {scope: who for role, who in holders(world).items() for scope in roles[role].may}
    made = {scope: bearer(world, who, scope, hours=24) for scope, who in sorted(able.items())}
    return made | {"no scope": bearer(world, "chair", hours=24)}


def fill(world: World) -> Ids:
    """Cases in several states, a request, papers, a sealed value and a pull; gives ids by what names them."""
    made = [
        open_dispute(world),
        dispute_to(world, "mediating"),
        dispute_to(world, "monitored"),
        open_complaint(world),
    ]
    world.take("mediator", made[2].case_id, "close", {"outcome": "kept"}, ("performance",))
    fields = {"ground_escalated": "violence", "informant": "Người ở thôn 2"}
    world.take("leader", made[1].case_id, "report_danger", fields, ("incident_report",))
    asked = (str(made[1].case_id), "help", world.orgs["police"], "Xin xác minh.")
    world.run(send_request, world.act("clerk"), *asked)
    day = world.today()
    pulled = world.run(pull_audit, world.act("inspector"), world.orgs["commune"], day, day)
    refs = [str(one.case_id) for one in made]
    rows = [world.read(cases.read_case, one.case_id) for one in made]
    kept = [value for row in rows for value in row["fields"].values() if isinstance(value, dict)]
    return {
        "ref": [*refs, made[0].number],
        "pull_id": [str(pulled.pull_id)],
        "office": [str(world.orgs[name]) for name in ("commune", "police", "team")],
        "user": [str(world.users[name]) for name in ("officer", "mediator", "admin")],
        "document_id": _ids(world, evidence.read_documents, refs, "document_id"),
        "request_id": _ids(world, cases.read_requests, refs, "request_id"),
        "party": _ids(world, cases.read_parties, refs, "party_id"),
        "value_id": [value["value"] for value in kept if "value" in value],
    }


def _ids(world: World, read: Any, refs: list[str], name: str) -> list[str]:
    return [str(row[name]) for ref in refs for row in world.read(read, UUID(ref))]


def told(ids: Ids) -> dict[str, Any]:
    """The document in which ids and names of the world are told as likely values."""
    made = copy.deepcopy(document(operations().values()))
    for path in made["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", ()):
                parameter["schema"] = _likely(parameter["name"], parameter["schema"], ids)
            for content in operation.get("requestBody", {}).get("content", {}).values():
                content["schema"] = _seen(content["schema"], ids)
    schemas = made["components"]["schemas"]
    for name in [name for name in schemas if name.endswith("In")]:
        schemas[name] = _seen(schemas[name], ids)
    return made


def _seen(schema: dict[str, Any], ids: Ids) -> dict[str, Any]:
    members = schema.get("properties", {})
    return schema | (
        {"properties": {name: _likely(name, one, ids) for name, one in members.items()}} if members else {}
    )


def _likely(name: str, schema: dict[str, Any], ids: Ids) -> dict[str, Any]:
    if "items" in schema:
        return schema | {"items": _likely(name, schema["items"], ids)}
    if name == "fields":
        return {"enum": list(ENTERED)}
    if name in NAMES:
        return {"enum": list(NAMES[name])}
    if name == "ref":
        return {"enum": [*ids["ref"], "HG", "x" * 500, "Ω\u202e"]}
    if schema.get("format") == "uuid":
        return {"enum": [*ids.get(SAME.get(name, name), ()), "00000000-0000-4000-8000-000000000000"]}
    if schema == {"type": "string"} and name in TIMES:
        return {"enum": list(MOMENTS)}
    return schema
