"""One test, two sizes: the share that every run carries out, and the count that only `make soak` does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

Figures = Mapping[str, object]
KEY = "figures"
"""Under which name a test's figures travel with its report, from a worker to the one that prints."""


def sizes(share: Any, full: Any) -> list[Any]:
    """The values of a parameter: a small share, and the full count under the mark `soak`."""
    return [pytest.param(share, id="share"), pytest.param(full, id="full", marks=pytest.mark.soak)]


def table(reports: Iterable[pytest.TestReport]) -> list[str]:
    """A line for each test that noted figures: its name, seconds, and what it counted."""
    lines = []
    for report in reports:
        found = [value for name, value in report.user_properties if name == KEY]
        if report.when == "call" and found:
            counted = ", ".join(f"{name} {value}" for one in found for name, value in _pairs(one))
            name, seconds = report.nodeid.rpartition("::")[2], round(report.duration)
            lines.append(f"| {name} | {report.outcome} | {seconds} s | {counted} |")
    return sorted(lines)


def _pairs(figures: object) -> Iterable[tuple[str, object]]:
    return figures.items() if isinstance(figures, Mapping) else ()
