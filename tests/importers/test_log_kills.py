"""An import of a log is killed at random places, again and again: nothing is lost, nothing doubled."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.tables.people import user_roles, users
from tests.concurrency.mortals import KILLED, Death, Running
from tests.importers.killing import count, everything, holds, shape
from tests.importers.log_samples import WHOLE, bring_in, deployed, xes
from tests.importers.test_log_replay import DEVIATING
from tests.world import World, make_world
from workflow.workers.replay import Replayed

KILLS = 20
LOG = xes({f"k{number:02}": (WHOLE, DEVIATING, WHOLE[:3])[number % 3] for number in range(12)})


@pytest.fixture
def worlds(database_url: str, sqlite_url: str, tmp_path: Path) -> Iterator[tuple[World, World]]:
    """One whose import is killed, and one beside it that is left in peace."""
    killed = make_world(database_url, tmp_path / "killed")
    if database_url == sqlite_url:
        beside = make_world(_copy(sqlite_url, tmp_path), tmp_path / "peace")
    else:
        beside = make_world(sqlite_url, tmp_path / "peace")
    for world in (killed, beside):
        deployed(world)
    yield killed, beside
    for world in (killed, beside):
        world.database.engine.dispose()


def _copy(url: str, folder: Path) -> str:
    source = Path(url.removeprefix("sqlite:///"))
    (folder / "peace.sqlite").write_bytes(source.read_bytes())
    return f"sqlite:///{folder / 'peace.sqlite'}"


def bring(world: World) -> Replayed:
    return bring_in(world, LOG, size=2)


def test_killed_at_twenty_places_it_comes_to_the_same(worlds: tuple[World, World]) -> None:
    killed, beside = worlds
    peaceful = bring(beside)
    dice = random.Random(KILLS)
    exits = []
    for _ in range(KILLS):
        death = Death(dice.choice(["statement", "answer", "commit", "committed"]), dice.randint(1, 40))
        exits.append(Running(killed, bring, death).wait(120))
    assert exits.count(KILLED) >= KILLS // 2
    last = bring(killed)
    assert (last.events, last.taken, last.deviating) == (
        peaceful.events,
        peaceful.taken,
        peaceful.deviating,
    )
    assert last.imported + last.known == peaceful.imported == 12
    assert [one.as_json() for one in last.deviations] == [one.as_json() for one in peaceful.deviations]
    assert everything(killed) == everything(beside)
    assert shape(killed) == shape(beside)
    for table in (users, user_roles):
        assert count(killed, table) == count(beside, table)
    assert holds(killed)
