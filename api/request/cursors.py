"""Cursors of lists: the sort key of the last row shown, opaque to callers, checked when it comes back."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from workflow.errors import FieldError, InvalidInput

_READERS: Mapping[type, Callable[[Any], Any]] = {
    str: lambda value: (
        value if isinstance(value, str) and "\x00" not in value and value.isprintable() else _bad()
    ),
    int: lambda value: value if type(value) is int and abs(value) < 2**53 else _bad(),
    date: date.fromisoformat,
    datetime: lambda value: moment if (moment := datetime.fromisoformat(value)).tzinfo else _bad(),
    UUID: UUID,
}


def write_cursor(key: Sequence[Any]) -> str:
    """The cursor after a row with this sort key (texts, whole numbers, dates, aware instants, UUIDs)."""
    plain = [
        one if isinstance(one, (str, int)) else one.isoformat() if isinstance(one, date) else str(one)
        for one in key
    ]
    return base64.urlsafe_b64encode(json.dumps(plain, separators=(",", ":")).encode()).rstrip(b"=").decode()


def read_cursor(text: str | None, kinds: Sequence[type]) -> tuple[Any, ...] | None:
    """The sort key of a cursor, one value of each kind; None for no cursor. Raises InvalidInput for anything
    else.

    A cursor carries no right: the query narrows to what the caller may see whatever the key says.
    """
    if not text:
        return None
    try:
        if len(text) > 1000 or not text.isascii():
            _bad()
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        values = json.loads(raw.decode("utf-8"))
        if not isinstance(values, list) or len(values) != len(kinds):
            _bad()
        return tuple(_READERS[kind](value) for kind, value in zip(kinds, values, strict=True))
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError, binascii.Error):
        raise InvalidInput([FieldError("cursor", "bad-cursor")]) from None


def _bad() -> Any:
    raise ValueError("not a cursor")
