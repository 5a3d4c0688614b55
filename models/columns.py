"""Column types that behave alike on SQLite and PostgreSQL."""

from __future__ import annotations

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
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        moment = value if value.tzinfo is UTC else value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """What the driver gives back, as an aware instant in UTC."""
        if value is None:
            return None
        moment: datetime = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return moment


Json = JSON()
"""A JSON value, its keys in the order they were written: a definition's states and transitions have an order,
which PostgreSQL's `jsonb` would not keep."""
