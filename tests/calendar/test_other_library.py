"""On a plain Monday-to-Friday calendar our business days are those of another library: the n-th firing of
APScheduler's cron trigger `mon-fri` after a day is the n-th working day after it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from apscheduler.triggers.cron import CronTrigger
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.calendar.due import plain_due, reckon
from workflow.calendar.period import Length, Terms
from workflow.calendar.schema import build_calendar
from workflow.calendar.working_calendar import WorkingCalendar
from workflow.source import read_source

PLAIN = """\
calendar: plain
zone: Asia/Ho_Chi_Minh
opens: "07:30"
record_by: 1 working_days
late_entry: 3 working_days
years: regular
weekly_rest: {days: [saturday, sunday], because: Rest, source: Law 1}
"""
MON_FRI = CronTrigger(day_of_week="mon-fri", hour=0, minute=0, second=0, timezone=UTC)
DAYS = st.dates(date(1971, 1, 1), date(2150, 12, 31))
"""The other library rounds instants before 1970 the wrong way."""


@cache
def plain() -> WorkingCalendar:
    """A calendar without holidays."""
    return build_calendar(read_source(PLAIN, "plain.yaml"), [])


def fired(day: date) -> date:
    """The first Monday-to-Friday day on or after `day`, as the other library has it."""
    found: datetime = MON_FRI.get_next_fire_time(None, datetime.combine(day, time.min, UTC))
    return found.date()


def after(day: date, count: int) -> date:
    """The `count`-th Monday-to-Friday day after `day`, as the other library has it."""
    for _ in range(count):
        day = fired(day + timedelta(days=1))
    return day


@given(DAYS, st.integers(1, 40))
@settings(max_examples=60)
def test_working_days_are_those_of_the_other_library(day: date, count: int) -> None:
    expected = after(day, count)
    assert plain().add_working_days(day, count) == expected
    assert plain().working_days_between(day, expected) == count
    assert (
        reckon(day, Terms("duty", Length(count, "working_days"), "limit", "article"), plain()).legal
        == expected
    )


@given(DAYS, st.integers(0, 120))
@settings(max_examples=200)
def test_the_end_of_a_calendar_day_limit_rolls_as_the_other_library_does(day: date, count: int) -> None:
    assert plain_due(day, Length(count, "days"), "duty", plain()) == fired(day + timedelta(days=count))


@given(DAYS, st.integers(1, 40))
@settings(max_examples=60)
def test_counting_back_is_undone_by_the_other_library(day: date, count: int) -> None:
    meeting = fired(day)
    notice = plain_due(meeting, Length(count, "working_days"), "notice", plain())
    assert after(notice, count) == meeting
