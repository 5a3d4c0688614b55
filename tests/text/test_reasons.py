"""The reasons of a ledger in English: part by part, and the law's own words where there is no English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.law.books import law
from workflow.law.rule import CONFIDENCE
from workflow.text.catalogue import packaged_catalogue
from workflow.text.reasons import in_english, source_in_english

ROOT = Path(__file__).parents[2]
KNOWN = {
    "Nghỉ hằng tuần": "Weekly rest",
    "Thụ lý": "Acceptance",
    "nghỉ bù": "in lieu",
    "Làm bù cho ngày": "Worked instead of",
    "Kéo dài": "Extended",
    "cần đối chiếu": "to be checked",
}


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Nghỉ hằng tuần", "Weekly rest"),
        ("Thụ lý (Làm bù cho ngày 31/08/2026)", "Acceptance (Worked instead of 31/08/2026)"),
        ("Thụ lý; Kéo dài (Quyết định 05/QĐ)", "Acceptance; Extended (Quyết định 05/QĐ)"),
        ("Nghỉ hằng tuần: Kéo dài", "Weekly rest: Extended"),
        ("Điều chưa dịch", "Điều chưa dịch"),
        ("", ""),
    ],
)
def test_reasons(text: str, english: str) -> None:
    assert in_english(text, KNOWN) == english


def test_a_law_keeps_its_title_and_its_doubt_is_said() -> None:
    assert source_in_english("Luật A, Điều 9 (cần đối chiếu)", KNOWN) == "Luật A, Điều 9 (to be checked)"
    assert source_in_english("Luật A (sửa đổi)", KNOWN) == "Luật A (sửa đổi)"


def test_calendars_rules_and_doubts_have_their_english() -> None:
    known = packaged_catalogue().english
    said = {text.strip(" ()") for text in CONFIDENCE.values() if text}
    for path in sorted((ROOT / "definitions" / "calendars").glob("*.yaml")):
        said |= {
            one.strip(' "') for one in re.findall(r'because: ("[^"]+"|[^,}\n]+)', path.read_text("utf-8"))
        }
    assert len(said) > 20
    assert [one for one in sorted(said) if in_english(one, known) == one] == []
    assert all(rule.english.get(rule.because) for rule in law().rules)
