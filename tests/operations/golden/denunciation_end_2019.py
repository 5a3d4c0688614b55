"""Golden scenario: a denunciation under the former law, followed into July 2026."""

from __future__ import annotations

from tests.operations.golden.denunciation_parts import received, screened, submitted
from tests.operations.golden.scenario import Scenario, act, refused

# The former law: accepted on 13 April 2026. 13 April + 30 = Wednesday 13 May.
END_2019 = Scenario(
    "denunciation",
    "2019.1",
    "wrong, by the simplified procedure, reported every month until July",
    # 7, 8, 9, 10, 13, 14, 15 April; the first five end on 13.
    received("2026-04-06", "2026-04-15", "2026-04-13"),
    screened("2026-04-07"),
    submitted("2026-04-08"),
    act(
        "2026-04-13",
        "chair",
        "accept",
        {},
        ("acceptance",),
        to="accepted",
        due={"resolution": "2026-05-13", "notices": "2026-04-20"},
    ),
    act("2026-04-14", "chair", "send_notices", {}, ("notice_denouncer", "notice_accused")),
    act("2026-04-14", "chair", "verify_alone", {"simplified": True}, to="verifying"),
    act("2026-04-15", "chair", "finish_alone", {}, ("working_minutes",), to="concluding"),
    # 21, 22, 23, 24 April, then 28 (27 is off); two more: 29 April and, after two days off, Monday 4 May.
    act(
        "2026-04-20",
        "chair",
        "conclude",
        {"outcome": "wrong"},
        ("conclusion",),
        to="concluded",
        due={
            "send_conclusion": "2026-04-28",
            "act_on_conclusion": "2026-05-04",
            "publish_conclusion": "2026-05-04",
        },
    ),
    act("2026-04-21", "chair", "send_conclusion", {"recipients": ["Người tố cáo"]}),
    act("2026-04-22", "chair", "act_on", {}, ("handling_decision",), to="acting"),
    act(
        "2026-04-23",
        "chair",
        "publish",
        {"published_by": "press"},
        ("published_text",),
        to="published",
        due={"posting": "2026-05-09"},
    ),
    # Printed twice: no need to wait. 28 April + 60 = Saturday 27 June, so Monday 29.
    act(
        "2026-04-28",
        "chair",
        "finish_publication",
        {},
        ("posting_proof", "press_proof"),
        to="follow_up",
        due={"execution": "2026-06-29"},
    ),
    # A month from 4 May: 4 June; from 4 June: Saturday 4 July, so Monday 6.
    act(
        "2026-05-04",
        "chair",
        "assign_inspectorate",
        {},
        ("monitor_assignment",),
        due={"execution_report": "2026-06-04"},
    ),
    refused(
        "2026-05-05",
        "chair",
        "assign_monitor",
        {"monitor": "advisory"},
        ("monitor_assignment",),
        because=("not-in-force", "assign_monitor"),
    ),
    act(
        "2026-06-04",
        "chair",
        "report_month",
        {},
        ("execution_report",),
        due={"execution_report": ["2026-07-06", "in_time"]},
    ),
    # From 1 July nothing asks for it every month any longer: the office promises it itself.
    # 2 July + 30 = 1 August, so 3.
    refused(
        "2026-07-02",
        "chair",
        "report_month",
        {},
        ("execution_report",),
        because=("not-in-force", "report_month"),
    ),
    act(
        "2026-07-02",
        "chair",
        "report_execution",
        {},
        ("execution_report",),
        due={"monthly_report": "2026-08-03"},
    ),
    act(
        "2026-07-03",
        "chair",
        "assign_monitor",
        {"monitor": "advisory"},
        ("monitor_assignment",),
        due={"monthly_report": ["2026-08-03", "in_time"]},
    ),
    act(
        "2026-07-06",
        "chair",
        "close",
        {"closing_ground": "carried_out"},
        ("execution_evidence",),
        to="closed",
        due={"execution": "late"},
    ),
)
