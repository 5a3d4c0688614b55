"""The events of a recorded pull as they leave the building, line by line (decision 24)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from workflow.audit.formats import csv_rows, jsonl

Rows = Iterable[tuple[str, int, str, str]]
"""(chain id, seq, canonical text, hash) in order, as `read_pull.pull_rows` gives them."""


def json_lines(rows: Rows, pull: Mapping[str, Any]) -> Iterator[str]:
    """The evidence: JSON Lines that a receiver verifies alone. `pull` is the pull's row; the first line tells
    its scope."""
    scope = {name: str(pull[name]) for name in ("pull_id", "org_id", "from_day", "to_day", "user_id")}
    return jsonl.lines(rows, scope | {"up_to": pull["up_to"].isoformat()})


def csv_lines(rows: Rows, language: str) -> Iterator[str]:
    """To read in a spreadsheet: CSV with headings in "vi" or "en", safe from formulas."""
    return csv_rows.lines(rows, language=language)
