"""What another process changed counts in the very next answer, though this one had read it before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from api import app as application
from api import web
from api.request.wiring import DoorSettings, Wiring
from models.session import Database
from tests.api.client import Caller
from tests.api.conftest import Callers
from tests.api.sample import problem
from tests.api.test_rest_cases import opening
from tests.operations.worlds import make_keys
from tests.world import World


@pytest.fixture
def neighbour(sqlite_world: World, monkeypatch: Any) -> Iterator[Flask]:
    """The same service in another process, as far as its memory goes."""
    monkeypatch.setattr(web, "PAGES", ())
    url = sqlite_world.database.engine.url.render_as_string(hide_password=False)
    database = Database(url, make_keys(), sqlite_world.database.blobs)
    doors = DoorSettings(secret_key="k" * 64)
    made = Wiring(database, lambda: sqlite_world.at, sqlite_world.new_id, sqlite_world.fresh_bytes, doors)
    yield application.create_app(made)
    database.engine.dispose()


def test_a_token_revoked_elsewhere_is_worth_nothing_at_once(
    sqlite_world: World, caller: Callers, neighbour: Flask
) -> None:
    there = Caller(neighbour, sqlite_world, "officer")
    (token,) = there.read("/tokens")["items"]
    own = {"user": str(sqlite_world.users["officer"])}
    assert caller("admin").delete(f"/tokens/{token['id']}", **own).status_code == 204
    problem(there.get("/tokens"), 401, "not-logged-in")


def test_a_role_given_or_taken_elsewhere_counts_at_once(
    sqlite_world: World, caller: Callers, neighbour: Flask
) -> None:
    there, admin = Caller(neighbour, sqlite_world, "officer", "open_case"), caller("admin")
    roles, role = f"/users/{sqlite_world.users['officer']}/roles", {"role": "receptionist"}
    role["office"] = str(sqlite_world.orgs["commune"])
    # A refusal may not rest on what is no longer so, nor may an answer.
    problem(there.post("/cases", opening(sqlite_world)), 403, "not-permitted")
    admin.make(roles, role | {"from": "2026-07-01"})
    assert there.make("/cases", opening(sqlite_world))["state"] == "received"
    assert admin.post(f"{roles}/end", role | {"last_day": "2026-07-01"}).status_code == 204
    problem(there.post("/cases", opening(sqlite_world)), 403, "not-permitted")


def test_a_token_past_its_end_is_worth_nothing_though_it_was_kept(
    sqlite_world: World, neighbour: Flask
) -> None:
    there = Caller(neighbour, sqlite_world, "officer")
    assert there.get("/tokens").status_code == 200
    sqlite_world.later(days=366)
    problem(there.get("/tokens"), 401, "not-logged-in")
