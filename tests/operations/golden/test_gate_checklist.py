"""The gate before an enforcement or a project: each item checked, by whom, with what evidence."""

from __future__ import annotations

from typing import Any

import pytest

from tests.operations.golden.deployed import definition
from tests.operations.golden.playing import play
from tests.operations.golden.scenario import Scenario, Step, act, answered, asked, opened, refused, uncovered
from tests.world import World

FIELDS: dict[str, Any] = {
    "subject": "Cưỡng chế thu hồi đất khu chợ",
    "measure": "enforcement",
    "planned_on": "2026-08-10",
}
MET = {"legal_basis": "met", "procedure": "met", "compensation": "exempt", "open_matters": "met"}


def received() -> Step:
    # The conclusion comes by the planned day.
    return opened(
        "2026-07-06",
        "clerk",
        FIELDS,
        ("request",),
        to="received",
        due={"assignment": "2026-07-08", "before_the_day": "2026-08-10"},
    )


def assigned() -> Step:
    # Ten working days from Tuesday 7/7 end on 21/7.
    return act(
        "2026-07-07",
        "chair",
        "assign",
        {"lead": "@officer"},
        ("assignment",),
        to="checking",
        due={"appraisal": "2026-07-21"},
    )


def checked(day: str, **items: str) -> Step:
    return act(day, "officer", "check_item", items, ("evidence",))


def opinion(day: str, due: str) -> Step:
    return act(
        day,
        "officer",
        "give_opinion",
        {"opinion": "Đủ căn cứ."},
        ("opinion",),
        to="appraised",
        due={"conclusion": due},
    )


SCENARIOS = [
    Scenario(
        "gate_checklist",
        "2026.1",
        "passed, after a second look and with the help of another unit",
        received(),
        assigned(),
        asked("2026-07-08", "officer", "help", "police", due={"help_reply": "2026-07-15"}),
        answered("2026-07-10", "police", "help"),
        checked("2026-07-10", legal_basis="met", procedure="not_met"),
        refused(
            "2026-07-13",
            "officer",
            "give_opinion",
            {"opinion": "Đủ"},
            ("opinion",),
            because=("sentry", "all_checked"),
        ),
        checked("2026-07-13", compensation="exempt", open_matters="met"),
        # Five working days more from the raw end on 21/7: 28/7.
        act(
            "2026-07-14",
            "chair",
            "extend",
            {"extension_reason": "Chờ hồ sơ bồi thường"},
            due={"appraisal": "2026-07-28"},
        ),
        opinion("2026-07-22", "2026-07-27"),
        refused(
            "2026-07-23", "chair", "pass", {"outcome": "passed"}, ("decision",), because=("sentry", "all_met")
        ),
        act(
            "2026-07-23",
            "chair",
            "send_back",
            papers=("assignment",),
            to="checking",
            due={"second_look": "2026-07-30"},
        ),
        checked("2026-07-24", procedure="met"),
        opinion("2026-07-27", "2026-07-30"),
        refused(
            "2026-07-28",
            "chair",
            "pass",
            {"outcome": "not_passed"},
            ("decision",),
            because=("sentry", "says_passed"),
        ),
        act("2026-07-28", "chair", "pass", {"outcome": "passed"}, ("decision",), to="passed"),
    ),
    Scenario(
        "gate_checklist",
        "2026.1",
        "not passed, and whoever neglected it is referred",
        received(),
        assigned(),
        checked("2026-07-10", **{**MET, "procedure": "not_met"}),
        opinion("2026-07-13", "2026-07-16"),
        act("2026-07-14", "chair", "not_pass", {"outcome": "not_passed"}, ("decision",), to="not_passed"),
        act(
            "2026-07-15",
            "chair",
            "refer_to_body",
            {"referred_to": "Cơ quan quản lý cán bộ", "referral_ground": "discipline"},
            ("referral",),
        ),
    ),
    Scenario(
        "gate_checklist",
        "2026.1",
        "dropped: whoever was bound complied",
        received(),
        assigned(),
        act("2026-07-10", "chair", "drop", {"withdrawal_ground": "voluntary"}, ("dropped",), to="dropped"),
    ),
]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=repr)
def test_gate_checklist(world: World, scenario: Scenario) -> None:
    play(world, scenario)


def test_every_way_is_walked(sqlite_world: World) -> None:
    case_type = definition(sqlite_world, "gate_checklist", "2026.1")
    assert uncovered(case_type, SCENARIOS) == {"states": set(), "transitions": set(), "clocks": set()}
