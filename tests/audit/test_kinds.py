"""The list of audited acts is a contract: every kind is written by some verb, and no verb writes another."""

from __future__ import annotations

import re
from pathlib import Path

from workflow.audit.kinds import EventKind

VERBS = Path(__file__).parents[2] / "workflow"


def test_every_kind_is_written_by_a_verb() -> None:
    texts = [
        path.read_text(encoding="utf-8")
        for room in ("operations", "workers")
        for path in (VERBS / room).rglob("*.py")
    ]
    written = {name for text in texts for name in re.findall(r"EventKind\.([A-Z_]+)", text)}
    assert written == {kind.name for kind in EventKind}
