"""Golden scenarios of the protection of a denouncer; the office sets itself these days."""

from __future__ import annotations

from typing import Any

from tests.operations.golden.scenario import Scenario, Step, act, opened, refused

PROTECTION: dict[str, Any] = {"denouncer_name": "Người Được Bảo Vệ"}


def _protection(title: str, *steps: Step) -> Scenario:
    first = opened("2026-07-06", "clerk", PROTECTION, to="requested", due={"decision": "2026-07-09"})
    named = act("2026-07-06", "clerk", "submit", {"resolver": "@chair"})
    return Scenario("protection", "2019.1", title, first, named, *steps)


PROTECTIONS = [
    _protection(
        "urgent, changed and ended",
        refused(
            "2026-07-06",
            "chair",
            "decide",
            {"measures": ["person"]},
            ("decision",),
            because=("sentry", "written"),
        ),
        act(
            "2026-07-06",
            "chair",
            "decide_urgently",
            {"urgent": True, "measures": ["person"]},
            ("urgent_record", "decision"),
            to="decided",
            due={"measures": "2026-07-07"},
        ),
        act("2026-07-07", "clerk", "receive_request", {}, ("request",)),
        act(
            "2026-07-07",
            "clerk",
            "apply",
            {"carried_out_by": "Công an xã"},
            ("police_request",),
            to="protected",
            due={"still_needed": "2026-08-06"},
        ),
        act(
            "2026-07-20",
            "chair",
            "change",
            {"measures": ["person", "secrecy"]},
            ("changed_decision",),
            due={"still_needed": ["2026-08-19", "in_time"]},
        ),
        act(
            "2026-08-03",
            "clerk",
            "report",
            {},
            ("measures_report",),
            due={"still_needed": ["2026-09-03", "in_time"]},
        ),
        act("2026-08-10", "chair", "end", {"end_ground": "requested"}, ("end_decision",), to="ended"),
    ),
    _protection(
        "refused",
        act("2026-07-07", "clerk", "receive_request", {}, ("request",)),
        refused(
            "2026-07-08",
            "chair",
            "refuse",
            {"end_ground": "requested"},
            ("refusal",),
            because=("sentry", "refuses"),
        ),
        act("2026-07-08", "chair", "refuse", {"end_ground": "no_basis"}, ("refusal",), to="refused"),
    ),
    _protection(
        "asked in writing, given up",
        act("2026-07-07", "clerk", "receive_request", {}, ("request",)),
        act("2026-07-08", "chair", "give_up", {"end_ground": "requested"}, ("end_decision",), to="ended"),
    ),
    _protection(
        "asked in writing, decided, ended before it began",
        act("2026-07-07", "clerk", "receive_request", {}, ("request",)),
        act(
            "2026-07-08",
            "chair",
            "decide",
            {"measures": ["secrecy"]},
            ("decision",),
            to="decided",
            due={"measures": "2026-07-09"},
        ),
        act("2026-07-09", "chair", "end", {"end_ground": "no_need"}, ("end_decision",), to="ended"),
    ),
]
