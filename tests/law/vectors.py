"""The published worked examples of time limits, and what the product makes of one of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from tests.calendar.calendars import DEFINITIONS, vn
from tests.law.books import law
from workflow.errors import DeadlineRefused
from workflow.law.preview import Preview, preview

Vector = Mapping[str, Any]


@cache
def published() -> Mapping[str, Any]:
    """The whole file."""
    text = (DEFINITIONS / "deadline_vectors.json").read_text(encoding="utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found


def vectors() -> list[Vector]:
    """Every example of the file."""
    found: list[Vector] = published()["vectors"]
    return found


def reckoned(asked: Vector) -> Preview:
    """The preview that the input of an example asks for."""
    pauses = [
        (date.fromisoformat(first), date.fromisoformat(last)) for first, last in asked.get("pauses", [])
    ]
    start = datetime.fromisoformat(asked["start"])
    return preview(
        law(), vn(), asked["procedure"], asked["clock"], start,
        asked.get("with", ()), asked.get("extend", 0), pauses,
    )  # fmt: skip


def answered(asked: Vector) -> dict[str, Any]:
    """What the product answers, in the words of `expected`."""
    try:
        found = reckoned(asked)
    except DeadlineRefused as refused:
        return {"refused": refused.facts["why"]}
    told: dict[str, Any] = {
        "rule": found.rule.id,
        "raw_due": found.due.raw.isoformat(),
        "legal_due": found.due.legal.isoformat(),
    }
    if found.due.soft:
        told["soft"] = [
            {"raw_due": one.raw.isoformat(), "legal_due": one.due.isoformat()} for one in found.due.soft
        ]
    if found.due.provisional:
        told["provisional"] = True
    return told


def command(asked: Vector) -> list[str]:
    """The same question to the public command."""
    asking = ["deadline", asked["procedure"], asked["clock"], "--from", asked["start"], "--json"]
    for name in asked.get("with", ()):
        asking += ["--with", name]
    if asked.get("extend"):
        asking += ["--extend", str(asked["extend"])]
    for first, last in asked.get("pauses", ()):
        asking += ["--pause", first, last]
    return asking
