"""First complaints received before 1 July 2026, and what changes for them on that day.

4 May 2026 is a Monday."""

from tests.operations.golden.scenario import (
    Scenario,
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

FIRST, VERSION = "complaint_first", "2020.1"
OURS = {"competence": "own", "eligibility": "eligible", "people": 1}
TO_ALL = {"recipients": ["Người khiếu nại", "Thanh tra tỉnh"]}

# Ten working days from 4 May end on the 18th, for the acceptance as for the answer.
RECEIVED = opened(
    "2026-05-04", "reception", complaint(), ("petition",), to="received",
    due={"acceptance": "2026-05-18", "reply_to_citizen": "2026-05-18", "unassigned": "2026-05-06"},
)  # fmt: skip
CLASSIFIED = (RECEIVED, act("2026-05-05", "reception", "classify", OURS, to="classified"))
# Thirty days from 6 May are 5 June, a Friday.
VERIFYING = (
    *CLASSIFIED,
    act("2026-05-06", "chair", "accept", {}, ("acceptance_notice",), to="accepted",
        due={"resolution": "2026-06-05", "assignment": "2026-05-08"}),
    act("2026-05-06", "chair", "assign", {"lead": "@officer"}, ("assignment",), to="assigned"),
    act("2026-05-07", "officer", "start_verification", to="verifying"),
)  # fmt: skip
# Received on 15 June, accepted on the 17th: the thirty days end on 17 July, under the new law.
ACROSS = (
    opened("2026-06-15", "reception", complaint(), ("petition",), to="received",
           due={"acceptance": "2026-06-29", "reply_to_citizen": "2026-06-29", "unassigned": "2026-06-17"}),
    act("2026-06-16", "reception", "classify", OURS, to="classified"),
    act("2026-06-17", "chair", "accept", {}, ("acceptance_notice",), to="accepted",
        due={"resolution": "2026-07-17", "assignment": "2026-06-19"}),
    act("2026-06-17", "chair", "assign", {"lead": "@officer"}, ("assignment",), to="assigned"),
    act("2026-06-18", "officer", "start_verification", to="verifying"),
)  # fmt: skip

BEFORE = Scenario(
    FIRST, VERSION, "wholly before the new law: dialogue on the former form, a second complaint, its result",
    opened(
        "2026-05-04", "reception",
        complaint(people=12, complainants=PARTIES, sent_from_above="UBND tỉnh", report_due_on="2026-06-30"),
        ("petition", "instruction"), to="received", channel="from_above",
        due={"acceptance": "2026-05-18", "reply_to_citizen": "2026-05-18", "unassigned": "2026-05-06",
             "report_to_sender": "2026-06-30"},
    ),
    act("2026-05-04", "reception", "give_receipt", {}, ("receipt",)),
    # Ninety days from 1 February end on Saturday 2 May, so on Monday the 4th, the day it came.
    act("2026-05-05", "reception", "classify",
        {**OURS, "people": 12, "representatives": 5, "decision_received_on": "2026-02-01"}, ("appointment",),
        to="classified", due={"limitation": "none of 2026-05-04"}),
    act("2026-05-05", "reception", "supplement", {"limitation_excuse": "Điều trị dài ngày."}),
    act("2026-05-05", "clerk", "propose_acceptance", {}, ("proposal",)),
    act("2026-05-05", "reception", "report_at_once", {"attention": ["group"]}, ("urgent_report",),
        due={"immediate_report": "2026-05-05"}),
    act("2026-05-05", "chair", "acknowledge", hour=10),
    act("2026-05-06", "chair", "accept", {}, ("acceptance_notice",), to="accepted",
        due={"resolution": "2026-06-05", "assignment": "2026-05-08"}),
    act("2026-05-06", "chair", "assign", {"lead": "@officer"}, ("assignment",), to="assigned"),
    act("2026-05-07", "officer", "start_verification", to="verifying"),
    asked("2026-05-07", "officer", "information", "police", due={"information_reply": "2026-05-18"}),
    answered("2026-05-18", "police", "information"),
    act("2026-05-18", "officer", "record_finding", {"finding": "Điểm một"}, ("verification_minutes",)),
    act("2026-05-18", "chair", "replace_verifier", {"lead": "@colleague"}, ("assignment",)),
    act("2026-05-18", "colleague", "propose_stay", {"stay_reason": "Sắp cưỡng chế"}, ("stay_proposal",)),
    delivered("2026-05-18", "emergency_stay", to="proposed", due={"order": "2026-05-19"}),
    act("2026-05-19", "chair", "refuse", {"end_ground": "no_harm"}, ("stay_refusal",), of="emergency_stay",
        to="refused"),
    # Forty-five days from 6 May are Saturday 20 June; no paper was asked for before the new law.
    act("2026-05-19", "chair", "find_complex_before", {"complexity": ["many_people"]},
        due={"resolution": "2026-06-22"}),
    act("2026-05-20", "colleague", "report_difference", {"views_differ": True}, ("verification_report",),
        to="dialogue"),
    act("2026-05-20", "chair", "set_dialogue", {"dialogue_on": "2026-05-27T09:00:00+07:00"},
        due={"dialogue_notice": "2026-05-22"}),
    act("2026-05-21", "clerk", "invite", {}, ("dialogue_invitation",)),
    refused("2026-05-27", "chair", "hold_dialogue", {}, ("dialogue_minutes",),
            because=("not-in-force", "hold_dialogue")),
    act("2026-05-27", "chair", "hold_dialogue_before", {"dialogue_absence": "unexcused"},
        ("dialogue_record",),
        to="deciding"),
    # Day 30 is 1 July.
    act("2026-06-01", "chair", "decide", {"outcome": "partly_right"}, ("decision",), to="decided",
        due={"send_decision": "2026-06-04", "legal_effect": "2026-07-02"}),
    act("2026-06-02", "clerk", "send", TO_ALL, to="sent", due={"proof_of_receipt": "2026-06-17"}),
    act("2026-06-08", "clerk", "report_to_sender", {}, ("return_report",)),
    # Forty-five days from 10 June are Saturday 25 July.
    act("2026-06-10", "clerk", "complain_again", {"ground_escalated": "second_complaint_after_decision"},
        ("second_complaint",), to="escalated", due={"answer_from_above": "2026-07-27"}),
    act("2026-06-12", "upper", "ask_for_file", {"file_due_on": "2026-06-19"},
        due={"supply_file": "2026-06-19"}),
    act("2026-06-22", "clerk", "supply_file", {}, ("handed_file",), due={"supply_file": "late"}),
    act("2026-07-27", "upper", "return_result", {"outcome": "right"}, ("upper_decision",), to="executing",
        due={"execution": "2026-09-25"}),
    act("2026-09-21", "clerk", "record_execution", {}, ("execution_evidence",)),
    act("2026-09-21", "clerk", "refer_to_body", {"referred_to": "Ủy ban kiểm tra"}, ("referral",)),
    act("2026-09-25", "clerk", "close", {}, ("execution_evidence",), to="closed",
        due={"archive": "2026-10-26"}),
    act("2026-10-26", "clerk", "archive", {}, ("archive_record",)),
)  # fmt: skip

OVER_THE_BOUNDARY = Scenario(
    FIRST, VERSION, "accepted under the old law, suspended, talked over and decided under the new",
    *ACROSS,
    refused("2026-06-30", "chair", "suspend", {"ground_suspended": "related_result"}, ("suspension",),
            because=("not-in-force", "suspend")),
    # Forty-five days from 17 June are Saturday 1 August; the finding is now in writing.
    act("2026-07-02", "chair", "find_complex", {"complexity": ["places"]}, ("complexity_finding",),
        due={"resolution": "2026-08-03"}),
    act("2026-07-06", "chair", "suspend", {"ground_suspended": "related_result"}, ("suspension",),
        to="suspended",
        due={"resolution": "paused", "send_suspension": "2026-07-09"}),
    act("2026-07-07", "clerk", "send_suspension", TO_ALL),
    # Fourteen days on from the raw 1 August: Saturday 15 August, so the 17th.
    act("2026-07-20", "chair", "resume", {}, ("continuation",), to="verifying",
        due={"resolution": "2026-08-17", "send_suspension": "2026-07-23"}),
    act("2026-07-21", "clerk", "send_suspension", TO_ALL),
    act("2026-07-24", "officer", "report_difference", {"views_differ": True}, ("verification_report",),
        to="dialogue"),
    act("2026-07-24", "chair", "set_dialogue", {"dialogue_on": "2026-08-05T09:00:00+07:00"},
        due={"dialogue_notice": "2026-07-31"}),
    act("2026-07-27", "clerk", "invite", {}, ("dialogue_invitation",)),
    act("2026-08-03", "clerk", "withdraw_in_part", {"people": 1}, ("partial_withdrawal",)),
    refused("2026-08-05", "chair", "hold_dialogue_before", {}, ("dialogue_record",),
            because=("not-in-force", "hold_dialogue_before")),
    act("2026-08-05", "chair", "hold_dialogue", {}, ("dialogue_minutes",), to="deciding"),
    act("2026-08-10", "chair", "decide", {"outcome": "right"}, ("decision",), to="decided",
        due={"send_decision": "2026-08-13", "legal_effect": "2026-09-10"}),
    act("2026-08-11", "clerk", "send", TO_ALL, to="sent", due={"proof_of_receipt": "2026-08-26"}),
    # Thirty days from 13 August are Saturday 12 September.
    receipt("2026-08-13", "clerk", "complainants", due={"filing_window": "2026-09-14"}),
    act("2026-08-14", "clerk", "confirm_receipt", {}, ("receipts",), to="awaiting_effect"),
    wait("2026-09-15", hour=0, to="effective", due={"begin_execution": "2026-09-22"}),
    # Sixty days are Sunday 15 November.
    act("2026-09-16", "clerk", "begin_execution", {"execution_tasks": "Trả lại đất"}, ("execution_plan",),
        to="executing", due={"execution": "2026-11-16"}),
    act("2026-11-02", "clerk", "close", {}, ("execution_evidence",), to="closed",
        due={"archive": "2026-12-02"}),
    act("2026-11-20", "chair", "reopen", {"review_due_on": "2026-12-20", "lead": "@colleague"},
        ("review_order",),
        to="verifying", due={"review": "2026-12-20"}),
    act("2026-12-01", "clerk", "sue", {"ground_escalated": "suit"}, ("second_complaint",), to="escalated",
        due={"answer_from_above": "2027-01-15"}),
    act("2026-12-21", "clerk", "close_with_result", {"outcome": "right"}, ("upper_decision",), to="closed",
        due={"archive": "2027-01-20"}),
)  # fmt: skip

UNRESOLVED = Scenario(
    FIRST, VERSION, "not resolved in time",
    *VERIFYING,
    # From the legal end, 5 June: thirty days are Sunday 5 July.
    wait("2026-06-06", hour=0, due={"filing_window": "2026-07-06"}),
    act("2026-06-15", "officer", "report", {"views_differ": False}, ("verification_report",), to="deciding"),
    act("2026-06-16", "clerk", "complain_again_unresolved",
        {"ground_escalated": "second_complaint_after_expiry"},
        ("second_complaint",), to="escalated", due={"resolution": "late", "answer_from_above": "2026-07-31"}),
)  # fmt: skip

ENDINGS = (
    Scenario(
        FIRST, VERSION, "not accepted",
        RECEIVED,
        act("2026-05-05", "reception", "classify", {**OURS, "eligibility": "ineligible"}, to="classified"),
        act("2026-05-06", "chair", "reject", {"refusal_ground": "court"}, ("refusal_notice",), to="rejected"),
    ),
    Scenario(
        FIRST, VERSION, "returned with guidance",
        RECEIVED,
        act("2026-05-05", "reception", "classify", {**OURS, "competence": "court"}, to="classified"),
        act("2026-05-06", "clerk", "return_petition", {"return_ground": "court"}, ("guidance",),
            to="returned"),
    ),
    Scenario(
        FIRST, VERSION, "a duplicate",
        before(RECEIVED),
        *CLASSIFIED,
        act("2026-05-06", "clerk", "keep", {"duplicate_of": "#first"}, ("kept_note",), to="kept"),
    ),
    Scenario(
        FIRST, VERSION, "mixed content",
        *CLASSIFIED,
        act("2026-05-06", "clerk", "split", {"split_into": "Khiếu nại; tố cáo"}, ("split_note",), to="split"),
    ),
    # Thirty days from 20 May are 19 June; the law then knew no time for sending the termination.
    Scenario(
        FIRST, VERSION, "withdrawn before the new law",
        *VERIFYING,
        refused("2026-05-20", "chair", "withdraw", {"ground_terminated": "withdrawn"},
                ("withdrawal", "termination"),
                because=("not-in-force", "withdraw")),
        act("2026-05-20", "chair", "withdraw_before",
            {"ground_terminated": "withdrawn", "promise_made": "Trả lại đất", "promise_due_on": "2026-06-30"},
            ("withdrawal", "former_termination"), to="terminated",
            due={"archive": "2026-06-19", "promise": "2026-06-30"}),
        act("2026-06-19", "clerk", "record_promise", {}, ("promise_kept",)),
    ),
    # Withdrawal and termination follow the new law from its first day: three working days to send.
    Scenario(
        FIRST, VERSION, "withdrawn under the new law",
        *ACROSS,
        act("2026-07-01", "chair", "withdraw", {"ground_terminated": "withdrawn"},
            ("withdrawal", "termination"),
            to="terminated", due={"send_suspension": "2026-07-06", "archive": "2026-07-31"}),
    ),
    Scenario(
        FIRST, VERSION, "terminated under the new law",
        *ACROSS,
        act("2026-07-02", "chair", "terminate", {"ground_terminated": "deceased"}, ("termination",),
            to="terminated",
            due={"send_suspension": "2026-07-07", "archive": "2026-08-03"}),
    ),
)  # fmt: skip

SCENARIOS = (BEFORE, OVER_THE_BOUNDARY, UNRESOLVED, *ENDINGS)
