"""Second complaints at the province that resolves them, under both versions.

What the law treats alike from 1 July 2026 is one table for both, each with its own day of receipt; what
differs before that day stands apart."""

from __future__ import annotations

from typing import Any

from tests.operations.golden.scenario import (
    Scenario,
    Step,
    act,
    answered,
    asked,
    before,
    delivered,
    opened,
    receipt,
    refused,
    wait,
)
from tests.operations.journeys import PARTIES, complaint

TYPE, OLD, NEW = "complaint_second_resolution", "2020.1", "2026.1"
PEOPLE = {
    "p_reception": ("receptionist", "province"),
    "p_officer": ("officer", "province"),
    "p_colleague": ("officer", "province"),
    "p_chair": ("chair", "province"),
}
TO_ALL = {"recipients": ["Người khiếu nại", "Người giải quyết lần đầu"]}
OURS = {"competence": "own", "eligibility": "eligible", "people": 1, "second_ground": "after_decision"}
FIRST: dict[str, Any] = {"first_resolver": {"kind": "official", "user": "@chair", "name": "Chủ tịch UBND xã"}}
DUE = {
    OLD: {"acceptance": "2026-07-13", "reply_to_citizen": "2026-07-13", "unassigned": "2026-07-01"},
    NEW: {"acceptance": "2026-07-15", "reply_to_citizen": "2026-07-20", "unassigned": "2026-07-08"},
}


def at_the_province(version: str, title: str, *steps: Step) -> Scenario:
    """A second complaint before an office that resolves them."""
    return Scenario(TYPE, version, title, *steps, people=PEOPLE, org="province", traits=("second_instance",))


def received(version: str, **more: object) -> Step:
    """Received on Monday 6 July, seven working days; under the former version on Monday 29 June, ten."""
    day = {OLD: "2026-06-29", NEW: "2026-07-06"}[version]
    report = {"report_to_sender": str(more["report_due_on"])} if "report_due_on" in more else {}
    fields = complaint(**FIRST, **more)  # type: ignore[arg-type]
    return opened(day, "p_reception", fields, ("petition",), to="received", due={**DUE[version], **report})


def accepted(version: str, **more: object) -> tuple[Step, ...]:
    """Accepted on 8 July: forty-five days end on Saturday 22 August, which is worked."""
    # Under the former version nobody was in charge for longer than the office's own two days.
    nobody = {"unassigned": "late"} if version == OLD else {}
    return (
        received(version, **more),
        act("2026-07-07", "p_reception", "classify",
            {**OURS, "first_decision_on": "2026-06-15", "window_opened_on": "2026-06-20"},
            ("first_decision",),
            to="classified", due={"limitation": "none of 2026-07-20"}),
        act("2026-07-08", "p_chair", "accept", {}, ("acceptance_notice",), to="accepted",
            due={"resolution": "2026-08-22", "assignment": "2026-07-10"}),
        act("2026-07-08", "p_chair", "assign", {"lead": "@p_officer"}, ("assignment",), to="assigned",
            due=nobody),
        act("2026-07-09", "p_officer", "start_verification", {}, ("verification_plan",), to="verifying"),
    )  # fmt: skip


def whole(version: str) -> Scenario:
    """Every act on the way to a decision that is announced at a meeting and carried out."""
    about = "every act on the way to a decision carried out"
    return at_the_province(version, about, *verified(version), *DECIDED)


def verified(version: str) -> tuple[Step, ...]:
    """From receipt to the last finding, a council and a refused stay on the way."""
    return (
        received(version, complainants=PARTIES, sent_from_above="Bộ", report_due_on="2026-10-30"),
        act("2026-07-06", "p_reception", "give_receipt", {}, ("receipt",)),
        act("2026-07-07", "p_reception", "classify", {**OURS, "people": 12}, ("first_decision",),
            to="classified"),
        refused("2026-07-07", "p_chair", "accept", {}, ("acceptance_notice",),
                because=("sentry", "represented")),
        act("2026-07-07", "p_reception", "supplement", {"representatives": 5},
            ("appointment", "first_decision")),
        act("2026-07-07", "upper", "propose_acceptance", {}, ("proposal",)),
        act("2026-07-07", "p_reception", "report_at_once", {"attention": ["group"]}, ("urgent_report",),
            due={"immediate_report": "2026-07-07"}),
        act("2026-07-07", "p_chair", "acknowledge", hour=10),
        act("2026-07-08", "p_chair", "accept", {}, ("acceptance_notice",), to="accepted",
            due={"resolution": "2026-08-22", "assignment": "2026-07-10"}),
        act("2026-07-08", "p_chair", "assign", {"lead": "@p_officer"}, ("assignment",), to="assigned",
            due={"unassigned": "late"} if version == OLD else {}),
        act("2026-07-09", "p_officer", "start_verification", to="verifying"),
        asked("2026-07-09", "p_officer", "information", "commune", due={"information_reply": "2026-07-20"}),
        act("2026-07-10", "p_officer", "record_finding", {"finding": "Điểm một"}, ("verification_minutes",)),
        act("2026-07-13", "p_chair", "ask_council", {}, ("council_decision",)),
        act("2026-07-13", "p_officer", "propose_stay", {"stay_reason": "Sắp cưỡng chế"}, ("stay_proposal",)),
        delivered("2026-07-13", "emergency_stay", to="proposed", due={"order": "2026-07-14"}),
        act("2026-07-14", "p_chair", "refuse", {"end_ground": "no_harm"}, ("stay_refusal",),
            of="emergency_stay",
            to="refused"),
        answered("2026-07-20", "clerk", "information"),
        act("2026-07-20", "p_chair", "record_council", {"council_view": "Cần đo lại"}, ("council_minutes",)),
        act("2026-07-20", "p_chair", "replace_verifier", {"lead": "@p_colleague"}, ("assignment",)),
        act("2026-07-21", "upper", "withdraw_in_part", {"people": 11, "representatives": 5},
            ("partial_withdrawal",)),
    )  # fmt: skip


DECIDED = (
    # There is always a dialogue: five days before the 3rd of August.
    act("2026-07-24", "p_colleague", "report", {}, ("verification_report",), to="dialogue"),
    act("2026-07-24", "p_chair", "set_dialogue", {"dialogue_on": "2026-08-03T09:00:00+07:00"},
        due={"dialogue_notice": "2026-07-29"}),
    act("2026-07-27", "upper", "invite", {}, ("dialogue_invitation",)),
    act("2026-08-03", "p_chair", "hold_dialogue", {"dialogue_absence": "unexcused"},
        ("dialogue_minutes",),
        to="deciding"),
    # Seven days to send, fifteen to publish, in force after day 30, 9 September.
    act("2026-08-10", "p_chair", "decide", {"outcome": "right"}, ("decision",), to="decided",
        due={"send_decision": "2026-08-17", "publish_decision": "2026-08-25",
             "legal_effect": "2026-09-10"}),
    act("2026-08-12", "upper", "send", TO_ALL, to="sent", due={"proof_of_receipt": "2026-08-27"}),
    # Three working days before Friday the 21st.
    act("2026-08-12", "upper", "set_meeting", {"meeting_on": "2026-08-21T09:00:00+07:00"},
        due={"publishing_meeting_notice": "2026-08-18"}),
    act("2026-08-13", "upper", "announce_meeting", {}, ("meeting_notice",)),
    receipt("2026-08-14", "upper", "complainants", due={"proof_of_receipt": "in_time"}),
    act("2026-08-18", "upper", "confirm_receipt", {}, ("receipts",), to="awaiting_effect"),
    act("2026-08-21", "p_chair", "publish_at_meeting", {}, ("publishing_record",),
        due={"publish_decision": "in_time of 2026-08-25"}),
    wait("2026-09-10", hour=0, to="effective", due={"begin_execution": "2026-09-17"}),
    act("2026-09-11", "p_chair", "begin_execution", {"execution_tasks": "Trả lại đất"},
        ("execution_plan",),
        to="executing", due={"execution": "2026-11-10"}),
    act("2026-10-01", "upper", "record_execution", {}, ("execution_evidence",)),
    act("2026-10-01", "upper", "refer_to_body", {"referred_to": "Ủy ban kiểm tra"}, ("referral",)),
    act("2026-10-05", "upper", "report_to_sender", {}, ("return_report",)),
    act("2026-10-20", "upper", "close", {}, ("execution_evidence",), to="closed",
        due={"archive": "2026-11-19"}),
    act("2026-11-19", "upper", "archive", {}, ("archive_record",)),
)  # fmt: skip
"""From the dialogue to the archive."""


def posted_and_sued(version: str) -> Scenario:
    """Complex, suspended, published by posting, then a suit, a judgment, and a review that ends it."""
    return at_the_province(
        version, "complex, suspended, posted; a suit after the decision; reviewed by order",
        *accepted(version),
        # Sixty days from 8 July are Sunday 6 September.
        act("2026-07-13", "p_chair", "find_complex", {"complexity": ["places"]}, ("complexity_finding",),
            due={"resolution": "2026-09-07"}),
        act("2026-07-20", "p_chair", "suspend", {"ground_suspended": "related_result"}, ("suspension",),
            to="suspended", due={"resolution": "paused", "send_suspension": "2026-07-23"}),
        act("2026-07-21", "upper", "send_suspension", TO_ALL),
        # Fourteen days on from the raw 6 September: Sunday the 20th.
        act("2026-08-03", "p_chair", "resume", {}, ("continuation",), to="verifying",
            due={"resolution": "2026-09-21", "send_suspension": "2026-08-06"}),
        act("2026-08-10", "p_officer", "report", {}, ("verification_report",), to="dialogue"),
        act("2026-08-17", "p_chair", "hold_dialogue", {}, ("dialogue_minutes",), to="deciding"),
        # Fifteen days are 2 September, a day off.
        act("2026-08-18", "p_chair", "decide", {"outcome": "wrong"}, ("decision",), to="decided",
            due={"send_decision": "2026-08-25", "publish_decision": "2026-09-03",
                 "legal_effect": "2026-09-18", "send_suspension": "late"}),
        # Posted on the 19th: fifteen whole days, to be taken down from 4 September.
        act("2026-08-19", "upper", "publish_by_posting", {}, ("publishing_record",),
            due={"posting": "2026-09-04"}),
        act("2026-08-20", "upper", "send", TO_ALL, to="sent", due={"proof_of_receipt": "2026-09-04"}),
        refused("2026-09-03", "upper", "end_posting", {}, ("publishing_record",),
                because=("sentry", "posted_long_enough")),
        act("2026-09-07", "upper", "end_posting", {}, ("publishing_record",), due={"posting": "none"}),
        act("2026-09-08", "upper", "sue", {"ground_escalated": "suit"}, ("court_notice",), to="escalated",
            due={"proof_of_receipt": "late"}),
        act("2026-09-09", "upper", "ask_for_file", {"file_due_on": "2026-09-18"},
            due={"supply_file": "2026-09-18"}),
        act("2026-09-15", "upper", "supply_file", {}, ("handed_file",)),
        # Sixty days are 1 January, and the next working day Monday the 4th.
        act("2026-11-02", "upper", "return_result", {"outcome": "wrong"}, ("upper_decision",), to="executing",
            due={"execution": "2027-01-04"}),
        act("2026-12-01", "upper", "close", {}, ("execution_evidence",), to="closed",
            due={"archive": "2026-12-31"}),
        act("2026-12-10", "p_chair", "reopen", {"review_due_on": "2027-01-08", "lead": "@p_colleague"},
            ("review_order",), to="verifying", due={"review": "2027-01-08"}),
        act("2026-12-15", "p_chair", "terminate", {"ground_terminated": "other_law"}, ("termination",),
            to="terminated", due={"send_suspension": "2026-12-18", "archive": "2027-01-14"}),
    )  # fmt: skip


def endings(version: str) -> tuple[Scenario, ...]:
    """The short ways out before it is taken."""
    asked_away = {**OURS, "competence": "other"}
    nobody = {"unassigned": "late"} if version == OLD else {}
    in_class = (received(version), act("2026-07-07", "p_reception", "classify", OURS, to="classified"))
    return (
        at_the_province(
            version, "not accepted: the first decision is not attached",
            received(version),
            act("2026-07-07", "p_reception", "classify", {**OURS, "eligibility": "ineligible"},
                to="classified"),
            act("2026-07-08", "p_chair", "reject", {"refusal_ground": "second_decided"}, ("refusal_notice",),
                to="rejected", due=nobody),
        ),
        at_the_province(
            version, "refused without the first decision; returned with guidance",
            *in_class,
            refused("2026-07-07", "p_chair", "accept", {}, ("acceptance_notice",),
                    because=("sentry", "with_first_decision")),
            act("2026-07-07", "p_reception", "supplement", asked_away),
            act("2026-07-08", "upper", "return_petition", {"return_ground": "other_body"}, ("guidance",),
                to="returned", due=nobody),
        ),
        at_the_province(
            version, "a duplicate", before(received(version)), *in_class,
            act("2026-07-08", "upper", "keep", {"duplicate_of": "#first"}, ("kept_note",), to="kept",
                due=nobody),
        ),
        at_the_province(
            version, "mixed content", *in_class,
            act("2026-07-08", "upper", "split", {"split_into": "Khiếu nại; phản ánh"}, ("split_note",),
                to="split",
                due=nobody),
        ),
    )  # fmt: skip


def later_endings(version: str) -> tuple[Scenario, ...]:
    """A withdrawal and a suit, once the complaint is taken."""
    return (
        # Three working days from the 16th; thirty days Saturday 15 August.
        at_the_province(
            version, "withdrawn against a promise", *accepted(version),
            act("2026-07-16", "p_chair", "withdraw",
                {"ground_terminated": "withdrawn", "promise_made": "Trả lại đất",
                 "promise_due_on": "2026-08-31"},
                ("withdrawal", "termination"), to="terminated",
                due={"send_suspension": "2026-07-21", "archive": "2026-08-17", "promise": "2026-08-31"}),
            act("2026-08-31", "upper", "record_promise", {}, ("promise_kept",)),
        ),
        at_the_province(
            version, "a suit while it is verified", *accepted(version),
            act("2026-07-20", "upper", "sue", {"ground_escalated": "suit"}, ("court_notice",),
                to="escalated"),
            act("2026-08-28", "upper", "close_with_result", {"outcome": "wrong"}, ("upper_decision",),
                to="closed",
                due={"archive": "2026-09-28"}),
        ),
    )  # fmt: skip


SCENARIOS = tuple(
    scenario
    for version in (OLD, NEW)
    for scenario in (whole(version), posted_and_sued(version), *endings(version), *later_endings(version))
)
