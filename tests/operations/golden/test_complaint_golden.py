"""Every version of the complaint procedures walked from receipt to closure, each date reasoned by hand."""

from __future__ import annotations

import pytest

from service.definition_files import HERE, read_file
from tests.operations.golden import (
    complaint_first_2020,
    complaint_first_2026,
    complaint_second,
    complaint_second_apart,
    complaint_second_resolution,
)
from tests.operations.golden.playing import play
from tests.operations.golden.scenario import Scenario, uncovered
from tests.world import World
from workflow.case_type.schema import build_case_type, load_code_list

SCENARIOS: tuple[Scenario, ...] = (
    *complaint_first_2020.SCENARIOS,
    *complaint_first_2026.SCENARIOS,
    *complaint_second.SCENARIOS,
    *complaint_second_resolution.SCENARIOS,
    *complaint_second_apart.SCENARIOS,
)
TYPES = ("complaint_first", "complaint_second", "complaint_second_resolution", "emergency_stay")
VERSIONS = [path for name in TYPES for path in sorted((HERE / "case_types" / name).glob("*.yaml"))]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=repr)
def test_every_date_is_the_one_that_was_reasoned(world: World, scenario: Scenario) -> None:
    found = play(world, scenario)
    last = [step.to for step in scenario.steps if step.to and not step.of][-1]
    assert found.row["state"] == last


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: f"{path.parent.name}@{path.stem}")
def test_every_state_act_and_clock_is_met(path: object) -> None:
    source = read_file(path)  # type: ignore[arg-type]
    lists = dict(load_code_list(read_file(one)) for one in sorted((HERE / "code_lists").glob("*.yaml")))
    case_type = build_case_type(source.value, source.sha256, lists)
    left = uncovered(case_type, SCENARIOS)
    assert left == {"states": set(), "transitions": set(), "clocks": set()}
