"""Due days by table: rolling, pauses, extensions, effects, notices, promises, and their ledgers."""

from __future__ import annotations

from datetime import date
from datetime import date as d

import pytest

from tests.calendar.calendars import pause, plain, vn
from workflow.calendar.due import alert_day, due_before, plain_due, reckon
from workflow.calendar.period import Addition, Length, SoftLimit, Terms
from workflow.errors import DeadlineRefused

VECTORS = [
    # start, kind, length, raw, legal
    (d(2025, 12, 25), "duty", "10 days", d(2026, 1, 4), d(2026, 1, 5)),
    (d(2025, 12, 25), "duty", "7 working_days", d(2026, 1, 7), d(2026, 1, 7)),
    (d(2026, 1, 5), "duty", "5 working_days", d(2026, 1, 10), d(2026, 1, 10)),
    (d(2026, 1, 6), "duty", "5 working_days", d(2026, 1, 12), d(2026, 1, 12)),
    (d(2026, 10, 25), "duty", "30 days", d(2026, 11, 24), d(2026, 11, 25)),
    (d(2026, 2, 6), "duty", "10 working_days", d(2026, 2, 27), d(2026, 2, 27)),
    (d(2026, 2, 10), "duty", "7 working_days", d(2026, 2, 26), d(2026, 2, 26)),
    (d(2024, 5, 2), "duty", "5 working_days", d(2024, 5, 8), d(2024, 5, 8)),
    (d(2026, 3, 2), "duty", "60 days", d(2026, 5, 1), d(2026, 5, 4)),
    (d(2026, 7, 31), "duty", "30 days", d(2026, 8, 30), d(2026, 9, 3)),
    (d(2026, 4, 15), "duty", "15 days", d(2026, 4, 30), d(2026, 5, 4)),
    (d(2026, 2, 14), "duty", "1 working_days", d(2026, 2, 23), d(2026, 2, 23)),
    (d(2026, 2, 14), "duty", "0 days", d(2026, 2, 14), d(2026, 2, 23)),
    (d(2026, 3, 10), "effect", "30 days", d(2026, 4, 9), d(2026, 4, 10)),
    (d(2026, 8, 1), "effect", "30 days", d(2026, 8, 31), d(2026, 9, 1)),
    (d(2026, 9, 7), "notice", "5 working_days", d(2026, 8, 26), d(2026, 8, 26)),
    (d(2026, 9, 8), "notice", "5 days", d(2026, 9, 3), d(2026, 9, 3)),
    (d(2026, 9, 7), "notice", "5 days", d(2026, 9, 2), d(2026, 8, 28)),
    # Months end on the day of the same number, or on the last day of a shorter month (BLDS 148.3).
    (d(2025, 8, 31), "window", "6 months", d(2026, 2, 28), d(2026, 3, 2)),
    (d(2023, 8, 31), "window", "6 months", d(2024, 2, 29), d(2024, 2, 29)),
    (d(2026, 1, 17), "duty", "1 months", d(2026, 2, 17), d(2026, 2, 23)),
    (d(2026, 3, 31), "notice", "1 months", d(2026, 2, 28), d(2026, 2, 27)),
    (d(2025, 12, 1), "effect", "13 months", d(2027, 1, 1), d(2027, 1, 2)),
]


@pytest.mark.parametrize(("start", "kind", "length", "raw", "legal"), VECTORS)
def test_plain_ends(start: date, kind: str, length: str, raw: date, legal: date) -> None:
    due = reckon(start, plain(kind, length), vn())
    assert (due.raw, due.legal) == (raw, legal)
    assert plain_due(start, Length.parse(length), kind, vn()) == legal


@pytest.mark.parametrize(
    ("start", "length", "pauses", "legal"),
    [
        (d(2026, 7, 6), "30 days", [(d(2026, 7, 20), d(2026, 8, 17))], d(2026, 9, 3)),
        (d(2026, 3, 2), "30 days", [(d(2026, 3, 9), d(2026, 3, 12)), (d(2026, 3, 16), d(2026, 3, 20))],
         d(2026, 4, 8)),
        # Overlapping pauses do not count a day twice; one that reaches back before the start is clipped.
        (d(2026, 3, 2), "30 days", [(d(2026, 3, 9), d(2026, 3, 12)), (d(2026, 3, 10), d(2026, 3, 13))],
         d(2026, 4, 6)),
        (d(2026, 3, 2), "30 days", [(d(2026, 2, 1), d(2026, 3, 5))], d(2026, 4, 6)),
        # Inside the Tết run a working-day clock neither gains nor loses.
        (d(2026, 2, 10), "7 working_days", [(d(2026, 2, 13), d(2026, 2, 22))], d(2026, 2, 26)),
        (d(2026, 2, 10), "7 working_days", [(d(2026, 2, 15), d(2026, 2, 18))], d(2026, 2, 26)),
        (d(2026, 2, 10), "7 working_days", [(d(2026, 2, 12), d(2026, 2, 24))], d(2026, 3, 3)),
        # On the last day the clock still stands still; after the legal end nothing changes.
        (d(2026, 3, 2), "7 days", [(d(2026, 3, 9), d(2026, 3, 19))], d(2026, 3, 19)),
        (d(2026, 3, 2), "7 days", [(d(2026, 3, 10), d(2026, 3, 19))], d(2026, 3, 9)),
        (d(2026, 3, 2), "5 working_days", [(d(2026, 3, 9), d(2026, 3, 19))], d(2026, 3, 19)),
        (d(2026, 2, 10), "3 working_days", [(d(2026, 2, 13), d(2026, 2, 20))], d(2026, 2, 13)),
        # While the end rolls it is not over yet.
        (d(2025, 8, 1), "30 days", [(d(2025, 9, 2), d(2025, 9, 13))], d(2025, 9, 15)),
    ],
)  # fmt: skip
def test_pauses(start: date, length: str, pauses: list[tuple[date, date]], legal: date) -> None:
    assert reckon(start, plain("duty", length), vn(), [pause(*one) for one in pauses]).legal == legal


def test_a_pause_shifts_months_by_its_days() -> None:
    due = reckon(d(2026, 3, 2), plain("duty", "1 months"), vn(), [pause(d(2026, 3, 9), d(2026, 3, 19))])
    assert (due.raw, due.legal) == (d(2026, 4, 12), d(2026, 4, 13))
    assert sum(span.days for span in due.ledger) == 42


def test_months_outside_the_years_are_refused() -> None:
    for count in (99_999, 300 * 12):
        with pytest.raises(DeadlineRefused):
            reckon(d(2026, 3, 2), plain("duty", f"{count} months"), vn())


def test_an_open_pause_gives_the_earliest_end_and_says_so() -> None:
    open_pause = reckon(d(2026, 7, 6), plain("duty", "30 days"), vn(), [pause(d(2026, 7, 20), None)])
    assert (open_pause.legal, open_pause.paused_since) == (d(2026, 8, 5), d(2026, 7, 20))
    assert [(span.from_, span.days) for span in open_pause.ledger if span.kind == "paused"] == [
        (d(2026, 7, 20), 0)
    ]
    over = reckon(d(2026, 7, 6), plain("duty", "30 days"), vn(), [pause(d(2026, 8, 6), None)])
    assert over.paused_since is None, "the clock had ended before"


def test_extensions_chain_on_the_raw_end_and_roll_once() -> None:
    finding = Addition(Length(15, "days"), "complex", "KN 28")
    terms = Terms("duty", Length(30, "days"), "limit", "KN 28", additions=(finding,))
    due = reckon(d(2026, 10, 12), terms, vn())
    assert (due.raw, due.legal) == (d(2026, 11, 26), d(2026, 11, 26))
    assert [(span.kind, span.days) for span in due.ledger] == [("counted", 30), ("extended", 15)]
    act = Addition(Length(30, "days"), "extended", "TC 30")
    due = reckon(d(2026, 9, 25), plain("duty", "30 days"), vn(), extensions=[act])
    assert (due.raw, due.legal) == (d(2026, 11, 24), d(2026, 11, 25))


def test_the_ledger_names_each_day_off_with_its_source() -> None:
    due = reckon(d(2026, 2, 10), plain("duty", "7 working_days"), vn())
    told = [(f"{span.from_:%d/%m}", f"{span.to:%d/%m}", span.kind, span.because) for span in due.ledger]
    assert told == [
        ("10/02", "13/02", "counted", "limit"),
        ("13/02", "15/02", "skipped", "Nghỉ hằng tuần"),
        ("15/02", "16/02", "skipped", "Giao thừa Tết Nguyên Đán"),
        ("16/02", "17/02", "skipped", "Tết Nguyên Đán"),
        ("17/02", "18/02", "skipped", "Mùng hai Tết Nguyên Đán"),
        ("18/02", "19/02", "skipped", "Mùng ba Tết Nguyên Đán"),
        ("19/02", "20/02", "skipped", "Mùng bốn Tết Nguyên Đán"),
        ("20/02", "22/02", "skipped", "Nghỉ hằng tuần"),
        ("22/02", "26/02", "counted", "limit"),
    ]
    assert all(span.source for span in due.ledger)


def test_the_ledger_splits_a_roll_and_names_a_worked_saturday() -> None:
    rolled = reckon(d(2024, 4, 19), plain("duty", "10 days"), vn())
    assert [(span.kind, span.days, span.because.split(":")[0]) for span in rolled.ledger] == [
        ("counted", 10, "limit"),
        ("rolled", 1, "Nghỉ hoán đổi, làm bù thứ Bảy 04/05/2024"),
        ("rolled", 1, "Ngày Chiến thắng"),
        ("rolled", 1, "Ngày Quốc tế Lao động"),
    ]
    assert all("Đ.148(5)" in span.source for span in rolled.ledger if span.kind == "rolled")
    worked = reckon(d(2026, 8, 20), plain("duty", "7 working_days"), vn())
    assert worked.legal == d(2026, 8, 28)
    assert [span.because for span in worked.ledger if span.to == d(2026, 8, 22)] == [
        "limit (Làm bù cho ngày 31/08/2026)"
    ]


def test_the_first_day_in_force_has_a_line_of_its_own() -> None:
    last = reckon(d(2026, 8, 1), plain("effect", "30 days"), vn()).ledger[-1]
    assert (last.from_, last.to, last.kind, last.days) == (d(2026, 8, 31), d(2026, 9, 1), "counted", 1)
    assert "hiệu lực" in last.because


def test_before_a_date_the_day_itself_is_too_late() -> None:
    due = due_before(d(2024, 11, 10), "report", "plan", vn())
    assert (due.raw, due.legal) == (d(2024, 11, 9), d(2024, 11, 8))
    assert [span.kind for span in due.ledger] == ["counted", "rolled"]
    assert due_before(d(2024, 6, 6), "report", "plan", vn()).legal == d(2024, 6, 5)


def test_a_promise_is_never_later_than_the_law() -> None:
    def promised(length: int) -> date | None:
        terms = Terms("duty", Length(30, "days"), "limit", "KN 28", promise=Length(length, "working_days"))
        return reckon(d(2026, 3, 2), terms, vn()).promised

    assert promised(10) == d(2026, 3, 16)
    assert promised(60) == d(2026, 4, 1)
    assert reckon(d(2026, 3, 2), plain("duty", "30 days"), vn()).promised is None


def test_soft_limits_run_beside_and_pause_too() -> None:
    soft = (SoftLimit(Length(10, "days"), "the law's own", "KN 27"),)
    terms = Terms("duty", Length(10, "working_days"), "limit", "ND 124", soft=soft)
    due = reckon(d(2024, 4, 19), terms, vn())
    assert due.legal == d(2024, 5, 7)
    assert [(one.raw, one.due, one.citation) for one in due.soft] == [
        (d(2024, 4, 29), d(2024, 5, 2), "KN 27")
    ]
    paused = reckon(d(2024, 4, 19), terms, vn(), [pause(d(2024, 4, 22), d(2024, 4, 24))])
    assert paused.soft[0].raw == d(2024, 5, 1)


@pytest.mark.parametrize(
    ("start", "kind", "length", "provisional"),
    [
        (d(2026, 12, 1), "duty", "30 days", False),
        (d(2026, 12, 20), "duty", "30 days", True),
        (d(2026, 12, 20), "effect", "30 days", True),
        (d(2019, 12, 20), "duty", "30 days", False),  # only the end of a calendar-day count asks the calendar
        (d(2019, 12, 20), "duty", "30 working_days", True),
        (d(2027, 1, 5), "notice", "10 working_days", True),
    ],
)
def test_dates_that_rest_on_an_unannounced_year_are_provisional(
    start: date, kind: str, length: str, provisional: bool
) -> None:
    assert reckon(start, plain(kind, length), vn()).provisional is provisional


def test_the_warning_day_never_lives_on_the_roll() -> None:
    due = reckon(d(2026, 2, 12), plain("duty", "3 days"), vn())
    assert (due.legal, alert_day(due, vn())) == (d(2026, 2, 23), d(2026, 2, 13))


def test_a_period_that_follows_another_begins_at_its_legal_end() -> None:
    first = reckon(d(2026, 7, 10), plain("duty", "30 days"), vn())
    assert (first.raw, first.legal) == (d(2026, 8, 9), d(2026, 8, 10))
    assert reckon(first.legal, plain("window", "30 days"), vn()).legal == d(2026, 9, 9)


def test_what_cannot_be_counted_is_refused() -> None:
    day, notice = d(2026, 3, 2), plain("notice", "5 days")
    with pytest.raises(DeadlineRefused):
        reckon(day, notice, vn(), [pause(day, d(2026, 3, 4))])
    with pytest.raises(DeadlineRefused):
        reckon(day, notice, vn(), extensions=[Addition(Length(1, "days"), "more", "none")])
    with pytest.raises(DeadlineRefused):
        reckon(day, plain("duty", "5 days"), vn(), [pause(d(2026, 3, 9), d(2026, 3, 4))])
    for length in (
        Length(-1, "days"),
        Length(3, "hours"),
        Length(10**8, "days"),
        Length(10**8, "working_days"),
    ):
        with pytest.raises(DeadlineRefused):
            reckon(day, Terms("duty", length, "", ""), vn())
        with pytest.raises(DeadlineRefused):
            plain_due(day, length, "duty", vn())
    with pytest.raises(DeadlineRefused):
        Terms("deadline", Length(1, "days"), "", "")
