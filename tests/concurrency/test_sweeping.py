"""Sweepers against each other and against officers, on PostgreSQL: every rung fires once, nobody
deadlocks."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from models.session import Session
from tests.concurrency.mortals import KILLED, Running
from tests.operations.journeys import open_dispute
from tests.operations.record import chains_hold, read
from tests.world import World
from workflow.errors import TransitionRefused
from workflow.workers.sweeper import sweep

pytestmark = pytest.mark.postgres

CASES = 25
"""Each with eight rungs."""


def armed(session: Session) -> int:
    return int(session.scalar(text("SELECT count(*) FROM rung WHERE standing = 'armed'")))


def sweep_until_done(world: World) -> int:
    """Sweep until nothing is armed that is due; gives how many this process fired."""
    fired = 0
    for _ in range(200):
        swept = sweep(world.database, lambda: world.act("system"), size=10)
        assert swept.failed == ()
        fired += swept.fired
        if swept.fired == 0 and swept.left == 0:
            return fired
    raise AssertionError("the sweep does not end")


def fired_events(world: World, refs: list[UUID]) -> Counter[tuple[str, str, str]]:
    return Counter(
        (str(ref), event.body["timer"], event.body["rung"])
        for ref in refs
        for event in read(world, ref).events
        if str(event.kind) == "rung_fired"
    )


def test_two_sweepers_fire_every_rung_once_though_one_is_killed(pg_world: World) -> None:
    refs = [open_dispute(pg_world).case_id for _ in range(CASES)]
    assert pg_world.read(armed) == 8 * CASES
    pg_world.later(days=60)
    mortal = Running(pg_world, sweep_until_done, die_at=60)
    other = Running(pg_world, sweep_until_done)
    assert mortal.wait() == KILLED
    survivor = other.result()
    sweep_until_done(pg_world)  # what the dead one still held when the survivor came by
    fired = fired_events(pg_world, refs)
    assert set(fired.values()) == {1} and len(fired) == 8 * CASES
    assert 0 < survivor <= len(fired)
    assert pg_world.read(armed) == 0
    chains_hold(pg_world)


def officer(refs: list[UUID]) -> Any:
    """Takes what is open to it on every case; gives how many acts were taken."""

    def job(world: World) -> int:
        taken = 0
        acts: tuple[tuple[Any, ...], ...] = (
            ("reception", "classify", {"matter": "family", "mediable": True}, ()),
            ("leader", "assign", {"lead": world.user("mediator")}, ("assignment",)),
            ("mediator", "start_mediation", {}, ("log_entry",)),
        )
        for who, transition, fields, papers in acts:
            for ref in refs:
                try:
                    world.take(who, ref, transition, fields, papers)
                except TransitionRefused:
                    continue  # the other officer was here first
                taken += 1
        return taken

    return job


def test_officers_and_sweepers_do_not_stand_in_each_others_way(pg_world: World) -> None:
    refs = [open_dispute(pg_world).case_id for _ in range(12)]
    pg_world.later(days=60)
    everybody = [
        Running(pg_world, sweep_until_done),
        Running(pg_world, officer(refs)),
        Running(pg_world, officer(refs[::-1])),
        Running(pg_world, sweep_until_done),
    ]
    results = [one.result() for one in everybody]  # an error of anybody is raised here
    assert results[1] + results[2] == 3 * len(refs)
    sweep_until_done(pg_world)
    assert {read(pg_world, ref).row["state"] for ref in refs} == {"mediating"}
    assert set(fired_events(pg_world, refs).values()) <= {1}
    chains_hold(pg_world)


def test_a_held_case_is_left_for_the_next_sweep(pg_world: World) -> None:
    first, second = (open_dispute(pg_world).case_id for _ in range(2))
    pg_world.at += timedelta(days=60)
    with pg_world.database.transaction() as session:
        session.execute(text("SELECT 1 FROM cases WHERE case_id = :id FOR UPDATE"), {"id": first})
        swept = sweep(pg_world.database, lambda: pg_world.act("system"))
    assert (swept.fired, swept.left, swept.failed) == (8, 8, ())
    assert set(fired_events(pg_world, [first])) == set()
    assert sweep_until_done(pg_world) == 8
    assert len(fired_events(pg_world, [first, second])) == 16
