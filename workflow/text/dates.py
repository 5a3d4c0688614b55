"""Dates as Vietnamese offices write them."""

from __future__ import annotations

import re
from datetime import date

from workflow.text.unreadable import Unreadable

_WEEKDAYS = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_DAY_FIRST = re.compile(r"([0-9]{1,2})\s*([/.-])\s*([0-9]{1,2})\s*\2\s*([0-9]{4})")
_DAY_FIRST_SOLID = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}\s*([/.-])\s*[0-9]{1,2}\s*\1\s*[0-9]{1,2}|[0-9]{6}")


def format_date(day: date) -> str:
    """dd/MM/yyyy."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def format_weekday(day: date, language: str = "vi") -> str:
    """With the day of the week: "thứ Sáu 27/11/2026", "Friday 27/11/2026"."""
    return f"{_WEEKDAYS['en' if language == 'en' else 'vi'][day.weekday()]} {format_date(day)}"


def parse_date(text: str) -> date:
    """The day of 5/11/2026, 5-11-2026, 05.11.2026, 05112026 (day first, always) or ISO 2026-11-05.

    Raises Unreadable: date-empty, date-form, date-short-year, date-no-such-day. Never guesses a century or
    an American order.
    """
    typed = text.strip()
    if not typed:
        raise Unreadable("date-empty")
    if found := _ISO.fullmatch(typed):
        year, month, day = found.group(1, 2, 3)
    elif found := _DAY_FIRST.fullmatch(typed):
        day, month, year = found.group(1, 3, 4)
    elif found := _DAY_FIRST_SOLID.fullmatch(typed):
        day, month, year = found.group(1, 2, 3)
    else:
        raise Unreadable("date-short-year" if _SHORT_YEAR.fullmatch(typed) else "date-form")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Unreadable("date-no-such-day") from None
