"""Dates as offices write and type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.text.dates import format_date, format_weekday, parse_date
from workflow.text.unreadable import SENTENCES, Unreadable


@given(st.dates())
def test_what_is_written_can_be_read(day: date) -> None:
    solid = format_date(day).replace("/", "")
    assert parse_date(format_date(day)) == parse_date(day.isoformat()) == parse_date(solid) == day


@pytest.mark.parametrize(
    "typed",
    ["5/11/2026", "05/11/2026", "5-11-2026", "05.11.2026", "05112026", "2026-11-05", " 5 / 11 / 2026 "],
)
def test_the_ways_of_typing_one_day(typed: str) -> None:
    assert parse_date(typed) == date(2026, 11, 5)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "date-empty"), ("  ", "date-empty"),
        ("31/02/2026", "date-no-such-day"), ("29/2/2025", "date-no-such-day"),
        ("11/27/2026", "date-no-such-day"), ("20261105", "date-no-such-day"),
        ("01/01/0000", "date-no-such-day"),
        ("5/11/26", "date-short-year"), ("051126", "date-short-year"),
        ("5/11-2026", "date-form"), ("hôm nay", "date-form"),
        ("2026-11-5", "date-form"), ("2026/11/05", "date-form"),
        ("٥/١١/٢٠٢٦", "date-form"), ("5/11/2026 9h", "date-form"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(typed: str, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        parse_date(typed)
    assert refusal.value.code == code and code in SENTENCES
    assert typed.strip() == "" or typed not in str(refusal.value)


@given(st.text())
def test_any_text_is_a_date_or_says_why(typed: str) -> None:
    try:
        assert isinstance(parse_date(typed), date)
    except Unreadable as refusal:
        assert refusal.code in SENTENCES


def test_the_day_of_the_week() -> None:
    week = [format_weekday(date(2026, 11, day)) for day in range(23, 30)]
    assert week[4] == "thứ Sáu 27/11/2026"
    names = ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"]
    assert [text.rsplit(" ", 1)[0] for text in week] == names
    assert format_weekday(date(2026, 11, 27), "en") == "Friday 27/11/2026"
