"""REST resources: one decorator registers the route, reads what comes in, and describes the operation for
OpenAPI 3.1.

    cases = Resources("cases")

    @cases.get("/cases/{ref}", "Read a case", answers={200: CaseShown()}, gives_etag=True)
    def read_case(call: Call, given: Given, ref: str) -> Reply:
        return Reply(values, etag=row_version)

    @cases.post("/cases", "Open a case", body=CaseIn(), answers={201: CaseShown()}, permission="open_case",
    idempotent=True)
    def open_case(call: Call, given: Given) -> Reply:
        return Reply(values, location=f"/api/v1/cases/{ref}")

A path holds `{name}` (text), `{name:uuid}` or `{name:int}`. The view runs inside the one transaction of the
request (a GET in a
read-only one) and may be run again after a lost race: it gives plain values and changes nothing but through
verbs. With
`own_transactions=True` its first argument is instead `run(work, read_only=False)`, which runs `work(call)`
in a transaction;
streams need that (decision 24). `permission` is the scope a token needs; the verb still asks for the role.
`idempotent=True` demands Idempotency-Key, `if_match=True` demands If-Match (`given.version`). Register the
module in
`api/rest/__init__.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from flask import Response, json, request

from api.request.bodies import Upload, etag_of, expected_version, json_object, query_values, upload_form
from api.request.calls import Call, in_call
from api.request.faults import BadText, KeyMissing, ScopeMissing
from api.request.identity import Credential, shown_credential
from api.schemas.base import AnySchema, Schema, is_clean
from api.schemas.reading import read, read_query
from workflow.errors import WorkflowError

T = TypeVar("T")
View = Callable[..., Any]
_NO_QUERY = Schema()
_PLACE = re.compile(r"\{(\w+)(?::(\w+))?\}")
_CONVERTERS = {None: "", "uuid": "uuid:", "int": "int(max=2147483647):"}


@dataclass(frozen=True, slots=True)
class Given:
    """What came in, read and checked: `version` is that of If-Match, `upload` the file of a multipart
    form."""

    query: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    version: int | None = None
    upload: Upload | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: a value for the answer's schema, the status (0: the operation's first), the row version for
    an ETag."""

    value: Any = None
    status: int = 0
    etag: int | None = None
    location: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path. `answers`: status → schema, a media type for bytes, or None for no body."""

    tag: str
    method: str
    path: str
    summary: str
    view: View
    answers: Mapping[int, AnySchema | str | None]
    query: AnySchema | None = None
    body: AnySchema | None = None
    permission: str | None = None
    idempotent: bool = False
    if_match: bool = False
    gives_etag: bool = False
    upload: bool = False
    own_transactions: bool = False
    reads: bool = False

    @property
    def name(self) -> str:
        """The operation's id: the view's name."""
        return str(self.view.__name__)

    @property
    def rule(self) -> str:
        """The path as Flask writes it."""
        return _PLACE.sub(lambda found: f"<{_CONVERTERS[found[2]]}{found[1]}>", self.path)

    @property
    def places(self) -> list[tuple[str, str | None]]:
        """(name, kind) of each place in the path."""
        return _PLACE.findall(self.path)

    def answer(self, **path: Any) -> Response:
        """Answer a request: identity, then the request's own faults, then the view."""
        shown = shown_credential()
        given, fault = self._given(path)
        run = partial(self._run, shown, fault)
        if self.own_transactions:
            reply = self.view(run, given, **path)
        else:
            reply = run(lambda call: self.view(call, given, **path), read_only=self.reads)
        return reply if isinstance(reply, Response) else self._respond(reply)

    def _run(
        self,
        shown: Credential,
        fault: WorkflowError | None,
        work: Callable[[Call], T],
        read_only: bool = False,
    ) -> T:
        def checked(call: Call) -> T:
            scopes = call.actor.scopes
            if self.permission and scopes is not None and self.permission not in scopes:
                raise ScopeMissing()
            # Only now: a stranger learns nothing about what the operation takes.
            if fault is not None:
                raise fault
            return work(call)

        return in_call(checked, read_only=read_only, shown=shown)

    def _given(self, path: Mapping[str, Any]) -> tuple[Given, WorkflowError | None]:
        try:
            if not all(is_clean(one) for one in path.values() if isinstance(one, str)):
                raise BadText()
            version = expected_version() if self.if_match else None
            if self.idempotent and "Idempotency-Key" not in request.headers:
                raise KeyMissing()
            query = {}
            if self.query is not None or request.query_string:
                query = read_query(self.query or _NO_QUERY, query_values())
            body, upload = self._body()
            return Given(query, body, version, upload), None
        except WorkflowError as error:
            return Given(), error

    def _body(self) -> tuple[Mapping[str, Any], Upload | None]:
        if self.upload:
            values, upload = upload_form()
            return read_query(self.body or _NO_QUERY, values), upload
        return (read(self.body, json_object()) if self.body is not None else {}), None

    def _respond(self, reply: Any) -> Response:
        made = reply if isinstance(reply, Reply) else Reply(reply)
        status = made.status or next(iter(self.answers))
        schema = self.answers[status]
        if schema is None:
            response = Response(status=status)
        else:
            shown = schema.dump(made.value) if not isinstance(schema, str) else made.value
            response = Response(json.dumps(shown, ensure_ascii=False), status, mimetype="application/json")
        if made.etag is not None:
            response.headers["ETag"] = etag_of(made.etag)
        if made.location is not None:
            response.headers["Location"] = made.location
        if made.headers:
            response.headers.update(made.headers)
        return response


class Resources:
    """The operations of one subject, in the order of their writing."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.operations: list[Operation] = []

    def get(self, path: str, summary: str, **said: Any) -> Callable[[View], View]:
        """A read: see `Operation` for what may be said."""
        return self._on("GET", path, summary, reads=True, **said)

    def post(self, path: str, summary: str, **said: Any) -> Callable[[View], View]:
        """An act, or with `reads=True` a question that is too long or too delicate for an address."""
        return self._on("POST", path, summary, **said)

    def delete(self, path: str, summary: str, **said: Any) -> Callable[[View], View]:
        """An end: revoke a token, end a role."""
        return self._on("DELETE", path, summary, **said)

    def _on(self, method: str, path: str, summary: str, **said: Any) -> Callable[[View], View]:
        def register(view: View) -> View:
            self.operations.append(Operation(self.tag, method, path, summary, view, **said))
            return view

        return register
