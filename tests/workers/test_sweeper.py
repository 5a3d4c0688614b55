"""The sweeper on both databases: batches, a rung that always fails, two sweepers at once, a case that
somebody holds."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from models import audit, cases, clocks
from models.queues import insert_notices
from models.tables.clocks import rungs
from tests.world import World, make_world
from workflow.operations.audit.verify_audit import verify_audit
from workflow.workers.sweeper import LONGEST_DELAY, Swept, backoff, sweep

DISPUTE = {
    "requesters": [{"name": "Bên A"}, {"name": "Bên B"}],
    "content": "Hai bên tranh chấp lối đi.",
    "subject": "Tranh chấp lối đi chung",
}


@pytest.fixture
def world(base: World) -> World:
    return base


def due_everywhere(world: World, count: int) -> list[str]:
    """So many open disputes, and the world two weeks later, when each has rungs due."""
    opened = [str(world.open("reception", "dispute", DISPUTE).case_id) for _ in range(count)]
    world.later(days=14)
    return opened


def events(world: World, kind: str) -> int:
    with world.database.transaction(read_only=True) as session:
        return sum(f'"kind":"{kind}"' in text for _, _, text, _ in audit.stream_events(session))


def standing(world: World, case_id: str, wanted: str) -> int:
    (row,) = world.read(cases.find_cases, case_id)
    found = world.read(clocks.read_rungs, row["case_id"])
    return sum(one["standing"] == wanted for one in found)


def test_everything_due_fires_once_in_batches(world: World) -> None:
    opened = due_everywhere(world, 5)
    swept = sweep(world.database, world.act, size=3)
    assert swept.fired == events(world, "rung_fired") > 3 * len(opened)
    assert (swept.failed, swept.left) == ((), 0)
    assert timedelta(days=1) < swept.lateness < timedelta(days=14)
    assert sweep(world.database, world.act) == Swept()
    assert world.read(verify_audit).ok


def test_a_poisoned_rung_holds_up_nobody(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = due_everywhere(world, 4)
    poisoned = world.read(cases.find_cases, opened[1])[0]["case_id"]

    def refuse(session: object, rows: list[dict[str, object]]) -> None:
        if any(row["case_id"] == poisoned for row in rows):
            raise ValueError("a row that no code can read")
        insert_notices(session, rows)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr("models.queues.insert_notices", refuse)
        swept = sweep(world.database, world.act)
    assert {one.key[0] for one in swept.failed} == {poisoned}
    assert {(one.attempts, one.error) for one in swept.failed} == {(1, "ValueError")}
    assert all(one.next_try_at == world.at + backoff(0) for one in swept.failed)
    assert standing(world, opened[1], "fired") == 0
    assert all(standing(world, ref, "fired") > 0 for ref in (opened[0], opened[2], opened[3]))
    assert sweep(world.database, world.act) == Swept(), "nothing of the case is due before its next try"
    world.later(minutes=2)
    cured = sweep(world.database, world.act)
    assert cured.fired == len(swept.failed)
    assert world.read(verify_audit).ok


def test_the_wait_doubles_up_to_six_hours() -> None:
    waits = [backoff(attempts) for attempts in range(12)]
    assert waits[:4] == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)]
    assert waits == sorted(waits) and waits[-1] == LONGEST_DELAY == backoff(10_000)


def test_two_sweepers_fire_each_rung_once(world: World) -> None:
    due_everywhere(world, 8)
    swept: list[Swept] = []
    both = threading.Barrier(2)

    def run() -> None:
        both.wait(timeout=30)
        swept.append(sweep(world.database, world.act, size=2))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    total = sum(one.fired for one in swept)
    assert len(swept) == 2 and not any(one.failed for one in swept)
    rest = sweep(world.database, world.act)
    stored = world.read(lambda session: session.execute(rungs.select()).mappings().all())
    fired = sum(row["standing"] == "fired" for row in stored)
    assert total + rest.fired == fired == events(world, "rung_fired")
    assert world.read(verify_audit).ok


@pytest.mark.postgres
def test_a_case_that_somebody_holds_is_left_for_later(pg_url: str, tmp_path: Path) -> None:
    world = make_world(pg_url, tmp_path)
    held, free = due_everywhere(world, 2)
    with world.database.transaction() as officer:
        cases.lock_case(officer, cases.find_cases(officer, held)[0]["case_id"])
        swept = sweep(world.database, world.act)
    assert swept.left > 0 and not swept.failed
    assert (standing(world, held, "fired"), standing(world, free, "armed") > 0) == (0, True)
    assert sweep(world.database, world.act).fired == swept.left
    world.database.engine.dispose()


def test_what_was_stopped_in_time_never_fires(world: World) -> None:
    ref = str(world.open("reception", "dispute", DISPUTE).case_id)
    world.take("clerk", ref, "classify", {"matter": "neighbours", "mediable": False})
    world.take("clerk", ref, "guide", {"guidance_ground": "other_body"}, ("guidance",))
    world.later(days=60)
    assert sweep(world.database, world.act) == Swept()
    assert standing(world, ref, "armed") == 0
