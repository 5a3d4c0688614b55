"""What the database may answer with, translated once so that nobody above reads driver errors."""

from __future__ import annotations


class StorageError(Exception):
    """The database could not do what was asked."""

    code = "storage-error"


class Busy(StorageError):
    """The database is away or locked; nothing was written; try again."""

    code = "database-busy"


class Full(Busy):
    """The database or the document store has no room left; nothing was written."""

    code = "storage-full"


class Unsure(Busy):
    """The connection was lost while committing: whether it was written only the database knows. A repeat
    under the same command id finds out."""

    code = "outcome-unknown"


class Conflict(StorageError):
    """Another transaction got there first; nothing was written; try again."""

    code = "write-conflict"


class Duplicate(StorageError):
    """A row with this key exists already."""

    code = "duplicate"


class Immutable(StorageError):
    """The record may only grow; it refuses change and deletion."""

    code = "record-immutable"
