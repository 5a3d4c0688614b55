"""The OpenAPI 3.1 document, drawn from the registered operations and their schemas, and the page that
browses it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import flask_swagger_ui
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Blueprint, Response, json, send_from_directory
from markupsafe import Markup

from api.resources import Operation
from api.schemas.base import DayOrInstant, Schema, Shown, Text

PREFIX = "/api/v1"
_DIST = Path(flask_swagger_ui.__file__).parent / "dist"
_PAGE = Markup(
    '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>API tiepdan</title>'
    '<link rel="stylesheet" href="{0}/index.css"><link rel="stylesheet" href="{0}/swagger-ui.css">'
    '<link rel="icon" type="image/png" href="{0}/favicon-32x32.png"></head><body><div id="swagger-ui"></div>'
    '<script src="{0}/swagger-ui-bundle.js"></script><script src="{0}/start.js"></script></body></html>'
)
_START = (
    'window.ui = SwaggerUIBundle({url: "%s/openapi.json", dom_id: "#swagger-ui", deepLinking: true,'
    " presets: [SwaggerUIBundle.presets.apis], validatorUrl: null});\n"
)
_KINDS: Mapping[str | None, Mapping[str, Any]] = {
    "": {"type": "string", "minLength": 1},
    "uuid": {"type": "string", "format": "uuid"},
    "int": {"type": "integer", "minimum": 0, "maximum": 2147483647},
}
_PROBLEMS: Mapping[int, str] = {
    400: "The request cannot be understood.",
    401: "No valid bearer token.",
    403: "Neither roles nor token allow this.",
    404: "There is no such thing, or it is outside what the caller may see.",
    409: "Not possible as things stand now.",
    412: "It has changed since it was read.",
    413: "Too large.",
    415: "Wrong media type.",
    422: "Fields that cannot be taken, each with its path.",
    428: "If-Match is missing.",
    503: "The database is away or busy; the code says whether anything was written; see Retry-After.",
    507: "No room is left; nothing was written.",
}


class FieldProblem(Shown):
    """One field's fault."""

    path, code, detail = Text(required=True), Text(required=True), Text(required=True)


class ReasonShown(Shown):
    """Why an act is refused."""

    code, name, detail = Text(required=True), Text(required=True), Text(required=True)


def document(operations: Iterable[Operation], title: str = "tiepdan", version: str = "1") -> dict[str, Any]:
    """The whole document of these operations."""
    plugin = MarshmallowPlugin(schema_name_resolver=schema_name)
    spec = APISpec(
        title, version, "3.1.0", plugins=[plugin], info={"description": _ABOUT}, servers=[{"url": PREFIX}]
    )
    assert plugin.converter is not None
    plugin.converter.field_mapping[DayOrInstant] = ("string", None)
    spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    spec.components.schema("FieldProblem", schema=FieldProblem)
    spec.components.schema("ReasonShown", schema=ReasonShown)
    spec.components.schema("Problem", _problem_schema())
    for status, words in _PROBLEMS.items():
        content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        spec.components.response(f"Problem{status}", {"description": words, "content": content})
    for operation in operations:
        path = operation.path
        for name, kind in operation.places:
            path = path.replace(f"{{{name}:{kind}}}", f"{{{name}}}")
        spec.path(path, operations={operation.method.lower(): _described(operation)})
    made = spec.to_dict()
    made["security"] = [{"bearer": []}]
    return made


def schema_name(schema: Any) -> str:
    """A name for each schema, another one for each selection of its fields: variants would silently become
    one otherwise."""
    if isinstance(schema, type):
        return schema.__name__
    chosen = [("Only", schema.only), ("Without", schema.exclude), ("Partial", schema.partial)]
    tail = ""
    for word, names in chosen:
        if names is True:
            tail += word
        elif names:
            tail += word + "".join(part.title().replace("_", "") for part in sorted(names))
    return f"{type(schema).__name__}{tail}"


def make_docs(operations: list[Operation]) -> Blueprint:
    """The blueprint with the document and its page; neither needs a token, neither fetches anything from
    elsewhere."""
    docs = Blueprint("api_docs", __name__)
    text = json.dumps(document(operations), ensure_ascii=False)
    base = "/api/docs"

    @docs.get(f"{PREFIX}/openapi.json")
    def openapi() -> Response:
        return Response(text, mimetype="application/json")

    @docs.get(f"{base}/")
    def browse() -> Response:
        return Response(_PAGE.format(base), mimetype="text/html")

    @docs.get(f"{base}/<path:name>")
    def asset(name: str) -> Response:
        if name == "start.js":
            return Response(_START % PREFIX, mimetype="text/javascript")
        return send_from_directory(_DIST, name)

    return docs


def _described(operation: Operation) -> dict[str, Any]:
    said: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [operation.tag],
        "parameters": _parameters(operation),
        "responses": _responses(operation),
    }
    if operation.view.__doc__:
        said["description"] = operation.view.__doc__.strip()
    if operation.permission:
        said["x-permission"] = operation.permission
        said["description"] = f"{said.get('description', '')}\n\nScope: `{operation.permission}`.".strip()
    if operation.upload:
        said["requestBody"] = {
            "required": True,
            "content": {"multipart/form-data": {"schema": _upload_schema(operation)}},
        }
    elif operation.body is not None:
        said["requestBody"] = {"required": True, "content": {"application/json": {"schema": operation.body}}}
    return said


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"in": "path", "name": name, "required": True, "schema": dict(_KINDS[kind])}
        for name, kind in operation.places
    ]
    if operation.query is not None:
        found.append({"in": "query", "schema": operation.query})
    if operation.idempotent:
        found.append(_header("Idempotency-Key", {"type": "string", "pattern": "^[A-Za-z0-9._~:+/=-]{1,80}$"}))
    if operation.if_match:
        found.append(_header("If-Match", {"type": "string", "pattern": '^"[0-9]{1,15}"$'}))
    return found


def _header(name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"in": "header", "name": name, "required": True, "schema": dict(schema)}


def _responses(operation: Operation) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for status, schema in operation.answers.items():
        answer: dict[str, Any] = {"description": operation.summary}
        if isinstance(schema, str):
            answer["content"] = {schema: {"schema": {"type": "string"}}}
        elif schema is not None:
            answer["content"] = {"application/json": {"schema": schema}}
        heads = [("ETag", operation.gives_etag), ("Location", status == 201)]
        if listed := {name: {"schema": {"type": "string"}} for name, given in heads if given}:
            answer["headers"] = listed
        found[str(status)] = answer
    for status in _PROBLEMS:
        if (status not in (412, 428) or operation.if_match) and (status != 415 or operation.method != "GET"):
            found[str(status)] = f"Problem{status}"
    return found


def _upload_schema(operation: Operation) -> dict[str, Any]:
    members: dict[str, Any] = {"file": {"type": "string", "contentMediaType": "application/octet-stream"}}
    needed = ["file"]
    for name, one in (operation.body or Schema()).load_fields.items():
        members[one.data_key or name] = {"type": "string"}
        needed += [one.data_key or name] if one.required else []
    return {"type": "object", "properties": members, "required": needed, "additionalProperties": False}


def _problem_schema() -> dict[str, Any]:
    text = {"type": "string"}
    members: dict[str, Any] = dict.fromkeys(("type", "title", "detail", "instance", "code"), text)
    members["status"] = {"type": "integer"}
    for name, part in (("errors", "FieldProblem"), ("reasons", "ReasonShown")):
        members[name] = {"type": "array", "items": {"$ref": f"#/components/schemas/{part}"}}
    members["findings"] = {"type": "array", "items": {"type": "object"}}
    return {"type": "object", "properties": members, "required": ["type", "title", "status", "code"]}


_ABOUT = (
    "Bearer tokens; Idempotency-Key on a POST that creates; If-Match with the ETag that was read on a "
    "transition. Errors are problems (RFC 9457) with stable codes, in Vietnamese or, by Accept-Language, "
    "in English."
)
