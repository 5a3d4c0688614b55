"""Exploring values by what an act leaves alone finds what trying every valuation finds."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from service.cli.checking import read_library
from service.cli.texts import SHIPPED, read_text
from workflow.case_type.checks.truth import may_hold
from workflow.case_type.checks.values import _Space
from workflow.case_type.library import Library
from workflow.case_type.schema import load_case_type

SMALL = (
    "dispute/2026.1.yaml",
    "land_mediation/2024.1.yaml",
    "obligation/2024.1.yaml",
    "emergency_stay/2012.1.yaml",
)


@pytest.fixture(scope="module")
def known() -> Library:
    return read_library(SHIPPED)


@pytest.mark.parametrize("name", SMALL)
def test_every_valuation_that_can_be_met_is_met(known: Library, name: str) -> None:
    space = _Space.of(load_case_type(read_text(Path(SHIPPED, "case_types", name)), known))
    assert space.explore() == _one_by_one(space)


def _one_by_one(space: _Space) -> dict[str, set[tuple[object, ...]]]:
    met: dict[str, set[tuple[object, ...]]] = {state: set() for state in space.case_type.states}
    waiting = [(state, start) for state, start in product(space.case_type.starts, space.starting())]
    while waiting:
        state, valuation = waiting.pop()
        if valuation in met[state]:
            continue
        met[state].add(valuation)
        for edge in (one for one in space.edges if one.source == state):
            act = edge.transition
            for after in space.entered(valuation, act.asks, act.may_ask):
                named = dict(zip(space.names, after, strict=True))
                if act.right or all(may_hold(one, named, None) for one in space.conditions(act)):
                    waiting.append((edge.target, after))
    return met
