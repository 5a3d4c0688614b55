"""The working calendar of an office: which days count, why a day does not, and when the office opens.

Integer tables over all the years that can be counted make a plain due day two look-ups; dates stay dates at
the surface.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate, compress
from zoneinfo import ZoneInfo

from workflow.calendar.period import Length
from workflow.errors import DeadlineRefused

FIRST_YEAR, LAST_YEAR = 1900, 2200
_FIRST = date(FIRST_YEAR, 1, 1).toordinal()
_LAST = date(LAST_YEAR, 12, 31).toordinal()
_EVE = _FIRST - 1
"""Tables run from the eve of the first day, so that index 0 of each stands for "nothing yet"."""


@dataclass(frozen=True, slots=True)
class DayNote:
    """Why a day is off or worked, and the notice or article that says so."""

    because: str
    source: str


@dataclass(frozen=True, slots=True)
class FixedHoliday:
    """A holiday on the same solar date each year from `first_year` on (None: always). Used for years
    without a calendar of their own."""

    month: int
    day: int
    note: DayNote
    first_year: int | None = None


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The days and hours of one family of calendar files.

    `weekly_rest`: weekdays (Monday 0) with `rest` as their reason; `off`/`work`: the days that the year
    files name; `filed`: years with a file of their own, of which `official` ones have an official notice;
    `regular`: no year is ever provisional; `record_by`: time to record an act after it happened;
    `late_entry`: older entries need a reason (decision 11); `counting`: the articles behind "roll",
    "effect", "notice". Years without a file have the weekly rest and the `fixed` holidays only (decision
    13): fewer days off, so never a later date than the law's.
    """

    name: str
    zone: str
    sha256: str
    record_by: Length
    late_entry: Length
    opens_at: time
    weekly_rest: frozenset[int]
    rest: DayNote
    fixed: tuple[FixedHoliday, ...] = ()
    off: Mapping[date, DayNote] = field(default_factory=dict)
    work: Mapping[date, DayNote] = field(default_factory=dict)
    filed: frozenset[int] = frozenset()
    official: frozenset[int] = frozenset()
    regular: bool = False
    counting: Mapping[str, DayNote] = field(default_factory=dict)
    _fixed: Mapping[date, DayNote] = field(init=False, repr=False, compare=False)
    _rank: array[int] = field(init=False, repr=False, compare=False)
    _nth: list[date] = field(init=False, repr=False, compare=False)
    _zone: ZoneInfo = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        fixed = {
            date(year, holiday.month, holiday.day): holiday.note
            for year in range(FIRST_YEAR, LAST_YEAR + 1)
            if year not in self.filed
            for holiday in self.fixed
            if holiday.first_year is None or year >= holiday.first_year
        }
        week = bytes((_FIRST - 1 + shift) % 7 not in self.weekly_rest for shift in range(7))
        days = _LAST - _FIRST + 1
        flags = bytearray((week * (days // 7 + 1))[:days])
        for day in (*fixed, *self.off):
            flags[day.toordinal() - _FIRST] = 0
        for day in self.work:
            flags[day.toordinal() - _FIRST] = 1
        nth = [date.min, *compress(map(date.fromordinal, range(_FIRST, _LAST + 1)), flags)]
        for name, value in (
            ("_fixed", fixed),
            ("_rank", array("i", accumulate(flags, initial=0))),
            ("_nth", nth),
            ("_zone", ZoneInfo(self.zone)),
        ):
            object.__setattr__(self, name, value)

    def __hash__(self) -> int:
        return hash((self.name, self.sha256))

    def is_working(self, day: date) -> bool:
        """Whether the office works on `day`."""
        place = self._place(day)
        return self._rank[place] > self._rank[place - 1]

    def reason_off(self, day: date) -> DayNote | None:
        """Why `day` is off and who says so; None when it is worked. A named holiday goes before the weekly
        rest."""
        if day in self.work:
            return None
        named = self.off.get(day) or self._fixed.get(day)
        if named:
            return named
        return self.rest if day.weekday() in self.weekly_rest else None

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day` (before it when negative); `day` itself is not counted, 0
        gives `day` back (law R2, R5, R8).

        Raises DeadlineRefused outside the years that can be counted."""
        place = day.toordinal() - _EVE
        try:
            if count > 0 and place > 0:
                return self._nth[self._rank[place] + count]
        except IndexError:
            raise _outside(day) from None
        place = self._place(day)
        if count >= 0:
            return day
        found = self._rank[place - 1] + count + 1
        if found < 1:
            raise _outside(day)
        return self._nth[found]

    def working_days_between(self, after: date, until: date) -> int:
        """How many working days lie in (after, until]; negative when `until` is earlier."""
        return self._rank[self._place(until)] - self._rank[self._place(after)]

    def next_working_on_or_after(self, day: date) -> date:
        """`day`, or the next working day when it is off (law R4)."""
        found = self._rank[self._place(day) - 1] + 1
        if found >= len(self._nth):
            raise _outside(day)
        return self._nth[found]

    def last_working_on_or_before(self, day: date) -> date:
        """`day`, or the last working day before it when it is off."""
        found = self._rank[self._place(day)]
        if found < 1:
            raise _outside(day)
        return self._nth[found]

    def add_days(self, day: date, count: int) -> date:
        """`day` moved by calendar days. Raises DeadlineRefused outside the years that can be counted."""
        moved = day.toordinal() + count
        if not _FIRST <= moved <= _LAST:
            raise _outside(day, f" and {count} days")
        return date.fromordinal(moved)

    def is_provisional(self, day: date) -> bool:
        """Whether the year of `day` has no official calendar (decision 13)."""
        return not self.regular and day.year not in self.official

    def opening(self, day: date) -> datetime:
        """The UTC instant at which the office opens on the local `day`."""
        return self._instant(day, self.opens_at)

    def midnight(self, day: date) -> datetime:
        """The UTC instant of local 00:00 of `day`. Raises DeadlineRefused where there is none."""
        return self._instant(day, time.min)

    def local_day(self, instant: datetime) -> date:
        """The local date of an aware instant (law R13). Raises DeadlineRefused for a naive one."""
        if instant.tzinfo is None:
            raise DeadlineRefused("An instant needs its time zone.", why="naive-instant")
        try:
            return instant.astimezone(self._zone).date()
        except OverflowError:
            raise _outside(instant.date()) from None

    def note(self, name: str) -> DayNote:
        """The article behind a way of counting ("roll", "effect", "notice"); the weekly rest's source where
        the calendar names none."""
        return self.counting.get(name) or DayNote("", self.rest.source)

    def days_off(self, first: date, last: date) -> list[tuple[date, DayNote]]:
        """Every day off from `first` to `last` inclusive, with its reason."""
        span = (first + timedelta(days=step) for step in range((last - first).days + 1))
        return [(day, note) for day in span if (note := self.reason_off(day))]

    def _instant(self, day: date, at: time) -> datetime:
        try:
            return datetime.combine(day, at, self._zone).astimezone(UTC)
        except OverflowError:
            raise _outside(day) from None

    def _place(self, day: date) -> int:
        place = day.toordinal() - _EVE
        if not 0 < place < len(self._rank):
            raise _outside(day)
        return place


def _outside(day: date, moved: str = "") -> DeadlineRefused:
    said = f"{day.isoformat()}{moved}: only the years {FIRST_YEAR} to {LAST_YEAR} can be counted."
    return DeadlineRefused(said, why="outside-years")
