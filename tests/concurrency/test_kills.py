"""Commands that meet act once. What is killed in the middle of an act is in `tests/soak/test_kills.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from tests.concurrency.mortals import Running, as_the_edge_does
from tests.operations.journeys import dispute_to, open_dispute
from tests.operations.record import chains_hold, read
from tests.world import World
from workflow.operations.steps.results import Taken

BACK_AND_FORTH: tuple[tuple[Any, ...], ...] = (
    ("mediator", "fail", {"failure": "no_agreement"}, ("log_entry",)),
    ("leader", "try_again", {}, ("request",)),
)


def act_of(place: int, ref: UUID) -> Callable[[World], Taken]:
    who, transition, fields, papers = BACK_AND_FORTH[place % 2]

    def job(world: World) -> Taken:
        return world.take(who, ref, transition, fields, papers, command_id=f"act-{place}")

    return job


def test_identical_commands_at_once_act_once(world: World) -> None:
    ref = dispute_to(world, "mediating").case_id
    before = len(read(world, ref).events)
    results = [one.result() for one in [Running(world, act_of(0, ref)) for _ in range(4)]]
    assert sorted(one.repeated for one in results) == [False, True, True, True]
    assert len({replace(one, repeated=False) for one in results}) == 1
    assert len(read(world, ref).events) == before + 1


def test_identical_openings_at_once_open_once(world: World) -> None:
    def job(own: World) -> Any:
        return as_the_edge_does(lambda: open_dispute(own, command_id="one"))

    results = [one.result() for one in [Running(world, job) for _ in range(4)]]
    assert sorted(one.repeated for one in results) == [False, True, True, True]
    assert len({one.case_id for one in results}) == 1
    assert chains_hold(world) > 0 and len(read(world, results[0].case_id).events) == 1
