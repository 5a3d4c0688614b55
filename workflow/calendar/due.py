"""Where a time limit ends, and the ledger that says why that day (law.md, 7; decision 12).

The ledger is not computed beside the date: the date is where the ledger stops, so it re-adds by
construction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby

from workflow.calendar.pauses import merged
from workflow.calendar.period import (
    DAYS,
    MONTHS,
    WORKING_DAYS,
    Addition,
    Due,
    Length,
    Pause,
    SoftDue,
    SoftLimit,
    Span,
    Terms,
)
from workflow.calendar.working_calendar import DayNote, WorkingCalendar
from workflow.errors import DeadlineRefused

Label = tuple[str, str, str]
"""Kind, because and source of one counted day."""


@dataclass(frozen=True, slots=True)
class _Leg:
    kind: str
    length: Length
    because: str
    source: str


@dataclass(slots=True)
class _Walk:
    """How far the counting has come: the day reached, the spans behind it, the pauses still ahead."""

    at: date
    calendar: WorkingCalendar
    waiting: list[Pause]
    spans: list[Span] = field(default_factory=list)
    paused_since: date | None = None

    def count(self, leg: _Leg) -> None:
        """Use up one leg, standing still where a pause lies inside it."""
        if leg.length.unit == MONTHS:
            leg = replace(leg, length=leg.length.from_day(self.at))
        left = leg.length.count
        while left:
            end = _moved(self.at, left, leg.length.unit, self.calendar)
            if not self.waiting or self.waiting[0].from_day >= end:
                self._spend(leg, end)
                return
            until = self.waiting[0].from_day
            left -= _between(self.at, until, leg.length.unit, self.calendar)
            self._spend(leg, until)
            self.pause()

    def _spend(self, leg: _Leg, until: date) -> None:
        if leg.length.unit == WORKING_DAYS:
            self.go(until, _counting(leg, self.calendar))
        elif until != self.at:
            # Calendar days are all alike: one span, however long the limit is.
            self.spans.append(Span(self.at, until, leg.kind, (until - self.at).days, leg.because, leg.source))
            self.at = until

    def pause(self) -> None:
        """Stand still until the next pause is over. An open pause is a span of no days: nothing is known of
        its end."""
        pause = self.waiting.pop(0)
        until = pause.to_day or pause.from_day
        if pause.to_day is None:
            self.paused_since = pause.from_day
        self.spans.append(Span(self.at, until, "paused", (until - self.at).days, pause.because, pause.source))
        self.at = until

    def roll(self, until: date, note: DayNote) -> None:
        """Go on over days off, each of which is the reason for the next move."""
        self.go(until, _rolling(note, self.calendar), left_behind=True)

    def go(self, until: date, label: Callable[[date], Label], left_behind: bool = False) -> None:
        """Stand on `until`, with the spans that lead there."""
        self.spans.extend(_runs(self.at, until, label, left_behind))
        self.at = until


def reckon(
    start: date,
    terms: Terms,
    calendar: WorkingCalendar,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Addition] = (),
) -> Due:
    """The end of a time limit that begins with the event of the day `start` (not counted itself), with its
    ledger.

    Additions and extensions chain on the raw end, then the end rolls once (law R4, R11). A calendar-day
    clock is shifted by its pauses, a working-day clock keeps its unused working days (R10). A pause that
    begins after the legal end changes nothing; one that begins on the end, or while it rolls, moves the end
    to the day of continuing unless no working day (of a working-day clock) was lost. An effect begins on
    the day after the raw end and is never rolled; a notice counts back to the last lawful day (R8) and
    cannot be paused or extended. A period that begins on the expiry of another starts at that one's `legal`
    (R14). With an open pause the dates are the earliest still possible, as if the clock went on at once,
    and `paused_since` is set. Raises DeadlineRefused for impossible lengths, pauses and years.
    """
    lengthening = [
        _Leg("extended", one.length, one.because, one.source) for one in (*terms.additions, *extensions)
    ]
    if terms.kind == "notice" and (pauses or lengthening):
        raise DeadlineRefused("A notice counts back and is neither paused nor extended.", why="notice-fixed")
    ahead = merged(start, pauses)
    legs = [_Leg("counted", terms.length, terms.because, terms.source), *lengthening]
    walk, raw = _end(start, terms.kind, legs, ahead, calendar)
    promised, soft, provisional = None, [], _provisional(start, raw, walk.at, legs, calendar)
    if terms.promise is not None:
        promise = [_Leg("counted", terms.promise, terms.promise_because, "")]
        promised = min(_end(start, terms.kind, promise, ahead, calendar)[0].at, walk.at)
    for limit in terms.soft:
        if limit.reading == "extension_rolls" and not lengthening:
            continue
        other = [_Leg("counted", limit.length, limit.because, limit.citation)]
        soft_raw, softly = _otherwise(start, terms.kind, limit, [*other, *lengthening], ahead, calendar)
        soft.append(SoftDue(softly, soft_raw, limit.because, limit.citation))
        provisional |= _provisional(start, soft_raw, softly, other, calendar)
    return Due(
        raw, walk.at, promised, provisional, tuple(soft), tuple(walk.spans), terms.kind, walk.paused_since
    )


def plain_due(start: date, length: Length, kind: str, calendar: WorkingCalendar) -> date:
    """The same day as `reckon(...).legal` for a clock without pauses, additions or extensions, without its
    ledger."""
    count = length.count
    if length.unit == WORKING_DAYS and count > 0 and kind != "effect":
        return calendar.add_working_days(start, -count if kind == "notice" else count)
    if length.unit == MONTHS:
        length = length.from_day(start, backwards=kind == "notice")
    raw = _moved(start, length.count, length.unit, calendar, backwards=kind == "notice")
    if kind == "effect":
        return calendar.add_days(raw, 1)
    return (
        calendar.last_working_on_or_before(raw)
        if kind == "notice"
        else calendar.next_working_on_or_after(raw)
    )


def due_before(day: date, because: str, source: str, calendar: WorkingCalendar) -> Due:
    """The last lawful day of "before `day`": the day itself is too late, and a day off moves the end back
    (law R9)."""
    return reckon(day, Terms("notice", Length(1, DAYS), because, source), calendar)


def alert_day(due: Due, calendar: WorkingCalendar) -> date:
    """The last working day on or before the raw end: warnings count from it, so that no office lives on the
    roll-over (law.md, 7)."""
    return calendar.last_working_on_or_before(due.raw)


def _end(
    start: date, kind: str, legs: Sequence[_Leg], pauses: Sequence[Pause], calendar: WorkingCalendar
) -> tuple[_Walk, date]:
    """The walk, standing on the legal day, and the raw end."""
    walk = _Walk(start, calendar, list(pauses))
    if kind == "notice":
        return walk, _count_back(walk, legs[0])
    for leg in legs:
        walk.count(leg)
    while walk.waiting and _touches(walk, kind, legs[-1].length.unit):
        walk.roll(walk.waiting[0].from_day, calendar.note("roll"))
        walk.pause()
    raw = walk.at
    if kind == "effect":
        note, day = calendar.note("effect"), calendar.add_days(raw, 1)
        walk.spans.append(Span(raw, day, "counted", 1, note.because or legs[0].because, note.source))
        walk.at = day
    else:
        walk.roll(calendar.next_working_on_or_after(raw), calendar.note("roll"))
    return walk, raw


def _otherwise(
    start: date,
    kind: str,
    limit: SoftLimit,
    legs: Sequence[_Leg],
    pauses: Sequence[Pause],
    calendar: WorkingCalendar,
) -> tuple[date, date]:
    """The raw and the last day by another reading of the law (READINGS)."""
    if limit.reading != "extension_rolls":
        walk, raw = _end(start, kind, legs[:1], pauses, calendar)
        if limit.reading == "effect_rolls":
            return raw, calendar.add_days(calendar.next_working_on_or_after(raw), 1)
        return raw, walk.at
    raw = at = start
    for leg in legs:
        walk, raw = _end(at, kind, [leg], merged(at, pauses), calendar)
        at = walk.at
    return raw, at


def _count_back(walk: _Walk, leg: _Leg) -> date:
    length = leg.length.from_day(walk.at, backwards=True)
    raw = _moved(walk.at, length.count, length.unit, walk.calendar, backwards=True)
    walk.go(raw, _counting(leg, walk.calendar))
    walk.roll(walk.calendar.last_working_on_or_before(raw), walk.calendar.note("notice"))
    return raw


def _touches(walk: _Walk, kind: str, unit: str) -> bool:
    """Whether the next pause, which begins on the raw end or later, still stops this clock."""
    pause, calendar = walk.waiting[0], walk.calendar
    last = walk.at if kind == "effect" else calendar.next_working_on_or_after(walk.at)
    if pause.from_day > last:
        return False
    if unit != WORKING_DAYS or pause.to_day is None:
        return True
    return calendar.working_days_between(pause.from_day, pause.to_day) > 0


def _moved(at: date, count: int, unit: str, calendar: WorkingCalendar, backwards: bool = False) -> date:
    if count < 0 or unit not in (DAYS, WORKING_DAYS):
        raise DeadlineRefused(f"{count} {unit} is not a length of time.", why="bad-length")
    signed = -count if backwards else count
    return calendar.add_days(at, signed) if unit == DAYS else calendar.add_working_days(at, signed)


def _between(after: date, until: date, unit: str, calendar: WorkingCalendar) -> int:
    return (until - after).days if unit == DAYS else calendar.working_days_between(after, until)


def _runs(start: date, end: date, label: Callable[[date], Label], left_behind: bool) -> Iterator[Span]:
    """Spans over the days from `start` to `end`, split where the label changes. A day is named by its own
    label when it is arrived at, or when it is `left_behind`. Works downwards too."""
    turn = 1 if end >= start else -1
    ahead = 0 if left_behind else 1
    moves = range(abs((end - start).days))
    for (kind, because, source), run in groupby(
        moves, key=lambda move: label(start + timedelta(turn * (move + ahead)))
    ):
        steps = list(run)
        first, last = start + timedelta(turn * steps[0]), start + timedelta(turn * (steps[-1] + 1))
        yield Span(first, last, kind, len(steps), because, source)


def _counting(leg: _Leg, calendar: WorkingCalendar) -> Callable[[date], Label]:
    def label(day: date) -> Label:
        if leg.length.unit != WORKING_DAYS:
            return leg.kind, leg.because, leg.source
        if off := calendar.reason_off(day):
            return "skipped", off.because, off.source
        if swapped := calendar.work.get(day):
            return leg.kind, f"{leg.because} ({swapped.because})", f"{leg.source}; {swapped.source}"
        return leg.kind, leg.because, leg.source

    return label


def _rolling(note: DayNote, calendar: WorkingCalendar) -> Callable[[date], Label]:
    def label(day: date) -> Label:
        off = calendar.reason_off(day) or calendar.rest
        because = f"{off.because}: {note.because}" if note.because else off.because
        return "rolled", because, "; ".join(dict.fromkeys((off.source, note.source)))

    return label


def _provisional(
    start: date, raw: date, legal: date, legs: Sequence[_Leg], calendar: WorkingCalendar
) -> bool:
    """Calendar days are certain in any year; what rests on a calendar is every day of a working-day count,
    and where the end falls."""
    if all(leg.length.unit != WORKING_DAYS for leg in legs):
        return calendar.is_provisional(raw) or calendar.is_provisional(legal)
    first, last = sorted((start, legal))
    return any(calendar.is_provisional(date(year, 1, 1)) for year in range(first.year, last.year + 1))
