"""Ten working days from a date by the Vietnamese calendar: plainly, as a rule's due day, and with its ledger.

`python -m bench.bench_deadlines [--quick]`
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

from bench.arguments import Size, read_size
from bench.goals import Seen, report
from bench.measure import Round, interleaved, say, spread
from service.cli.texts import read_calendar
from service.definition_files import HERE
from workflow.calendar.due import plain_due, reckon
from workflow.calendar.period import Length, Terms
from workflow.calendar.working_calendar import WorkingCalendar


def main() -> None:
    """Rounds of all four in turn."""
    size = read_size(("deadlines",), quick=Size(0.5, 3, 0), full=Size(2.0, 5, 0))
    report(_deadlines(size), quick=size.is_quick)


def _deadlines(size: Size) -> list[Seen]:
    calendar = read_calendar(HERE, "vn")
    days = [date(2026, 1, 1) + timedelta(days=shift % 365) for shift in range(2000)]
    ten, terms = Length(10, "working_days"), Terms("duty", Length(10, "working_days"), "đo", "đo")
    ranked = _ranks(calendar)
    found = interleaved(
        {
            "ranks": partial(_spin, size.seconds, lambda: _by_ranks(days, *ranked), len(days)),
            "calendar": partial(_spin, size.seconds, lambda: _by_calendar(days, calendar), len(days)),
            "plain": partial(
                _spin, size.seconds, lambda: _each(plain_due, days, ten, "duty", calendar), len(days)
            ),
            "ledger": partial(_spin, size.seconds, lambda: _each(reckon, days, terms, calendar), len(days)),
        },
        size.rounds,
    )
    say("deadlines", found)
    rates = {name: spread([one.rate for one in rounds]) for name, rounds in found.items()}
    floor = f"a table of ranks in a loop {rates['ranks']}/s; with rule and kind of clock {rates['plain']}/s"
    return [
        Seen("13 deadline", rates["calendar"].median, str(rates["calendar"]), floor),
        Seen("14 ledger", rates["ledger"].median, str(rates["ledger"]), f"{rates['ranks']}/s"),
    ]


def _ranks(calendar: WorkingCalendar) -> tuple[array[int], list[date], int]:
    """The floor: how many working days lie before each day, and the days in order, for one year and a bit."""
    first = date(2025, 12, 1)
    span = [first + timedelta(days=shift) for shift in range(500)]
    working = [day for day in span if calendar.is_working(day)]
    rank, passed = array("i"), 0
    for day in span:
        passed += calendar.is_working(day)
        rank.append(passed)
    return rank, working, first.toordinal()


def _by_ranks(days: Sequence[date], rank: array[int], working: Sequence[date], first: int) -> None:
    for day in days:
        working[rank[day.toordinal() - first] + 9]


def _by_calendar(days: Sequence[date], calendar: WorkingCalendar) -> None:
    add = calendar.add_working_days
    for day in days:
        add(day, 10)


def _each(work: Callable[..., object], days: Sequence[date], *more: object) -> None:
    for day in days:
        work(day, *more)


def _spin(seconds: float, work: Callable[[], None], count: int) -> Round:
    """Work again and again for some seconds of this process' CPU time."""
    done, cpu = 0, time.process_time()
    while time.process_time() - cpu < seconds:
        work()
        done += count
    spent = time.process_time() - cpu
    # The rate is that of one core: what others take from it on a shared machine does not count.
    return Round(done, spent, spent, 0.0)


if __name__ == "__main__":
    main()
