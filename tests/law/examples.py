"""The worked examples of the law that came with the project: what is asked of the product, and what it must
answer. The two that the command cannot say in one question are told by their own tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Example = tuple[Mapping[str, Any], str]


def _asked(procedure: str, clock: str, start: str, **more: Any) -> Mapping[str, Any]:
    return {"procedure": procedure, "clock": clock, "start": start, **more}


FIRST, SECOND = "complaint_first", "complaint_second"

EXAMPLES: dict[str, Example] = {
    "D02": (_asked(FIRST, "acceptance", "2024-04-19T09:30:00+07:00"), "2024-05-07"),
    "D03": (_asked(FIRST, "acceptance", "2026-08-20T16:45:00+07:00"), "2026-08-28"),
    "D07": (_asked(FIRST, "resolution", "2024-03-15T09:00:00+07:00", **{"with": ["remote"]}), "2024-05-02"),
    "D10": (
        _asked(FIRST, "resolution", "2026-07-06T09:00:00+07:00", pauses=[["2026-07-20", "2026-08-17"]]),
        "2026-09-03",
    ),
    "D11": (_asked(FIRST, "resolution", "2026-10-12T09:00:00+07:00", **{"with": ["complex"]}), "2026-11-26"),
    "D12": (_asked(FIRST, "send_decision", "2025-04-24T16:00:00+07:00"), "2025-04-28"),
    "D14": (_asked(SECOND, "filing_window", "2025-08-01T10:00:00+07:00"), "2025-09-03"),
    "D19": (_asked(SECOND, "resolution", "2026-03-02T09:00:00+07:00", **{"with": ["remote"]}), "2026-05-04"),
    "D21": (_asked(FIRST, "legal_effect", "2026-03-10T17:00:00+07:00"), "2026-04-10"),
    "D23": (_asked("denunciation", "initial_processing", "2026-02-10T15:00:00+07:00"), "2026-02-26"),
    "D26": (_asked("denunciation", "resolution", "2026-09-25T09:00:00+07:00", extend=1), "2026-11-25"),
    "D29": (_asked("denunciation", "transfer", "2024-05-02T09:00:00+07:00"), "2024-05-08"),
    "D32": (_asked("citizen_reception", "reply_to_citizen", "2026-02-06T01:30:00+07:00"), "2026-02-27"),
    "D33": (_asked("citizen_reception", "schedule_posting", "2026-09-07T08:00:00+07:00"), "2026-08-26"),
    "D35": (_asked("land_mediation", "mediation", "2026-07-31T09:00:00+07:00"), "2026-09-03"),
    "D38": (_asked("grassroots_mediation", "start_mediation", "2026-02-12T18:00:00+07:00"), "2026-02-23"),
    "D39": (_asked("post_inspection", "directing_document", "2026-04-15T09:00:00+07:00"), "2026-05-04"),
    "D40": (_asked("local_reporting", "annual_report", "2024-01-01T00:00:00+07:00"), "2024-11-08"),
}
"""By the name of the row: the question, and the day."""

OTHERWISE = {"D01", "D16"}
"""Rows told apart: another reading of the law (a soft limit), and a clock that begins on another's end."""
