"""Eight sweepers, killed at random and replaced, over two thousand due rungs: one effect each, and all fired
in the end."""

from __future__ import annotations

import random
from collections import Counter
from uuid import UUID

import pytest

from models import clocks
from models.session import Session
from tests.concurrency.mortals import KILLED, Death, Running
from tests.concurrency.test_sweeping import armed, sweep_until_done
from tests.operations.journeys import open_dispute
from tests.operations.record import Record, chains_hold, read
from tests.soak.conftest import Noting
from tests.soak.sizes import sizes
from tests.world import World
from workflow.operations.clock.fire_rungs import fire_rungs

RUNGS_OF_A_CASE = 8
SWEEPERS = 8
LONGEST_LIFE = {"statement": 40, "answer": 40, "commit": 3, "committed": 3}
"""Statements or commits after which a mortal sweeper is dead: some thirty rungs."""

Effects = Counter[tuple[str, ...]]


def effects(record: Record) -> Effects:
    """What firing left behind, without ids and instants: events, marks and notices."""
    clock_of = {one["timer_id"]: one["clock"] for one in record.timers}
    fired = [event for event in record.events if str(event.kind) == "rung_fired"]
    told = [("told", str(event.body["clock"]), str(event.body["rung"])) for event in fired]
    settled = [("settled", clock_of[one["timer_id"]], one["rung"], one["standing"]) for one in record.rungs]
    heard = [
        (
            "heard",
            one["clock"],
            one["rung"],
            str(one["to_user_id"]),
            str(one["to_org_id"]),
            str(one["to_role"]),
        )
        for one in record.notices
    ]
    return Counter([*told, *settled, *heard])


def mortal(world: World, dice: random.Random) -> Running:
    """A sweeper that dies before or after a statement or a commit of its own."""
    where = dice.choice(sorted(LONGEST_LIFE))
    return Running(world, sweep_until_done, Death(where, dice.randint(1, LONGEST_LIFE[where])))


def sweep_among_deaths(world: World, deaths: int) -> int:
    """Keep eight sweepers at work until so many have died, or nothing is left; then let the last eight live.
    Gives how many died."""
    dice = random.Random(deaths)
    crowd, died = [mortal(world, dice) for _ in range(SWEEPERS)], 0
    while died < deaths and world.read(armed):
        one = crowd.pop(0)
        died += one.wait() == KILLED
        crowd.append(mortal(world, dice))
    died += sum(one.kill(after=dice.uniform(0, 0.2)) == KILLED for one in crowd)
    survivors = [Running(world, sweep_until_done) for _ in range(SWEEPERS)]
    assert all(one.wait() == 0 for one in survivors)
    sweep_until_done(world)  # a dead one's lock may have outlived the survivors' last look
    return died


@pytest.mark.parametrize("rungs", sizes(200, 2000))
def test_sweepers_killed_at_random_fire_every_rung_once(world: World, rungs: int, figures: Noting) -> None:
    refs = [open_dispute(world).case_id for _ in range(rungs // RUNGS_OF_A_CASE)]
    undisturbed = open_dispute(world).case_id
    world.later(days=60)
    wanted = effects_of_a_sweep(world, undisturbed)
    assert world.read(armed) == rungs
    died = sweep_among_deaths(world, deaths=rungs // 20)
    figures(rungs=rungs, sweepers=SWEEPERS, died=died)
    assert died >= rungs // 40
    assert world.read(armed) == 0
    assert all(effects(read(world, ref)) == wanted for ref in refs)
    figures(events=chains_hold(world))


def effects_of_a_sweep(world: World, ref: UUID) -> Effects:
    """Fire what is due of one case alone, in peace."""

    def fire(session: Session) -> None:
        keys = [(ref, one["timer_id"], one["rung"]) for one in clocks.read_rungs(session, ref)]
        fire_rungs(session, world.act("system"), keys)

    world.run(fire)
    found = effects(read(world, ref))
    assert sum(count for key, count in found.items() if key[0] == "told") == RUNGS_OF_A_CASE
    return found
