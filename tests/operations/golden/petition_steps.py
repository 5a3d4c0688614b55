"""What the scenarios of petitions have in common."""

from __future__ import annotations

from typing import Any

from tests.operations.golden.scenario import (
    act,
    opened,
)

SENDER = [{"name": "Phan Văn Sáu", "address": "Thôn Đông", "contact": "0901"}]
FIELDS: dict[str, Any] = {
    "senders": SENDER,
    "content": "Rác thải ở đầu thôn chưa được thu gom.",
    "subject": "Thu gom rác thải thôn",
    "people": 1,
}
OURS = {"area": "other", "competence": "own"}
THEIRS = {"area": "judicial", "competence": "other"}
# Monday 6/7/2026: ten working days after it end on Monday 20/7, three on 9/7, two on 8/7.
OPENED = {
    "processing": "2026-07-20",
    "reply_to_citizen": "2026-07-20",
    "classification": "2026-07-09",
    "unassigned": "2026-07-08",
}


def received(**more: Any) -> Any:
    fields = {**FIELDS, **more.pop("fields", {})}
    due = {**OPENED, **more.pop("due", {})}
    return opened("2026-07-06", "reception", fields, ("petition",), to="received", due=due, **more)


def classified(fields: dict[str, Any] = OURS, papers: tuple[str, ...] = (), day: str = "2026-07-07") -> Any:
    return act(day, "reception", "classify", fields, papers, to="classified")


def assigned(day: str = "2026-07-08", due: str = "2026-08-07") -> Any:
    """Thirty calendar days on from the assignment, the office's own."""
    return act(
        day,
        "chair",
        "assign",
        {"lead": "@officer"},
        ("assignment",),
        to="assigned",
        due={"answer_target": due},
    )
