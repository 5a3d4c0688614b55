"""Old commands are forgotten, files that no row names are removed, and nothing else is touched."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from models import audit
from tests.world import World, make_world, paper
from workflow.workers.housekeeping import Cleaned, clean


@pytest.fixture
def world(sqlite_url: str, tmp_path: Path) -> Iterator[World]:
    made = make_world(sqlite_url, tmp_path)
    yield made
    made.database.engine.dispose()


def put(world: World, content: bytes, at: datetime) -> Path:
    """A file in the store, as old as told."""
    sha256 = world.database.blobs.put(content)
    path = world.database.blobs.folder / sha256[:2] / sha256[2:]
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def test_commands_are_kept_thirty_days(world: World) -> None:
    entered = {"requesters": [{"name": "Bên A"}], "content": "Nội dung.", "subject": "Việc"}
    opened = world.open("reception", "dispute", entered, command_id="c1")
    world.later(days=30)
    assert clean(world.database, world.act()).commands == 0
    world.later(days=1)
    assert clean(world.database, world.act()).commands == 1
    assert world.read(audit.read_command, opened.case_id, "c1") is None


def test_an_orphan_is_set_aside_and_removed_a_day_later(world: World) -> None:
    path = put(world, b"nobody names this", world.at)
    assert clean(world.database, world.act()) == Cleaned(0, 0, 0, 0), "young files may belong to an open act"
    world.later(days=1, minutes=1)
    assert clean(world.database, world.act()) == Cleaned(0, 1, 0, 0)
    assert not path.exists() and len(list(path.parent.iterdir())) == 1
    world.later(hours=23)
    assert clean(world.database, world.act()).removed == 0
    world.later(hours=2)
    assert clean(world.database, world.act()).removed == 1
    assert list(path.parent.iterdir()) == []


def test_a_paper_of_a_case_stays_and_comes_back(world: World) -> None:
    entered = {"requesters": [{"name": "Bên A"}], "content": "Nội dung.", "subject": "Việc"}
    path = put(world, paper("request").content, world.at)
    world.later(days=2)
    clean(world.database, world.act())
    assert not path.exists(), "no row named it then"
    path.with_name(f".orphan-{path.name}").rename(path)
    world.open("reception", "dispute", entered, papers=(paper("request"),))
    path.rename(path.with_name(f".orphan-{path.name}"))
    world.later(days=2)
    assert clean(world.database, world.act()) == Cleaned(0, 0, 0, 1)
    assert world.database.blobs.get(path.parent.name + path.name) == paper("request").content
