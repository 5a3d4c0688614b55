"""Writers of one SQLite file take their turns, in the order in which they came.

SQLite itself only looks again and again whether the file is free, who has waited long ever more seldom: under
load the newest goes first and the oldest waits until its patience ends.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path


class Turns:
    """The queue before one file. It is the kernel's: it holds between processes and forgets the dead."""

    def __init__(self, database: str | None) -> None:
        is_file = database and not database.startswith(("file:", ":"))
        self._place = Path(f"{database}-turn") if is_file else None

    @contextmanager
    def next(self) -> Iterator[float]:
        """Wait until everybody who came before has begun; gives the seconds that took. Hold it to begin."""
        since = time.monotonic()
        if self._place is None:
            yield 0.0
            return
        with ExitStack() as held:
            with suppress(OSError):  # where no such file can be made, SQLite's own waiting is left
                fcntl.flock(held.enter_context(self._place.open("ab")), fcntl.LOCK_EX)
            yield time.monotonic() - since
