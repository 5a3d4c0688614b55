"""SIGKILL in the middle of a transition: the case is wholly before or wholly after, and the repeated command
is answered."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from uuid import UUID

import pytest

from tests.concurrency.mortals import KILLED, Death, Running
from tests.concurrency.test_kills import act_of
from tests.operations.journeys import dispute_to
from tests.operations.record import Record, chains_hold, read
from tests.soak.conftest import Noting
from tests.soak.sizes import sizes
from tests.world import World

ACTS_OF_ONE_CASE = 20
STATEMENTS = 20
"""Past the last statement of an act: some processes live."""
LONGEST = 0.05
"""Seconds within which an act from outside is killed; some are over by then."""


def killed(world: World, ref: UUID, place: int, dice: random.Random) -> tuple[str, bool]:
    """Start an act and kill it somewhere; gives where, and whether it died."""
    where = dice.choice(["statement", "statement", "answer", "answer", "commit", "committed", "outside"])
    job = act_of(place, ref)
    if where == "outside":
        return where, Running(world, job).kill(after=dice.uniform(0, LONGEST)) == KILLED
    number = dice.randint(1, STATEMENTS) if where in ("statement", "answer") else 1
    return where, Running(world, job, Death(where, number)).wait() == KILLED


def is_sound(before: Record, after: Record, where: str, died: bool) -> bool:
    """Whether the case is wholly before or wholly after; which of both is known but for outside kills."""
    is_done = len(after.events) == len(before.events) + 1
    if not is_done and after != before:
        return False
    if where == "outside":
        return died or is_done
    return is_done is (where == "committed" or not died)


def kill_acts(world: World, times: int) -> Counter[str]:
    """Kill so many acts at random places, then repeat each; gives how many died where."""
    dice, found, done = random.Random(times), Counter[str](), 0
    while done < times:
        ref = dispute_to(world, "mediating").case_id
        for place in range(ACTS_OF_ONE_CASE):
            before = read(world, ref)
            where, died = killed(world, ref, place, dice)
            after = read(world, ref)  # its chain is verified
            assert is_sound(before, after, where, died), (where, died)
            job = act_of(place, ref)
            first = job(world)
            once = read(world, ref)
            assert len(once.events) == len(before.events) + 1
            assert first.repeated or after == before, "a command was carried out twice"
            assert job(world) == replace(first, repeated=True)
            assert read(world, ref) == once
            assert once.running().keys() == {"after_failure" if place % 2 == 0 else "mediation"}
            done += died
            found[f"{where}{'' if died else ' (lived)'}"] += 1
    return found


@pytest.mark.postgres
@pytest.mark.parametrize("times", sizes(20, 1000))
def test_a_kill_in_the_middle_on_postgresql(pg_world: World, times: int, figures: Noting) -> None:
    found = kill_acts(pg_world, times)
    figures(kills=sum(n for where, n in found.items() if "lived" not in where), **places(found))
    figures(events=chains_hold(pg_world))


@pytest.mark.parametrize("times", sizes(10, 200))
def test_a_kill_in_the_middle_on_sqlite(sqlite_world: World, times: int, figures: Noting) -> None:
    found = kill_acts(sqlite_world, times)
    figures(kills=sum(n for where, n in found.items() if "lived" not in where), **places(found))
    figures(events=chains_hold(sqlite_world))


def places(found: Counter[str]) -> dict[str, int]:
    return dict(sorted(found.items()))
