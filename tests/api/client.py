"""A caller of the API for tests: every answer is held against the document, whatever the test asks for."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from functools import cache
from typing import Any

from flask import Flask, request
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]
from werkzeug.test import TestResponse

from api import app as application
from api import rest, web
from api.openapi import document
from api.request.wiring import DoorSettings, Wiring
from api.resources import Operation
from tests.api.sample import bearer
from tests.world import PEOPLE, World
from workflow.operations.steps.library import library

PREFIX = "/api/v1"
_keys = itertools.count(1)


def operations() -> dict[str, Operation]:
    """Every documented operation by its id."""
    return {one.name: one for subject in rest.RESOURCES for one in subject.operations}


@cache
def described() -> dict[str, Any]:
    """The OpenAPI document."""
    return document(operations().values())


def make_app(world: World, monkeypatch: Any, **settings: Any) -> Flask:
    """The product's API over a world, without its pages; `app.extensions["answered"]` collects the operations
    that answered well."""
    monkeypatch.setattr(web, "PAGES", ())
    doors = DoorSettings(secret_key="k" * 64, **settings)
    made = application.create_app(
        Wiring(world.database, lambda: world.at, world.new_id, world.fresh_bytes, doors)
    )
    answered: set[str] = set()
    made.extensions["answered"] = answered

    @made.after_request
    def note(response: Any) -> Any:
        if response.status_code < 300 and (request.endpoint or "").startswith("rest."):
            answered.add(str(request.endpoint).removeprefix("rest."))
        return response

    return made


class Caller:
    """Somebody of the world with a token for all that their role may do."""

    def __init__(self, app: Flask, world: World, who: str, *scopes: str, language: str = "en") -> None:
        self.client: FlaskClient = app.test_client()
        self.app = app
        self.heads = bearer(world, who, *(scopes or permissions(world, who)), hours=24 * 365)
        self.heads["Accept-Language"] = language

    def get(self, path: str, **query: Any) -> TestResponse:
        """GET below the prefix."""
        shown = {
            name: str(value).lower() if isinstance(value, bool) else value for name, value in query.items()
        }
        return self._held(self.client.get(PREFIX + path, headers=self.heads, query_string=shown))

    def read(self, path: str, **query: Any) -> Any:
        """What a GET gives; it has to answer well."""
        response = self.get(path, **query)
        assert response.status_code == 200, response.get_data(as_text=True)
        return response.get_json()

    def post(
        self,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        key: str | None = None,
        etag: str | None = None,
        **more: Any,
    ) -> TestResponse:
        """POST a JSON body, with an Idempotency-Key of its own where none is given."""
        heads = self.heads | {"Idempotency-Key": key or f"key-{next(_keys)}"}
        if etag is not None:
            heads["If-Match"] = etag
        if body is not None:
            more["json"] = body
        return self._held(self.client.post(PREFIX + path, headers=heads, **more))

    def make(self, path: str, body: Mapping[str, Any] | None = None, **more: Any) -> Any:
        """What a POST gives; it has to answer well."""
        response = self.post(path, body, **more)
        assert response.status_code in (200, 201, 204), response.get_data(as_text=True)
        return response.get_json(silent=True)

    def delete(self, path: str, **query: Any) -> TestResponse:
        """DELETE below the prefix."""
        return self._held(self.client.delete(PREFIX + path, headers=self.heads, query_string=query))

    def take(
        self, ref: str, transition: str, fields: Any = None, papers: tuple[str, ...] = (), **more: Any
    ) -> Any:
        """Take a transition on the case as it now stands, with papers written as words."""
        body = {"transition": transition, "fields": fields or {}, **more}
        body["documents"] = [{"kind": kind, "text": "Nội dung văn bản."} for kind in papers]
        return self.make(f"/cases/{ref}/transitions", body, etag=self.etag(ref))

    def etag(self, ref: str) -> str:
        """The case's ETag as this caller reads it."""
        return str(self.get(f"/cases/{ref}").headers["ETag"])

    def _held(self, response: TestResponse) -> TestResponse:
        faults = undocumented(self.app, response)
        assert faults == [], faults
        return response


def undocumented(app: Flask, response: TestResponse) -> list[str]:
    """What about an answer is not as the document says."""
    asked = response.request
    adapter = app.url_map.bind("localhost")
    endpoint, _ = adapter.match(asked.path, method=asked.method)
    operation = operations()[endpoint.removeprefix("rest.")]
    path = operation.path.replace(":uuid", "").replace(":int", "")
    found = described()["paths"][path][operation.method.lower()]["responses"].get(str(response.status_code))
    if found is None:
        return [f"{operation.name}: {response.status_code} is not documented"]
    if "$ref" in found:
        found = described()["components"]["responses"][found["$ref"].rsplit("/", 1)[1]]
    if "content" not in found:
        return [] if not response.data else [f"{operation.name}: a body where none is documented"]
    if response.mimetype not in found["content"]:
        return [f"{operation.name}: {response.mimetype} is not documented"]
    if not response.is_json:
        return []
    schema = found["content"][response.mimetype]["schema"] | {"components": described()["components"]}
    checked = Draft202012Validator(schema, format_checker=FormatChecker())
    return [
        f"{operation.name}: {fault.json_path} {fault.message}"
        for fault in checked.iter_errors(response.get_json())
    ]


def permissions(world: World, who: str) -> tuple[str, ...]:
    """All that a person's role may do."""
    return tuple(world.read(lambda session: library(session).roles()[PEOPLE[who][0]].may))
