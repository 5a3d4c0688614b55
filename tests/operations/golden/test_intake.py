"""The common front: what a filing becomes counts from the day on which the filing came in (law.md §4)."""

from __future__ import annotations

import pytest

from tests.operations.golden.deployed import definition
from tests.operations.golden.intake_more import MORE
from tests.operations.golden.intake_steps import (
    ACT,
    COMPLAINT,
    DENUNCIATION_DUE,
    FIELDS,
    LAND_DUE,
    OTHER_SIDE,
    PETITION,
    classified,
    ends,
    received,
    split,
)
from tests.operations.golden.playing import play
from tests.operations.golden.scenario import Scenario, act, delivered, opened, refused, uncovered
from tests.world import World

SCENARIOS = [
    ends(
        "a complaint: its acceptance counts from the filing's receipt, ten days after",
        "complaint",
        "own",
        refused(
            "2026-07-07", "clerk", "open_petition", papers=("proposal",), because=("sentry", "is_petition")
        ),
        act("2026-07-16", "clerk", "open_complaint", {"respondent": ACT}, ("proposal",), to="handed_over"),
        # Seven working days from Monday 6/7 ended on 15/7: the case is born late, and says so.
        delivered("2026-07-16", "complaint_first", to="received", due=COMPLAINT),
    ),
    Scenario(
        "intake",
        "2026.1",
        "a complaint received on the last day of the old law",
        opened(
            "2026-06-30",
            "reception",
            FIELDS,
            ("filing",),
            to="received",
            due={
                "processing": "2026-07-14",
                "reply_to_citizen": "2026-07-14",
                "classification": "2026-07-03",
            },
        ),
        classified("complaint", day="2026-07-02"),
        act("2026-07-02", "clerk", "open_complaint", {"respondent": ACT}, ("proposal",), to="handed_over"),
        # Ten working days of the old decree from Tuesday 30/6 end on 14/7.
        delivered(
            "2026-07-02",
            "complaint_first",
            to="received",
            due={"acceptance": "2026-07-14", "reply_to_citizen": "2026-07-14", "unassigned": "2026-07-02"},
        ),
    ),
    ends(
        "a petition",
        "petition",
        "own",
        act("2026-07-07", "reception", "give_receipt", papers=("receipt",)),
        act("2026-07-08", "clerk", "open_petition", papers=("proposal",), to="handed_over"),
        delivered("2026-07-08", "petition", to="received", due=PETITION),
        act(
            "2026-07-08",
            "clerk",
            "refer_to_body",
            {"referred_to": "Công an xã", "referral_ground": "crime"},
            ("referral",),
        ),
    ),
    ends(
        "a dispute among residents",
        "dispute",
        "own",
        act("2026-07-08", "clerk", "open_dispute", papers=("proposal",), to="handed_over"),
        delivered(
            "2026-07-08",
            "dispute",
            to="received",
            due={
                "reply_to_citizen": "2026-07-20",
                "classification": "2026-07-09",
                "unassigned": "2026-07-07",
            },
        ),
    ),
    ends(
        "a land dispute: thirty days of mediation from the filing's receipt",
        "land_dispute",
        "own",
        act(
            "2026-07-08",
            "clerk",
            "open_land_mediation",
            {"other_side": OTHER_SIDE},
            ("proposal",),
            to="handed_over",
        ),
        delivered("2026-07-08", "land_mediation", to="requested", due=LAND_DUE),
    ),
    ends(
        "mixed content becomes a complaint and a petition, each from the day of receipt",
        "mixed",
        "own",
        refused(
            "2026-07-07",
            "clerk",
            "open_complaint",
            {"respondent": ACT},
            ("proposal",),
            because=("sentry", "is_complaint"),
        ),
        split("complaint", "2026-07-08", respondent=ACT),
        delivered("2026-07-08", "complaint_first", to="received", due=COMPLAINT),
        split("petition", "2026-07-09"),
        delivered("2026-07-09", "petition", to="received", due=PETITION),
        act(
            "2026-07-10",
            "clerk",
            "finish_split",
            {"split_ground": "different_kinds"},
            ("split_note",),
            to="split",
        ),
    ),
    ends(
        "mixed content becomes two disputes",
        "mixed",
        "own",
        split("dispute", "2026-07-08"),
        delivered(
            "2026-07-08",
            "dispute",
            to="received",
            due={
                "reply_to_citizen": "2026-07-20",
                "classification": "2026-07-09",
                "unassigned": "2026-07-07",
            },
        ),
        split("land_mediation", "2026-07-09", other_side=OTHER_SIDE),
        delivered("2026-07-09", "land_mediation", to="requested", due=LAND_DUE),
        act(
            "2026-07-10",
            "clerk",
            "finish_split",
            {"split_ground": "different_matters"},
            ("split_note",),
            to="split",
        ),
    ),
    Scenario(
        "intake",
        "2026.1",
        "a denunciation goes on under seal on the day it comes in",
        received(),
        act(
            "2026-07-06",
            "reception",
            "hand_on_sealed",
            {
                "seal_ground": "secrecy",
                "respondent": {"kind": "official", "user": "@officer"},
                "accused_post": "official",
            },
            ("seal_slip",),
            to="sealed",
        ),
        delivered("2026-07-06", "denunciation", to="received", due=DENUNCIATION_DUE),
    ),
]


@pytest.mark.parametrize("scenario", [*SCENARIOS, *MORE], ids=repr)
def test_intake(world: World, scenario: Scenario) -> None:
    play(world, scenario)


def test_every_way_is_walked(sqlite_world: World) -> None:
    """What repeats another case is walked in `tests/operations/test_intake.py`: it needs two."""
    case_type = definition(sqlite_world, "intake", "2026.1")
    assert uncovered(case_type, [*SCENARIOS, *MORE]) == {
        "states": {"kept"},
        "transitions": {"keep"},
        "clocks": set(),
    }
