"""A migration is killed at random places, again and again: nothing is moved twice, nothing is lost."""

from __future__ import annotations

import random
from uuid import UUID

from tests.concurrency.mortals import KILLED, Death, Running
from tests.operations.matters import administrators, applied, deploy, mapped, opened, version
from tests.operations.record import chains_hold, read
from tests.world import World
from workflow.operations.definition.approve_migration import approve_migration
from workflow.operations.definition.propose_migration import propose_migration
from workflow.workers.migration import Applied

KILLS = 12
MAP = "states: {examining: inquiring}\n"


def prepared(world: World, count: int) -> tuple[UUID, list[UUID]]:
    """An approved migration, and the cases that it is to move."""
    deploy(world, version("1"))
    administrators(world)
    refs = [opened(world, accepted=number % 2 == 0).case_id for number in range(count)]
    deploy(world, version("2", ("examining", "inquiring")))
    found = world.run(propose_migration, world.act("admin"), "matter", "1", "2", mapped(MAP))
    world.run(approve_migration, world.act("second"), found.migration_id)
    return found.migration_id, refs


def test_killed_at_many_places_every_case_moves_once(world: World) -> None:
    migration_id, refs = prepared(world, 16)

    def job(own: World) -> Applied:
        return applied(own, migration_id, size=2)

    dice = random.Random(KILLS)
    exits = []
    for number in range(KILLS):
        at = ("commit", "statement", "answer", "committed")[number % 4]
        death = Death(at, 1 if at in ("commit", "committed") else dice.randint(1, 12))
        exits.append(Running(world, job, death).wait(120))
    assert exits == [KILLED] * KILLS
    last = job(world)
    assert last.is_sound and last.check["cases"] == len(refs)
    assert last.migration is not None and last.migration.standing == "applied"
    assert last.migration.counts == {"ready": 0, "refused": 0, "moved": len(refs), "left": 0}
    for number, ref in enumerate(refs):
        record = read(world, ref)
        assert record.kinds().count("case_migrated") == 1
        assert (record.row["version"], record.row["state"]) == ("2", ("inquiring", "received")[number % 2])
        assert list(record.running().values()) == ["running"]
    assert chains_hold(world) > 20


def test_two_who_apply_at_once_move_each_case_once(world: World) -> None:
    migration_id, refs = prepared(world, 12)

    def job(own: World) -> Applied:
        return applied(own, migration_id, size=1)

    both = [Running(world, job) for _ in range(2)]
    found = [one.result() for one in both]
    assert sum(one.moved for one in found) == len(refs) and sum(one.left for one in found) == 0
    assert all(one.is_sound for one in found)
    assert [read(world, ref).kinds().count("case_migrated") for ref in refs] == [1] * len(refs)
    assert chains_hold(world) > 20
