"""Mediation of land disputes under the law of 2013: every ending, each day counted by hand beside it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.operations.golden.playing import play
from tests.operations.golden.scenario import REFERRED, Scenario, act, answered, asked, opened, uncovered, wait
from tests.operations.golden.test_land_mediation import (
    AGREED,
    COUNCIL,
    FAILED,
    LAND,
    MOVED,
    SENT,
    first_day,
    prepared,
)
from tests.world import World
from workflow.operations.definition.find_version import version_for

# Wednesday 31 July 2024, last day of the old law. 3 working days: 1, 2, 5 August. 45 days: Saturday 14
# September, so Monday
# the 16th. 10 working days: 1, 2, 5-9, 12-14 August. 5 working days: 1, 2, 5-7 August.
OLD_LAW = opened("2024-07-31", "reception", LAND, to="requested",
                 due=first_day("2024-08-05", "2024-09-16", "2024-08-14", "2024-08-07"))  # fmt: skip

OLD = [
    Scenario(
        "land_mediation", "2014.1", "a different opinion, then a new boundary under the old decree",
        OLD_LAW,
        act("2024-08-01", "reception", "supplement", {}, ("request", "papers_copy")),
        act("2024-08-02", "chair", "accept", SENT, ("acceptance_notice",), to="accepted"),
        # 10 working days after Monday 5 August: 6-9, 12-16, 19.
        act("2024-08-05", "chair", "prepare", {"lead": "@officer", **COUNCIL}, ("council_decision",),
            to="preparing",
            due={"origin_check": "2024-08-19"}),
        act("2024-08-06", "chair", "replace_officer", {"lead": "@colleague"}),
        act("2024-08-08", "colleague", "report_origin", {"land_papers": False}, ("origin_report",)),
        act("2024-08-09", "colleague", "call_hearing", {"hearing_on": "2024-08-13T08:00:00+07:00"},
            ("invitation",),
            to="hearing"),
        act("2024-08-12", "colleague", "postpone_hearing", {"hearing_on": "2024-08-14T08:00:00+07:00"},
            ("invitation",)),
        # After Wednesday 14 August: 15, 16, 19; 10 days: Saturday the 24th, so Monday the 26th.
        act("2024-08-14", "chair", "agree", AGREED, ("minutes",), to="success",
            due={"send_minutes": "2024-08-19", "different_opinion": "2024-08-26"}),
        # 15 days after Monday 19 August: Tuesday 3 September is off, so Wednesday the 4th.
        act("2024-08-19", "reception", "hear_again", {"hearing_on": "2024-08-22T08:00:00+07:00"},
            ("different_opinion",),
            to="hearing", due={"second_hearing": "2024-09-04"}),
        # After Thursday 22 August: 23, 26, 27; Sunday 1 September, so the 4th. The boundary's rule is that of
        # this day: 30
        # working days under the new decree, as counted above.
        act("2024-08-22", "chair", "agree_on_boundary", MOVED, ("minutes",), to="success",
            due={"send_minutes": "2024-08-27", "different_opinion": "2024-09-04",
                "boundary_change": "2024-10-07"}),
        act("2024-08-26", "clerk", "send_minutes", SENT, ("dispatch_record",)),
        act("2024-08-28", "clerk", "send_to_land_body", {}, ("land_body_dispatch",)),
        wait("2024-09-05", to="closed"),
        act("2024-09-05", "clerk", "refer_to_body", REFERRED, ("referral",)),
    ),
    Scenario(
        "land_mediation", "2014.1", "a new boundary wholly under the old law",
        # Monday 3 June 2024. 3 working days: 4-6. 45 days: Thursday 18 July. 10: 4-7, 10-14, 17. 5: 4-7, 10.
        opened("2024-06-03", "reception", LAND, to="requested",
               due=first_day("2024-06-06", "2024-07-18", "2024-06-17", "2024-06-10")),
        # 10 working days after Wednesday 5 June: 6, 7, 10-14, 17-19.
        *prepared("2024-06-04", "2024-06-05", "2024-06-19", "2024-06-07", "2024-06-10", "2024-06-14"),
        # After Friday 14 June: 17-19; Monday the 24th; 30 calendar days: Sunday 14 July, so Monday the 15th.
        act("2024-06-14", "chair", "agree_on_boundary", MOVED, ("minutes",), to="success",
            due={"send_minutes": "2024-06-19", "different_opinion": "2024-06-24",
                "boundary_change": "2024-07-15"}),
        act("2024-06-19", "clerk", "send_minutes", SENT, ("dispatch_record",)),
        act("2024-07-16", "clerk", "send_to_land_body", {}, ("land_body_dispatch",), to="closed",
            due={"boundary_change": "late"}),
    ),
    Scenario(
        "land_mediation", "2014.1", "absent twice, guided to the district",
        OLD_LAW,
        *prepared("2024-08-02", "2024-08-05", "2024-08-19", "2024-08-08", "2024-08-09", "2024-08-13"),
        act("2024-08-13", "officer", "record_absence", {}, ("absence_minutes",), to="absent_once"),
        act("2024-08-14", "officer", "call_again", {"hearing_on": "2024-08-19T08:00:00+07:00"},
            ("second_invitation",),
            to="hearing"),
        # After Monday 19 August: 20-22; 20-23, 26.
        act("2024-08-19", "officer", "record_second_absence", {"failure": "absent_twice"},
            ("absence_minutes", "minutes"),
            to="failed", due={"send_minutes": "2024-08-22", "after_failure": "2024-08-26"}),
        act("2024-08-20", "clerk", "guide_to_authority", {"outcome": "to_authority"}, ("guidance",),
            to="closed"),
    ),
    Scenario(
        "land_mediation", "2014.1", "in time on the last day of the old length, guided to the court",
        OLD_LAW,
        *prepared("2024-08-02", "2024-08-05", "2024-08-19", "2024-08-08", "2024-08-09", "2024-09-16"),
        # 5 working days after Friday 9 August: 12-16.
        asked("2024-08-09", "officer", "help", "police", due={"help_reply": "2024-08-16"}),
        answered("2024-08-12", "police", "help"),
        # After Monday 16 September: 17-19; 17-20, 23.
        act("2024-09-16", "chair", "fail", FAILED, ("minutes",), to="failed",
            due={"send_minutes": "2024-09-19", "after_failure": "2024-09-23"}),
        act("2024-09-17", "clerk", "guide_to_court", {"outcome": "to_court"}, ("guidance",), to="closed"),
    ),
    Scenario(
        "land_mediation", "2014.1", "still open when the commune's chair becomes competent",
        OLD_LAW,
        *prepared("2024-08-02", "2024-08-05", "2024-08-19", "2024-08-08", "2024-08-09", "2024-08-13"),
        # After Tuesday 1 July 2025: 2-4; 2-4, 7, 8.
        act("2025-07-01", "chair", "fail", FAILED, ("minutes",), to="failed",
            due={"mediation": "late", "send_minutes": "2025-07-04", "after_failure": "2025-07-08"}),
        act("2025-07-02", "clerk", "open_land_dispute", {"outcome": "land_dispute"}, ("resolution_request",),
            to="closed"),
    ),
    Scenario(
        "land_mediation", "2014.1", "refused",
        OLD_LAW,
        act("2024-08-05", "chair", "refuse", {"refusal_ground": "not_a_dispute", **SENT}, ("refusal_notice",),
            to="refused"),
    ),
    Scenario(
        "land_mediation", "2014.1", "withdrawn",
        OLD_LAW,
        act("2024-08-01", "reception", "withdraw", {"withdrawal_ground": "given_up"}, ("withdrawal",),
            to="withdrawn"),
    ),
]  # fmt: skip


@pytest.mark.parametrize("scenario", OLD, ids=repr)
def test_land_mediation(world: World, scenario: Scenario) -> None:
    play(world, scenario)


def test_no_part_of_the_version_is_left_out(sqlite_world: World) -> None:
    found = sqlite_world.read(version_for, "land_mediation", date(2024, 7, 31))
    assert found.version == "2014.1"
    assert uncovered(found, OLD) == {"states": set(), "transitions": set(), "clocks": set()}
