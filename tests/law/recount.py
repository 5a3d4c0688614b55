"""A second way to count, day by day and as plainly as can be, from the days that the published file prints:
what anybody else's implementation could look like. It shares no line with the product."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from tests.law.vectors import published

DAY = timedelta(days=1)
FIXED = {(1, 1), (4, 30), (5, 1), (9, 2)}
Spans = list[tuple[date, date]]


@cache
def printed(kind: str) -> frozenset[date]:
    """The days of one kind ("off", "worked") of all the years that are printed."""
    years = published()["calendar"]["years"].values()
    return frozenset(date.fromisoformat(text[:10]) for year in years for text in year[kind])


def is_worked(day: date) -> bool:
    """Whether offices work on a day."""
    if day in printed("worked"):
        return True
    if day in printed("off") or day.weekday() >= 5:
        return False
    named = str(day.year) in published()["calendar"]["years"]
    return named or (day.month, day.day) not in FIXED | ({(11, 24)} if day.year >= 2026 else set())


def moved(day: date, turn: int) -> date:
    """The day itself, or the next (1) or last (-1) worked one."""
    while not is_worked(day):
        day += turn * DAY
    return day


def months_after(day: date, count: int) -> date:
    """The day of the same number, or the last one of a shorter month."""
    month = day.month - 1 + count
    for number in range(day.day, 0, -1):
        try:
            return date(day.year + month // 12, month % 12 + 1, number)
        except ValueError:
            continue
    raise AssertionError(day)


def counted(start: date, lengths: list[int], unit: str, kind: str, pauses: Spans) -> tuple[date, date]:
    """The raw and the lawful day."""
    if kind == "notice":
        return _back(start, lengths[0], unit)
    day, left = start, sum(lengths)
    if unit == "months":
        day, left = months_after(start, left), 0
    while left:
        day += DAY
        stands_still = any(first < day <= last for first, last in pauses)
        left -= not stands_still and (unit == "days" or is_worked(day))
    for first, last in sorted(pauses):
        over = day if kind == "effect" else moved(day, 1)
        lost = [first + DAY * n for n in range(1, (last - first).days + 1)]
        if day <= first <= over and (unit == "days" or any(map(is_worked, lost))):
            day = max(day, last)
    return day, day + DAY if kind == "effect" else moved(day, 1)


def _back(start: date, count: int, unit: str) -> tuple[date, date]:
    day = start
    while count:
        day -= DAY
        count -= unit == "days" or is_worked(day)
    return day, moved(day, -1)
