"""Land disputes without papers, resolved by the commune's chair: every ending, each day counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from models import organisations
from tests.operations.golden.playing import LONG_AGO, play
from tests.operations.golden.scenario import (
    REFERRED,
    Scenario,
    Step,
    act,
    answered,
    asked,
    opened,
    receipt,
    refused,
    uncovered,
    wait,
)
from tests.operations.golden.test_land_mediation import LAND
from tests.world import World
from workflow.operations.definition.find_version import version_for

SENT = {"recipients": ["Các bên tranh chấp"]}
TAKEN = {"land_papers": False, **SENT}
# Monday 2 March 2026. Working days after it: 3-6, 9-13, 16: the 5th is the 9th, the 8th the 12th, the 10th
# the 16th.
MARCH = opened("2026-03-02", "reception", LAND, to="requested", due={
    "acceptance_notice": "2026-03-09", "reply_to_citizen": "2026-03-16",
        "unassigned": "2026-03-12"})  # fmt: skip


def accepted(resolution: str) -> tuple[Step, ...]:
    """Accepted on Friday 6 March and given to an officer on the 10th; 3 working days: 9-11 March."""
    return (
        act("2026-03-06", "chair", "accept", TAKEN, ("mediation_minutes", "acceptance_notice"), to="accepted",
            due={"resolution": resolution, "assignment": "2026-03-11"}),
        act("2026-03-10", "chair", "assign", {"lead": "@officer"}, ("assignment",), to="verifying"),
    )  # fmt: skip


SCENARIOS = [
    Scenario(
        "land_dispute", "2025.1", "decided, in force when both sides' time is over, carried out",
        MARCH,
        act("2026-03-03", "reception", "supplement", {"land_papers": False}, ("request",)),
        refused("2026-03-06", "chair", "accept", {**TAKEN, "land_papers": True},
                ("mediation_minutes", "acceptance_notice"), because=("sentry", "no_papers")),
        # 45 days after 6 March: 25 to the 31st, 20 in April: Monday 20 April.
        *accepted("2026-04-20"),
        act("2026-03-12", "chair", "replace_verifier", {"lead": "@colleague"}),
        # 5 working days after Friday 13 March: 16-20.
        asked("2026-03-13", "colleague", "help", "police", due={"help_reply": "2026-03-20"}),
        answered("2026-03-17", "police", "help"),
        act("2026-03-20", "colleague", "record_meeting", {}, ("meeting_minutes",)),
        refused("2026-03-30", "chair", "decide", {"outcome": "requester"}, ("decision",),
            because=("sentry", "verified")),
        act("2026-04-01", "colleague", "report", {}, ("verification_report",)),
        # 3 working days after Wednesday 15 April: 16, 17, 20. In force on the 31st day: 16 May.
        act("2026-04-15", "chair", "decide", {"outcome": "requester"}, ("decision",), to="decided",
            due={"send_decision": "2026-04-20", "legal_effect": "2026-05-16"}),
        # 15 days: Friday 1 May, a holiday, so Monday the 4th; for both sides.
        act("2026-04-16", "clerk", "send", SENT, ("dispatch_record",), to="sent",
            due={"proof_of_receipt": "2026-05-04"}),
        # 30 days after 20 April: Wednesday 20 May; after the 21st: Thursday 21 May.
        receipt("2026-04-20", "clerk", "requesters", due={"filing_window": "2026-05-20"}),
        receipt("2026-04-21", "clerk", "other_side", due={"filing_window": "2026-05-21"}),
        act("2026-04-22", "clerk", "confirm_receipt", {}, ("receipts",), to="awaiting_effect"),
        # The 30 days from the decision are over, but not yet those of either side.
        wait("2026-05-16", to="awaiting_effect"),
        wait("2026-05-21", to="awaiting_effect"),
        # 5 working days after Friday 22 May: 25-29.
        wait("2026-05-22", to="effective", due={"begin_execution": "2026-05-29"}),
        # 60 days after 25 May: 6 in May, 30 in June, 24 July, a Friday.
        act("2026-05-25", "clerk", "begin_execution", {"execution_tasks": "Cắm mốc ranh giới."},
            ("execution_plan",),
            to="executing", due={"execution": "2026-07-24"}),
        act("2026-06-10", "clerk", "record_execution", {}, ("execution_evidence",)),
        act("2026-07-01", "clerk", "close", {}, ("execution_evidence",), to="closed"),
        act("2026-07-02", "clerk", "refer_to_body", REFERRED, ("referral",)),
    ),
    Scenario(
        "land_dispute", "2025.1", "a complaint to the province, whose result is carried out",
        MARCH,
        *accepted("2026-04-20"),
        act("2026-04-01", "officer", "report", {}, ("verification_report",)),
        # The 20th was the last day. 3 working days after Tuesday 21 April: 22-24. In force on 22 May.
        act("2026-04-21", "chair", "decide", {"outcome": "shared"}, ("decision",), to="decided",
            due={"resolution": "late", "send_decision": "2026-04-24", "legal_effect": "2026-05-22"}),
        # 60 days after 23 April: 7 in April, 31 in May, Monday 22 June.
        act("2026-04-23", "clerk", "escalate", {"ground_escalated": "complaint_province"}, ("further_claim",),
            to="escalated", due={"answer_from_above": "2026-06-22"}),
        act("2026-04-24", "upper", "ask_for_file", {"file_due_on": "2026-05-08"},
            due={"supply_file": "2026-05-08"}),
        act("2026-05-08", "clerk", "supply_file", {}, ("handed_file",)),
        # 60 days after 10 June: 20 in June, 31 in July, Sunday 9 August, so Monday the 10th.
        act("2026-06-10", "upper", "return_result", {"outcome": "other_side"}, ("upper_decision",),
            to="executing",
            due={"execution": "2026-08-10"}),
        act("2026-07-15", "clerk", "close", {}, ("execution_evidence",), to="closed"),
    ),
    Scenario(
        "land_dispute", "2025.1", "a suit after the decision was sent, closed with the judgment",
        MARCH,
        *accepted("2026-04-20"),
        act("2026-04-01", "officer", "report", {}, ("verification_report",)),
        act("2026-04-15", "chair", "decide", {"outcome": "agreement"}, ("decision",), to="decided",
            due={"send_decision": "2026-04-20", "legal_effect": "2026-05-16"}),
        act("2026-04-21", "clerk", "send", SENT, to="sent",
            # 15 days after 21 April: Wednesday 6 May.
            due={"send_decision": "late", "proof_of_receipt": "2026-05-06"}),
        # 60 days after Monday 4 May: 27 in May, 30 in June, Friday 3 July.
        act("2026-05-04", "clerk", "escalate", {"ground_escalated": "suit"}, ("further_claim",),
            to="escalated",
            due={"answer_from_above": "2026-07-03"}),
        act("2026-09-15", "clerk", "close_with_result", {"outcome": "requester"}, ("upper_decision",),
            to="closed"),
    ),
    Scenario(
        "land_dispute", "2025.1", "refused: a party holds papers",
        MARCH,
        act("2026-03-09", "chair", "refuse", {"refusal_ground": "has_papers", **SENT}, ("refusal_notice",),
            to="refused"),
    ),
    Scenario(
        "land_dispute", "2025.1", "withdrawn, after a late notice",
        MARCH,
        # One day after the 9th. 45 days after Tuesday 10 March: 21 in March, Friday 24 April. 3 working days:
        # 11-13.
        act("2026-03-10", "chair", "accept", TAKEN, ("mediation_minutes", "acceptance_notice"), to="accepted",
            due={"acceptance_notice": "late", "resolution": "2026-04-24", "assignment": "2026-03-13"}),
        act("2026-03-11", "clerk", "withdraw", {"withdrawal_ground": "settled"}, ("withdrawal",),
            to="withdrawn"),
    ),
    Scenario(
        "land_dispute", "2025.1", "received on the first day of the commune's competence",
        # Tuesday 1 July 2025: 2-4, 7, 8 (5th), 9-11 (8th), 14, 15 (10th).
        opened("2025-07-01", "reception", LAND, to="requested", due={
            "acceptance_notice": "2025-07-08", "reply_to_citizen": "2025-07-15", "unassigned": "2025-07-11"}),
        # 45 days after 8 July: 23 in July, Friday 22 August. 3 working days: 9-11.
        act("2025-07-08", "chair", "accept", TAKEN, ("mediation_minutes", "acceptance_notice"), to="accepted",
            due={"resolution": "2025-08-22", "assignment": "2025-07-11"}),
        act("2025-07-09", "reception", "withdraw", {"withdrawal_ground": "elsewhere"}, ("withdrawal",),
            to="withdrawn"),
    ),
]  # fmt: skip

DIFFICULT = Scenario(
    "land_dispute", "2025.1", "ten days more in a difficult area",
    MARCH,
    # 55 days after 6 March: 25, then Thursday 30 April, a holiday as is the 1st of May, so Monday 4 May.
    *accepted("2026-05-04"),
    act("2026-04-01", "officer", "report", {}, ("verification_report",)),
    # 3 working days after 4 May: 5-7. In force on the 31st day: 4 June.
    act("2026-05-04", "chair", "decide", {"outcome": "shared"}, ("decision",), to="decided",
        due={"send_decision": "2026-05-07", "legal_effect": "2026-06-04"}),
)  # fmt: skip


@pytest.mark.parametrize("scenario", SCENARIOS, ids=repr)
def test_land_dispute(world: World, scenario: Scenario) -> None:
    play(world, scenario)


def test_a_difficult_area_has_ten_days_more(world: World) -> None:
    trait = {
        "org_id": world.orgs["commune"],
        "trait": "difficult_area",
        "value": True,
        "because": "Xã khu vực III",
    }
    row = {**trait, "from_day": LONG_AGO, "to_day": None}
    world.run(organisations.insert_organisation_rows, "trait", [row])
    play(world, DIFFICULT)


def test_no_part_of_the_version_is_left_out(sqlite_world: World) -> None:
    found = sqlite_world.read(version_for, "land_dispute", date(2025, 7, 1))
    assert uncovered(found, SCENARIOS) == {"states": set(), "transitions": set(), "clocks": set()}
    assert sqlite_world.read(version_for, "land_dispute", date(2025, 6, 30)) is None
