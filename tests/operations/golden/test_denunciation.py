"""Every denunciation of the golden scenarios, and the protection of a denouncer, on both databases."""

from __future__ import annotations

import pytest

from models import definitions
from models.session import Session
from tests.operations.golden.denunciation import SCENARIOS
from tests.operations.golden.playing import play
from tests.operations.golden.scenario import Scenario, uncovered
from tests.world import World
from workflow.case_type.model import CaseType
from workflow.operations.steps.library import library


@pytest.mark.parametrize("scenario", SCENARIOS, ids=repr)
def test_a_denunciation_goes_as_the_law_says(world: World, scenario: Scenario) -> None:
    play(world, scenario)


# Under the former version these ways are the same as under the later one, where they are walked.
SAME_AS_LATER = {
    "transitions": {
        "answer_referrer", "record_work", "ask_expert", "receive_expert", "extend", "extend_again",
        "hand_crime_on", "record_handling", "report_result", "post_again", "reopen",
    },
    "clocks": {"reply_to_referrer", "expert_result", "report_result", "review"},
}  # fmt: skip
ONLY_LATER = {"transitions": {"verify_alone", "finish_alone"}}


@pytest.mark.parametrize(
    "name, version, elsewhere",
    [
        ("denunciation", "2026.1", ONLY_LATER),
        ("denunciation", "2019.1", SAME_AS_LATER),
        ("protection", "2019.1", {}),
    ],
)
def test_every_state_act_and_clock_is_walked(
    sqlite_world: World, name: str, version: str, elsewhere: dict[str, set[str]]
) -> None:
    case_type = _version(sqlite_world, name, version)
    left = uncovered(case_type, SCENARIOS)
    assert {section: names - elsewhere.get(section, set()) for section, names in left.items()} == {
        "states": set(), "transitions": set(), "clocks": set(),
    }  # fmt: skip


def _version(world: World, name: str, version: str) -> CaseType:
    def find(session: Session) -> CaseType:
        rows = definitions.versions(session, "case_type", name)
        sha256 = next(row["sha256"] for row in rows if row["version"] == version)
        return library(session).case_type(sha256)

    return world.read(find)  # type: ignore[no-any-return]
