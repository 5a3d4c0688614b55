"""Second complaints as the commune follows them: the level above resolves; the file, the result and its
execution are here."""

from tests.operations.golden.scenario import Scenario, act, opened, refused, wait
from tests.operations.journeys import PARTIES

TYPE, VERSION = "complaint_second", "2012.1"
FIELDS = {
    "complainants": PARTIES,
    "respondent": {"kind": "official", "user": "@chair"},
    "subject": "Khiếu nại lần hai về thu hồi đất",
    "people": 2,
    "first_case": "KN-CO-2026-1",
    "file_due_on": "2026-07-15",
}
# The request gives the day for the file; seven working days above, informative; two for somebody in charge.
NOTIFIED = opened(
    "2026-07-06", "clerk", FIELDS, ("file_request",), to="notified",
    due={"supply_file": "2026-07-15", "acceptance_above": "2026-07-15", "unassigned": "2026-07-08"},
)  # fmt: skip

WHOLE = Scenario(
    TYPE, VERSION, "the file, the result, its effect and execution",
    opened(
        "2026-07-06", "clerk", {**FIELDS, "sent_from_above": "UBND tỉnh", "report_due_on": "2026-12-31"},
        ("file_request",), to="notified", channel="from_above",
        due={"supply_file": "2026-07-15", "acceptance_above": "2026-07-15", "unassigned": "2026-07-08",
             "report_to_sender": "2026-12-31"},
    ),
    # The level above gives another day: it is taken as it stands.
    act("2026-07-07", "clerk", "ask_for_file", {"file_due_on": "2026-07-10"}, ("file_request",),
        due={"supply_file": "2026-07-10"}),
    act("2026-07-08", "clerk", "supply_file", {}, ("handed_file", "first_decision"), to="file_sent",
        due={"check_above": "2026-08-07", "supply_file": "in_time of 2026-07-10"}),
    # Accepted above on 13 July: forty-five days are 27 August.
    act("2026-07-14", "upper", "await_result", {"accepted_above_on": "2026-07-13"}, ("acceptance_above",),
        to="awaiting_result", due={"answer_from_above": "2026-08-27"}),
    act("2026-07-20", "clerk", "supply_more", {}, ("more_papers",)),
    # Found complex: sixty days, 11 September.
    act("2026-07-21", "upper", "note_complexity", {"complexity": ["bodies"]}, ("upper_notice",),
        due={"answer_from_above": "2026-09-11"}),
    act("2026-07-27", "upper", "note_suspension", {}, ("suspension_above",),
        due={"answer_from_above": "paused"}),
    # Seven days of pause: 18 September.
    act("2026-08-03", "upper", "note_continuation", {}, ("continuation_above",),
        due={"answer_from_above": "2026-09-18"}),
    refused("2026-09-16", "clerk", "receive_result", {"outcome": "partly_right"}, ("upper_decision",),
            because=("sentry", "decision_known")),
    # Decided on 14 September: sent within seven days, in force after day 30, 14 October.
    act("2026-09-16", "clerk", "learn_decision", {"second_decided_on": "2026-09-14"},
        due={"send_from_above": "2026-09-21", "legal_effect": "2026-10-15"}),
    act("2026-09-16", "clerk", "receive_result", {"outcome": "partly_right"}, ("upper_decision",),
        to="result_received"),
    wait("2026-10-15", hour=0, to="effective", due={"begin_execution": "2026-10-22"}),
    # Sixty days from 16 October are 15 December.
    act("2026-10-16", "chair", "begin_execution", {"execution_tasks": "Trả lại đất"}, ("execution_plan",),
        to="executing", due={"execution": "2026-12-15"}),
    act("2026-11-09", "clerk", "record_execution", {}, ("execution_evidence",)),
    act("2026-11-09", "clerk", "refer_to_body", {"referred_to": "Ủy ban kiểm tra"}, ("referral",)),
    act("2026-12-01", "clerk", "close", {}, ("execution_evidence",), to="closed",
        due={"archive": "2026-12-31"}),
    act("2026-12-02", "clerk", "report_to_sender", {}, ("return_report",),
        due={"report_to_sender": "in_time"}),
    act("2026-12-30", "clerk", "archive", {}, ("archive_record",)),
)  # fmt: skip

ENDED_ABOVE = Scenario(
    TYPE, VERSION, "the level above does not accept it",
    NOTIFIED,
    act("2026-07-16", "clerk", "supply_file", {}, ("handed_file",), to="file_sent",
        due={"supply_file": "late", "unassigned": "late", "check_above": "2026-08-17"}),
    act("2026-07-20", "upper", "end_above", {"second_result": "not_accepted"}, ("upper_notice",),
        to="ended_above",
        due={"archive": "2026-08-19"}),
)  # fmt: skip

IN_COURT = Scenario(
    TYPE, VERSION, "a suit instead, and a judgment to execute",
    NOTIFIED,
    # A remote commune: sixty days above, 4 September.
    act("2026-07-07", "clerk", "note_acceptance", {"accepted_above_on": "2026-07-06"}, ("acceptance_above",),
        due={"answer_from_above": "2026-09-04"}),
    act("2026-07-08", "clerk", "sue", {}, ("court_notice",), to="in_court"),
    act("2026-10-01", "clerk", "receive_judgment", {"outcome": "right", "execution_tasks": "Trả lại đất"},
        ("court_decision",), to="executing", due={"execution": "2026-11-30"}),
    act("2026-12-01", "clerk", "close", {}, ("execution_evidence",), to="closed",
        due={"execution": "late", "archive": "2026-12-31"}),
    remote=True,
)  # fmt: skip

JUDGED = Scenario(
    TYPE, VERSION, "a suit after the second decision, nothing to execute",
    NOTIFIED,
    act("2026-07-08", "clerk", "supply_file", {}, ("handed_file",), to="file_sent",
        due={"check_above": "2026-08-07"}),
    act("2026-08-05", "clerk", "learn_decision", {"second_decided_on": "2026-08-03"},
        due={"send_from_above": "2026-08-10", "legal_effect": "2026-09-03"}),
    act("2026-08-05", "clerk", "receive_result", {"outcome": "wrong"}, ("upper_decision",),
        to="result_received"),
    act("2026-08-12", "clerk", "sue", {}, ("court_notice",), to="in_court"),
    act("2026-10-01", "clerk", "close_after_judgment", {"outcome": "wrong"}, ("court_decision",), to="closed",
        due={"archive": "2026-11-02"}),
)  # fmt: skip

SCENARIOS = (WHOLE, ENDED_ABOVE, IN_COURT, JUDGED)
