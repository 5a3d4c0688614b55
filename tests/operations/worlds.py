"""A world for each test, cloned from one that is made once per run: deploying the definitions takes a
second."""

from __future__ import annotations

import itertools
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from models.blobs import BlobStore
from models.crypto import KeyRing
from models.session import Database
from tests.support import databases
from tests.support.postgres import Cluster
from tests.world import World, make_world

_numbers = itertools.count(1)
FIRST_FREE_ID = 100_000
"""Ids of a clone begin here, past those of the template."""


@dataclass(frozen=True)
class Made:
    """A made world: where its database lies, and whom and what it knows by name."""

    source: str
    users: dict[str, UUID]
    orgs: dict[str, UUID]


# Each folder of tests has the fixtures below under its own conftest; what they make is made once all the
# same.
_made: dict[str, Made] = {}


def _make(url: str, folder: Path, source: str) -> Made:
    made = make_world(url, folder)
    made.database.engine.dispose()
    return Made(source, dict(made.users), dict(made.orgs))


def clone(made: Made, url: str, folder: Path) -> World:
    """A world in a copied database."""
    world = World(Database(url, make_keys(), BlobStore(folder / "documents")))
    world.users, world.orgs = dict(made.users), dict(made.orgs)
    world._ids = itertools.count(FIRST_FREE_ID)
    return world


def make_keys() -> KeyRing:
    """The key ring of every world (as `make_world` makes it)."""
    return KeyRing("k1", {"k1": b"k" * 32}, b"i" * 32)


@pytest.fixture(scope="session")
def sqlite_made(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The SQLite world that tests copy."""
    if "sqlite" not in _made:
        folder = tmp_path_factory.mktemp("made")
        path = folder / "made.sqlite"
        _made["sqlite"] = _make(databases.copy_sqlite(sqlite_template, path), folder, str(path))
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return _made["sqlite"]


@pytest.fixture(scope="session")
def pg_made(
    pg_cluster: Cluster, pg_template: str, worker_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Made:
    """The PostgreSQL world that tests clone."""
    if "postgres" not in _made:
        name = f"made_{worker_name}"
        url = pg_cluster.create_database(name, template=pg_template)
        _made["postgres"] = _make(url, tmp_path_factory.mktemp("made"), name)
    return _made["postgres"]


def copy_of(made: Made, folder: Path) -> World:
    """A copy of a SQLite world in a folder of its own."""
    folder.mkdir(exist_ok=True)
    path = folder / "world.sqlite"
    shutil.copyfile(made.source, path)
    return clone(made, f"sqlite:///{path}", folder)


@pytest.fixture
def sqlite_world(sqlite_made: Made, tmp_path: Path) -> Iterator[World]:
    """A world of the test's own in SQLite."""
    world = copy_of(sqlite_made, tmp_path)
    yield world
    world.database.engine.dispose()


@pytest.fixture
def pg_world(pg_cluster: Cluster, pg_made: Made, worker_name: str, tmp_path: Path) -> Iterator[World]:
    """A world of the test's own in PostgreSQL."""
    name = f"world_{worker_name}_{next(_numbers)}"
    world = clone(pg_made, pg_cluster.create_database(name, template=pg_made.source), tmp_path)
    yield world
    world.database.engine.dispose()
    pg_cluster.drop_database(name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def world(request: pytest.FixtureRequest) -> World:
    """A world of the test's own, once on each database."""
    made: World = request.getfixturevalue("sqlite_world" if request.param == "sqlite" else "pg_world")
    return made
