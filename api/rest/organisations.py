"""Offices and units."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.request.calls import Call
from api.resources import Given, Reply, Resources
from api.rest.scoping import reach
from api.schemas.people import OfficeIn, OfficeList, OfficeQuery, OfficeShown
from api.schemas.shown import Made
from models import organisations
from workflow.errors import NotFound
from workflow.operations.people.record_organisation import OrganisationEntry, record_organisation

resources = Resources("organisations")


@resources.get("/organisations", "List offices", query=OfficeQuery(), answers={200: OfficeList()})
def list_offices(call: Call, given: Given) -> Mapping[str, Any]:
    """Those in reach: one's own with their units, those below, those inspected; with `all` every office, for
    whoever asks or hands over needs its id."""
    wanted = None if given.query.get("all") else reach(call)
    return {"items": [_shown(row) for row in _listed(call, wanted)]}


@resources.get("/organisations/{org_id:uuid}", "Read an office", answers={200: OfficeShown()})
def read_office(call: Call, given: Given, org_id: UUID) -> Mapping[str, Any]:
    """With the name it bears today."""
    found = _listed(call, {org_id})
    if not found:
        raise NotFound()
    return _shown(found[0])


@resources.post(
    "/organisations",
    "Record an office",
    body=OfficeIn(),
    answers={201: Made()},
    permission="manage_organisations",
    idempotent=True,
)
def record_office(call: Call, given: Given) -> Reply:
    """An office below one that the caller administers, or a unit of it."""
    body = given.body
    entry = OrganisationEntry(
        body["kind"],
        body["name"],
        body["short_name"],
        body["from_"],
        body.get("code"),
        body.get("register"),
        body.get("above"),
        tuple(body["inspected_by"]),
        body.get("part_of"),
    )
    made = record_organisation(call.session, call.act, entry)
    return Reply({"id": made}, location=f"/api/v1/organisations/{made}")


def _listed(call: Call, wanted: set[UUID] | None) -> list[Any]:
    today = call.held.today(call.act.at)
    return list(organisations.list_organisations(call.session, today, wanted))


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "id": row["org_id"]}
