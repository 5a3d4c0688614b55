"""Chains outside cases under several hands: each act gets its own place, and the repeated command one
result."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.request.transaction import TRIES
from models import audit
from models.errors import Conflict, Duplicate
from tests.world import World, make_world
from workflow.audit.chain import verify
from workflow.audit.kinds import EventKind
from workflow.operations.steps import chains

HANDS = 4


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[World]:
    made = make_world(database_url, tmp_path)
    yield made
    made.database.engine.dispose()


def test_many_begin_a_chain_at_once_and_none_is_lost(world: World) -> None:
    act, start, lost = world.act(), threading.Barrier(HANDS), []

    def append() -> None:
        start.wait()
        for _ in range(TRIES * 2):
            try:
                with world.database.transaction() as session:
                    chains.append(session, act, "fresh", EventKind.SELFTEST_RUN, act.at, {})
                return
            except (Conflict, Duplicate):
                continue
        lost.append(1)

    threads = [threading.Thread(target=append) for _ in range(HANDS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not lost
    rows = world.read(audit.read_events, chains.chain_of("fresh"))
    assert [row["seq"] for row in rows] == list(range(1, HANDS + 1))
    assert verify((str(row["chain_id"]), row["seq"], row["text"], row["hash"]) for row in rows).ok


def test_two_actors_may_choose_the_same_key(world: World) -> None:
    for who in ("admin", "clerk"):
        act = world.act(who, "same")
        world.run(chains.append, act, "fresh", EventKind.SELFTEST_RUN, act.at, {}, None, {"who": who})
        assert world.read(chains.was_done, act, "fresh", {"who": who})
    assert not world.read(chains.was_done, world.act("officer", "same"), "fresh", {"who": "officer"})
    assert not world.read(chains.was_done, world.act("admin"), "fresh", {"who": "admin"})
