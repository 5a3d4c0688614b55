"""The events that touch clocks: a closed list (decision 9, ADR 0008)."""

from __future__ import annotations

from dataclasses import dataclass

EVENTS = (
    "opened", "transition", "entered", "left", "assigned", "unassigned", "leave_started", "leave_ended",
    "request_sent", "request_answered", "received_by_party", "hearing_set", "clock_end", "date_field",
    "calendar_date",
)  # fmt: skip
"""What may start, stop, pause or resume a clock."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event that touches a clock. `kind` is one of EVENTS; `name` is the transition, the clock
    (`clock_end`), the date field, or "MM-DD"; the request's name, or "" for any request; the state entered or
    left; for "opened" the start state, or "" for any."""

    kind: str
    name: str = ""
