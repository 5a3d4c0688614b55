"""Numbers as offices write and type them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.text.numbers import format_decimal, format_integer, parse_integer
from workflow.text.unreadable import SENTENCES, Unreadable


@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_what_is_written_can_be_read(number: int) -> None:
    assert parse_integer(format_integer(number)) == parse_integer(str(number)) == number


def test_groups_of_three() -> None:
    assert [format_integer(number) for number in (0, 999, 1000, 1234567, -1234)] == [
        "0", "999", "1.000", "1.234.567", "-1.234",
    ]  # fmt: skip
    assert format_decimal(Decimal("1234567.50")) == "1.234.567,50"
    assert format_decimal(Decimal("1E+3")) == "1.000"
    assert [parse_integer(typed) for typed in ("1234", "1.234", " 1 234 ", "007", "+5")] == [
        1234,
        1234,
        1234,
        7,
        5,
    ]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "number-empty"), (" ", "number-empty"), ("1.23", "number-groups"), ("1.2345", "number-groups"),
        ("12345.678", "number-groups"), ("1,5", "number-fraction"),
        ("1.234,5", "number-fraction"), ("1,234,567", "number-form"),
        ("abc", "number-form"), ("1e3", "number-form"), ("1_000", "number-form"),
        ("٣", "number-form"), ("9" * 5000, "number-form"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(typed: str, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        parse_integer(typed)
    assert refusal.value.code == code and code in SENTENCES
