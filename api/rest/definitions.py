"""Deployed texts: case types, rule packs, code lists, roles, calendars."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask import Response

from api.request.calls import Call
from api.resources import Given, Reply, Resources
from api.schemas.definitions import (
    KINDS,
    DefinitionIn,
    DefinitionList,
    DefinitionQuery,
    DefinitionShown,
    DeployedShown,
)
from models import definitions
from workflow.case_type.diagram import svg
from workflow.errors import NotFound
from workflow.operations.definition.deploy_definition import deploy_definition
from workflow.source import read_source

resources = Resources("definitions")
SVG = "image/svg+xml"
_SHA256 = re.compile(r"[0-9a-f]{64}")


@resources.get(
    "/definitions", "List deployed texts", query=DefinitionQuery(), answers={200: DefinitionList()}
)
def list_definitions(call: Call, given: Given) -> Mapping[str, Any]:
    """Every version that was ever deployed, or with `live` the newest of each name. Open to everybody who is
    logged in: this is the law of the office."""
    kinds = (given.query["kind"],) if "kind" in given.query else KINDS
    read = definitions.newest_of_kind if given.query.get("live") else definitions.versions
    return {"items": [dict(row) for kind in kinds for row in read(call.session, kind)]}


@resources.get(
    "/definitions/{kind}/{name}/{version}", "Read a deployed text", answers={200: DefinitionShown()}
)
def read_one_definition(call: Call, given: Given, kind: str, name: str, version: str) -> Mapping[str, Any]:
    """By its version, or by its sha256."""
    return _found(call, kind, name, version)


@resources.get("/definitions/{type}/{version}/diagram", "Draw a case type", answers={200: SVG})
def draw_definition(call: Call, given: Given, type: str, version: str) -> Response:
    """The states and transitions of a case type version as SVG, in the language of Accept-Language."""
    case_type = call.held.case_type(_found(call, "case_type", type, version)["sha256"])
    drawn = Response(svg(case_type, call.language), mimetype=SVG)
    drawn.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    drawn.headers["Content-Language"] = call.language
    return drawn


@resources.post(
    "/definitions",
    "Deploy a text",
    body=DefinitionIn(),
    answers={201: DeployedShown()},
    permission="deploy_definitions",
    idempotent=True,
)
def deploy_text(call: Call, given: Given) -> Reply:
    """A case type, rule pack, code list or role list. With a fault it is refused with every finding (file,
    line, column, code) and live versions stay untouched. The same text again changes nothing."""
    source = read_source(given.body["text"], given.body["file"])
    made = deploy_definition(call.session, call.act, source)
    place = f"/api/v1/definitions/{made.kind}/{made.name}/{made.version}"
    return Reply(asdict(made), location=place)


def _found(call: Call, kind: str, name: str, version: str) -> Mapping[str, Any]:
    if _SHA256.fullmatch(version):
        row = definitions.read_definition(call.session, kind, version)
    else:
        row = definitions.find_version(call.session, kind, name, version)
    if row is None or row["name"] != name:
        raise NotFound()
    return row  # type: ignore[return-value]
