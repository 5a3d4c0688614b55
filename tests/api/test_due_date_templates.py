"""A new page cannot show a due day without its ledger: one macro shows them, and any other day that a
template writes is on the list here of days that nobody is bound by."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import api.web

HERE = Path(api.web.__file__).parent
TEMPLATES = sorted((HERE / "templates").rglob("*.html"))
DAY = re.compile(r"([\w.]+)\s*\|\s*(?:day|weekday|moment)\b")
OTHER_DAYS = {
    "at", "first", "last", "last.recorded_at", "last.slot", "one.answered_at", "one.created_at", "one.dated",
    "one.deployed_at", "one.expires_at", "one.from_day", "one.happened_on", "one.made_at", "one.recorded_at",
    "one.sent_at", "one.to_day", "one.valid_from", "one.valid_to", "party.received", "printed",
    "pull.from_day", "pull.to_day", "pull.up_to", "row.deployed_at", "row.from_day", "row.received",
    "row.valid_from", "row.valid_to", "until", "view.proposal.proposed_at", "edition.made_at",
}  # fmt: skip
"""What templates write as days: when something happened, was recorded or applies. None ends a clock."""
WRITERS = {"day", "weekday", "moment", "format_date", "format_weekday", "strftime", "isoformat"}
ENDS = re.compile(r"due|promised|legal")
PROVED = {"due_days.py", "ledgers.py", "outcomes.py"}
FORMER = "one['before']['legal']"
"""The pages' modules that turn the end of a clock into words, each together with where its ledger stands; and
what a clock's end was before it was moved, which the record tells beside the new one."""


@pytest.mark.parametrize("path", TEMPLATES, ids=[path.stem for path in TEMPLATES])
def test_a_template_writes_due_days_with_the_macro_only(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    written = set(DAY.findall(text))
    assert written <= OTHER_DAYS, "a day that is not listed: is it due? Then use c.due of components.html"
    if path.name != "components.html":
        assert "data-ledger" not in text and "<time" not in text


def test_the_macro_is_a_link_to_the_ledger() -> None:
    text = (HERE / "templates" / "components.html").read_text(encoding="utf-8")
    (marked,) = [line for line in text.splitlines() if "data-ledger=" in line]
    assert marked.startswith('<a class="due" href="{{ one.ledger }}"><time datetime="{{ one.iso }}"')


@pytest.mark.parametrize("path", sorted(HERE.glob("*.py")), ids=lambda path: path.stem)
def test_a_page_puts_no_due_day_into_its_words(path: Path) -> None:
    if path.name in PROVED:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in WRITERS:
            written = " ".join(ast.unparse(one) for one in (node.func, *node.args))
            written = written.replace("format_date", "").replace(FORMER, "")
            assert not ENDS.search(written), f"{path.name}:{node.lineno}: {written}"
