"""The machine goes where the definition says, from every state, and nowhere else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.engine.types import TYPES
from workflow.case_type.model import PREVIOUS, SAME, CaseType
from workflow.engine.machine import build_machine, move


@pytest.mark.parametrize("case_type", TYPES.values(), ids=TYPES)
def test_every_edge_and_no_other(case_type: CaseType) -> None:
    for state in case_type.states:
        for name, transition in case_type.transitions.items():
            if state not in transition.sources:
                assert move(case_type, name, state, None) is None
            elif transition.target == SAME:
                assert move(case_type, name, state, None) == state
            elif transition.target != PREVIOUS:
                assert move(case_type, name, state, None) == transition.target


def test_previous_leads_back_to_where_the_case_was_suspended_and_not_elsewhere() -> None:
    case_type = TYPES["complaint_first@2026.1"]
    assert move(case_type, "resume", "suspended", "verifying") == "verifying"
    assert move(case_type, "resume", "suspended", "dialogue") == "dialogue"
    assert move(case_type, "resume", "suspended", "closed") is None
    assert move(case_type, "resume", "suspended", None) is None


def test_what_the_definition_does_not_know_is_no_edge() -> None:
    case_type = TYPES["dispute@2026.1"]
    assert move(case_type, "explode", "received", None) is None
    assert move(case_type, "classify", "nowhere", None) is None


def test_one_machine_serves_many_threads() -> None:
    case_type = TYPES["dispute@2026.1"]
    edges = [
        (name, source, transition.target)
        for name, transition in case_type.transitions.items()
        for source in transition.sources
        if transition.target not in (SAME, PREVIOUS)
    ] * 40
    with ThreadPoolExecutor(8) as pool:
        reached = pool.map(lambda edge: move(case_type, edge[0], edge[1], None), edges)
        assert list(reached) == [target for _, _, target in edges]


def test_a_machine_keeps_no_model() -> None:
    machine = build_machine(TYPES["dispute@2026.1"])
    assert machine.models == []
