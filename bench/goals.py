"""The rows of the table: what we owe, what we want, and what was seen; one JSON, one table in the docs."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.measure import short

RESULTS = Path(__file__).resolve().parent / "results.json"
PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "speed.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure to be reached: at least `owe`, or at most where `at_most`; in `unit`. None: no goal."""

    work: str
    unit: str
    owe: float | None
    want: float | None
    at_most: bool = False

    def say(self, figure: float | None) -> str:
        """A goal in words."""
        return "" if figure is None else f"{'≤' if self.at_most else '≥'} {short(figure)}{self.unit}"

    def reached(self, seen: float, figure: float | None) -> bool:
        """Whether `seen` is as good as `figure`."""
        return figure is not None and (seen <= figure if self.at_most else seen >= figure)


GOALS = {
    "1 http rate": Goal(
        "transition over HTTP, 4 clients, 2 workers: throughput against the floor", "×", 0.5, 0.7
    ),
    "2 http cpu": Goal("the same, CPU of web + PostgreSQL against the floor", "×", 1.8, 1.4, at_most=True),
    "3 process rate": Goal("transition in process, 4 clients: throughput against the floor", "×", 0.5, 0.8),
    "4 process cpu": Goal(
        "the same, CPU of clients + PostgreSQL against the floor", "×", None, None, at_most=True
    ),
    "5 chains": Goal("16 clients against 4 over HTTP, a chain per case", "×", 1.0, 1.0),
    "6 rungs": Goal("due rungs fired with the full transition, one sweeper", "/s", 2000, 3000),
    "7 overdue 100k": Goal("first page of 50 overdue over HTTP, 100,000 cases", " ms", 10, 5, at_most=True),
    "8 overdue 1m": Goal("first page of 50 overdue over HTTP, 1,000,000 cases", " ms", 10, 5, at_most=True),
    "9 board": Goal("board counts, 1,000,000 cases, in the database", " ms", 200, 50, at_most=True),
    "10 verify": Goal("audit chain verified, one core, from the database", "/s", 100_000, None),
    "11 verify ratio": Goal("the same without the database against hashing the same bytes", "×", None, 0.5),
    "12 export": Goal("audit export, JSONL", "/s", 60_000, 100_000),
    "13 deadline": Goal("ten working days from a date", "/s", 1_000_000, 5_000_000),
    "14 ledger": Goal("the same with its ledger", "/s", 20_000, None),
    "16 definitions": Goal("all definitions loaded cold by a new process", " s", 1.5, None, at_most=True),
    "15 memory": Goal("memory of two web workers after load", " MB", 180, 140, at_most=True),
}
"""Goals of the design, by the key a measurement reports under; the table is in this order."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a measurement saw: the figure that is compared, its spread, the floor of the same run in words."""

    key: str
    figure: float
    spread: str
    floor: str = ""
    day: str = ""


def report(seen: Sequence[Seen], *, quick: bool) -> None:
    """Print the rows; a full run also keeps them and writes the table into the docs."""
    for line in table(seen):
        print(line)
    if quick:
        return
    today = datetime.now(UTC).date().isoformat()
    for one in seen:
        keep(one.key, asdict(replace(one, day=today)))
    rows = [Seen(**known) for key, known in _kept().items() if key in GOALS]
    rows.sort(key=lambda one: list(GOALS).index(one.key))
    days = sorted({one.day for one in rows if one.day})
    when = f"Measured {days[0]} to {days[-1]}" if len(days) > 1 else f"Measured {days[0]}"
    rewrite(BEGIN, END, [*table(rows), "", f"{when} on {os.cpu_count()} processors."])


def keep(key: str, figures: Mapping[str, object]) -> None:
    """Put figures into the JSON under a key, over what stood there."""
    text = json.dumps(_kept() | {key: figures}, indent=1, ensure_ascii=False, sort_keys=True)
    RESULTS.write_text(text + "\n", encoding="utf-8")


def _kept() -> dict[str, Any]:
    return json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}


def table(seen: Sequence[Seen]) -> list[str]:
    """The rows as a Markdown table."""
    lines = ["| work | floor here | we owe | we want | seen | reached |", "|---|---|---|---|---|---|"]
    for one in seen:
        goal = GOALS[one.key]
        owes, wants = goal.reached(one.figure, goal.owe), goal.reached(one.figure, goal.want)
        verdict = "wanted" if wants else "owed" if owes else "–" if goal.owe is None else "**no**"
        cells = (
            goal.work,
            one.floor,
            goal.say(goal.owe),
            goal.say(goal.want),
            one.spread + goal.unit,
            verdict,
        )
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def rewrite(begin: str, end: str, lines: Sequence[str]) -> None:
    """Put lines between two markers of the page on speed; what stands around them is written by hand."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(end)
    PAGE.write_text("\n".join([before + begin, *lines, end + after]), encoding="utf-8")
