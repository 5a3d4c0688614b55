"""What the five originals have broken: the code that names it, and where."""

from __future__ import annotations

UNREACHABLE, REOPENS = "unreachable-state", "ending-reopens"

BROKEN: dict[str, tuple[tuple[str, str], ...]] = {
    "egov_pgr": (
        (UNREACHABLE, "states.resolvedbysupervisor"),
        (UNREACHABLE, "states.cancelled"),
        (REOPENS, "transitions.reopen.from"),
        (REOPENS, "transitions.rate_to_closedafterrejection.from"),
        (REOPENS, "transitions.rate_to_closedafterresolution.from"),
    ),
    "signals": (
        (UNREACHABLE, "states.h"),
        (UNREACHABLE, "states.s"),
        (REOPENS, "transitions.to_b.from"),
        (REOPENS, "transitions.to_reopened.from"),
        (REOPENS, "transitions.to_reopen_requested.from"),
    ),
    "rt_ticket": tuple(
        (REOPENS, f"transitions.{name}.from")
        for name in (
            "set_stalled", "set_new", "set_deleted", "set_resolved", "set_rejected", "re_open", "undelete",
        )
    ),
    "compensation_request": (),
    "bezwaar": (),
}  # fmt: skip
"""Errors: code, and dotted place in the translated file. They are waived when the translation is deployed."""

UNTIMED: dict[str, int] = {
    "egov_pgr": 0,
    "signals": 14,
    "rt_ticket": 3,
    "compensation_request": 6,
    "bezwaar": 2,
}
"""How many open states can stand without a clock (no-clock, a warning where no statute rules)."""

UNGROUNDED: dict[str, int] = {
    "egov_pgr": 11,
    "signals": 5,
    "rt_ticket": 9,
    "compensation_request": 3,
    "bezwaar": 2,
}
"""How many endings, or ways into one, record no ground or rest on no paper (ending-without-ground)."""
