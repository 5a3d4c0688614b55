"""Golden scenarios of accepted denunciations: withdrawn, suspended, overdue, with protection."""

from __future__ import annotations

from tests.operations.golden.denunciation_parts import HEAD, assigned, received, screened, submitted
from tests.operations.golden.scenario import Scenario, Step, act, delivered, refused


def to_verifying(
    day: str, initial: str, transfer: str, accepted: str, resolution: str, notices: str
) -> tuple[Step, ...]:
    """Received, screened and submitted on one day; accepted, noticed and assigned on another."""
    return (
        received(day, initial, transfer),
        screened(day),
        submitted(day),
        act(
            accepted,
            "chair",
            "accept",
            {},
            ("acceptance",),
            to="accepted",
            due={"resolution": resolution, "notices": notices},
        ),
        act(accepted, "chair", "send_notices", {}, ("notice_denouncer", "notice_accused")),
        assigned(accepted),
    )


# Accepted on Wednesday 8 July 2026 (or, under the former version, received on 22 June).
TO_8_JULY = to_verifying("2026-07-06", "2026-07-15", "2026-07-13", "2026-07-08", "2026-08-07", "2026-07-15")


FORMERLY_TO_8_JULY = to_verifying(
    "2026-06-29", "2026-07-08", "2026-07-06", "2026-07-08", "2026-08-07", "2026-07-15"
)


def _withdrawn(version: str, way: tuple[Step, ...]) -> Scenario:
    return Scenario(
        "denunciation",
        version,
        "withdrawn under threat, then freely",
        *way,
        refused(
            "2026-07-20",
            "chair",
            "withdraw",
            {"withdrawal_found": "forced", "ground_terminated": "withdrawn"},
            ("withdrawal", "termination"),
            because=("sentry", "free_to_go"),
        ),
        act(
            "2026-07-20",
            "chair",
            "go_on_after_withdrawal",
            {"resolved_all_the_same": "forced"},
            ("withdrawal_minutes",),
        ),
        act("2026-07-21", "officer", "withdraw_in_part", {"people": 1}, ("withdrawal",)),
        # 28, 29, 30, 31 July, 3 August.
        act(
            "2026-07-27",
            "chair",
            "withdraw",
            {"withdrawal_found": "free", "ground_terminated": "withdrawn"},
            ("withdrawal", "termination"),
            to="terminated",
            due={"send_suspension": "2026-08-03"},
        ),
        act(
            "2026-08-04",
            "chair",
            "send_suspension",
            {"recipients": ["Người tố cáo"]},
            due={"send_suspension": "late"},
        ),
    )


def _suspended(version: str, way: tuple[Step, ...]) -> Scenario:
    return Scenario(
        "denunciation",
        version,
        "suspended four weeks, then terminated",
        *way,
        act(
            "2026-07-20",
            "chair",
            "suspend",
            {"ground_suspended": "related_result"},
            ("suspension",),
            to="suspended",
            due={"resolution": "paused", "send_suspension": "2026-07-27"},
        ),
        act("2026-07-21", "officer", "send_suspension", {"recipients": ["Người tố cáo"]}),
        # 7 August + 28 days = Friday 4 September.
        act(
            "2026-08-17",
            "chair",
            "resume",
            {},
            ("continuation",),
            to="verifying",
            due={"resolution": "2026-09-04"},
        ),
        refused(
            "2026-08-18",
            "chair",
            "terminate",
            {"ground_terminated": "withdrawn"},
            ("termination",),
            because=("sentry", "not_withdrawn"),
        ),
        # 19, 20, 21, the worked Saturday 22, 24 August.
        act(
            "2026-08-18",
            "chair",
            "terminate",
            {"ground_terminated": "deceased"},
            ("termination",),
            to="terminated",
            due={"send_suspension": "2026-08-24"},
        ),
        act("2026-08-24", "chair", "send_suspension", {"recipients": ["Người tố cáo"]}),
    )


# 22 (worked), 24, 25, 26, 27 August; two more: 28 August and, after the days off, 3 September.
CONCLUDED_LATE = act(
    "2026-08-21",
    "chair",
    "conclude",
    {"outcome": "wrong"},
    ("conclusion",),
    to="concluded",
    due={
        "resolution": "late",
        "send_conclusion": "2026-08-27",
        "act_on_conclusion": "2026-09-03",
        "publish_conclusion": "2026-09-03",
    },
)


def _overdue(version: str, way: tuple[Step, ...]) -> Scenario:
    return Scenario(
        "denunciation",
        version,
        "overdue, reported, concluded late and continued above",
        *way,
        refused(
            "2026-08-10",
            "chair",
            "extend",
            {"complexity": ["places"]},
            ("extension",),
            because=("sentry", "in_time"),
        ),
        # 13, 14, 17, 18, 19 August.
        act(
            "2026-08-12",
            "chair",
            "receive_report_request",
            {},
            ("report_request",),
            due={"overdue_report": "2026-08-19"},
        ),
        act("2026-08-14", "chair", "send_overdue_report", {}, ("overdue_report",)),
        act("2026-08-20", "officer", "report", {}, ("body_report", "verification_report"), to="concluding"),
        CONCLUDED_LATE,
        act("2026-08-24", "chair", "continue_above", {}, ("continued_petition",)),
        # Twenty days from 24 August: Sunday 13 September, so Monday 14.
        delivered("2026-08-24", "denunciation", to="continued", due={"continued_review": "2026-09-14"}),
        act(
            "2026-08-25",
            "head",
            "uphold",
            {"closing_ground": "well_resolved"},
            ("review_notice",),
            to="closed",
            of="denunciation",
        ),
        people=HEAD,
    )


def _protected(version: str, way: tuple[Step, ...]) -> Scenario:
    return Scenario(
        "denunciation",
        version,
        "the denouncer asks for protection",
        *way,
        act("2026-07-09", "officer", "ask_protection", {}, ("protection_request",)),
        # 10, 13, 14 July.
        delivered("2026-07-09", "protection", to="requested", due={"decision": "2026-07-14"}),
        act("2026-07-09", "chair", "receive_request", {}, ("request",), of="protection"),
        act(
            "2026-07-10",
            "chair",
            "decide",
            {"measures": ["secrecy", "person"]},
            ("decision",),
            to="decided",
            due={"measures": "2026-07-13"},
            of="protection",
        ),
        act(
            "2026-07-13",
            "chair",
            "apply",
            {"carried_out_by": "Công an xã"},
            ("police_request",),
            to="protected",
            due={"still_needed": "2026-08-12"},
            of="protection",
        ),
        act(
            "2026-07-31",
            "chair",
            "end",
            {"end_ground": "no_need"},
            ("end_decision",),
            to="ended",
            of="protection",
        ),
    )


def ways_after_acceptance(version: str, way: tuple[Step, ...]) -> list[Scenario]:
    """Ways of a denunciation that was accepted by `way`, its first steps."""
    return [
        _withdrawn(version, way),
        _suspended(version, way),
        _overdue(version, way),
        _protected(version, way),
    ]
