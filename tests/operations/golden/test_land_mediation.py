"""Mediation of land disputes under the law of 2024: every ending, each day counted by hand beside it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.operations.golden.playing import play
from tests.operations.golden.scenario import (
    REFERRED,
    Scenario,
    Step,
    act,
    answered,
    asked,
    delivered,
    opened,
    refused,
    uncovered,
    wait,
)
from tests.operations.journeys import PARTIES
from tests.world import World
from workflow.operations.definition.find_version import version_for

LAND: dict[str, Any] = {
    "requesters": PARTIES[:1],
    "other_side": PARTIES[1:],
    "content": "Tranh chấp ranh giới thửa đất.",
    "subject": "Tranh chấp ranh giới đất ở",
    "parcel": "Thửa 12, tờ bản đồ số 5",
}
SENT = {"recipients": ["Các bên", "Chi nhánh Văn phòng đăng ký đất đai"]}
COUNCIL = {"council": "Chủ tịch, Mặt trận, địa chính, hai người cư trú lâu đời"}
AGREED = {"all_present": True, "agreement": "Giữ ranh giới theo hàng rào.", "outcome": "agreed"}
MOVED = {"all_present": True, "agreement": "Lùi ranh giới một mét.", "outcome": "agreed_boundary"}
FAILED = {"all_present": True, "failure": "no_agreement"}


def prepared(
    accept: str, prepare: str, origin: str, report: str, call: str, hearing: str, *, who: str = "officer"
) -> tuple[Step, ...]:
    """Accepted, given to a land officer who reports the origin of the land, and called to a hearing.
    `origin`: the tenth working day after `prepare`."""
    return (
        act(accept, "chair", "accept", SENT, ("acceptance_notice",), to="accepted"),
        act(
            prepare, "chair", "prepare", {"lead": f"@{who}", **COUNCIL}, ("council_decision",),
            to="preparing", due={"origin_check": origin},
        ),
        act(report, who, "report_origin", {"land_papers": False}, ("origin_report",)),
        act(call, who, "call_hearing", {"hearing_on": f"{hearing}T08:00:00+07:00"}, ("invitation",),
            to="hearing"),
    )  # fmt: skip


def first_day(notice: str, mediation: str, reply: str, unassigned: str) -> dict[str, str]:
    """The four clocks of the day of receipt."""
    return {"notice": notice, "mediation": mediation, "reply_to_citizen": reply, "unassigned": unassigned}


# Thursday 1 August 2024, first day of the new law. 3 working days: 2, 5, 6 August. 30 days: Saturday 31
# August, then Sunday
# and 2-3 September off: Wednesday 4 September. 10 working days: 2, 5-9, 12-15 August. 5 working days: 2, 5-8
# August.
NEW_LAW = opened("2024-08-01", "reception", LAND, to="requested",
                 due=first_day("2024-08-06", "2024-09-04", "2024-08-15", "2024-08-08"))  # fmt: skip
# Monday 5 May 2025. 3 working days: 6-8. 30 days: Wednesday 4 June. 10 working days: 6-9, 12-16, 19. 5: 6-9,
# 12.
MAY_2025 = opened("2025-05-05", "reception", LAND, to="requested",
                  due=first_day("2025-05-08", "2025-06-04", "2025-05-19", "2025-05-12"))  # fmt: skip
# Friday 1 August 2025. 3 working days: 4-6. 30 days: Sunday 31 August, 1-2 September off: Wednesday 3
# September. 10 working
# days: 4-8, 11-15. 5: 4-8.
AUGUST_2025 = opened("2025-08-01", "reception", LAND, to="requested",
                     due=first_day("2025-08-06", "2025-09-03", "2025-08-15", "2025-08-08"))  # fmt: skip

NEW = [
    Scenario(
        "land_mediation", "2024.1", "agreed, and no different opinion within ten days",
        NEW_LAW,
        # 10 working days after 8 August: 9, 12-16, 19-22.
        *prepared("2024-08-06", "2024-08-08", "2024-08-22", "2024-08-20", "2024-08-21", "2024-08-28"),
        act("2024-08-22", "officer", "postpone_hearing", {"hearing_on": "2024-08-29T08:00:00+07:00"},
            ("invitation",)),
        refused("2024-08-29", "chair", "agree", {**AGREED, "all_present": False}, ("minutes",),
                because=("sentry", "all_present")),
        # 3 working days after Thursday 29 August: 30, 4, 5 September. 10 days: Sunday 8 September, so Monday
        # the 9th.
        act("2024-08-29", "chair", "agree", AGREED, ("minutes",), to="success",
            due={"send_minutes": "2024-09-05", "different_opinion": "2024-09-09"}),
        act("2024-09-04", "clerk", "send_minutes", SENT, ("dispatch_record",)),
        wait("2024-09-10", to="closed"),
        act("2024-09-10", "clerk", "refer_to_body", REFERRED, ("referral",)),
    ),
    Scenario(
        "land_mediation", "2024.1",
            "a different opinion, then a new boundary, and the papers to the land body",
        # Monday 5 August 2024. 3 working days: 6-8. 30 days: Wednesday 4 September. 10: 6-9, 12-16, 19. 5:
        # 6-9, 12.
        opened("2024-08-05", "reception", LAND, to="requested",
               due=first_day("2024-08-08", "2024-09-04", "2024-08-19", "2024-08-12")),
        act("2024-08-06", "reception", "supplement", {}, ("request", "papers_copy")),
        act("2024-08-07", "chair", "accept", SENT, ("acceptance_notice",), to="accepted"),
        # 10 working days after Friday 9 August: 12-16, 19-23.
        act("2024-08-09", "chair", "prepare", {"lead": "@officer", **COUNCIL}, ("council_decision",),
            to="preparing",
            due={"origin_check": "2024-08-23"}),
        act("2024-08-12", "chair", "replace_officer", {"lead": "@colleague"}),
        refused("2024-08-13", "colleague", "call_hearing", {"hearing_on": "2024-08-22T08:00:00+07:00"},
            ("invitation",),
                because=("sentry", "origin_known")),
        act("2024-08-14", "colleague", "report_origin", {"land_papers": True}, ("origin_report",)),
        act("2024-08-15", "colleague", "call_hearing", {"hearing_on": "2024-08-22T08:00:00+07:00"},
            ("invitation",),
            to="hearing"),
        # 3 working days after Thursday 22 August: 23, 26, 27. 10 days: Sunday 1 September, 2-3 off: the 4th.
        # 30 working days:
        # 23, 26-30 August (6), 4-6 (9), 9-13 (14), 16-20 (19), 23-27 (24), 30 (25), 1-4 October (29), 7
        # October (30).
        act("2024-08-22", "chair", "agree_on_boundary", MOVED, ("minutes",), to="success",
            due={"send_minutes": "2024-08-27", "different_opinion": "2024-09-04",
                "boundary_change": "2024-10-07"}),
        act("2024-08-26", "clerk", "send_minutes", SENT, ("dispatch_record",)),
        # 15 days after Friday 30 August: Saturday 14 September, so Monday the 16th.
        act("2024-08-30", "reception", "hear_again", {"hearing_on": "2024-09-06T08:00:00+07:00"},
            ("different_opinion",),
            to="hearing", due={"second_hearing": "2024-09-16"}),
        # After Friday 6 September: 9-11; Monday 16; 30 working days: 9-13 (5), 16-20, 23-27 (15), 30-4
        # October (20), 7-11,
        # 14-18 October (30).
        act("2024-09-06", "chair", "agree_on_boundary", MOVED, ("minutes",), to="success",
            due={"send_minutes": "2024-09-11", "different_opinion": "2024-09-16",
                "boundary_change": "2024-10-18"}),
        act("2024-09-10", "clerk", "send_minutes", SENT, ("dispatch_record",)),
        wait("2024-09-17", to="success"),
        refused("2024-09-17", "reception", "hear_again", {"hearing_on": "2024-09-20T08:00:00+07:00"},
                ("different_opinion",), because=("sentry", "opinion_open")),
        act("2024-09-18", "clerk", "send_to_land_body", {}, ("land_body_dispatch",), to="closed"),
    ),
    Scenario(
        "land_mediation", "2024.1", "absent twice, guided to the district while there was one",
        MAY_2025,
        # 10 working days after Wednesday 7 May: 8, 9, 12-16, 19-21.
        *prepared("2025-05-06", "2025-05-07", "2025-05-21", "2025-05-09", "2025-05-12", "2025-05-16"),
        act("2025-05-16", "officer", "record_absence", {}, ("absence_minutes",), to="absent_once"),
        refused("2025-05-19", "officer", "record_second_absence", {"failure": "absent_twice"},
                ("absence_minutes", "minutes"), because=("sentry", "invited_again")),
        act("2025-05-19", "officer", "call_again", {"hearing_on": "2025-05-23T08:00:00+07:00"},
            ("second_invitation",),
            to="hearing"),
        refused("2025-05-23", "officer", "record_absence", {}, ("absence_minutes",),
            because=("sentry", "first_absence")),
        # After Friday 23 May: 26-28; 26-30.
        act("2025-05-23", "officer", "record_second_absence", {"failure": "absent_twice"},
            ("absence_minutes", "minutes"),
            to="failed", due={"send_minutes": "2025-05-28", "after_failure": "2025-05-30"}),
        act("2025-05-26", "clerk", "send_minutes", SENT, ("dispatch_record",)),
        refused("2025-05-27", "clerk", "open_land_dispute", {"outcome": "land_dispute"},
            ("resolution_request",),
                because=("not-in-force", "open_land_dispute")),
        act("2025-05-27", "clerk", "guide_to_authority", {"outcome": "to_authority"}, ("guidance",),
            to="closed"),
    ),
    Scenario(
        "land_mediation", "2024.1", "failed, and the commune's chair is asked to resolve",
        AUGUST_2025,
        # 10 working days after Tuesday 5 August: 6-8, 11-15, 18, 19.
        *prepared("2025-08-04", "2025-08-05", "2025-08-19", "2025-08-07", "2025-08-08", "2025-08-14"),
        # 5 working days after Friday 8 August: 11-15.
        asked("2025-08-08", "officer", "help", "police", due={"help_reply": "2025-08-15"}),
        answered("2025-08-11", "police", "help"),
        # After Thursday 14 August: 15, 18, 19; 15, 18-21.
        act("2025-08-14", "chair", "fail", FAILED, ("minutes",), to="failed",
            due={"send_minutes": "2025-08-19", "after_failure": "2025-08-21"}),
        refused("2025-08-15", "clerk", "guide_to_authority", {"outcome": "to_authority"}, ("guidance",),
                because=("not-in-force", "guide_to_authority")),
        refused("2025-08-15", "clerk", "open_land_dispute", {"outcome": "land_dispute", "land_papers": True},
                ("resolution_request",), because=("sentry", "no_papers")),
        act("2025-08-15", "clerk", "open_land_dispute", {"outcome": "land_dispute"}, ("resolution_request",),
            to="closed"),
        # After Friday 15 August: 18-22; 18-22, 25-29; 18-22, 25-27.
        delivered("2025-08-15", "land_dispute", to="requested",
                  due={"acceptance_notice": "2025-08-22", "reply_to_citizen": "2025-08-29",
                      "unassigned": "2025-08-27"}),
    ),
    Scenario(
        "land_mediation", "2024.1", "failed late, guided to the court",
        AUGUST_2025,
        *prepared("2025-08-04", "2025-08-05", "2025-08-19", "2025-08-07", "2025-08-08", "2025-08-14"),
        # The 3rd of September was the last day. After Thursday 4 September: 5, 8, 9; 5, 8-11.
        act("2025-09-04", "chair", "fail", FAILED, ("minutes",), to="failed",
            due={"mediation": "late", "send_minutes": "2025-09-09", "after_failure": "2025-09-11"}),
        act("2025-09-05", "clerk", "guide_to_court", {"outcome": "to_court"}, ("guidance",), to="closed"),
    ),
    Scenario(
        "land_mediation", "2024.1", "refused",
        AUGUST_2025,
        act("2025-08-06", "chair", "refuse", {"refusal_ground": "land_elsewhere", **SENT},
            ("refusal_notice",), to="refused"),
    ),
    Scenario(
        "land_mediation", "2024.1", "withdrawn after a late notice",
        AUGUST_2025,
        act("2025-08-07", "chair", "accept", SENT, ("acceptance_notice",), to="accepted",
            due={"notice": "late"}),
        act("2025-08-08", "reception", "withdraw", {"withdrawal_ground": "settled"}, ("withdrawal",),
            to="withdrawn"),
    ),
]  # fmt: skip


@pytest.mark.parametrize("scenario", NEW, ids=repr)
def test_land_mediation(world: World, scenario: Scenario) -> None:
    play(world, scenario)


def test_no_part_of_the_version_is_left_out(sqlite_world: World) -> None:
    found = sqlite_world.read(version_for, "land_mediation", date(2024, 8, 1))
    assert found.version == "2024.1"
    assert uncovered(found, NEW) == {"states": set(), "transitions": set(), "clocks": set()}
