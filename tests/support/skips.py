"""Skips for what a machine lacks are counted, said before the closing line, and fail the run in CI."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from typing import NoReturn

import pytest

_MARK = "missing on this machine: "
POSTGRES, CHROMIUM, SHARED = "PostgreSQL", "Chromium", "the shared folder"
_DEMANDED_IN_CI = {POSTGRES, CHROMIUM}


def skip_for_lack_of(what: str) -> NoReturn:
    """Skip the running test because `what` (one of the names above) is not here."""
    pytest.skip(_MARK + what)


def lacking(reports: Iterable[pytest.TestReport | pytest.CollectReport]) -> Counter[str]:
    """How many tests were skipped, by the thing they lacked; skips for other reasons are not counted."""
    counts: Counter[str] = Counter()
    for report in reports:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if _MARK in reason:
            counts[reason.split(_MARK)[1].strip()] += 1
    return counts


def sentence(counts: Counter[str]) -> str:
    """One line for a person: how many tests were skipped, and for lack of what."""
    parts = [f"{count} for lack of {what}" for what, count in sorted(counts.items())]
    return f"{sum(counts.values())} tests skipped: " + ", ".join(parts)


def must_fail(counts: Counter[str]) -> bool:
    """In CI a run without PostgreSQL or Chromium proves too little."""
    return os.environ.get("CI", "").lower() == "true" and bool(_DEMANDED_IN_CI & set(counts))
