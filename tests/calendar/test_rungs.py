"""When rungs fire: on working days, at opening time, from the raw end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from datetime import date as d

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calendar.calendars import ANY_DAY, FORWARD, LENGTHS, pause, plain, vn
from workflow.calendar.due import reckon
from workflow.calendar.period import Length, Pause, Terms
from workflow.calendar.rungs import rung_instant
from workflow.case_type.model import Rung
from workflow.errors import DeadlineRefused

HALF = Rung("half", "share", share=50)
DUE = Rung("due", "due")
LATE = Rung("late", "late")
REACHED = Rung("reached", "reached")


def at(day: date, hour: int = 7, minute: int = 30) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


@pytest.mark.parametrize(
    ("rung", "start", "kind", "length", "expected"),
    [
        (HALF, d(2026, 3, 2), "duty", "30 days", at(d(2026, 3, 17))),
        (HALF, d(2026, 3, 2), "duty", "7 working_days", at(d(2026, 3, 5))),
        (HALF, d(2026, 2, 2), "duty", "26 days", at(d(2026, 2, 13))),  # day 13 is Sunday 15/2, rounded down
        (HALF, d(2026, 3, 2), "duty", "1 working_days", at(d(2026, 3, 3))),  # never before the first day
        (HALF, d(2026, 2, 14), "duty", "3 days", at(d(2026, 2, 23))),
        (DUE, d(2026, 2, 12), "duty", "3 days", at(d(2026, 2, 13))),
        (Rung("due-2wd", "due", offset=-2), d(2026, 2, 10), "duty", "7 working_days", at(d(2026, 2, 24))),
        (Rung("due+5wd", "due", offset=5), d(2026, 2, 12), "duty", "3 days", at(d(2026, 2, 27))),
        (Rung("due-2d", "due", offset=-2, unit="days"), d(2026, 3, 2), "duty", "7 days", at(d(2026, 3, 6))),
        (Rung("due+5d", "due", offset=5, unit="days"), d(2026, 3, 2), "duty", "7 days", at(d(2026, 3, 16))),
        (LATE, d(2026, 3, 2), "duty", "7 days", at(d(2026, 3, 11))),
        (LATE, d(2026, 2, 5), "duty", "8 days", at(d(2026, 2, 24))),
        (REACHED, d(2026, 3, 2), "duty", "7 days", at(d(2026, 3, 10), 0, 0)),
        (REACHED, d(2026, 2, 5), "window", "10 days", at(d(2026, 2, 24), 0, 0)),
        (REACHED, d(2026, 8, 1), "effect", "30 days", at(d(2026, 9, 1), 0, 0)),
        (DUE, d(2026, 9, 7), "notice", "5 days", at(d(2026, 8, 28))),
        (HALF, d(2026, 9, 7), "notice", "5 days", at(d(2026, 8, 28))),
    ],
)
def test_instants(rung: Rung, start: date, kind: str, length: str, expected: datetime) -> None:
    assert rung_instant(rung, start, reckon(start, plain(kind, length), vn()), vn()) == expected


@pytest.mark.parametrize(
    ("rung", "promise", "expected"),
    [
        (Rung("promised", "promised"), "5 working_days", at(d(2026, 7, 13))),
        (Rung("promised", "promised"), "5 days", at(d(2026, 7, 13))),  # Saturday the 11th rolls
        (Rung("promised-2wd", "promised", offset=-2), "5 working_days", at(d(2026, 7, 9))),
        (Rung("promised+1d", "promised", offset=1, unit="days"), "4 days", at(d(2026, 7, 13))),
    ],
)
def test_a_rung_of_the_promised_day(rung: Rung, promise: str, expected: datetime) -> None:
    terms = Terms("duty", Length(10, "working_days"), "", "", promise=Length.parse(promise))
    due = reckon(d(2026, 7, 6), terms, vn())
    assert rung_instant(rung, d(2026, 7, 6), due, vn()) == expected
    assert rung_instant(DUE, d(2026, 7, 6), due, vn()) == at(d(2026, 7, 20))


def test_without_a_promise_no_rung_of_it_can_be_reckoned() -> None:
    with pytest.raises(DeadlineRefused):
        due = reckon(d(2026, 7, 6), plain("duty", "5 days"), vn())
        rung_instant(Rung("promised", "promised"), d(2026, 7, 6), due, vn())


def test_half_of_a_paused_clock_is_half_of_its_counted_days() -> None:
    stood = pause(d(2026, 3, 9), d(2026, 3, 19))
    due = reckon(d(2026, 3, 2), plain("duty", "30 days"), vn(), [stood])
    assert rung_instant(HALF, d(2026, 3, 2), due, vn()) == at(d(2026, 3, 27))


def test_an_unknown_anchor_is_refused() -> None:
    due = reckon(d(2026, 3, 2), plain("duty", "7 days"), vn())
    with pytest.raises(DeadlineRefused):
        rung_instant(Rung("odd", "sometime"), d(2026, 3, 2), due, vn())


@given(
    ANY_DAY,
    FORWARD,
    LENGTHS,
    st.integers(0, 100),
    st.lists(st.tuples(ANY_DAY, st.integers(0, 60)), max_size=2),
)
def test_a_share_fires_while_the_office_is_open_and_after_the_start(
    start: date, kind: str, length: Length, share: int, stands: list[tuple[date, int]]
) -> None:
    pauses: list[Pause] = [pause(first, first + timedelta(days)) for first, days in stands]
    due = reckon(start, Terms(kind, length, "limit", "article"), vn(), pauses)
    day = vn().local_day(rung_instant(Rung("share", "share", share=share), start, due, vn()))
    assert vn().is_working(day)
    assert day > start
    assert day <= max(due.raw, vn().add_working_days(start, 1))
