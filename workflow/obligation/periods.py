"""The periods of a year in which a duty of a plan must be done."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.obligation.plan import Plan, Task


@dataclass(frozen=True, slots=True)
class Period:
    """One period: its name as people write it, its first day (the case is opened then) and its last (the duty
    is due then)."""

    name: str
    first: date
    last: date


def periods_of(plan: Plan, task: Task, year: int) -> Iterator[Period]:
    """The periods of a duty in `year` that the plan is in force for; none for a duty that waits for an event.
    One that is done once is the same period in each of its years."""
    for period in _all(plan, task, year):
        if period.last >= plan.first_day and (plan.last_day is None or period.first <= plan.last_day):
            yield period


def _all(plan: Plan, task: Task, year: int) -> Iterator[Period]:
    if task.recurs == "weekly":
        yield from _weeks(year)
    elif task.recurs in ("monthly", "quarterly"):
        months = 1 if task.recurs == "monthly" else 3
        letter = "T" if months == 1 else "Q"
        for place in range(12 // months):
            first, end = place * months + 1, (place + 1) * months
            last = date(year, end, monthrange(year, end)[1])
            yield Period(f"{year}-{letter}{place + 1}", date(year, first, 1), last)
    elif task.recurs == "yearly" and task.due:
        yield Period(str(year), date(year, 1, 1), date(year, *task.due))
    elif task.until and plan.first_day.year <= year <= task.until.year:
        yield Period(f"đến {task.until:%d/%m/%Y}", plan.first_day, task.until)


def _weeks(year: int) -> Iterator[Period]:
    """The weeks whose Monday lies in the year, each due on its Friday (numbers as in ISO 8601)."""
    monday = date(year, 1, 1)
    monday += timedelta(days=-monday.weekday() % 7)
    while monday.year == year:
        number = monday.isocalendar()
        yield Period(f"{number.year}-W{number.week:02d}", monday, monday + timedelta(days=4))
        monday += timedelta(days=7)
