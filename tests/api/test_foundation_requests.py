"""Bodies, queries, headers and problems of the API: what is taken, what is refused, and how that is said."""

from __future__ import annotations

import io
import json
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate
from werkzeug.test import TestResponse

from models import people
from tests.api.foundation import client, module_world, sample_app, world  # noqa: F401
from tests.api.sample import bearer, problem
from tests.world import World

KEY = {"Idempotency-Key": "k-1"}
FORM = "multipart/form-data"
OWNER = str(UUID(int=1))


@pytest.fixture
def head(world: World) -> dict[str, str]:  # noqa: F811
    return bearer(world, "reception", "open_case")


def test_without_a_token_nothing_is_told(client: FlaskClient, world: World) -> None:  # noqa: F811
    for path in ("/api/v1/things", "/api/v1/things/x?unknown=1"):
        response = client.get(path)
        problem(response, 401, "not-logged-in")
        assert response.headers["WWW-Authenticate"].startswith("Bearer")
    for text in ("Bearer", "Bearer x", "Basic eDp5", "Bearer " + "A" * 43, "Bearer ÿ"):
        problem(client.get("/api/v1/things", headers={"Authorization": text}), 401, "not-logged-in")


def test_a_token_ends_and_its_scope_binds(client: FlaskClient, world: World) -> None:  # noqa: F811
    narrow = bearer(world, "reception", "attach_document")
    refused = client.post("/api/v1/things", json={"title": "x"}, headers=narrow | KEY)
    problem(refused, 403, "scope-missing")
    assert client.get("/api/v1/things", headers=narrow).status_code == 200
    world.later(hours=1)
    problem(client.get("/api/v1/things", headers=narrow), 401, "not-logged-in")


def test_the_cookie_of_a_browser_means_nothing_to_the_api(client: FlaskClient, world: World) -> None:  # noqa: F811
    row = {"user_id": world.users["clerk"], "created_at": world.at, "expires_at": world.at.replace(year=2030)}
    world.run(people.insert_web_session, {**row, "token_sha256": b"x" * 32})
    client.set_cookie("tiepdan_session", "A" * 43)
    problem(client.get("/api/v1/things"), 401, "not-logged-in")


def test_what_a_schema_does_not_name_stays_inside(client: FlaskClient, head: dict[str, str]) -> None:  # noqa: F811
    answer = client.get("/api/v1/things?limit=5&kind=a&kind=b&all=true", headers=head).get_json()
    assert answer == [{"title": "limit=5 kind=['a', 'b'] all=True", "version": 1}]


def test_etag_and_location(client: FlaskClient, head: dict[str, str]) -> None:  # noqa: F811
    assert client.get("/api/v1/things/x", headers=head).headers["ETag"] == '"7"'
    made = client.post("/api/v1/things", json={"title": "Cà phê"}, headers=head | KEY)
    assert (made.status_code, made.headers["Location"]) == (201, "/api/v1/things/1")
    assert made.get_json() == {"title": "Cà phê"}


def _post(client: FlaskClient, body: Any, head: dict[str, str]) -> TestResponse:  # noqa: F811
    # Written in ASCII, so that half characters arrive as JSON can spell them.
    heads = head | KEY | {"Content-Type": "application/json"}
    return client.post("/api/v1/things", data=json.dumps(body), headers=heads)


BODIES: list[tuple[dict[str, Any], str, str]] = [
    ({}, "title", "required"),
    ({"title": None}, "title", "null-not-allowed"),
    ({"title": 1}, "title", "not-text"),
    ({"title": "a\x00b"}, "title", "bad-characters"),
    ({"title": "a\nb"}, "title", "bad-characters"),
    ({"title": "a\ud800"}, "title", "bad-characters"),
    ({"title": "x" * 21}, "title", "too-long"),
    ({"title": "x", "stranger": 1}, "stranger", "unknown-field"),
    ({"title": "x", "count": "5"}, "count", "not-a-number"),
    ({"title": "x", "count": 1.5}, "count", "not-a-number"),
    ({"title": "x", "count": True}, "count", "not-a-number"),
    ({"title": "x", "count": 10**300}, "count", "out-of-range"),
    ({"title": "x", "loud": "yes"}, "loud", "not-a-yes-no"),
    ({"title": "x", "day": "2026-02-30"}, "day", "not-a-day"),
    ({"title": "x", "day": "20260201"}, "day", "not-a-day"),
    ({"title": "x", "at": "2026-02-01T10:00:00"}, "at", "not-an-instant"),
    ({"title": "x", "owner": "1"}, "owner", "not-an-id"),
    ({"title": "x", "kind": "c"}, "kind", "not-a-choice"),
    ({"title": "x", "people": {}}, "people", "not-a-list"),
    ({"title": "x", "people": [{"name": "x"}, {}]}, "people.1.name", "required"),
    ({"title": "x", "people": [{"name": "x", "when": 5}]}, "people.0.when", "not-an-instant"),
    ({"title": "x", "people": [{"name": "x"}] * 3}, "people", "too-many"),
    ({"title": "x", "fields": {"a": 1.5}}, "fields", "not-a-value"),
    ({"title": "x", "fields": {"a": "\x00"}}, "fields", "bad-characters"),
    ({"title": "x", "fields": {"a": 2**60}}, "fields", "out-of-range"),
    ({"title": "x", "fields": {"a": [[[[[[[[[1]]]]]]]]]}}, "fields", "too-deep"),
]


@pytest.mark.parametrize(("body", "path", "code"), BODIES)
def test_each_fault_has_path_and_code(
    client: FlaskClient,  # noqa: F811
    head: dict[str, str],
    body: dict[str, Any],
    path: str,
    code: str,
) -> None:
    found = problem(_post(client, body, head), 422, "invalid-input")
    assert [(one["path"], one["code"]) for one in found["errors"]] == [(path, code)]
    assert all(one["detail"] and "{" not in one["detail"] for one in found["errors"])


@pytest.mark.parametrize(
    ("raw", "media", "status", "code"),
    [
        (b"{", "application/json", 400, "malformed-body"),
        (b"", "application/json", 400, "malformed-body"),
        (b"[]", "application/json", 400, "malformed-body"),
        (b'{"title": NaN}', "application/json", 400, "malformed-body"),
        (b'{"title": "a", "title": "b"}', "application/json", 400, "malformed-body"),
        (b'{"title": "\xff"}', "application/json", 400, "malformed-body"),
        (b"[" * 100_000, "application/json", 400, "malformed-body"),
        (b'{"count": ' + b"9" * 5000 + b"}", "application/json", 400, "malformed-body"),
        (b'{"title": "a"}', "text/plain", 415, "wrong-media-type"),
        (b"title=a", "application/x-www-form-urlencoded", 415, "wrong-media-type"),
        (b'{"title": "' + b"a" * 2_000_000 + b'"}', "application/json", 413, "too-large"),
    ],
)
def test_bodies_that_are_none(
    client: FlaskClient,  # noqa: F811
    head: dict[str, str],
    raw: bytes,
    media: str,
    status: int,
    code: str,
) -> None:
    response = client.post("/api/v1/things", data=raw, content_type=media, headers=head | KEY)
    problem(response, status, code)


@pytest.mark.parametrize(
    ("query", "path", "code"),
    [
        ("limit=0", "limit", "out-of-range"),
        ("limit=x", "limit", "not-a-number"),
        ("limit=%D9%A3", "limit", "not-a-number"),
        ("limit=" + "9" * 5000, "limit", "not-a-number"),
        ("limit=1&limit=2", "limit", "repeated"),
        ("all=1", "all", "not-a-yes-no"),
        ("kind=c", "kind.0", "not-a-choice"),
        ("who=me", "who", "unknown-field"),
    ],
)
def test_queries(client: FlaskClient, head: dict[str, str], query: str, path: str, code: str) -> None:  # noqa: F811
    found = problem(client.get(f"/api/v1/things?{query}", headers=head), 422, "invalid-input")
    assert [(one["path"], one["code"]) for one in found["errors"]] == [(path, code)]


@pytest.mark.parametrize(
    ("number", "match", "status", "code"),
    [
        (1, None, 428, "if-match-missing"),
        (1, "*", 400, "if-match-bad"),
        (1, 'W/"7"', 400, "if-match-bad"),
        (1, '"', 400, "if-match-bad"),
        (1, '"9999999999999999999"', 400, "if-match-bad"),
        (1, '"6"', 412, "stale-case"),
        (2, '"7"', 409, "transition-refused"),
        (3, '"7"', 403, "not-permitted"),
    ],
)
def test_acts_on_a_version(
    client: FlaskClient,  # noqa: F811
    head: dict[str, str],
    number: int,
    match: str | None,
    status: int,
    code: str,
) -> None:
    heads = head | ({"If-Match": match} if match else {})
    found = problem(client.post(f"/api/v1/things/{number}/moves", headers=heads), status, code)
    if status == 409:
        assert found["reasons"] == [{"code": "document-missing", "name": "plan", "detail": "Thiếu kế hoạch."}]


def test_english_for_those_who_ask(client: FlaskClient, head: dict[str, str]) -> None:  # noqa: F811
    for wanted, title in [
        ("en-GB", "Not possible now"),
        ("vi;q=0.5, en;q=0.9", "Not possible now"),
        ("vi-VN, en", "Chưa thực hiện được"),
        ("fr", "Chưa thực hiện được"),
        ("en;q=0", "Chưa thực hiện được"),
        ("\x80;;q=x,,", "Chưa thực hiện được"),
    ]:
        heads = head | {"If-Match": '"7"', "Accept-Language": wanted}
        found = problem(client.post("/api/v1/things/2/moves", headers=heads), 409, "transition-refused")
        assert found["title"] == title


def test_what_nobody_foresaw_has_a_code_and_no_internals(
    client: FlaskClient,  # noqa: F811
    head: dict[str, str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    response = client.post("/api/v1/things/4/moves", headers=head | {"If-Match": '"7"'})
    found = problem(response, 500, "unexpected")
    assert found["instance"].removeprefix("urn:uuid:") in found["detail"]
    logged = capsys.readouterr().out
    assert "RuntimeError" in logged and "Bí Mật" not in logged + response.get_data(as_text=True)


@pytest.mark.parametrize("key", ["", " ", "a" * 81, "a\tb", 'a"b', "ÿ"])
def test_keys_that_are_none(client: FlaskClient, head: dict[str, str], key: str) -> None:  # noqa: F811
    response = client.post("/api/v1/things", json={"title": "x"}, headers=head | {"Idempotency-Key": key})
    problem(response, 400, "idempotency-key-bad")
    problem(client.post("/api/v1/things", json={"title": "x"}, headers=head), 400, "idempotency-key-missing")


def test_uploads(client: FlaskClient, head: dict[str, str]) -> None:  # noqa: F811
    def send(**form: Any) -> Any:
        return client.post(f"/api/v1/things/{OWNER}/papers", data=form, headers=head, content_type=FORM)

    file = (io.BytesIO(b"12345"), "đơn.pdf")
    assert send(kind="don", file=file).get_json() == {"title": "đơn.pdf 5"}
    problem(send(kind="don", file="text"), 422, "invalid-input")
    problem(send(kind="x" * 21, file=(io.BytesIO(b"1"), "a")), 422, "invalid-input")
    problem(send(kind="a\x00", file=(io.BytesIO(b"1"), "a")), 400, "bad-text")
    big = {"data": b"1" * 2_000_000, "content_type": f"{FORM}; boundary=x"}
    problem(client.post(f"/api/v1/things/{OWNER}/papers", headers=head, **big), 413, "too-large")
    problem(client.post(f"/api/v1/things/{OWNER}/papers", json={}, headers=head), 415, "wrong-media-type")


def test_addresses_that_are_none(client: FlaskClient, head: dict[str, str]) -> None:  # noqa: F811
    for path in ("/api/v1/nothing", "/api/v1/things/x/papers", "/api/v1/things/-1/moves", "/api/v1/a%00"):
        problem(client.post(path, headers=head), 404, "not-found")
    wrong = client.delete("/api/v1/things", headers=head)
    problem(wrong, 405, "method-not-allowed")
    assert {"GET", "POST"} <= set(wrong.headers["Allow"].split(", "))
    problem(client.get("/api/v1/things?limit=%00", headers=head), 400, "bad-text")


def test_the_document_is_valid_and_says_what_is_needed(client: FlaskClient) -> None:  # noqa: F811
    found = client.get("/api/v1/openapi.json").get_json()
    validate(found)
    made = found["paths"]["/things"]["post"]
    assert found["openapi"] == "3.1.0" and made["operationId"] == "make_thing"
    assert [one["name"] for one in made["parameters"]] == ["Idempotency-Key"]
    assert set(made["responses"]) >= {"201", "400", "401", "403", "409", "413", "415", "422", "503"}
    assert "If-Match" in str(found["paths"]["/things/{number}/moves"]["post"]["parameters"])
    assert found["components"]["schemas"]["ThingIn"]["properties"]["day"]["type"] == ["string", "null"]
    assert found["components"]["schemas"]["PersonIn"]["properties"]["when"] == {"type": "string"}
    assert found["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"


_TEXTS = st.text(st.characters(exclude_categories=()), max_size=30)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=8,
)
_NAMES = (
    st.sampled_from(["title", "count", "day", "at", "owner", "kind", "people", "fields", "words"]) | _TEXTS
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.dictionaries(_NAMES, _VALUES, max_size=5), query=_TEXTS, ref=_TEXTS)
def test_rubbish_is_never_our_failure(
    client: FlaskClient,  # noqa: F811
    head: dict[str, str],
    body: dict[str, Any],
    query: str,
    ref: str,
) -> None:
    clean = ref.encode("utf-8", "replace").decode()
    answers = [
        _post(client, body, head),
        client.get("/api/v1/things", query_string=query.encode("utf-8", "replace").decode(), headers=head),
        client.get(f"/api/v1/things/{clean or '_'}", headers=head),
        client.open(path="/api/v1/things/" + (clean or "_"), method="GET", headers=head),
    ]
    assert all(answer.status_code < 500 for answer in answers)
