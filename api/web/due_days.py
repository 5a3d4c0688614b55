"""Due days on pages: none is shown but together with the address of the ledger that proves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import url_for

from api.web.words import ZONE, day, weekday

INSTANT = "instant"


@dataclass(frozen=True, slots=True)
class DueDay:
    """The end of a clock as `components.due` takes it: `text` for people, with its hour where it ends within
    a day; `iso` for machines; `ledger`, the address that opens why; `timer`, whose ledger it is ("" for one
    that is only foreseen)."""

    text: str
    iso: str
    ledger: str
    timer: str = ""


def due_day(
    case_id: UUID, timer_id: UUID, end: date, hour: datetime | None = None, *, named: bool = False
) -> DueDay:
    """The end of a timer, in words with the day of the week where it is `named`; `hour`: the instant of an
    end within a day."""
    words = weekday(end) if named else day(end)
    if hour is not None:
        words = f"{words} {hour_of(hour)}"
    return DueDay(words, iso_of(end, hour), ledger_of(case_id, timer_id), str(timer_id))


def ledger_of(case_id: UUID, timer_id: UUID) -> str:
    """The address of the page that proves a timer's dates."""
    return url_for("web.show_clock", ref=case_id, timer=timer_id)


def hour_of(at: datetime) -> str:
    """HH:mm where the offices are."""
    return f"{at.astimezone(ZONE):%H:%M}"


def iso_of(end: date, hour: datetime | None = None) -> str:
    """The same for machines."""
    return hour.astimezone(ZONE).isoformat(timespec="minutes") if hour else end.isoformat()


def instant_of(precision: str, at: datetime) -> datetime | None:
    """The instant of an end, where it ends within a day."""
    return at if precision == INSTANT else None
