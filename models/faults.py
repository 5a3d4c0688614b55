"""What a driver's or the pool's error means to the layers above."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import TimeoutError as PoolTimeout

from models.errors import Busy, Conflict, Duplicate, Full, Immutable, StorageError

_RETRYABLE = {"40001", "40P01", "55P03", "26000"}
"""Serialisation, deadlock, no lock to be had, a prepared statement that the server no longer knows."""
_DISK_FULL = "53100"


def translate(error: Exception) -> StorageError:
    """What a driver or pool error means to the layers above."""
    if isinstance(error, PoolTimeout):
        return Busy()
    cause = getattr(error, "orig", None) or error
    kinds = {kind.__name__ for kind in type(cause).__mro__}
    state = getattr(cause, "sqlstate", None) or ""
    words = str(cause).lower()
    if "append-only" in words or state == "42501":
        return Immutable()
    if state in _RETRYABLE:
        return Conflict()
    if state == _DISK_FULL or getattr(cause, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL:
        return Full()
    if "IntegrityError" in kinds and (state == "23505" or "unique constraint" in words):
        return Duplicate(words.splitlines()[0][:200])
    if "OperationalError" in kinds or state[:2] in {"08", "53", "57"}:
        return Busy()
    return StorageError(type(cause).__name__)
