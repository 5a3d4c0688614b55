"""The page on time limits: its example is a sound file, and what it says of the packs is so."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from service.cli import main
from tests.calendar.calendars import JUNK, places, spoiled, vn
from tests.law.books import law
from tests.law.vectors import vectors
from workflow.calendar.due import reckon
from workflow.errors import DefinitionInvalid
from workflow.law.preview import preview
from workflow.law.schema import build_law, law_from_values
from workflow.law.terms import begins, terms
from workflow.source import read_source

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "time-limits.md").read_text(encoding="utf-8")


def test_the_example_of_the_page_is_taken() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    book = build_law([read_source(block, "page.yaml") for block in blocks])
    assert [rule.id for rule in book.rules] == ["EX-1", "EX-2", "EX-REPORT"]
    assert book.rule_for("example.resolution", date(2026, 6, 30)).total(frozenset({"second"})).count == 40
    report = book.rule_for("example.report", date(2026, 1, 1))
    assert reckon(begins(report, date(2026, 1, 1)), terms(report), vn()).legal == date(2026, 6, 9)


def test_the_answer_that_the_page_shows_is_given() -> None:
    block = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert block
    shown = json.loads(block[1])
    start = datetime(2026, 8, 3, 2, tzinfo=UTC)
    found = preview(law(), vn(), "denunciation", "resolution", start, ["especially_complex"]).as_json()
    assert list(found) == list(shown) and list(found["soft"][0]) == list(shown["soft"][0])
    assert {**found, "ledger": found["ledger"][:1]} == shown
    for name in shown:
        assert f"| `{name}` |" in PAGE


def test_the_question_that_the_page_asks_is_answered() -> None:
    line = re.search(r"```bash\ntiepdan (.*?)\n```", PAGE)
    assert line
    result = CliRunner().invoke(main, line[1].split())
    assert (result.exit_code, json.loads(result.stdout)["due"]) == (0, "2026-09-17")


def test_the_page_counts_no_more_examples_than_there_are() -> None:
    said = re.search(r"more than (\d+) questions", PAGE)
    assert said and len(vectors()) > int(said[1])


def test_the_other_readings_that_the_page_names_are_in_the_packs() -> None:
    with_soft = {rule.family for rule in law().rules if rule.soft}
    assert with_soft == {
        "complaint.acceptance", "complaint.information_request", "complaint.effect_first",
        "complaint.effect_second", "denunciation.resolution", "land_mediation.mediation",
        "land_dispute.effect",
    }  # fmt: skip


@given(st.integers(0, 10**6), JUNK)
def test_no_content_of_the_example_fails_otherwise_than_by_findings(place: int, junk: Any) -> None:
    block = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert block
    value = read_source(block[1], "page.yaml").value
    paths = list(places(value))
    with suppress(DefinitionInvalid):
        assert (
            law_from_values([(spoiled(value, paths[place % len(paths)], junk), "0" * 64)], "").rules
            is not None
        )
