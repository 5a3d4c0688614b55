"""The worlds that the soak acts in, and the table of what it counted.

A test says what it counted with `figures(kills=20)`. The table closes the run's output, and goes to the file
that TIEPDAN_FIGURES names.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.operations.worlds import pg_made, pg_world, sqlite_made, sqlite_world, world
from tests.soak.sizes import KEY, table

__all__ = ["pg_made", "pg_world", "sqlite_made", "sqlite_world", "world"]

Noting = Callable[..., None]


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Noting:
    """Note what a test counted, by name."""
    return lambda **counted: request.node.user_properties.append((KEY, counted))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [one for name in ("passed", "failed") for one in terminalreporter.stats.get(name, [])]
    lines = table(reports)
    if lines:
        terminalreporter.section("figures")
        for line in lines:
            terminalreporter.write_line(line)
    if wanted := os.environ.get("TIEPDAN_FIGURES"):
        Path(wanted).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
