"""Golden scenario: a denunciation received from July 2026, to its end and resolved again."""

from __future__ import annotations

from tests.operations.golden.denunciation_parts import DEPUTY, assigned, received, screened, submitted
from tests.operations.golden.scenario import Scenario, act, refused

END_2026 = Scenario(
    "denunciation",
    "2026.1",
    "right, followed to the end and resolved again",
    received(
        "2026-07-06",
        "2026-07-15",
        "2026-07-13",
        fields={"referred_on": "2026-07-03"},
        due={"reply_to_referrer": "2026-07-23"},
    ),  # 3 July + 20 days
    screened("2026-07-07"),
    refused(
        "2026-07-07",
        "reception",
        "submit",
        {"resolver": "@colleague"},
        because=("conflict-of-interest", "sealed"),
    ),
    submitted("2026-07-08"),
    # 9 July + 30 = Saturday 8 August, so Monday 10; the notices: 10, 13, 14, 15, 16 July.
    act(
        "2026-07-09",
        "chair",
        "accept",
        {},
        ("acceptance",),
        to="accepted",
        due={"resolution": "2026-08-10", "notices": "2026-07-16"},
    ),
    act("2026-07-10", "chair", "send_notices", {}, ("notice_denouncer", "notice_accused")),
    act("2026-07-10", "chair", "answer_referrer", {}, ("referrer_reply",)),
    assigned("2026-07-10", secretary="@clerk", second_member="@deputy"),
    act("2026-07-13", "officer", "record_work", {}, ("working_minutes",)),
    refused(
        "2026-07-14",
        "chair",
        "extend_again",
        {"high_complexity": ["places", "bodies"]},
        ("second_extension",),
        because=("sentry", "extended"),
    ),
    # 9 July + 60 = Monday 7 September.
    act(
        "2026-08-03",
        "chair",
        "extend",
        {"complexity": ["places"]},
        ("extension",),
        due={"resolution": "2026-09-07"},
    ),
    act(
        "2026-08-10",
        "chair",
        "ask_expert",
        {},
        ("expert_request",),
        due={"resolution": "paused", "expert_result": "2026-09-09"},
    ),
    # Fourteen days were not counted.
    act(
        "2026-08-24",
        "officer",
        "receive_expert",
        {},
        ("expert_result",),
        due={"resolution": "2026-09-21"},
    ),
    # 9 July + 90 = 7 October; fourteen more: Wednesday 21 October.
    act(
        "2026-09-14",
        "chair",
        "extend_again",
        {"high_complexity": ["places", "bodies"]},
        ("second_extension",),
        due={"resolution": "2026-10-21"},
    ),
    act("2026-09-30", "officer", "report", {}, ("verification_report",), to="concluding"),
    act("2026-09-30", "chair", "hand_crime_on", {}, ("crime_transfer",)),
    # 6, 7, 8, 9, 12 October; two more working days are 13 and 14.
    act(
        "2026-10-05",
        "chair",
        "conclude",
        {"outcome": "right"},
        ("conclusion",),
        to="concluded",
        due={
            "send_conclusion": "2026-10-12",
            "act_on_conclusion": "2026-10-14",
            "publish_conclusion": "2026-10-14",
        },
    ),
    act("2026-10-06", "clerk", "send_conclusion", {"recipients": ["Người tố cáo"]}),
    act("2026-10-07", "chair", "act_on", {}, ("handling_decision",), to="acting"),
    # Posted from 8 October: 9 to 23 October are fifteen days, on the 24th it may be taken down.
    act(
        "2026-10-08",
        "clerk",
        "publish",
        {"published_by": "posting"},
        ("published_text",),
        to="published",
        due={"posting": "2026-10-24"},
    ),
    refused(
        "2026-10-09",
        "clerk",
        "finish_publication",
        papers=("posting_proof",),
        because=("sentry", "shown_long_enough"),
    ),
    # The wind took it: the fifteen days begin anew, 13 to 27 October.
    act(
        "2026-10-12",
        "clerk",
        "post_again",
        {},
        ("posting_proof",),
        due={"posting": ["2026-10-28", "none"]},
    ),
    refused(
        "2026-10-27",
        "clerk",
        "finish_publication",
        papers=("posting_proof",),
        because=("sentry", "shown_long_enough"),
    ),
    # 28 October + 60 = Sunday 27 December, so Monday 28.
    act(
        "2026-10-28",
        "clerk",
        "finish_publication",
        {},
        ("posting_proof",),
        to="follow_up",
        due={"execution": "2026-12-28"},
    ),
    act(
        "2026-10-28",
        "chair",
        "assign_monitor",
        {"monitor": "advisory"},
        ("monitor_assignment",),
        due={"monthly_report": "2026-11-27"},
    ),
    # 27, 28, 29, 30 October, 2 November.
    act(
        "2026-10-29",
        "clerk",
        "record_handling",
        {"handled_on": "2026-10-26"},
        ("handling_result",),
        due={"report_result": "2026-11-02"},
    ),
    act("2026-10-30", "clerk", "report_result", {}, ("result_report",)),
    act(
        "2026-11-23",
        "clerk",
        "report_execution",
        {},
        ("execution_report",),
        due={"monthly_report": ["2026-12-23", "in_time"]},
    ),
    act(
        "2026-12-01",
        "clerk",
        "close",
        {"closing_ground": "carried_out"},
        ("execution_evidence",),
        to="closed",
    ),
    act(
        "2026-12-03",
        "chair",
        "reopen",
        {"again_ground": "evidence", "review_due_on": "2026-12-31", "lead": "@officer"},
        ("review_order",),
        to="verifying",
        due={"review": "2026-12-31"},
    ),
    act("2026-12-10", "officer", "report", {}, ("verification_report",), to="concluding"),
    # 15, 16, 17, 18, 21 December; two more: 22 and 23.
    act(
        "2026-12-14",
        "chair",
        "conclude",
        {"outcome": "partly_right"},
        ("conclusion",),
        to="concluded",
        due={
            "send_conclusion": "2026-12-21",
            "act_on_conclusion": "2026-12-23",
            "publish_conclusion": "2026-12-23",
        },
    ),
    people=DEPUTY,
)
