"""What must hold of every time limit: the ledger re-adds, the fast path agrees, time moves one way."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.calendar.calendars import ANY_DAY, FORWARD, KINDS, LENGTHS, pause, vn
from workflow.calendar.due import alert_day, plain_due, reckon
from workflow.calendar.period import SPAN_KINDS, Addition, Due, Length, Pause, Terms

ADDITIONS = st.lists(st.builds(Addition, LENGTHS, st.just("more"), st.just("paper")), max_size=3)
PAUSES = st.lists(
    st.builds(
        lambda first, days: pause(first, first + timedelta(days) if days is not None else None),
        ANY_DAY,
        st.none() | st.integers(0, 90),
    ),
    max_size=4,
)


def terms(kind: str, length: Length) -> Terms:
    return Terms(kind, length, "limit", "article")


def assert_readds(start: date, due: Due) -> None:
    at, turn = start, -1 if due.kind == "notice" else 1
    for span in due.ledger:
        assert span.from_ == at
        assert span.kind in SPAN_KINDS
        assert span.to == at + timedelta(turn * span.days)
        assert span.days > 0 or (span.kind == "paused" and due.paused_since == at)
        at = span.to
    assert at == due.legal


@given(ANY_DAY, FORWARD, LENGTHS, PAUSES, ADDITIONS)
def test_the_ledger_readds_to_the_due_day(
    start: date, kind: str, length: Length, pauses: list[Pause], additions: list[Addition]
) -> None:
    due = reckon(start, terms(kind, length), vn(), pauses, additions)
    assert_readds(start, due)
    counted = sum(span.days for span in due.ledger if span.kind in ("counted", "extended"))
    assert counted == length.count + sum(one.length.count for one in additions) + (kind == "effect")
    for span in due.ledger:
        if span.kind in ("skipped", "rolled"):
            ahead = 1 if span.kind == "skipped" else 0
            assert vn().reason_off(span.from_ + timedelta(ahead)) is not None
    assert due.raw <= due.legal


@given(ANY_DAY, LENGTHS)
def test_a_backward_ledger_readds_downwards(start: date, length: Length) -> None:
    due = reckon(start, terms("notice", length), vn())
    assert_readds(start, due)
    assert vn().is_working(due.legal) or length == Length(0, "working_days")
    assert due.legal <= due.raw <= start


@given(ANY_DAY, KINDS, LENGTHS)
def test_the_fast_path_gives_the_same_day(start: date, kind: str, length: Length) -> None:
    assert plain_due(start, length, kind, vn()) == reckon(start, terms(kind, length), vn()).legal


@given(ANY_DAY, KINDS, LENGTHS, st.integers(0, 40))
def test_a_later_start_never_ends_earlier(start: date, kind: str, length: Length, days: int) -> None:
    assert plain_due(start, length, kind, vn()) <= plain_due(start + timedelta(days), length, kind, vn())


@given(ANY_DAY, FORWARD, LENGTHS, PAUSES, st.builds(Addition, LENGTHS, st.just("more"), st.just("paper")))
def test_an_extension_never_ends_earlier(
    start: date, kind: str, length: Length, pauses: list[Pause], more: Addition
) -> None:
    without = reckon(start, terms(kind, length), vn(), pauses)
    assert without.raw <= reckon(start, terms(kind, length), vn(), pauses, [more]).raw


@given(ANY_DAY, FORWARD, LENGTHS, PAUSES)
def test_a_pause_never_ends_earlier(start: date, kind: str, length: Length, pauses: list[Pause]) -> None:
    paused = reckon(start, terms(kind, length), vn(), pauses)
    assert paused.legal >= reckon(start, terms(kind, length), vn()).legal


@given(ANY_DAY, st.integers(1, 60), st.integers(0, 59), st.integers(1, 60))
def test_a_calendar_day_clock_shifts_by_its_pause(start: date, count: int, used: int, days: int) -> None:
    first = start + timedelta(used % count)
    paused = reckon(
        start, terms("duty", Length(count, "days")), vn(), [pause(first, first + timedelta(days))]
    )
    assert paused.raw == start + timedelta(count + days)


@given(ANY_DAY, st.integers(1, 60), st.integers(-5, 90), st.integers(0, 20), st.integers(1, 20))
def test_a_pause_inside_a_run_of_days_off_is_neutral(
    start: date, count: int, ahead: int, skip: int, days: int
) -> None:
    # The run of days off around some day: (last working day before it, eve of the next working day].
    there = start + timedelta(ahead)
    last = vn().next_working_on_or_after(there) - timedelta(1)
    first = min(vn().last_working_on_or_before(last) + timedelta(skip), last)
    stood = pause(first, min(first + timedelta(days), last))
    clock = terms("duty", Length(count, "working_days"))
    assert reckon(start, clock, vn(), [stood]).legal == reckon(start, clock, vn()).legal


@given(ANY_DAY, st.integers(1, 60), st.integers(0, 90), st.integers(0, 40))
def test_a_working_day_clock_keeps_its_unused_days(start: date, count: int, ahead: int, days: int) -> None:
    clock = terms("duty", Length(count, "working_days"))
    first = start + timedelta(ahead % (reckon(start, clock, vn()).raw - start).days)
    last = first + timedelta(days)
    lost = vn().working_days_between(first, last)
    assert reckon(start, clock, vn(), [pause(first, last)]).raw == vn().add_working_days(start, count + lost)


@given(ANY_DAY, st.integers(1, 120))
def test_a_notice_is_the_mirror_of_a_duty(start: date, count: int) -> None:
    length = Length(count, "working_days")
    day = vn().next_working_on_or_after(start)
    assert plain_due(plain_due(day, length, "duty", vn()), length, "notice", vn()) == day
    assert plain_due(plain_due(day, length, "notice", vn()), length, "duty", vn()) == day


@given(ANY_DAY, FORWARD, LENGTHS)
def test_warnings_stand_on_a_working_day_before_the_raw_end(start: date, kind: str, length: Length) -> None:
    due = reckon(start, terms(kind, length), vn())
    assert vn().is_working(alert_day(due, vn()))
    assert alert_day(due, vn()) <= due.raw
