"""The office's own length where one number of days does not do: chosen by a field's value, or in hours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from workflow.calendar.period import Length
from workflow.case_type.plain import Misread, is_word

Promised = Length | timedelta
"""Days by the working calendar, or hours by the clock on the wall: day and night, holidays too."""

_DAYS = re.compile(r"([1-9]\d{0,3}) (days?|working_days?|working days?)\Z")
_HOURS = re.compile(r"([1-9]\d{0,3}) (hours?|minutes?)\Z")


@dataclass(frozen=True, slots=True)
class ByField:
    """Lengths that a field chooses: the code of one of its options → the length for it."""

    field: str
    lengths: tuple[tuple[str, Promised], ...]

    def of(self, code: object) -> Promised | None:
        """The length for this value, or None where it has none of its own."""
        return next((length for known, length in self.lengths if known == code), None)


def read_length(value: Any) -> Length:
    """`15 days` or `3 working days`."""
    match = _DAYS.match(value) if isinstance(value, str) else None
    if not match:
        raise Misread('Write a length as "15 days" or "3 working days".')
    return Length(int(match[1]), "working_days" if match[2].startswith("working") else "days")


def read_promise(value: Any) -> tuple[Promised, ByField | None]:
    """A length, or `{by: FIELD, of: {OPTION: LENGTH}, otherwise: LENGTH}`: what holds for every other value
    comes first."""
    if not isinstance(value, Mapping):
        return _promised(value), None
    if set(value) != {"by", "of", "otherwise"} or not is_word(value["by"]):
        raise Misread("Write {by: FIELD, of: {OPTION: LENGTH, ...}, otherwise: LENGTH}.")
    if not isinstance(value["of"], Mapping) or not value["of"]:
        raise Misread("Write a mapping of the field's options to lengths.", ("of",))
    lengths = tuple((str(code), _promised(length, ("of", str(code)))) for code, length in value["of"].items())
    return _promised(value["otherwise"], ("otherwise",)), ByField(value["by"], lengths)


def every_length(value: Any) -> tuple[Promised, ...]:
    """All lengths that a written promise holds."""
    otherwise, chosen = read_promise(value)
    return (otherwise, *(length for _, length in chosen.lengths)) if chosen else (otherwise,)


def _promised(value: Any, path: tuple[str, ...] = ()) -> Promised:
    hours = _HOURS.match(value) if isinstance(value, str) else None
    if hours:
        return timedelta(**{"hours" if hours[2].startswith("hour") else "minutes": int(hours[1])})
    try:
        return read_length(value)
    except Misread:
        raise Misread(
            'Write a length as "15 days", "3 working days", "4 hours" or "30 minutes".', path
        ) from None
