"""Petitions: the first answer is the law's, what lies beyond is the office's own (law.md §4, §11.4)."""

from __future__ import annotations

import pytest

from tests.operations.golden.deployed import definition
from tests.operations.golden.petition_more import MORE
from tests.operations.golden.petition_steps import (
    THEIRS,
    assigned,
    classified,
    received,
)
from tests.operations.golden.playing import play
from tests.operations.golden.scenario import (
    Scenario,
    act,
    answered,
    asked,
    delivered,
    refused,
    uncovered,
)
from tests.world import World

SCENARIOS = [
    Scenario(
        "petition",
        "2026.1",
        "answered, and looked at again on new facts",
        received(),
        act("2026-07-06", "reception", "give_receipt", papers=("receipt",)),
        classified(),
        refused(
            "2026-07-07",
            "clerk",
            "transfer",
            {"transfer_ground": "other_body", "transferred_to": "Sở"},
            ("transfer_slip",),
            because=("sentry", "elsewhere"),
        ),
        assigned(),
        act("2026-07-09", "chair", "reassign", {"lead": "@colleague"}),
        act("2026-07-10", "chair", "reassign", {"lead": "@officer"}),
        act("2026-07-10", "officer", "tell_handling", papers=("handling_notice",)),
        asked("2026-07-13", "officer", "help", "police", due={"help_reply": "2026-07-20"}),
        answered("2026-07-17", "police", "help"),
        # Fifteen days more on the same raw end: 7/8 and 15 are 22/8, a worked Saturday.
        act(
            "2026-08-03",
            "chair",
            "extend",
            {"extension_reason": "Chờ hợp đồng thu gom mới"},
            due={"answer_target": "2026-08-22"},
        ),
        act("2026-08-10", "officer", "answer", {"outcome": "accepted"}, ("answer",), to="answered"),
        act(
            "2026-08-11",
            "chair",
            "refer_to_body",
            {"referred_to": "Cơ quan quản lý cán bộ", "referral_ground": "discipline"},
            ("referral",),
        ),
        # From Monday 7/9: ten working days end on 21/9; thirty days on Wednesday 7/10.
        act(
            "2026-09-07",
            "clerk",
            "reopen",
            {"new_facts": "Điểm tập kết mới cạnh trường học.", "lead": "@officer"},
            ("supplement",),
            to="assigned",
            due={"processing": "2026-09-21", "reply_to_citizen": "2026-09-21", "answer_target": "2026-10-07"},
        ),
        act("2026-09-18", "officer", "answer", {"outcome": "partly"}, ("answer",), to="answered"),
    ),
    Scenario(
        "petition",
        "2026.1",
        "answered late: the law's own ten days, and the office's target",
        received(),
        classified(),
        assigned(),
        act(
            "2026-07-21",
            "officer",
            "tell_handling",
            papers=("handling_notice",),
            due={"reply_to_citizen": "late"},
        ),
        act(
            "2026-08-10",
            "officer",
            "answer",
            {"outcome": "explained"},
            ("answer",),
            to="answered",
            due={"answer_target": "late"},
        ),
    ),
    Scenario(
        "petition",
        "2026.1",
        "transferred",
        received(),
        classified(THEIRS),
        refused(
            "2026-07-08",
            "chair",
            "assign",
            {"lead": "@officer"},
            ("assignment",),
            because=("sentry", "competent"),
        ),
        act(
            "2026-07-20",
            "clerk",
            "transfer",
            {"transfer_ground": "other_body", "transferred_to": "Sở Nông nghiệp và Môi trường"},
            ("transfer_slip",),
            to="transferred",
            due={"unassigned": "late"},
        ),
    ),
    Scenario(
        "petition",
        "2026.1",
        "guided",
        received(),
        classified(),
        act(
            "2026-07-08",
            "reception",
            "guide",
            {"guidance_ground": "complete_filing"},
            ("guidance",),
            to="guided",
        ),
    ),
    Scenario(
        "petition",
        "2026.1",
        "refused: answered before and nothing new; the notice goes out within three working days",
        received(),
        classified(),
        act(
            "2026-07-08",
            "chair",
            "refuse",
            {"refusal_ground": "answered"},
            ("refusal_notice",),
            to="refused",
            due={"refusal_notice": "2026-07-13"},
        ),
        act("2026-07-14", "clerk", "send_refusal", papers=("refusal_sent",), due={"refusal_notice": "late"}),
        refused(
            "2026-07-14", "clerk", "send_refusal", papers=("refusal_sent",), because=("sentry", "notice_open")
        ),
    ),
    Scenario(
        "petition",
        "2026.1",
        "a complaint after all: the day of receipt goes on",
        received(),
        classified(),
        act(
            "2026-07-08",
            "clerk",
            "hand_over",
            {"other_kind": "complaint", "respondent": {"kind": "act", "act": "Quyết định 12"}},
            ("handling_notice",),
            to="handed_over",
        ),
        # Seven working days of Decree 155/2026 from Monday 6/7 end on 15/7.
        delivered(
            "2026-07-08",
            "complaint_first",
            to="received",
            due={"acceptance": "2026-07-15", "reply_to_citizen": "2026-07-20", "unassigned": "2026-07-08"},
        ),
    ),
]


@pytest.mark.parametrize("scenario", [*SCENARIOS, *MORE], ids=repr)
def test_petition(world: World, scenario: Scenario) -> None:
    play(world, scenario)


def test_every_way_is_walked(sqlite_world: World) -> None:
    """What repeats another case is walked in `test_intake`: it needs two."""
    case_type = definition(sqlite_world, "petition", "2026.1")
    assert uncovered(case_type, [*SCENARIOS, *MORE]) == {
        "states": {"kept"},
        "transitions": {"keep"},
        "clocks": set(),
    }
