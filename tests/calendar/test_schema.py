"""Calendar files that are refused, each with its code and place; stored values give the same calendar."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calendar.calendars import JUNK, places, sources, spoiled, vn
from workflow.calendar.schema import build_calendar, calendar_from_values
from workflow.errors import DefinitionInvalid
from workflow.source import canonical, read_source

BASE = """\
calendar: x
zone: Asia/Ho_Chi_Minh
opens: "07:30"
record_by: 1 working_days
late_entry: 3 working_days
weekly_rest: {days: [saturday, sunday], because: Rest, source: Law 1}
fixed:
  - {day: "01-01", because: New Year, source: Law 1}
"""
YEAR = """\
calendar: x
year: 2026
status: official
off:
  - {day: 2026-04-30, because: Victory, source: Law 1}
  - {day: 2026-05-01, because: Labour, source: Law 1}
work:
  - {day: 2026-05-09, because: Make-up, source: Notice 2}
"""

BROKEN_BASES = [
    ("opens:", 'opened: "x"\nopens:', "unknown-name", (3, 1)),
    ('"07:30"', "half past seven", "wrong-type", (3, 8)),
    ("1 working_days", "1 hour", "wrong-type", (4, 12)),
    ("3 working_days", "3", "wrong-type", (5, 13)),
    ("Asia/Ho_Chi_Minh", "Asia/Ba_Dinh", "unknown-name", (2, 7)),
    ("Asia/Ho_Chi_Minh", "../zone", "unknown-name", (2, 7)),
    ("saturday", "caturday", "wrong-type", (6, 22)),
    (
        "[saturday, sunday]",
        "[monday, tuesday, wednesday, thursday, friday, saturday, sunday]",
        "wrong-type",
        (6, 15),
    ),
    ("because: Rest, source: Law 1", "because: Rest", "no-citation", (6, 1)),
    ("because: Rest, source", "source", "no-text", (6, 1)),
    ('"01-01"', '"02-29"', "wrong-type", (8, 11)),
    ('"01-01"', '"13-01"', "wrong-type", (8, 11)),
    ('"01-01"', "2026-01-01", "wrong-type", (8, 11)),
    ("opens:", 'zone: "x"\nopens:', "duplicate-key", (3, 1)),
    ("fixed:", "counting: {role: {because: R, source: S}}\nfixed:", "unknown-name", (7, 12)),
    ("fixed:", "counting: {roll: {because: R, source: S, confidence: X}}\nfixed:", "wrong-type", (7, 54)),
    ("fixed:", "counting: {roll: {because: R}}\nfixed:", "no-citation", (7, 12)),
]
BROKEN_YEARS = [
    ("calendar: x", "calendar: y", "unknown-name", (1, 11)),
    ("2026\n", "twenty\n", "wrong-type", (2, 7)),
    ("official", "rumoured", "wrong-type", (3, 9)),
    ("off:", "of:", "unknown-name", (4, 1)),
    ("because: Labour, source: Law 1", "because: Labour", "no-citation", (6, 5)),
    ("because: Labour, source: Law 1", 'because: Labour, source: ""', "no-citation", (6, 48)),
    ("2026-05-01", "2026-04-30", "duplicate-key", (6, 11)),
    ("2026-05-09", "2026-05-01", "day-both-off-and-worked", (8, 11)),
    ("2026-05-01", "2027-05-01", "day-outside-year", (6, 11)),
    ("2026-05-01", "soon", "wrong-type", (6, 11)),
    ("2026-05-01", "2026-05-32", "bad-date", (6, 11)),
]


def replaced(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


def refusal(base: str, *years: str) -> list[tuple[str, str, tuple[int, int]]]:
    with pytest.raises(DefinitionInvalid) as refused:
        build_calendar(
            read_source(base, "base.yaml"), [read_source(text, f"{n}.yaml") for n, text in enumerate(years)]
        )
    return [(one.file, one.code, (one.line, one.column)) for one in refused.value.findings]


def test_the_whole_files_are_taken() -> None:
    calendar = build_calendar(read_source(BASE, "base.yaml"), [read_source(YEAR, "2026.yaml")])
    assert calendar.is_working(date(2026, 5, 9)) and not calendar.is_working(date(2026, 4, 30))
    assert (str(calendar.record_by), str(calendar.late_entry)) == ("1 working_days", "3 working_days")


@pytest.mark.parametrize(("old", "new", "code", "place"), BROKEN_BASES)
def test_a_broken_base_is_refused(old: str, new: str, code: str, place: tuple[int, int]) -> None:
    assert refusal(replaced(BASE, old, new), YEAR) == [("base.yaml", code, place)]


@pytest.mark.parametrize(("old", "new", "code", "place"), BROKEN_YEARS)
def test_a_broken_year_is_refused(old: str, new: str, code: str, place: tuple[int, int]) -> None:
    assert refusal(BASE, replaced(YEAR, old, new)) == [("0.yaml", code, place)]


def test_a_day_both_off_and_worked_is_told_in_a_sentence() -> None:
    text = replaced(YEAR, "2026-05-09", "2026-05-01")
    with pytest.raises(DefinitionInvalid) as refused:
        build_calendar(read_source(BASE, "base.yaml"), [read_source(text, "2026.yaml")])
    assert (
        refused.value.findings[0].message
        == "2026-05-01 is a day off and a worked day at once; keep one of them."
    )


def test_two_files_of_one_year_are_refused() -> None:
    assert refusal(BASE, YEAR, YEAR) == [("1.yaml", "duplicate-key", (2, 7))]


@pytest.mark.parametrize("text", ["", "- a\n", "word\n"])
def test_a_file_without_names_is_refused(text: str) -> None:
    assert [code for _, code, _ in refusal(text)] == ["wrong-type"]


def test_several_faults_are_all_reported() -> None:
    text = replaced(replaced(YEAR, "2026-05-01", "2027-05-01"), "2026-05-09", "2026-04-30")
    assert [code for _, code, _ in refusal(BASE, text)] == ["day-outside-year", "day-both-off-and-worked"]


def test_a_regular_calendar_is_never_provisional() -> None:
    regular = build_calendar(read_source(BASE + "years: regular\n", "base.yaml"), [])
    assert not regular.is_provisional(date(2035, 1, 1))
    assert build_calendar(read_source(BASE, "base.yaml"), []).is_provisional(date(2035, 1, 1))


def test_stored_values_give_the_same_calendar() -> None:
    base, years = sources("calendars", "vn.yaml")[0], sources("calendars", "vn_*.yaml")
    stored = [json.loads(json.dumps(canonical(source.value))) for source in (base, *years)]
    again = calendar_from_values(stored[0], stored[1:], vn().sha256)
    assert again == vn()
    with pytest.raises(DefinitionInvalid):
        calendar_from_values({**stored[0], "zone": 7}, stored[1:], vn().sha256)


def test_the_hash_is_of_the_texts_in_any_order() -> None:
    base, years = sources("calendars", "vn.yaml")[0], sources("calendars", "vn_*.yaml")
    assert build_calendar(base, years[::-1]).sha256 == vn().sha256
    touched = read_source(years[0].text + "# touched\n", years[0].file)
    assert build_calendar(base, [touched, *years[1:]]).sha256 != vn().sha256


@given(st.booleans(), st.integers(0, 10**6), JUNK)
def test_no_content_fails_otherwise_than_by_findings(in_base: bool, place: int, junk: Any) -> None:
    texts = [read_source(BASE, "base.yaml"), read_source(YEAR, "2026.yaml")]
    spoilt = texts[0 if in_base else 1]
    paths = list(places(spoilt.value))
    values = [
        spoiled(one.value, paths[place % len(paths)], junk) if one is spoilt else one.value for one in texts
    ]
    with suppress(DefinitionInvalid):
        assert calendar_from_values(values[0], values[1:], "0" * 64).name
