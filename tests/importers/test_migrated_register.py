"""Cases from an old register move to another version like others: their past is what the register knew."""

from __future__ import annotations

from models import cases
from tests.importers.test_commune_register import NOW, from_text
from tests.operations.matters import administrators, applied
from tests.operations.record import read
from tests.operations.test_migration_walks import renumbered, started
from tests.operations.worlds import sqlite_made, sqlite_world
from tests.world import World
from workflow.operations.definition.approve_migration import approve_migration
from workflow.operations.definition.propose_migration import propose_migration

__all__ = ["sqlite_made", "sqlite_world"]

OPEN = ("KN-TD-0152", "KN-TD-0153", "KN-TD-0171", "KN-TD-0174")


def test_an_imported_past_starts_the_clocks_that_run(sqlite_world: World) -> None:
    world = sqlite_world
    world.at = NOW
    from_text(world, "so_tiep_cong_dan")
    for number in OPEN:
        (row,) = world.read(cases.find_cases, number)
        record = read(world, row["case_id"])
        running = {(one["clock"], one["legal_due"]) for one in record.timers if one["running"] != "stopped"}
        assert {(one["clock"], one["legal_due"]) for one in started(world, row["case_id"])} == running, number


def test_imported_cases_move(sqlite_world: World) -> None:
    world = sqlite_world
    world.at = NOW
    from_text(world, "so_tiep_cong_dan")
    administrators(world)
    refs = [world.read(cases.find_cases, number)[0]["case_id"] for number in OPEN]
    pair = renumbered(world, refs[0])
    proposal = world.run(propose_migration, world.act("admin"), *pair, None)
    world.run(approve_migration, world.act("second"), proposal.migration_id)
    run = applied(world, proposal.migration_id)
    assert (run.moved, run.is_sound) == (len(OPEN), True)
    assert {read(world, ref).row["version"] for ref in refs} == {"2999.1"}
