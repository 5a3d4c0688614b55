"""Column types that behave alike on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect
from sqlalchemy.types import TypeDecorator

FAR = datetime(9999, 12, 31, tzinfo=UTC)
"""The instant that stands for "no limit" in columns that lists sort by, so that no database has to sort
NULLs."""


class Instant(TypeDecorator[datetime]):
    """An instant in UTC with microseconds. Refuses naive values; SQLite keeps text in UTC, PostgreSQL
    timestamptz."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware instant to what the driver stores."""
        moment = _in_utc(value)
        return moment.replace(tzinfo=None) if moment is not None and dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """What the driver gives back, as an aware instant in UTC."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else _in_utc(value)

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """On PostgreSQL without the layers that only other kinds of columns need."""
        return super().bind_processor(dialect) if dialect.name == "sqlite" else _in_utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """As `bind_processor`, on the way out."""
        return super().result_processor(dialect, coltype) if dialect.name == "sqlite" else _in_utc


def _in_utc(value: datetime | None) -> datetime | None:
    if value is None or value.tzinfo is UTC:
        return value
    if value.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return value.astimezone(UTC)


Json = JSON()
"""A JSON value, its keys in the order they were written: a definition's states and transitions have an order,
which PostgreSQL's `jsonb` would not keep."""
