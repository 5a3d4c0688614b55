"""A succession is killed again and again, and somebody works on a case meanwhile: nothing goes twice,
nothing is lost, no clock moves."""

from __future__ import annotations

import random
from threading import Thread
from typing import Any
from uuid import UUID

import pytest

from tests.concurrency.mortals import KILLED, Death, Running
from tests.operations.journeys import DISPUTE
from tests.operations.merged import BINH_LUONG, before_the_merger, merged
from tests.operations.record import chains_hold, read
from tests.world import World
from workflow.operations.case.take_transition import take_transition
from workflow.operations.people.plan_succession import Choices
from workflow.operations.steps.acting import Told
from workflow.workers.succession import Succeeded, succeed_office

FIELDS = {"matter": "land_use", "mediable": True}
KILLS = 20
CASES = 12


def succeed(world: World) -> Succeeded:
    """Carry the succession of Bình Lương out, two cases to a transaction."""
    return succeed_office(
        world.database, lambda: world.act("cli"), world.orgs["bl"], world.today(), Choices({}), size=2
    )


@pytest.fixture
def bl(world: World) -> World:
    """Bình Lương, merged, with open cases."""
    merged(world, ("bl", BINH_LUONG))
    return world


def opened(world: World, count: int) -> list[UUID]:
    with before_the_merger(world):
        return [world.open("bl_reception", "dispute", DISPUTE, org="bl").case_id for _ in range(count)]


def clocks(world: World, case_id: UUID) -> Any:
    found = read(world, case_id)
    timers = [{name: value for name, value in one.items() if name != "org_id"} for one in found.timers]
    return timers, found.rungs


def test_killed_at_twenty_places_every_case_goes_once(bl: World) -> None:
    ids = opened(bl, CASES)
    before = {one: clocks(bl, one) for one in ids}
    dice = random.Random(KILLS)
    exits = []
    for _ in range(KILLS):
        death = Death(dice.choice(["statement", "answer", "commit", "committed"]), dice.randint(1, 12))
        exits.append(Running(bl, succeed, death).wait(120))
        offices = {(read(bl, one).row["org_id"], *places(bl, one)) for one in ids}
        # A case lies whole with the old office or whole with the new one.
        assert offices <= {(bl.orgs["bl"],) * 2, (bl.orgs["hoa_quy"],) * 2}
    assert exits.count(KILLED) >= 4
    succeed(bl)
    for one in ids:
        found = read(bl, one)
        assert found.row["org_id"] == bl.orgs["hoa_quy"]
        assert found.kinds().count("case_succeeded") == 1
        assert clocks(bl, one) == before[one]
    assert chains_hold(bl)


def places(world: World, case_id: UUID) -> set[UUID]:
    """The offices that the clocks of a case lie with."""
    return {one["org_id"] for one in read(world, case_id).timers}


def test_somebody_works_on_the_case_meanwhile(pg_world: World) -> None:
    world = pg_world
    merged(world, ("bl", BINH_LUONG))
    ids = opened(world, 2)
    acts = [world.act("bl_reception", f"k{number}") for number in range(2)]
    failed: list[Exception] = []

    def work() -> None:
        for act, one in zip(acts, ids, strict=True):
            try:
                world.run(take_transition, act, str(one), "classify", FIELDS, (), Told())
            except Exception as error:
                failed.append(error)

    officer = Thread(target=work)
    officer.start()
    first = succeed(world)
    officer.join(60)
    assert first.passed == set(ids)
    # Whoever came first at a case, the other came after: the officer's act stands, or the case was gone.
    for error in failed:
        assert type(error).__name__ in ("CaseNotFound", "NotPermitted", "Conflict", "TransitionRefused")
    classified = [one for one in ids if "transition_taken" in read(world, one).kinds()]
    assert len(classified) + len(failed) == 2
    assert all(read(world, one).kinds().count("case_succeeded") == 1 for one in ids)
    assert chains_hold(world)
