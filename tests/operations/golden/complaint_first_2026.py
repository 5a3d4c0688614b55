"""First complaints received from 1 July 2026: every way to every ending.

6 July 2026 is a plain Monday; 31 August, 1 and 2 September and 24 November are days off, Saturday 22 August
is worked."""

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

FIRST, VERSION = "complaint_first", "2026.1"
OURS = {"competence": "own", "eligibility": "eligible", "people": 1}
TO_ALL = {"recipients": ["Người khiếu nại", "Thanh tra tỉnh"]}

# Seven working days from 6 July end on the 15th; the answer's ten on the 20th; two on the 8th.
RECEIVED = opened(
    "2026-07-06", "reception", complaint(), ("petition",), to="received",
    due={"acceptance": "2026-07-15", "reply_to_citizen": "2026-07-20", "unassigned": "2026-07-08"},
)  # fmt: skip
CLASSIFIED = (RECEIVED, act("2026-07-07", "reception", "classify", OURS, to="classified"))
# Thirty days from 8 July are 7 August, a Friday.
ACCEPTED = (
    *CLASSIFIED,
    act("2026-07-08", "chair", "accept", {}, ("acceptance_notice",), to="accepted",
        due={"resolution": "2026-08-07", "assignment": "2026-07-10", "acceptance": "in_time of 2026-07-15"}),
    act("2026-07-08", "chair", "assign", {"lead": "@officer"}, ("assignment",), to="assigned"),
)  # fmt: skip
VERIFYING = (*ACCEPTED, act("2026-07-09", "officer", "start_verification", to="verifying"))
# Three working days from Monday the 27th; day 30 is 26 August, in force the day after.
DECIDED = (
    *VERIFYING,
    act("2026-07-24", "officer", "report", {"views_differ": False}, ("verification_report",), to="deciding"),
    act("2026-07-27", "chair", "decide", {"outcome": "right"}, ("decision",), to="decided",
        due={"send_decision": "2026-07-30", "legal_effect": "2026-08-27", "resolution": "in_time"}),
)  # fmt: skip
SENT = (
    *DECIDED,
    act("2026-07-28", "clerk", "send", TO_ALL, to="sent", due={"proof_of_receipt": "2026-08-12"}),
)

GROUP = Scenario(
    FIRST, VERSION, "a group, sent from above: every act on the way to a decision carried out",
    opened(
        "2026-07-06", "reception",
        complaint(people=7, complainants=PARTIES, sent_from_above="UBND tỉnh", report_due_on="2026-09-30"),
        ("petition", "instruction"), to="received", channel="from_above",
        due={"acceptance": "2026-07-15", "reply_to_citizen": "2026-07-20", "unassigned": "2026-07-08",
             "report_to_sender": "2026-09-30"},
    ),
    act("2026-07-06", "reception", "give_receipt", {}, ("receipt",)),
    # Ninety days from 20 May are 18 August; judged on the day of receipt.
    act("2026-07-07", "reception", "classify", {**OURS, "people": 7, "decision_received_on": "2026-05-20"},
        to="classified", due={"limitation": "none of 2026-08-18"}),
    refused("2026-07-08", "chair", "accept", {}, ("acceptance_notice",), because=("sentry", "represented")),
    act("2026-07-08", "reception", "supplement", {"representatives": 3}, ("appointment",)),
    refused("2026-07-08", "chair", "accept", {}, ("acceptance_notice",), because=("sentry", "represented")),
    act("2026-07-08", "reception", "supplement", {"representatives": 2}),
    act("2026-07-09", "clerk", "propose_acceptance", {}, ("proposal",)),
    act("2026-07-09", "reception", "report_at_once", {"attention": ["group"]}, ("urgent_report",),
        due={"immediate_report": "2026-07-09"}),
    act("2026-07-09", "chair", "acknowledge", hour=10, due={"immediate_report": "in_time"}),
    # Thirty days from 13 July.
    act("2026-07-13", "chair", "accept", {}, ("acceptance_notice",), to="accepted",
        due={"resolution": "2026-08-12", "assignment": "2026-07-15"}),
    act("2026-07-14", "chair", "assign", {"lead": "@officer"}, ("assignment",), to="assigned",
        due={"unassigned": "late"}),
    act("2026-07-15", "officer", "start_verification", {}, ("verification_plan",), to="verifying"),
    asked("2026-07-15", "officer", "information", "police", due={"information_reply": "2026-07-24"}),
    act("2026-07-20", "officer", "record_finding", {"finding": "Điểm một"}, ("verification_minutes",)),
    act("2026-07-21", "chair", "replace_verifier", {"lead": "@colleague"}, ("assignment",)),
    act("2026-07-21", "colleague", "record_finding", {"finding": "Điểm hai"}, ("verification_minutes",)),
    # Forty-five days from the acceptance, not from the finding.
    act("2026-07-22", "chair", "find_complex", {"complexity": ["places", "many_people"]},
        ("complexity_finding",), due={"resolution": "2026-08-27"}),
    act("2026-07-22", "chair", "propose_stay", {"stay_reason": "Phá dỡ không khôi phục được"},
        ("stay_proposal",)),
    delivered("2026-07-22", "emergency_stay", to="proposed", due={"order": "2026-07-23"}),
    act("2026-07-23", "chair", "order", {"stay_ground": "harm", "stay_until": "2026-08-20"},
        ("stay_decision",),
        of="emergency_stay", to="ordered", due={"stay": "2026-08-20", "send": "2026-07-24"}),
    act("2026-07-24", "clerk", "send", TO_ALL, of="emergency_stay"),
    answered("2026-07-24", "police", "information", due={"information_reply": "in_time"}),
    act("2026-07-27", "chair", "suspend", {"ground_suspended": "related_result"}, ("suspension",),
        to="suspended",
        due={"resolution": "paused", "send_suspension": "2026-07-30"}),
    act("2026-07-28", "clerk", "send_suspension", TO_ALL, due={"send_suspension": "in_time"}),
    act("2026-08-05", "chair", "lift", {"end_ground": "reason_gone"}, ("lift_decision",), of="emergency_stay",
        to="lifted"),
    # Fourteen days of pause: 27 August becomes 10 September.
    act("2026-08-10", "chair", "resume", {}, ("continuation",), to="verifying",
        due={"resolution": "2026-09-10", "send_suspension": "2026-08-13"}),
    act("2026-08-11", "clerk", "send_suspension", TO_ALL),
    act("2026-08-12", "colleague", "report_difference", {"views_differ": True}, ("verification_report",),
        to="dialogue"),
    # At least five days before the 24th: the 19th at the latest.
    act("2026-08-12", "chair", "set_dialogue", {"dialogue_on": "2026-08-24T09:00:00+07:00"},
        due={"dialogue_notice": "2026-08-19"}),
    act("2026-08-13", "clerk", "invite", {}, ("dialogue_invitation",), due={"dialogue_notice": "in_time"}),
    act("2026-08-17", "clerk", "withdraw_in_part", {"people": 5, "representatives": 2},
        ("partial_withdrawal",)),
    act("2026-08-24", "chair", "hold_dialogue", {"dialogue_absence": "none"}, ("dialogue_minutes",),
        to="deciding"),
    # Friday the 28th, then five days off: the third working day is Monday 7 September.
    act("2026-08-28", "chair", "decide", {"outcome": "partly_right"}, ("decision",), to="decided",
        due={"send_decision": "2026-09-07", "legal_effect": "2026-09-28",
             "resolution": "in_time of 2026-09-10"}),
    act("2026-09-03", "clerk", "send", TO_ALL, to="sent", due={"proof_of_receipt": "2026-09-18"}),
    # Thirty days each: 7 October; and Saturday 10 October, which rolls to Monday.
    receipt("2026-09-07", "clerk", "complainants", 0, due={"filing_window": "2026-10-07"}),
    receipt("2026-09-10", "clerk", "complainants", 1, due={"filing_window": "2026-10-12"}),
    act("2026-09-11", "clerk", "confirm_receipt", {}, ("receipts",), to="awaiting_effect"),
    act("2026-09-14", "clerk", "report_to_sender", {}, ("return_report",),
        due={"report_to_sender": "in_time"}),
    # In force by itself when the last window closed, fifteen days after day 30.
    wait("2026-10-13", hour=0, to="effective", due={"begin_execution": "2026-10-20"}),
    # Sixty days are Sunday 13 December.
    act("2026-10-14", "clerk", "begin_execution", {"execution_tasks": "Trả lại đất"}, ("execution_plan",),
        to="executing", due={"execution": "2026-12-14"}),
    act("2026-11-02", "clerk", "record_execution", {}, ("execution_evidence",)),
    act("2026-11-02", "clerk", "refer_to_body", {"referred_to": "Ủy ban kiểm tra"}, ("referral",)),
    act("2026-11-10", "clerk", "close", {}, ("execution_evidence",), to="closed",
        due={"archive": "2026-12-10"}),
    act("2026-12-01", "clerk", "archive", {}, ("archive_record",), due={"archive": "in_time"}),
)  # fmt: skip

SECOND = Scenario(
    FIRST, VERSION,
    "a second complaint, its result carried out, then resolved again by order and taken to court",
    *SENT,
    # Forty-five days above from 3 August; informative here.
    act("2026-08-03", "clerk", "complain_again", {"ground_escalated": "second_complaint_after_decision"},
        ("second_complaint",), to="escalated", due={"answer_from_above": "2026-09-17"}),
    act("2026-08-05", "upper", "ask_for_file", {"file_due_on": "2026-08-14"},
        due={"supply_file": "2026-08-14"}),
    act("2026-08-12", "clerk", "supply_file", {}, ("handed_file",), due={"supply_file": "in_time"}),
    act("2026-09-10", "upper", "return_result", {"outcome": "partly_right"}, ("upper_decision",),
        to="executing",
        due={"execution": "2026-11-09"}),
    act("2026-10-20", "clerk", "close", {}, ("execution_evidence",), to="closed",
        due={"archive": "2026-11-19"}),
    # The order gives the end: it is taken as it stands.
    act("2026-10-30", "upper", "reopen", {"review_due_on": "2026-11-30", "lead": "@colleague"},
        ("review_order",),
        to="verifying", due={"review": "2026-11-30"}),
    act("2026-11-09", "colleague", "report", {"views_differ": False}, ("verification_report",),
        to="deciding"),
    act("2026-11-16", "chair", "decide", {"outcome": "right"}, ("decision",), to="decided",
        due={"send_decision": "2026-11-19", "legal_effect": "2026-12-17", "review": "in_time"}),
    act("2026-11-17", "clerk", "send", TO_ALL, to="sent", due={"proof_of_receipt": "2026-12-02"}),
    act("2026-12-01", "clerk", "complain_again", {"ground_escalated": "suit"}, ("second_complaint",),
        to="escalated",
        due={"answer_from_above": "2027-01-15"}),
    act("2026-12-21", "clerk", "close_with_result", {"outcome": "right"}, ("upper_decision",), to="closed",
        due={"archive": "2027-01-20"}),
)  # fmt: skip

UNRESOLVED = Scenario(
    FIRST, VERSION, "not resolved in time: the right to a second complaint without a decision",
    *VERIFYING,
    refused("2026-08-03", "clerk", "complain_again_unresolved",
            {"ground_escalated": "second_complaint_after_expiry"}, ("second_complaint",),
            because=("sentry", "ran_out")),
    # From the legal end, 7 August: thirty days are Sunday 6 September.
    wait("2026-08-08", hour=0, due={"filing_window": "2026-09-07"}),
    refused("2026-08-10", "chair", "find_complex", {"complexity": ["places"]}, ("complexity_finding",),
            because=("sentry", "in_time")),
    act("2026-08-10", "clerk", "complain_again_unresolved",
        {"ground_escalated": "second_complaint_after_expiry"},
        ("second_complaint",), to="escalated", due={"resolution": "late", "answer_from_above": "2026-09-24"}),
    act("2026-09-21", "clerk", "return_result", {"outcome": "wrong"}, ("upper_decision",), to="executing",
        due={"execution": "2026-11-20"}),
    act("2026-11-02", "clerk", "close", {}, ("execution_evidence",), to="closed",
        due={"archive": "2026-12-02"}),
)  # fmt: skip

SUIT = Scenario(
    FIRST, VERSION, "a suit in the middle of the verification",
    *VERIFYING,
    act("2026-07-20", "clerk", "sue", {"ground_escalated": "suit"}, ("second_complaint",), to="escalated",
        due={"answer_from_above": "2026-09-03", "resolution": "in_time"}),
    # Thirty days from 28 August are Sunday 27 September.
    act("2026-08-28", "clerk", "close_with_result", {"outcome": "wrong"}, ("upper_decision",), to="closed",
        due={"archive": "2026-09-28"}),
    act("2026-10-05", "clerk", "archive", {}, ("archive_record",), due={"archive": "late"}),
)  # fmt: skip

LATE = Scenario(
    FIRST, VERSION, "a remote commune has forty-five days, and the decision comes a day late",
    *CLASSIFIED,
    # 8 July and forty-five days: Saturday 22 August, worked this year.
    act("2026-07-08", "chair", "accept", {}, ("acceptance_notice",), to="accepted",
        due={"resolution": "2026-08-22", "assignment": "2026-07-10"}),
    act("2026-07-08", "chair", "assign", {"lead": "@officer"}, ("assignment",), to="assigned"),
    act("2026-07-09", "officer", "start_verification", to="verifying"),
    act("2026-08-21", "officer", "report", {"views_differ": False}, ("verification_report",), to="deciding"),
    # From the end of 22 August: forty-five days are 6 October.
    wait("2026-08-23", hour=0, due={"filing_window": "2026-10-06"}),
    # Remote: in force after forty-five days, 8 October.
    act("2026-08-24", "chair", "decide", {"outcome": "wrong"}, ("decision",), to="decided",
        due={"resolution": "late", "send_decision": "2026-08-27", "legal_effect": "2026-10-09"}),
    remote=True,
)  # fmt: skip

ENDINGS = (
    Scenario(
        FIRST, VERSION, "not accepted",
        *CLASSIFIED[:1],
        act("2026-07-07", "reception", "classify", {**OURS, "eligibility": "ineligible"}, to="classified"),
        refused("2026-07-08", "chair", "accept", {}, ("acceptance_notice",), because=("sentry", "eligible")),
        act("2026-07-16", "chair", "reject", {"refusal_ground": "unsigned"}, ("refusal_notice",),
            to="rejected",
            due={"acceptance": "late of 2026-07-15", "unassigned": "late"}),
    ),
    Scenario(
        FIRST, VERSION, "returned with guidance",
        RECEIVED,
        act("2026-07-07", "reception", "classify", {**OURS, "competence": "other"}, to="classified"),
        refused("2026-07-08", "chair", "accept", {}, ("acceptance_notice",), because=("sentry", "competent")),
        act("2026-07-08", "clerk", "return_petition", {"return_ground": "other_body"}, ("guidance",),
            to="returned"),
    ),
    Scenario(
        FIRST, VERSION, "a duplicate",
        before(RECEIVED),
        *CLASSIFIED,
        act("2026-07-08", "clerk", "keep", {"duplicate_of": "#first"}, ("kept_note",), to="kept"),
    ),
    Scenario(
        FIRST, VERSION, "mixed content",
        *CLASSIFIED,
        act("2026-07-08", "clerk", "split", {"split_into": "Khiếu nại; phản ánh"}, ("split_note",),
            to="split"),
    ),
    # Three working days from Thursday the 16th are the 21st; thirty days Saturday 15 August.
    Scenario(
        FIRST, VERSION, "withdrawn against a promise",
        *VERIFYING,
        act("2026-07-16", "chair", "withdraw",
            {"ground_terminated": "withdrawn", "promise_made": "Trả lại đất", "promise_due_on": "2026-08-31"},
            ("withdrawal", "termination"), to="terminated",
            due={"send_suspension": "2026-07-21", "archive": "2026-08-17", "promise": "2026-08-31"}),
        act("2026-07-17", "clerk", "send_suspension", TO_ALL),
        act("2026-08-14", "clerk", "archive", {}, ("archive_record",)),
        act("2026-09-03", "clerk", "record_promise", {}, ("promise_kept",), due={"promise": "late"}),
    ),
    Scenario(
        FIRST, VERSION, "terminated on another ground while suspended",
        *ACCEPTED,
        act("2026-07-13", "chair", "suspend", {"ground_suspended": "force_majeure"}, ("suspension",),
            to="suspended",
            due={"resolution": "paused", "send_suspension": "2026-07-16"}),
        act("2026-08-20", "chair", "terminate", {"ground_terminated": "deceased"}, ("termination",),
            to="terminated",
            due={"archive": "2026-09-21"}),
        act("2026-08-21", "clerk", "send_suspension", TO_ALL, due={"send_suspension": "late"}),
    ),
)  # fmt: skip

# The proposal of a stay that is not needed, and one whose time runs out.
STAYS = (
    Scenario(
        FIRST, VERSION, "a stay refused",
        *VERIFYING,
        act("2026-07-10", "officer", "propose_stay", {"stay_reason": "Sắp cưỡng chế"}, ("stay_proposal",)),
        delivered("2026-07-10", "emergency_stay", to="proposed", due={"order": "2026-07-13"}),
        act("2026-07-13", "chair", "refuse", {"end_ground": "no_harm"}, ("stay_refusal",),
            of="emergency_stay",
            to="refused"),
    ),
    Scenario(
        FIRST, VERSION, "a stay that runs out",
        *VERIFYING,
        act("2026-07-10", "officer", "propose_stay", {"stay_reason": "Sắp cưỡng chế"}, ("stay_proposal",)),
        delivered("2026-07-10", "emergency_stay", to="proposed", due={"order": "2026-07-13"}),
        act("2026-07-10", "chair", "order", {"stay_ground": "harm", "stay_until": "2026-08-07"},
            ("stay_decision",),
            of="emergency_stay", to="ordered", due={"stay": "2026-08-07", "send": "2026-07-13"}),
        act("2026-07-13", "clerk", "send", TO_ALL, of="emergency_stay"),
        wait("2026-08-08", hour=0, of="emergency_stay", to="over", due={"record_end": "2026-08-10"}),
        act("2026-08-10", "clerk", "end", {"end_ground": "time_over"}, ("end_note",), of="emergency_stay",
            to="expired"),
    ),
)  # fmt: skip

SCENARIOS = (GROUP, SECOND, UNRESOLVED, SUIT, LATE, *ENDINGS, *STAYS)
