"""When a rung of a clock fires: always at the office's opening time, never before the clock's first working
day (decision 12)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from workflow.calendar.due import alert_day
from workflow.calendar.period import DAYS, Due
from workflow.calendar.working_calendar import WorkingCalendar
from workflow.errors import DeadlineRefused


class RungTerms(Protocol):
    """What a rung of a case type says of its time (`workflow/case_type/model.py`, Rung)."""

    @property
    def anchor(self) -> str: ...
    @property
    def share(self) -> int: ...
    @property
    def offset(self) -> int: ...
    @property
    def unit(self) -> str: ...


def rung_instant(rung: RungTerms, start: date, due: Due, calendar: WorkingCalendar) -> datetime:
    """The UTC instant at which the rung fires.

    "share": `share` percent of the counted days, rounded down to a working day; "due": the last working day
    on or before the raw end moved by `offset`; "promised": the office's own day moved so; "late": the opening
    after the legal end and the office's time to record (decision 11); "reached": local 00:00 of the first day
    after the end, for an effect of the first day in force (decision 14). Raises DeadlineRefused for another
    anchor.
    """
    if rung.anchor == "reached":
        ended = due.legal if due.kind == "effect" else calendar.add_days(due.legal, 1)
        return calendar.midnight(ended)
    if rung.anchor == "late":
        return calendar.opening(_late_day(due, calendar))
    if rung.anchor == "due":
        return calendar.opening(_moved(alert_day(due, calendar), rung.offset, rung.unit, calendar))
    if rung.anchor == "promised":
        if due.promised is None:
            raise DeadlineRefused("No day was promised for this rung.", why="unknown-anchor")
        day = calendar.last_working_on_or_before(due.promised)
        return calendar.opening(_moved(day, rung.offset, rung.unit, calendar))
    if rung.anchor == "share":
        return calendar.opening(_share_day(rung.share, start, due, calendar))
    raise DeadlineRefused(f"Unknown anchor of a rung: {rung.anchor}.", why="unknown-anchor")


def _late_day(due: Due, calendar: WorkingCalendar) -> date:
    allowed = calendar.record_by
    if allowed.unit == DAYS:
        return calendar.add_working_days(calendar.add_days(due.legal, allowed.count), 1)
    return calendar.add_working_days(due.legal, allowed.count + 1)


def _moved(day: date, offset: int, unit: str, calendar: WorkingCalendar) -> date:
    if unit != DAYS:
        return calendar.add_working_days(day, offset)
    moved = calendar.add_days(day, offset)
    if offset > 0:
        return calendar.next_working_on_or_after(moved)
    return calendar.last_working_on_or_before(moved)


def _share_day(share: int, start: date, due: Due, calendar: WorkingCalendar) -> date:
    """The working day on or before which `share` percent of the counted days are used up. Paused and
    skipped days are not counted days.

    A notice has no first day to share from: its warning day stands in."""
    warning = alert_day(due, calendar)
    if due.kind == "notice":
        return warning
    counted = [span for span in due.ledger if span.kind in ("counted", "extended") and span.to <= due.raw]
    left = sum(span.days for span in counted) * share // 100
    day = start
    for span in counted:
        if left <= 0:
            break
        day = calendar.add_days(span.from_, min(span.days, left))
        left -= span.days
    day = calendar.last_working_on_or_before(day)
    if day > start:
        return day
    first = calendar.add_working_days(start, 1)
    return min(first, warning) if warning > start else first
