"""Fixtures: the sample front door over a small world. The world is shared by a module's tests; its clock is
set back each time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.api.sample import make_app
from tests.support.databases import copy_sqlite
from tests.world import MONDAY, World, make_world


@pytest.fixture(scope="module")
def module_world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("doors")
    made = make_world(copy_sqlite(sqlite_template, folder / "cases.sqlite"), folder)
    yield made
    made.database.engine.dispose()


@pytest.fixture
def world(module_world: World) -> World:
    module_world.at = MONDAY
    return module_world


@pytest.fixture
def sample_app(world: World, monkeypatch: pytest.MonkeyPatch) -> Flask:
    return make_app(world, monkeypatch)


@pytest.fixture
def client(sample_app: Flask) -> FlaskClient:
    return sample_app.test_client()
