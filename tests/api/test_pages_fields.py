"""What is typed into forms becomes JSON values; badges say each state without colour."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from flask import Flask

from api.web.badges import Standing, badge_of
from api.web.fields import party_rows, read_values, typed_again
from workflow.calendar.period import Length
from workflow.calendar.working_calendar import DayNote, WorkingCalendar
from workflow.case_type.model import FIELD_TYPES, Field, Option, Text

TODAY = date(2026, 11, 23)
OPTIONS = (Option("a", Text("Một")), Option("b", Text("Hai")))


def declared(kind: str) -> Field:
    return Field("it", kind, Text("Mục"), options=OPTIONS)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("date", {"fields.it": ["5/11/2026"]}, "2026-11-05"),
        ("date", {"fields.it": ["05112026"]}, "2026-11-05"),
        ("integer", {"fields.it": ["1.234"]}, 1234),
        ("yes_no", {"fields.it": ["no"]}, False),
        ("choices", {"fields.it": ["a", "b"]}, ["a", "b"]),
        ("choice", {"fields.it": ["a"]}, "a"),
        ("text", {"fields.it": ["  Lối đi "]}, "Lối đi"),
        ("recipients", {"fields.it": ["Ban A\r\n\r\n Ban B"]}, ["Ban A", "Ban B"]),
        (
            "instant",
            {"fields.it.day": ["5/11/2026"], "fields.it.time": ["14:05"]},
            "2026-11-05T14:05:00+07:00",
        ),
        (
            "respondent",
            {"fields.it.kind": ["act"], "fields.it.act": ["QĐ 1"]},
            {"kind": "act", "act": "QĐ 1"},
        ),
        (
            "parties",
            {
                "fields.it.3.name": ["B"],
                "fields.it.3.representative": ["yes"],
                "fields.it.0.name": [" "],
                "fields.it.1.name": ["A"],
            },
            [{"name": "A"}, {"name": "B", "representative": True}],
        ),
    ],
)
def test_typed_values(kind: str, typed: dict[str, list[str]], value: Any) -> None:
    assert read_values([declared(kind)], typed) == ({"it": value}, [])


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("date", "31/02/2026", "date-no-such-day"),
        ("date", "11/25/2026", "date-no-such-day"),
        ("date", "5/11/26", "date-short-year"),
        ("integer", "1,5", "number-fraction"),
        ("integer", "ba", "number-form"),
    ],
)
def test_what_cannot_be_read_is_named(kind: str, text: str, code: str) -> None:
    values, errors = read_values([declared(kind)], {"fields.it": [text]})
    assert values == {} and [(one.path, one.code) for one in errors] == [("fields.it", code)]


def test_empty_inputs_say_nothing() -> None:
    assert all(read_values([declared(kind)], {}) == ({}, []) for kind in FIELD_TYPES)
    assert party_rows("fields.it", {"fields.it.x.name": ["A"], "fields.itx.0.name": ["A"]}) == []


@pytest.mark.parametrize(
    ("kind", "value", "typed"),
    [
        ("date", "2026-11-05", "05/11/2026"),
        ("yes_no", True, "yes"),
        ("integer", 3, "3"),
        ("choices", ["b"], "b"),
    ],
)
def test_what_is_known_is_typed_again(kind: str, value: Any, typed: str) -> None:
    field = declared(kind)
    again = typed_again(field, value)
    assert again == [typed] and read_values([field], {"fields.it": again})[0] == {"it": value}


CALENDAR = WorkingCalendar(
    "plain", "Asia/Ho_Chi_Minh", "0" * 64, Length(1, "working_days"), Length(3, "working_days"), time(7, 30),
    frozenset({5, 6}), DayNote("nghỉ hằng tuần", ""), regular=True,
)  # fmt: skip


@pytest.mark.parametrize(
    ("standing", "kind", "shape", "words"),
    [
        (Standing(date(2026, 11, 20), "running"), "overdue", "■", "quá hạn 3 ngày"),
        (Standing(date(2026, 11, 20), "running", is_own=True), "own", "□", "quá hạn nội bộ 3 ngày"),
        (
            Standing(TODAY, "running", is_own=True, hour="13:00", over=True),
            "own",
            "□",
            "quá hạn nội bộ từ 13:00 hôm nay",
        ),
        (Standing(date(2026, 11, 20), "running", "working_days"), "overdue", "■", "quá hạn 1 ngày làm việc"),
        (Standing(TODAY, "running"), "today", "▲", "đến hạn hôm nay"),
        (
            Standing(date(2026, 11, 25), "running", "working_days"),
            "soon",
            "▲",
            "sắp đến hạn, còn 2 ngày làm việc",
        ),
        (Standing(date(2026, 12, 4), "running"), "running", "○", "trong hạn, còn 11 ngày"),
        (
            Standing(date(2026, 12, 4), "paused", since=date(2026, 11, 12)),
            "paused",
            "‖",
            "tạm dừng từ 12/11/2026",
        ),
        (
            Standing(date(2026, 11, 20), "stopped", verdict="in_time", stopped_on=date(2026, 11, 19)),
            "met",
            "✓",
            "đúng hạn",
        ),
        (
            Standing(date(2026, 11, 20), "stopped", verdict="late", stopped_on=date(2026, 11, 22)),
            "missed",
            "✕",
            "trễ hạn 2 ngày",
        ),
        (Standing(date(2026, 11, 20), "running", is_window=True), "ended", "–", "đã hết từ 3 ngày"),
    ],
)
def test_badges(standing: Standing, kind: str, shape: str, words: str) -> None:
    with Flask("badges").app_context():
        badge = badge_of(standing, TODAY, CALENDAR)
    assert (badge.kind, badge.shape, badge.words) == (kind, shape, words)
