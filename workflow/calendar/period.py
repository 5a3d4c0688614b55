"""The values that the reckoning of a time limit takes and gives back. Nothing here decides anything."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from workflow.errors import DeadlineRefused

DAYS = "days"
WORKING_DAYS = "working_days"
MONTHS = "months"
UNITS = (DAYS, WORKING_DAYS, MONTHS)

KINDS = ("duty", "window", "effect", "notice", "internal")
"""duty: the office must act; window: another's right; effect: something becomes true; notice: counted
backwards; internal: the office's own (decision 8)."""

SPAN_KINDS = ("counted", "skipped", "paused", "extended", "rolled")

_LENGTH = re.compile(r"\s*(\d{1,5})\s+(?:(working[_ ])?days?|(month)s?)\s*")


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time: `count` of `unit` ("days" | "working_days" | "months")."""

    count: int
    unit: str

    @classmethod
    def parse(cls, text: str) -> Length:
        """Read "15 days", "10 working_days" or "6 months". Raises ValueError for anything else."""
        found = _LENGTH.fullmatch(text)
        if not found:
            raise ValueError(text)
        return cls(int(found[1]), WORKING_DAYS if found[2] else MONTHS if found[3] else DAYS)

    @property
    def told_in(self) -> str:
        """The unit in which people are told what is left of it: "days" | "working_days"."""
        return WORKING_DAYS if self.unit == WORKING_DAYS else DAYS

    def from_day(self, day: date, backwards: bool = False) -> Length:
        """The same from a given day, months turned into days: they end on the day of the same number, or on
        the last day of a shorter month (BLDS 148.3). Raises DeadlineRefused outside the years of a date."""
        if self.unit != MONTHS:
            return self
        years, month = divmod(day.month - 1 + (-self.count if backwards else self.count), 12)
        year = day.year + years
        if not date.min.year <= year <= date.max.year:
            raise DeadlineRefused(f"{self} from {day.isoformat()} cannot be counted.", why="outside-years")
        last = monthrange(year, month + 1)[1]
        return Length(abs((date(year, month + 1, min(day.day, last)) - day).days), DAYS)

    def __str__(self) -> str:
        return f"{self.count} {self.unit}"


@dataclass(frozen=True, slots=True)
class Addition:
    """A lengthening that chains on the raw end of what stands before it (law R11): by a finding of the law,
    or by an act of extension."""

    length: Length
    because: str
    source: str


READINGS = ("length", "effect_rolls", "extension_rolls")
"""How a soft limit reads the law otherwise: another length; the last day before an effect rolls over a day
off as well; an extension is counted from the rolled end and not from the raw one (law.md, 12)."""


class SoftLimit(NamedTuple):
    """What another reading of the law (one of READINGS) gives beside the legal day: shown, never judged."""

    length: Length
    because: str
    citation: str
    reading: str = "length"


@dataclass(frozen=True, slots=True)
class Terms:
    """What is to be counted. `because`/`source` are the rule and its article; `additions` lengthen by a
    finding; `promise` is the office's own, shorter, length with its reason; `soft` limits run beside."""

    kind: str
    length: Length
    because: str
    source: str
    additions: tuple[Addition, ...] = ()
    promise: Length | None = None
    promise_because: str = ""
    soft: tuple[SoftLimit, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise DeadlineRefused(f"Unknown kind of clock: {self.kind}.", why="unknown-kind")


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands still on the days (from_day, to_day]: the day of suspension is used up, the day of
    continuing is not counted. `to_day` None: still paused."""

    from_day: date
    to_day: date | None
    because: str
    source: str


@dataclass(frozen=True, slots=True)
class Span:
    """One line of the ledger: the half-open run (from_, to] of one `kind` (SPAN_KINDS). `days` is its
    absolute length in calendar days; the ledger of a backward clock goes down."""

    from_: date
    to: date
    kind: str
    days: int
    because: str
    source: str


@dataclass(frozen=True, slots=True)
class SoftDue:
    """Where a soft limit ends: `raw` by plain counting, `due` rolled to a working day."""

    due: date
    raw: date
    because: str
    citation: str


@dataclass(frozen=True, slots=True)
class Due:
    """Where a clock ends and why.

    `raw`: the end by plain counting; `legal`: the last lawful day (for an effect the first day in force);
    `promised`: the office's own, never after `legal`; `provisional`: it rests on a year without an official
    calendar; `ledger`: contiguous spans from the start to `legal`; `paused_since`: the clock is paused and
    the dates are the earliest still possible."""

    raw: date
    legal: date
    promised: date | None
    provisional: bool
    soft: tuple[SoftDue, ...]
    ledger: tuple[Span, ...]
    kind: str = "duty"
    paused_since: date | None = None
