"""Living processes, waiting for them, and a lock between them."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PATIENCE = 30.0  # seconds
_PAUSE = 0.02


def wait_until(condition: Callable[[], bool], complaint: str, patience: float = PATIENCE) -> None:
    """Return once the condition holds; raises TimeoutError with the complaint after `patience` seconds."""
    end = time.monotonic() + patience
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(complaint)
        time.sleep(_PAUSE)


def is_alive(number: int) -> bool:
    """Whether a process runs. One that has ended and that nobody has reaped is not alive."""
    with suppress(ChildProcessError):
        os.waitpid(number, os.WNOHANG)
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return _letter_and_parent(number)[0] != "Z"


def children(number: int) -> list[int]:
    """The processes started by a process; none where the system has no /proc."""
    everyone = [int(path.name) for path in Path("/proc").glob("[0-9]*")]
    return [other for other in everyone if _letter_and_parent(other)[1] == number]


def signal_to(number: int, which: int) -> None:
    """Send a signal; one that is gone already is let be."""
    with suppress(ProcessLookupError):
        os.kill(number, which)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock file between processes; it opens by itself when its holder dies."""
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _letter_and_parent(number: int) -> tuple[str, int]:
    try:
        after_name = (
            Path(f"/proc/{number}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2]
        )
    except OSError:
        return "", 0
    letter, parent = after_name.split()[:2]
    return letter, int(parent)
