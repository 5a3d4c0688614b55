"""Keys that one run has met, kept in a file of their own that ends with the run: memory stays flat however
many there are. No case data, and no part of the database."""

from __future__ import annotations

import sqlite3


class KeysMet:
    """Which keys were met, and where first."""

    def __init__(self) -> None:
        # An empty name is a file without one: it goes when it is closed, and is only written when it
        # outgrows the cache.
        self._file = sqlite3.connect("", isolation_level=None)
        self._file.execute("PRAGMA journal_mode=OFF")
        self._file.execute("PRAGMA synchronous=OFF")
        self._file.execute("CREATE TABLE met (key TEXT PRIMARY KEY, line INTEGER NOT NULL) WITHOUT ROWID")
        self._file.execute("BEGIN")

    def first(self, key: str, line: int) -> int:
        """The line where a key was met first: this one, if it is new."""
        added = self._file.execute("INSERT OR IGNORE INTO met VALUES (?, ?)", (key, line)).rowcount
        if added:
            return line
        (found,) = self._file.execute("SELECT line FROM met WHERE key = ?", (key,)).fetchone()
        return int(found)

    def close(self) -> None:
        """Let the file go."""
        self._file.close()
