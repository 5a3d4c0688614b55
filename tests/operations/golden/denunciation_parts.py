"""How a denunciation begins, and the days of its two versions, as the golden scenarios tell them.

2026: Saturday 22 August is worked; 31 August, 1 and 2 September and 24 November are off; before July 27 and
30 April and 1 May are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.operations.golden.scenario import Step, act, opened

ACCUSED = {"kind": "official", "user": "@colleague", "name": "Cán bộ tư pháp"}


FIELDS: dict[str, Any] = {
    "denouncer_name": "Người Tố Cáo Kín",
    "denouncer_address": "Xóm Kín",
    "denouncer_contact": "0900 000 001",
    "denouncer_identity": "038000000001",
    "respondent": ACCUSED,
    "content": "Nhận tiền khi làm giấy tờ.",
}


OURS = {"accused_post": "official", "competence": "own", "conditions": "met", "signed": "known"}


HEAD: Mapping[str, tuple[str, str]] = {"head": ("chair", "province")}


DEPUTY: Mapping[str, tuple[str, str]] = {"deputy": ("vice_chair", "commune")}


def about(who: str) -> dict[str, Any]:
    """The fields of a denunciation of an official of the world."""
    return {**FIELDS, "respondent": {"kind": "official", "user": f"@{who}", "name": "Người đứng đầu"}}


def received(day: str, initial: str, transfer: str, who: str = "reception", **more: Any) -> Step:
    """A denunciation comes in: seven working days to decide on it, five to forward it."""
    due = {"initial_processing": initial, "transfer": transfer, **more.pop("due", {})}
    return opened(day, who, {**FIELDS, **more.pop("fields", {})}, to="received", due=due, **more)


def screened(day: str, who: str = "reception", **more: Any) -> Step:
    """The receiver's screening."""
    return act(day, who, "screen", {**OURS, **more}, to="screened")


def submitted(day: str, who: str = "reception") -> Step:
    """The chair is named as the resolver."""
    return act(day, who, "submit", {"resolver": "@chair"})


def assigned(day: str, **more: Any) -> Step:
    """The verifier is named; whoever received it has done their part."""
    return act(day, "chair", "assign", {"lead": "@officer", **more}, ("team_decision",), to="verifying")


IN_2026 = {
    "in": "2026-07-06",
    "d1": "2026-07-07",
    "d2": "2026-07-08",
    "d6": "2026-07-14",
    "transfer": "2026-07-13",
    "initial": "2026-07-15",
    "ten": "2026-07-20",
    "check": "2026-08-07",
}


# 24 and 25 June, Friday 26; 29 and 30 June, 1, 2 and 3 July: nothing is off.
BEFORE_JULY = {
    "in": "2026-06-22",
    "d1": "2026-06-23",
    "d2": "2026-06-24",
    "d6": "2026-06-30",
    "transfer": "2026-06-29",
    "initial": "2026-07-01",
    "ten": "2026-07-06",
    "check": "2026-07-24",
}
