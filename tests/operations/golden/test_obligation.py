"""Duties of a plan: every ending, each day counted by hand; the reports are due the working day before."""

from __future__ import annotations

from datetime import date

import pytest

from tests.operations.golden.playing import play
from tests.operations.golden.scenario import (
    REFERRED,
    Scenario,
    act,
    answered,
    asked,
    opened,
    refused,
    uncovered,
)
from tests.world import World
from workflow.operations.definition.find_version import version_for

DUTY = {
    "subject": "Lập danh sách vụ việc đông người (2026-Q4)",
    "plan": "Kế hoạch thực hiện Đề án 1895",
    "task": "de_an_1895.quarterly_list",
    "period": "2026-Q4",
    "source": "mục III, phần 7, dòng 2",
    "lead_unit": "Văn phòng UBND xã",
    "with_units": "Công an xã",
    "reported_to": "Ủy ban nhân dân cấp trên",
}
QUARTERLY = {**DUTY, "due_on": "2026-12-31"}
# Thursday 1 October 2026: 3 working days are 2, 5, 6.
OCTOBER = opened("2026-10-01", "clerk", QUARTERLY, to="planned",
                 due={"execution": "2026-12-31", "assignment": "2026-10-06"})  # fmt: skip

SCENARIOS = [
    Scenario(
        "obligation", "2024.1", "done, sent back once, confirmed",
        OCTOBER,
        act("2026-10-02", "clerk", "assign", {"lead": "@officer"}, to="in_progress"),
        # 5 working days after Monday 5 October: 6-9, 12.
        asked("2026-10-05", "officer", "help", "police", due={"help_reply": "2026-10-12"}),
        answered("2026-10-06", "police", "help"),
        act("2026-10-07", "chair", "replace_lead", {"lead": "@colleague", "coordinating": ["@@police"]}),
        act("2026-11-02", "colleague", "record_progress", {"progress": "Đã gom số liệu hai tháng."}),
        refused("2026-11-02", "officer", "submit", {"outcome": "done"}, ("evidence",),
            because=("role-needed", "doer")),
        # 5 working days after Tuesday 15 December: 16-18, 21, 22; after the 16th: 17, 18, 21-23; after the
        # 17th: 18, 21-24.
        act("2026-12-15", "colleague", "submit", {"outcome": "done"}, ("evidence",), to="submitted",
            due={"confirmation": "2026-12-22"}),
        act("2026-12-16", "chair", "send_back", {"sent_back_because": "Thiếu một vụ việc"}, to="in_progress",
            due={"doing_again": "2026-12-23"}),
        act("2026-12-17", "colleague", "submit", {"outcome": "done"}, ("evidence",), to="submitted",
            due={"confirmation": "2026-12-24"}),
        act("2026-12-18", "chair", "confirm", to="closed"),
        act("2026-12-21", "clerk", "refer_to_body", REFERRED, ("referral",)),
    ),
    Scenario(
        "obligation", "2024.1", "not done in the period",
        OCTOBER,
        act("2026-10-07", "clerk", "assign", {"lead": "@officer"}, to="in_progress",
            due={"assignment": "late"}),
        # 5 working days after Monday 4 January 2027: 5-8, 11.
        act("2027-01-04", "officer", "submit", {"outcome": "partly"}, ("evidence",), to="submitted",
            due={"execution": "late", "confirmation": "2027-01-11"}),
        act("2027-01-05", "chair", "confirm", {"outcome": "partly"}, to="closed"),
    ),
    Scenario(
        "obligation", "2024.1", "fell away",
        OCTOBER,
        act("2026-10-05", "chair", "cancel", {"cancelled_because": "replaced"}, ("instruction",),
            to="cancelled"),
    ),
    Scenario(
        "obligation", "2024.1", "the six-month report, on its last day",
        # Before 10 June 2026: Tuesday the 9th. Monday 5 January: 6-8.
        opened("2026-01-05", "clerk", DUTY, to="six_month_report", state="six_month_report",
               due={"six_month_report": "2026-06-09", "assignment": "2026-01-08"}),
        act("2026-01-06", "clerk", "assign", {"lead": "@clerk"}, to="in_progress"),
        # 5 working days after 9 June: 10-12, 15, 16.
        act("2026-06-09", "clerk", "submit", {"outcome": "nothing_arose"}, ("evidence", "dispatch_record"),
            to="submitted",
            due={"confirmation": "2026-06-16"}),
        act("2026-06-10", "chair", "confirm", to="closed"),
    ),
    Scenario(
        "obligation", "2024.1", "the yearly report, on the day that is too late",
        # Before 10 November 2026: Monday the 9th.
        opened("2026-01-05", "clerk", DUTY, to="annual_report", state="annual_report",
               due={"annual_report": "2026-11-09", "assignment": "2026-01-08"}),
        act("2026-01-06", "clerk", "assign", {"lead": "@officer"}, to="in_progress"),
        # 5 working days after 10 November: 11-13, 16, 17.
        act("2026-11-10", "officer", "submit", {"outcome": "done"}, ("evidence",), to="submitted",
            due={"annual_report": "late", "confirmation": "2026-11-17"}),
    ),
    Scenario(
        "obligation", "2024.1", "a yearly report whose last day is a Saturday",
        # Before 10 November 2024: the 9th is a Saturday, so Friday the 8th. Friday 4 October: 7-9.
        opened("2024-10-04", "clerk", DUTY, to="annual_report", state="annual_report",
               due={"annual_report": "2024-11-08", "assignment": "2024-10-09"}),
        act("2024-10-07", "clerk", "assign", {"lead": "@officer"}, to="in_progress"),
        # The 9th is late. 5 working days after Saturday 9 November: 11-15.
        act("2024-11-09", "officer", "submit", {"outcome": "done"}, ("evidence",), to="submitted",
            due={"annual_report": "late", "confirmation": "2024-11-15"}),
    ),
]  # fmt: skip


@pytest.mark.parametrize("scenario", SCENARIOS, ids=repr)
def test_obligation(world: World, scenario: Scenario) -> None:
    play(world, scenario)


def test_no_part_of_the_version_is_left_out(sqlite_world: World) -> None:
    found = sqlite_world.read(version_for, "obligation", date(2026, 10, 1))
    assert uncovered(found, SCENARIOS) == {"states": set(), "transitions": set(), "clocks": set()}
