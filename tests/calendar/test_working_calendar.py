"""The days of the official notices, the look-ups over them, and years that have no notice."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calendar.calendars import ANY_DAY, vn
from workflow.errors import DeadlineRefused

OFFICIAL = {
    2024: (
        "01-01 02-08 02-09 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03",
        "05-04",
    ),
    2025: (
        "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02",
        "04-26",
    ),
    2026: (
        "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02 11-24",
        "01-10 08-22",
    ),
}


@pytest.mark.parametrize("year", sorted(OFFICIAL))
def test_every_day_of_the_year_is_as_the_notices_say(year: int) -> None:
    off, worked = (set(days.split()) for days in OFFICIAL[year])
    day = date(year, 1, 1)
    while day.year == year:
        name = f"{day:%m-%d}"
        expected = name in worked or (day.weekday() < 5 and name not in off)
        assert vn().is_working(day) is expected, day
        assert (vn().reason_off(day) is None) is expected, day
        day += timedelta(days=1)


def test_the_days_are_those_of_the_reference_table(shared_folder: Path) -> None:
    with (shared_folder / "data/calendar/vn_workdays.csv").open(encoding="utf-8", newline="") as file:
        rows = [(date.fromisoformat(row["date"]), row["kind"], row["reason"]) for row in csv.DictReader(file)]
    calendar = vn()
    assert {day: note.because for day, note in calendar.off.items()} == {
        day: reason for day, kind, reason in rows if kind == "off"
    }
    assert {day: note.because for day, note in calendar.work.items()} == {
        day: reason for day, kind, reason in rows if kind == "work"
    }
    assert all(note.source for note in (*calendar.off.values(), *calendar.work.values()))


@pytest.mark.parametrize(
    ("year", "provisional"), [(2019, True), (2020, False), (2026, False), (2027, True), (2028, True)]
)
def test_years_without_a_notice_are_provisional(year: int, provisional: bool) -> None:
    assert vn().is_provisional(date(year, 6, 15)) is provisional


def test_a_year_without_a_file_has_weekly_rest_and_fixed_holidays() -> None:
    off = vn().days_off(date(2031, 1, 1), date(2031, 12, 31))
    assert [day for day, _ in off if day.weekday() < 5] == [
        date(2031, 1, 1), date(2031, 4, 30), date(2031, 5, 1), date(2031, 9, 2), date(2031, 11, 24),
    ]  # fmt: skip
    assert vn().is_working(date(2017, 11, 24)), "the November holiday begins in 2026"


def test_a_reason_names_its_notice() -> None:
    swapped = vn().reason_off(date(2024, 4, 29))
    assert swapped is not None
    assert "04/05/2024" in swapped.because and "1570/TB-LĐTBXH" in swapped.source
    weekend = vn().reason_off(date(2026, 11, 21))
    assert weekend is not None and weekend.because == "Nghỉ hằng tuần" and weekend.source


@given(ANY_DAY, st.integers(-400, 400))
def test_counting_back_undoes_counting_forward(day: date, count: int) -> None:
    start = vn().next_working_on_or_after(day)
    there = vn().add_working_days(start, count)
    assert vn().is_working(there)
    assert vn().add_working_days(there, -count) == start
    assert vn().working_days_between(start, there) == count


@given(ANY_DAY, st.integers(1, 60))
def test_the_nth_working_day_is_found_by_walking(day: date, count: int) -> None:
    forward, backward = day, day
    for _ in range(count):
        forward += timedelta(days=1)
        while not vn().is_working(forward):
            forward += timedelta(days=1)
        backward -= timedelta(days=1)
        while not vn().is_working(backward):
            backward -= timedelta(days=1)
    assert vn().add_working_days(day, count) == forward
    assert vn().add_working_days(day, -count) == backward


@given(ANY_DAY)
def test_the_nearest_working_days_enclose_a_day(day: date) -> None:
    before, after = vn().last_working_on_or_before(day), vn().next_working_on_or_after(day)
    assert before <= day <= after
    assert vn().is_working(before) and vn().is_working(after)
    assert (before == day == after) is vn().is_working(day)
    assert vn().working_days_between(before, after) == (0 if before == after else 1)


def test_instants_become_local_days() -> None:
    assert vn().local_day(datetime(2026, 2, 5, 18, 30, tzinfo=UTC)) == date(2026, 2, 6)
    assert vn().opening(date(2026, 2, 6)) == datetime(2026, 2, 6, 0, 30, tzinfo=UTC)
    assert vn().midnight(date(2026, 2, 6)) == datetime(2026, 2, 5, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2201, 1, 1), date.min, date.max])
def test_days_outside_the_countable_years_are_refused(day: date) -> None:
    for count in (1, 0, -1):
        with pytest.raises(DeadlineRefused):
            vn().add_working_days(day, count)
    with pytest.raises(DeadlineRefused):
        vn().next_working_on_or_after(day)
    with pytest.raises(DeadlineRefused):
        vn().add_days(day, 10**7)


def test_edges_of_the_countable_years_are_refused_not_wrapped() -> None:
    with pytest.raises(DeadlineRefused):
        vn().add_working_days(date(1900, 1, 3), -20)
    with pytest.raises(DeadlineRefused):
        vn().add_working_days(date(2200, 12, 30), 20)
    with pytest.raises(DeadlineRefused):
        vn().last_working_on_or_before(date(1900, 1, 1))
    with pytest.raises(DeadlineRefused):
        vn().local_day(datetime(2026, 1, 1, 9, 0))
    with pytest.raises(DeadlineRefused):
        vn().local_day(datetime.max.replace(tzinfo=UTC))
