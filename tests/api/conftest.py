"""The worlds of the operations' tests, and the product's API over them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.api.client import Caller, make_app
from tests.operations.worlds import pg_made, pg_world, sqlite_made, sqlite_world
from tests.world import World

__all__ = ["pg_made", "pg_world", "sqlite_made", "sqlite_world"]

Callers = Callable[..., Caller]


@pytest.fixture
def rest_app(sqlite_world: World, monkeypatch: Any) -> Flask:  # noqa: F811
    return make_app(sqlite_world, monkeypatch)


@pytest.fixture
def caller(rest_app: Flask, sqlite_world: World) -> Callers:  # noqa: F811
    """`caller("clerk")`: that person with a token."""
    return lambda who, *scopes, **more: Caller(rest_app, sqlite_world, who, *scopes, **more)
