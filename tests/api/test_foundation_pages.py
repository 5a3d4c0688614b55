"""Logging in and out, sessions, the throttle, forged forms, headers and error pages."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from api.request import login, passwords
from api.request.rendering import use_error_page
from models import audit, people
from models.engines import make_engine
from tests.api.foundation import client, module_world, sample_app, world  # noqa: F401
from tests.api.sample import PASSWORD, bearer, give_password, make_app
from tests.world import World
from workflow.operations.steps.chains import chain_of


@pytest.fixture(autouse=True)
def password(world: World) -> None:  # noqa: F811
    give_password(world, "clerk")
    with world.database.transaction() as session:
        for name in ("clerk", "nobody", "officer"):
            for subject in _subjects(session, name):
                people.clear_throttle(session, subject)


def _subjects(session: Any, name: str) -> tuple[str, str]:
    keys = session.keys
    return (
        f"user:{keys.token('login-name', name).hex()}",
        f"address:{keys.token('login-address', '127.0.0.1').hex()}",
    )


def enter(client: FlaskClient, name: str = "clerk", password: str = PASSWORD, **more: Any) -> Any:  # noqa: F811
    return client.post("/login", data={"name": name, "password": password}, **more)


def test_logging_in_and_out(client: FlaskClient, world: World) -> None:  # noqa: F811
    asked = client.get("/mine?x=1")
    assert (asked.status_code, asked.headers["Location"]) == (303, "/login?next=%2Fmine%3Fx%3D1")
    answer = enter(client)
    cookie = answer.headers["Set-Cookie"]
    assert answer.status_code == 303 and "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert client.get("/mine").get_data(as_text=True) == "<p>Clerk vi</p>"
    assert client.get("/mine?lang=en").get_data(as_text=True) == "<p>Clerk en</p>"
    assert client.get("/mine").get_data(as_text=True) == "<p>Clerk en</p>"
    assert client.post("/logout").status_code == 303
    assert client.get("/mine").status_code == 303


def test_the_login_is_on_the_record_without_its_secret(client: FlaskClient, world: World) -> None:  # noqa: F811
    secret = re.search("tiepdan_session=([^;]+)", enter(client).headers["Set-Cookie"])
    row = world.read(audit.read_events, chain_of("sessions"))[-1]
    event = json.loads(row["text"])
    assert (event["kind"], event["body"]) == ("session_opened", {"user": world.user("clerk")})
    assert secret is not None and secret[1] not in row["text"]


def test_a_session_ends_by_itself_with_a_new_password_and_with_the_user(
    client: FlaskClient,  # noqa: F811
    world: World,  # noqa: F811
) -> None:
    enter(client)
    world.later(hours=11, minutes=59)
    assert client.get("/mine").status_code == 200
    world.later(minutes=1)
    assert client.get("/mine").status_code == 303
    enter(client)
    world.run(people.end_web_sessions_of, world.users["clerk"], world.at)
    assert client.get("/mine").status_code == 303


def test_a_cookie_that_is_none(client: FlaskClient) -> None:  # noqa: F811
    for text in ("", "x", "A" * 43, "ÿ", "%00"):
        client.set_cookie("tiepdan_session", text)
        assert client.get("/mine").status_code == 303
        assert client.post("/act").status_code == 401


def test_the_same_password_in_another_encoding(client: FlaskClient) -> None:  # noqa: F811
    assert passwords.is_password(passwords.hash_password("Tiếng Việt"), "Tiếng Việt")
    assert not passwords.is_password(passwords.hash_password("a"), "b")
    assert not passwords.is_password("no hash", "b")


def test_every_failure_looks_alike(client: FlaskClient, world: World) -> None:  # noqa: F811
    seen = set()
    for name, word in [("clerk", "wrong"), ("nobody", PASSWORD), ("officer", PASSWORD), ("clerk", "\ud83d")]:
        answer = enter(client, name, word.encode("utf-8", "replace").decode())
        seen.add((answer.status_code, re.sub(r"[0-9a-f-]{36}", "", answer.get_data(as_text=True))))
    assert [status for status, _ in seen] == [401]


def test_an_unknown_name_costs_a_hash_too(
    client: FlaskClient,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str | None] = []

    def count(stored: str | None, password: str) -> bool:
        asked.append(stored)
        return False

    monkeypatch.setattr(login, "is_password", count)
    enter(client, "nobody")
    enter(client, "clerk")
    assert asked[0] is None and asked[1] is not None


def test_the_throttle_of_an_account(client: FlaskClient, world: World) -> None:  # noqa: F811
    for _ in range(5):
        assert enter(client, password="wrong").status_code == 401
    blocked = enter(client)
    assert (blocked.status_code, int(blocked.headers["Retry-After"])) == (429, 61)
    assert enter(client, "nobody").status_code == 401
    world.later(seconds=61)
    assert enter(client).status_code == 303
    for _ in range(4):
        assert enter(client, password="wrong").status_code == 401
    assert enter(client).status_code == 303


def test_the_wait_grows_and_is_forgotten(client: FlaskClient, world: World) -> None:  # noqa: F811
    waits = []
    for _ in range(12):
        answer = enter(client, password="wrong")
        if answer.status_code == 429:
            waits.append(int(answer.headers["Retry-After"]) - 1)
            world.later(seconds=waits[-1] + 1)
    assert waits == [60, 120, 240, 480][: len(waits)] and len(waits) >= 3
    world.later(hours=2)
    for _ in range(5):
        assert enter(client, password="wrong").status_code == 401


def test_the_throttle_of_an_address_holds_no_name(client: FlaskClient, world: World) -> None:  # noqa: F811
    with world.database.transaction() as session:
        people.write_throttle(session, _subjects(session, "clerk")[1], 49, None, world.at)
    assert enter(client, password="wrong").status_code == 401
    assert enter(client).status_code == 429
    assert enter(client, environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 303


def test_forged_forms_are_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    guarded = make_app(world, monkeypatch, csrf=True).test_client()
    answer = guarded.post("/login", data={"name": "clerk", "password": PASSWORD})
    assert answer.status_code == 400 and "Biểu mẫu đã hết hạn" in answer.get_data(as_text=True)
    token = bearer(world, "clerk", "open_case")
    made = guarded.post("/api/v1/things", json={"title": "x"}, headers=token | {"Idempotency-Key": "k"})
    assert made.status_code == 201


def test_the_command_of_a_form(client: FlaskClient) -> None:  # noqa: F811
    enter(client)
    assert client.post("/act", data={"command_id": "abc"}).get_data(as_text=True) == "abc"
    assert client.post("/act", data={"command_id": "a b"}).status_code == 400
    assert client.post("/act", data={"any": "a\x00"}).status_code == 400


def test_security_headers(client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    for path in ("/login", "/nothing", "/api/v1/things", "/healthz"):
        heads = client.get(path).headers
        policy = heads["Content-Security-Policy"]
        for part in (
            "default-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        ):
            assert part in policy
        assert heads["X-Content-Type-Options"] == "nosniff"
        assert heads["Referrer-Policy"] == "same-origin"
        assert heads["Cache-Control"] == "no-store"
        assert "Strict-Transport-Security" not in heads
    secure = make_app(world, monkeypatch, cookie_secure=True).test_client()
    assert "max-age" in secure.get("/login").headers["Strict-Transport-Security"]
    assert "; Secure" in enter(secure).headers["Set-Cookie"]


def test_the_page_of_an_error_and_its_hook(client: FlaskClient, sample_app: Any) -> None:  # noqa: F811
    plain = client.get("/nothing")
    assert (plain.status_code, plain.mimetype) == (404, "text/html")
    assert "Không tìm thấy" in plain.get_data(as_text=True)
    use_error_page(sample_app, lambda problem: f"<h1>{problem.status} {problem.code}</h1>")
    assert client.get("/nothing").get_data(as_text=True) == "<h1>404 not-found</h1>"
    assert client.get("/mine%00").get_data(as_text=True) == "<h1>404 not-found</h1>"


def test_the_log_tells_routes_and_never_addresses(
    client: FlaskClient,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    enter(client, "secret.name")
    client.get("/mine?who=Nguyen", headers={"Authorization": "Bearer abc"})
    logged = capsys.readouterr().out
    assert "/login" in logged and not re.search("secret.name|Nguyen|abc", logged)


def test_refused_acts_are_noted(client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    noted: list[Any] = []
    monkeypatch.setattr(people, "log_access", lambda _session, values: noted.append(values))
    head = bearer(world, "clerk") | {"If-Match": '"7"'}
    client.post("/api/v1/things/2/moves", headers=head)
    client.post("/api/v1/things/3/moves", headers=head)
    enter(client, password="wrong")
    assert [(one["kind"], one["user_id"]) for one in noted] == [
        (kind, world.users["clerk"]) for kind in ("refused", "not_permitted", "login_failed")
    ]
    assert noted[0]["facts"] == {"reasons": ["document-missing:plan"]}


def test_a_locked_database_is_said(
    client: FlaskClient,  # noqa: F811
    world: World,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    head = bearer(world, "clerk")
    world.database.engine.dispose()
    monkeypatch.setattr(world.database, "engine", make_engine("sqlite:////nonexistent/none.sqlite"))
    for path, headers in [("/api/v1/things", head), ("/readyz", {})]:
        answer = client.get(path, headers=headers)
        assert answer.status_code == 503
    busy = client.get("/api/v1/things", headers=head)
    assert (busy.get_json(force=True)["code"], busy.headers["Retry-After"]) == ("database-busy", "2")
    assert client.get("/healthz").status_code == 200


def test_ready(client: FlaskClient) -> None:  # noqa: F811
    found = client.get("/readyz").get_json()
    assert found["ready"] is True and found["database"] == "ok" and "selftest" in found
    assert client.get("/healthz").get_data() == b"ok\n"


def test_a_session_lives_as_long_as_was_set(world: World, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    short = make_app(world, monkeypatch, session_length=timedelta(minutes=5)).test_client()
    enter(short)
    world.later(minutes=6)
    assert short.get("/mine").status_code == 303
