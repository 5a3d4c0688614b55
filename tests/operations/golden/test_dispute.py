"""Disputes of residents through all seven stages: every ending, each day counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from tests.operations.golden.playing import play
from tests.operations.golden.scenario import (
    Scenario,
    act,
    answered,
    asked,
    before,
    confirmed,
    opened,
    refused,
    uncovered,
)
from tests.operations.journeys import DISPUTE
from tests.world import World
from workflow.operations.definition.find_version import version_for

KIND = {"matter": "land_use", "mediable": True}
NOT_FOR_US = {"matter": "other", "mediable": False}
PEOPLE = {"far_leader": ("team_leader", "neighbour"), "second_mediator": ("mediator", "team")}
# Monday 6 July 2026. Working days after it: 7-10, 13-17, 20: the 1st is the 7th, the 3rd the 9th, the 10th
# the 20th.
RECEIVED = opened("2026-07-06", "reception", DISPUTE, to="received", due={
    "reply_to_citizen": "2026-07-20", "classification": "2026-07-09",
        "unassigned": "2026-07-07"})  # fmt: skip
# 2 working days after Tuesday the 7th: 8, 9. 3 days after it: Friday the 10th.
CLASSIFIED = act(
    "2026-07-07", "reception", "classify", KIND, to="classified", due={"assignment": "2026-07-09"}
)
ASSIGNED = act("2026-07-07", "leader", "assign", {"lead": "@mediator"}, ("assignment",), to="assigned",
               due={"start_mediation": "2026-07-10"})  # fmt: skip
# 30 days after Friday 10 July: 21 in July, Sunday 9 August, so Monday the 10th.
STARTED = act("2026-07-10", "mediator", "start_mediation", {}, ("log_entry",), to="mediating",
              due={"mediation": "2026-08-10"})  # fmt: skip

SCENARIOS = [
    Scenario(
        "dispute", "2026.1", "two hamlets agree, the court recognises it, the agreement is kept",
        RECEIVED,
        act("2026-07-06", "reception", "supplement", {}, ("request",)),
        CLASSIFIED,
        ASSIGNED,
        # The parties may agree on another day to start (HG 20.2), and on yet another.
        act("2026-07-08", "mediator", "agree_start", {"agreed_start_on": "2026-07-13"}, ("log_entry",),
            due={"agreed_start": "2026-07-13"}),
        act("2026-07-09", "leader", "agree_start", {"agreed_start_on": "2026-07-15"}, ("log_entry",),
            due={"agreed_start": "2026-07-15"}),
        act("2026-07-09", "leader", "replace_mediator", {"lead": "@second_mediator"}),
        act("2026-07-10", "leader", "involve_other_team", {"coordinating": ["@@neighbour"]},
            ("front_notice",)),
        # 30 days after Wednesday 15 July: 16 in July, Friday 14 August.
        act("2026-07-15", "second_mediator", "start_mediation", {}, ("log_entry",), to="mediating",
            due={"mediation": "2026-08-14"}),
        act("2026-07-20", "far_leader", "hold_session", {}, ("log_entry",)),
        # 15 days more: Saturday 29 August; 31 August to 2 September are off, so Thursday 3 September.
        act("2026-08-10", "leader", "extend_mediation", {"extension_reason": "Chờ đo đạc"},
            due={"mediation": "2026-09-03"}),
        # 5 working days after Thursday 20 August: 21, Saturday 22 which is worked, 24-26. 6 months: Saturday
        # 20 February
        # 2027, so Monday the 22nd.
        act("2026-08-20", "second_mediator", "agree", {"agreement": "Mở lối đi.", "perform_by": "2026-09-30"},
            ("log_entry", "minutes"), to="agreed",
            due={"begin_monitoring": "2026-08-26", "court_recognition": "2027-02-22"}),
        refused("2026-08-21", "clerk", "record_recognition", {"recognition": "recognised"},
            ("court_decision",),
                because=("sentry", "court_asked")),
        act("2026-08-25", "clerk", "ask_court", {}, ("court_request",)),
        # 90 days after 26 August: 5, 30, 31, and 24 November, a holiday since this year: Wednesday the 25th.
        act("2026-08-26", "second_mediator", "monitor", {}, to="monitored",
            due={"monitoring": "2026-11-25", "performance": "2026-09-30"}),
        act("2026-09-10", "clerk", "record_recognition", {"recognition": "recognised"}, ("court_decision",)),
        act("2026-09-21", "clerk", "record_performance", {}, ("performance",)),
        act("2026-09-25", "second_mediator", "close", {"outcome": "kept"}, ("performance",)),
        confirmed("2026-09-28", "leader", to="closed"),
        refused("2026-09-28", "clerk", "ask_court", {}, ("court_request",), because=("sentry", "court_open")),
        people=PEOPLE,
    ),
    Scenario(
        "dispute", "2026.1", "the court is asked after the case was closed",
        RECEIVED,
        CLASSIFIED,
        ASSIGNED,
        STARTED,
        # 5 working days after Monday 13 July: 14-17, 20. 6 months: Wednesday 13 January 2027.
        act("2026-07-13", "mediator", "agree", {"agreement": "Trả nợ."}, ("log_entry",), to="agreed",
            due={"begin_monitoring": "2026-07-20", "court_recognition": "2027-01-13"}),
        # 90 days after 14 July: 17, 31, 30, Monday 12 October.
        act("2026-07-14", "mediator", "monitor", {}, to="monitored", due={"monitoring": "2026-10-12"}),
        act("2026-07-20", "mediator", "close", {"outcome": "kept"}, ("performance",)),
        confirmed("2026-07-20", "leader", to="closed"),
        act("2027-01-13", "clerk", "ask_court", {}, ("court_request",)),
        act("2027-02-15", "clerk", "record_recognition", {"recognition": "not_recognised"},
            ("court_decision",)),
    ),
    Scenario(
        "dispute", "2026.1",
            "noticed by the team; violence reported at once; back, again, and up to the committee",
        opened("2026-07-06", "mediator", DISPUTE, to="noticed", state="noticed",
               due={"classification": "2026-07-09", "unassigned": "2026-07-07"}),
        act("2026-07-07", "leader", "classify", KIND, to="classified", due={"assignment": "2026-07-09"}),
        ASSIGNED,
        refused("2026-07-08", "mediator", "report_danger", {"ground_escalated": "not_settled"},
            ("incident_report",),
                because=("sentry", "danger")),
        # Two hours; 15 days after Wednesday 8 July: Thursday the 23rd.
        act("2026-07-08", "mediator", "report_danger", {"ground_escalated": "violence"}, ("incident_report",),
            to="escalated", due={"acknowledgement": "2026-07-08", "committee": "2026-07-23"}),
        act("2026-07-08", "chair", "acknowledge", hour=10.5),
        act("2026-07-09", "chair", "refer", {"referred_to": "police"}, ("referral",)),
        # 30 days after Friday 10 July: Monday 10 August, as above.
        act("2026-07-10", "chair", "send_back", {}, ("instruction",), to="mediating",
            due={"mediation": "2026-08-10"}),
        # 5 working days after Tuesday 14 July: 15-17, 20, 21.
        act("2026-07-14", "leader", "stop_by_party", {"failure": "party_stops"}, ("log_entry",), to="failed",
            due={"after_failure": "2026-07-21"}),
        # 30 days after Thursday 16 July: Saturday 15 August, so Monday the 17th.
        act("2026-07-16", "leader", "try_again", {}, ("request",), to="mediating",
            due={"mediation": "2026-08-17"}),
        # 15 days after Monday 20 July: Tuesday 4 August.
        act("2026-07-20", "mediator", "report_danger", {"ground_escalated": "disorder"}, ("incident_report",),
            to="escalated", due={"acknowledgement": "2026-07-20", "committee": "2026-08-04"}),
        # 5 working days after Wednesday 22 July: 23, 24, 27-29.
        act("2026-07-22", "chair", "decide", {"perform_by": "2026-08-15"}, ("decision",), to="decided",
            due={"acknowledgement": "late", "begin_monitoring": "2026-07-29"}),
        # 90 days after 24 July: 7, 31, 30, Thursday 22 October.
        act("2026-07-24", "clerk", "follow_decision", {}, to="monitored",
            due={"monitoring": "2026-10-22", "performance": "2026-08-15"}),
        # 15 days after Monday 17 August: 1 September, off as is the 2nd: Thursday the 3rd.
        act("2026-08-17", "clerk", "report_unkept", {"ground_escalated": "not_kept"}, to="escalated",
            due={"committee": "2026-09-03"}),
        # 5 working days after Thursday 20 August: the 26th, as above.
        act("2026-08-20", "chair", "decide", {"perform_by": "2026-10-01"}, ("decision",), to="decided",
            due={"begin_monitoring": "2026-08-26"}),
        # 90 days after 21 August: 10, 30, 31, Thursday 19 November.
        act("2026-08-21", "clerk", "follow_decision", {}, to="monitored",
            due={"monitoring": "2026-11-19", "performance": "2026-10-01"}),
        # 30 days after Monday 24 August: Wednesday 23 September.
        act("2026-08-24", "leader", "mediate_again", {}, to="mediating", due={"mediation": "2026-09-23"}),
        # 5 working days after Friday 4 September: 7-11.
        act("2026-09-04", "mediator", "fail", {"failure": "no_agreement"}, ("log_entry",), to="failed",
            due={"after_failure": "2026-09-11"}),
        # 15 days after Monday 7 September: Tuesday the 22nd.
        act("2026-09-07", "clerk", "ask_committee", {"ground_escalated": "not_settled"}, to="escalated",
            due={"committee": "2026-09-22"}),
        # 5 working days after Tuesday 8 September: 9-11, 14, 15.
        act("2026-09-08", "chair", "decide", {}, ("decision",), to="decided",
            due={"begin_monitoring": "2026-09-15"}),
        # 90 days after 9 September: 21, 31, 30, Tuesday 8 December. The day to perform stands as it was.
        act("2026-09-09", "clerk", "follow_decision", {}, to="monitored",
            due={"monitoring": "2026-12-08", "performance": "2026-10-01"}),
        act("2026-10-05", "clerk", "close", {"outcome": "decision_done"}, ("performance",)),
        confirmed("2026-10-05", "leader", to="closed"),
    ),
    Scenario(
        "dispute", "2026.1", "failed, guided to the competent body; mediation began a day late",
        RECEIVED,
        CLASSIFIED,
        ASSIGNED,
        # 5 working days after Tuesday 7 July: 8-10, 13, 14.
        asked("2026-07-07", "leader", "help", "police", due={"help_reply": "2026-07-14"}),
        answered("2026-07-09", "police", "help"),
        # Friday the 10th was the last day. 30 days after Saturday 11 July: Monday 10 August.
        act("2026-07-11", "mediator", "start_mediation", {}, ("log_entry",), to="mediating",
            due={"start_mediation": "late", "mediation": "2026-08-10"}),
        # 5 working days after Monday 20 July: 21-24, 27.
        act("2026-07-20", "mediator", "fail", {"failure": "no_agreement"}, ("log_entry",), to="failed",
            due={"after_failure": "2026-07-27"}),
        act("2026-07-21", "clerk", "guide_after_failure", {"guidance_ground": "not_agreed"}, ("guidance",),
            to="guided"),
    ),
    Scenario(
        "dispute", "2026.1", "may not be mediated, guided",
        RECEIVED,
        act("2026-07-07", "reception", "classify", NOT_FOR_US, to="classified",
            due={"assignment": "2026-07-09"}),
        refused("2026-07-07", "leader", "assign", {"lead": "@mediator"}, ("assignment",),
            because=("sentry", "mediable")),
        act("2026-07-07", "clerk", "guide", {"guidance_ground": "public_interest"}, ("guidance",),
            to="guided"),
    ),
    Scenario(
        "dispute", "2026.1", "is a complaint, handed over",
        RECEIVED,
        act("2026-07-07", "reception", "classify", NOT_FOR_US, to="classified",
            due={"assignment": "2026-07-09"}),
        act("2026-07-07", "clerk", "hand_over",
            {"guidance_ground": "complaint", "respondent": {"kind": "act", "act": "Quyết định 12"},
                "people": 2},
            ("guidance",), to="guided"),
    ),
    Scenario(
        "dispute", "2026.1", "kept as a duplicate, too late for whoever should be in charge",
        before(RECEIVED),
        RECEIVED,
        act("2026-07-07", "reception", "classify", KIND, to="classified", due={"assignment": "2026-07-09"}),
        act("2026-07-08", "clerk", "keep", {"duplicate_of": "#first"}, ("kept_note",), to="kept",
            due={"unassigned": "late"}),
    ),
    Scenario(
        "dispute", "2026.1", "withdrawn in mediation",
        RECEIVED,
        CLASSIFIED,
        ASSIGNED,
        STARTED,
        act("2026-07-13", "mediator", "withdraw", {"withdrawal_ground": "settled"}, ("withdrawal",),
            to="withdrawn"),
    ),
]  # fmt: skip


@pytest.mark.parametrize("scenario", SCENARIOS, ids=repr)
def test_dispute(world: World, scenario: Scenario) -> None:
    play(world, scenario)


def test_no_part_of_the_version_is_left_out(sqlite_world: World) -> None:
    found = sqlite_world.read(version_for, "dispute", date(2026, 7, 6))
    assert uncovered(found, SCENARIOS) == {"states": set(), "transitions": set(), "clocks": set()}
