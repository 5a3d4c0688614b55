"""A two-person act: one proposes, another confirms, never either's substitute (decision 17)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from models import people
from tests.operations.journeys import dispute_to
from tests.operations.record import codes, read
from tests.world import World
from workflow.errors import NotFound, TransitionRefused
from workflow.operations.case.confirm_proposal import confirm_proposal


def stands_in(world: World, who: str, for_whom: str) -> None:
    """From 1 July 2026 on, one person substitutes another."""
    row = {"user_id": world.users[who], "for_user_id": world.users[for_whom], "from_day": date(2026, 7, 1)}
    world.run(people.insert_people_row, "substitute", {**row, "to_day": date(2027, 1, 1)})


def proposed(world: World) -> Any:
    opened = dispute_to(world, "monitored")
    world.take("mediator", opened.case_id, "close", {"outcome": "kept"}, ("performance",))
    return opened.case_id


NOBODY_ELSE: list[tuple[str, Callable[[World], None], str, str]] = [
    ("the proposer", lambda world: None, "mediator", "second-person"),
    (
        "the proposer's substitute",
        lambda world: stands_in(world, "leader", "mediator"),
        "leader",
        "second-person",
    ),
    (
        "whom the proposer substitutes",
        lambda world: stands_in(world, "mediator", "leader"),
        "leader",
        "second-person",
    ),
    ("somebody of another role", lambda world: None, "clerk", "role-needed"),
]


@pytest.mark.parametrize("_name, arrange, who, code", NOBODY_ELSE, ids=[one[0] for one in NOBODY_ELSE])
def test_a_second_person_is_somebody_else(
    world: World, _name: str, arrange: Callable[[World], None], who: str, code: str
) -> None:
    ref = proposed(world)
    arrange(world)
    before = read(world, ref)
    with pytest.raises(TransitionRefused) as caught:
        world.run(confirm_proposal, world.act(who), str(ref))
    assert codes(caught.value) == {(code, "team_leader")}
    assert read(world, ref) == before


def test_a_proposal_stands_once_and_lapses_when_the_state_changes(world: World) -> None:
    ref = proposed(world)
    with pytest.raises(TransitionRefused) as caught:
        world.take("clerk", ref, "close", {"outcome": "kept"}, ("performance",))
    assert codes(caught.value) == {("already-proposed", "close")}
    world.later(hours=1)
    world.take(
        "mediator", ref, "record_performance", {}, ("performance",)
    )  # the state stays: so does the proposal
    assert "proposal" not in read(world, ref).body("transition_taken")
    world.take("leader", ref, "mediate_again", {})
    assert read(world, ref).body("transition_taken")["proposal"] == "lapsed"
    with pytest.raises(NotFound):
        world.run(confirm_proposal, world.act("leader"), str(ref))


def test_a_confirmed_act_does_not_happen_before_an_act_in_between(world: World) -> None:
    ref = proposed(world)
    world.later(days=1)
    world.take("mediator", ref, "record_performance", {}, ("performance",))
    between = world.at
    world.later(days=1)
    assert world.run(confirm_proposal, world.act("leader"), str(ref)).state == "closed"
    assert read(world, ref).row["closed_at"] == between


def test_a_proposal_can_be_turned_down(world: World) -> None:
    ref = proposed(world)
    taken = world.run(confirm_proposal, world.act("leader"), str(ref), accept=False)
    record = read(world, ref)
    assert taken.state == record.row["state"] == "monitored"
    assert record.kinds()[-1] == "proposal_lapsed"
    assert record.running() == {"monitoring": "running", "court_recognition": "running"}
    world.take("mediator", ref, "close", {"outcome": "kept"}, ("performance",))  # it may be proposed anew
    assert world.run(confirm_proposal, world.act("leader"), str(ref)).state == "closed"
