"""What the database may answer with, translated once so that nobody above reads driver errors."""

from __future__ import annotations


class StorageError(Exception):
    """The database could not do what was asked."""

    code = "storage-error"


class Busy(StorageError):
    """The database is away, locked or out of room; nothing was written; try again."""

    code = "database-busy"


class Conflict(StorageError):
    """Another transaction got there first; nothing was written; try again."""

    code = "write-conflict"


class Duplicate(StorageError):
    """A row with this key exists already."""

    code = "duplicate"


class Immutable(StorageError):
    """The record may only grow; it refuses change and deletion."""

    code = "record-immutable"
