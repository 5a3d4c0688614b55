"""Golden scenarios of the level above: overdue, continued, and the head of an office accused."""

from __future__ import annotations

from collections.abc import Mapping

from tests.operations.golden.denunciation_parts import (
    BEFORE_JULY,
    DEPUTY,
    FIELDS,
    HEAD,
    IN_2026,
    OURS,
    about,
    received,
)
from tests.operations.golden.scenario import Scenario, Step, act, delivered, opened, refused


def _scenario(
    version: str, y: Mapping[str, str], title: str, state: str, due: Mapping[str, str], *steps: Step
) -> Scenario:
    fields = {**FIELDS, "earlier_number": "TC-XX-2026-1"}
    first = opened(y["in"], "upper", fields, to=state, due=due, state=state)
    named = act(y["d1"], "upper", "name_resolver", {"resolver": "@head"})
    return Scenario("denunciation", version, title, first, named, *steps, people=HEAD, org="province")


def ways_above(version: str, y: Mapping[str, str]) -> list[Scenario]:
    """At the level above: what was overdue below, and what is denounced again."""
    anew = {"resolution": y["anew"], "notices": y["notices"]}
    return [*_overdue(version, y, anew), *_continued(version, y, anew)]


def _overdue(version: str, y: Mapping[str, str], anew: Mapping[str, str]) -> list[Scenario]:
    overdue = {"overdue_request": y["transfer"]}
    awaited = act(
        y["d2"],
        "upper",
        "ask_overdue_report",
        {},
        ("report_request",),
        to="report_awaited",
        due={"report_from_resolver": y["report"]},
    )
    return [
        _scenario(
            version,
            y,
            "overdue below, the resolver goes on",
            "overdue_claimed",
            overdue,
            awaited,
            act(
                y["d6"],
                "upper",
                "close_after_report",
                {"closing_ground": "resolver_goes_on"},
                ("overdue_report",),
                to="closed",
            ),
        ),
        _scenario(
            version,
            y,
            "overdue below, taken over",
            "overdue_claimed",
            overdue,
            awaited,
            act(
                y["d6"],
                "head",
                "take_over",
                {"again_ground": "overdue"},
                ("acceptance",),
                to="accepted",
                due=anew,
            ),
        ),
    ]


def _continued(version: str, y: Mapping[str, str], anew: Mapping[str, str]) -> list[Scenario]:
    review = {"continued_review": y["review"]}
    return [
        _scenario(
            version,
            y,
            "continued, the result stands",
            "continued",
            review,
            act(
                y["d2"],
                "head",
                "uphold",
                {"closing_ground": "well_resolved"},
                ("review_notice",),
                to="closed",
            ),
        ),
        _scenario(
            version,
            y,
            "continued, resolved again",
            "continued",
            review,
            act(
                y["d6"],
                "head",
                "resolve_again",
                {"again_ground": "inaccurate"},
                ("acceptance",),
                to="accepted",
                due=anew,
            ),
        ),
    ]


# Received 6 July: + 20 = Sunday 26 July, so 27. From 8 July: 9, 10, 13, 14, 15.
# From 14 July: + 30 = 13 August; 15, 16, 17, 20, 21 July.
UP_2026 = {
    **IN_2026,
    "review": "2026-07-27",
    "report": "2026-07-15",
    "anew": "2026-08-13",
    "notices": "2026-07-21",
}


# Received 22 June: + 20 = Sunday 12 July, so 13. From 24 June: 25, 26, 29, 30 June,
# 1 July. From 30 June: + 30 = 30 July; 1, 2, 3, 6, 7 July.
UP_BEFORE = {
    **BEFORE_JULY,
    "review": "2026-07-13",
    "report": "2026-07-01",
    "anew": "2026-07-30",
    "notices": "2026-07-07",
}


def way_under_seal(version: str, who: str, y: Mapping[str, str]) -> Scenario:
    """Whoever heads the office is accused: one act, and the level above begins on the day it gets there."""
    post = "chair" if who == "chair" else "vice_chair"
    return Scenario(
        "denunciation",
        version,
        f"the {post} is accused",
        received(y["in"], y["initial"], y["transfer"], fields=about(who)),
        refused(y["d1"], "reception", "screen", OURS, because=("sentry", "not_the_head")),
        refused(y["d1"], "reception", "supplement", {"people": 1}, because=("sentry", "not_the_head")),
        refused(
            y["d1"],
            "reception",
            "ask_protection",
            papers=("protection_request",),
            because=("sentry", "not_the_head"),
        ),
        act(
            y["d2"],
            "reception",
            "forward_sealed",
            {"accused_post": post},
            ("sealed_dispatch",),
            to="forwarded",
        ),
        delivered(
            y["d2"],
            "denunciation",
            to="received",
            due={"initial_processing": y["up_initial"], "transfer": y["up_transfer"]},
        ),
        act(y["d2"], "upper", "screen", {**OURS, "accused_post": "other"}, to="screened", of="denunciation"),
        people=DEPUTY,
    )


# From 8 July: 9, 10, 13, 14, 15; then 16, 17. From 24 June: 25, 26, 29, 30 June, 1 July; then 2, 3.
SEAL_2026 = {**IN_2026, "up_transfer": "2026-07-15", "up_initial": "2026-07-17"}


SEAL_BEFORE = {**BEFORE_JULY, "up_transfer": "2026-07-01", "up_initial": "2026-07-03"}
