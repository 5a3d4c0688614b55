"""Work in processes of their own, forked from one that has loaded everything: memory is shared, and whoever
dies is started again."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from types import FrameType
from typing import Any

import structlog

_log = structlog.get_logger("service")

GRACE = 15.0
"""Seconds that a process has to end after SIGTERM before it is killed."""

STEADY = 60.0
"""Seconds of life after which a death counts as the first again."""

ENDS = frozenset({signal.SIGTERM, signal.SIGINT})

_LONGEST_PAUSE = 30.0

_ARENAS, _M_ARENA_MAX = 2, -8


def pause_before(deaths: int) -> float:
    """Seconds until whoever died for the n-th time in a row is started again: none, one, two, four, up to
    thirty."""
    return 0.0 if deaths <= 1 else min(2.0 ** (deaths - 2), _LONGEST_PAUSE)


def keep_running(works: Mapping[str, Callable[[], None]]) -> None:
    """Do each work in a process of its own until SIGTERM or SIGINT, then end all of them within `GRACE`
    seconds.

    The caller must have no threads, and nothing open that two processes cannot share (no connections).
    """
    # What is there now stays: a collection that touched it would copy it into every process.
    gc.collect()
    gc.freeze()
    _keep_heaps_few()
    crew = [_Member(name, work) for name, work in works.items()]
    with _told_to_end() as (is_ending, told):
        try:
            while not is_ending():
                now = time.monotonic()
                for one in crew:
                    one.look(now)
                times = [one.starts_at - now for one in crew if one.child is None]
                wait([told, *(one.child.sentinel for one in crew if one.child)], min(times, default=None))
        finally:
            _end(crew)


def _keep_heaps_few() -> None:
    """Have the threads of a process share their heaps, where the C library is one that gives each its own:
    what one of them frees would be of no use to the others. Python lets one thread run at a time anyway."""
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(_M_ARENA_MAX, _ARENAS)


class _Member:
    """One work and the process that does it, if there is one."""

    def __init__(self, name: str, work: Callable[[], None]) -> None:
        self.name, self.work = name, work
        self.child: Any = None
        self.starts_at = self.started = time.monotonic()
        self.deaths = 0

    def look(self, now: float) -> None:
        """Note a death, and start what is due."""
        if self.child is not None and not self.child.is_alive():
            self.deaths = 1 if now - self.started > STEADY else self.deaths + 1
            pause = pause_before(self.deaths)
            self.starts_at = now + pause
            _log.error("worker-died", name=self.name, code=self.child.exitcode, again_after_seconds=pause)
            self.child.close()
            self.child = None
        if self.child is None and now >= self.starts_at:
            self.child = get_context("fork").Process(target=_run, args=(self.name, self.work), name=self.name)
            # Until the child has its own answer to a signal, none may reach it: it would be lost.
            signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)
            try:
                self.child.start()
            finally:
                signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)
            self.started = now
            _log.info("worker-started", name=self.name, number=self.child.pid)


def _end(crew: list[_Member]) -> None:
    living = [one for one in crew if one.child]
    for one in living:
        one.child.terminate()
    end = time.monotonic() + GRACE
    for one in living:
        one.child.join(max(0.0, end - time.monotonic()))
        if one.child.is_alive():
            _log.error("worker-killed", name=one.name)
            one.child.kill()
            one.child.join()
    _log.info("workers-ended", count=len(living))


def _run(name: str, work: Callable[[], None]) -> None:
    """What runs in a process: SIGTERM raises SystemExit; SIGINT, which a terminal sends to everybody, is left
    to the parent."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_on_sigterm()
    # Started while signals are held back: this thread never takes one that the work waits for.
    threading.Thread(target=_follow_parent, daemon=True).start()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)
    try:
        work()
    except Exception as error:
        # A traceback's words may be a citizen's.
        _log.error("worker-failed", name=name, error=type(error).__name__)
        raise SystemExit(1) from None


def _follow_parent() -> None:
    """End with the parent, also where it was killed: orphans would keep the address."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def end_on_sigterm() -> None:
    """SIGTERM ends the server as SIGINT does: waitress lets its threads finish."""

    def end(number: int, frame: FrameType | None) -> None:
        # A second one must not break off what the first one has begun.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, end)


@contextmanager
def _told_to_end() -> Iterator[tuple[Callable[[], bool], int]]:
    """(whether SIGTERM or SIGINT has come, a descriptor that can be read once one has)."""
    told: list[int] = []
    ear, mouth = os.pipe()
    os.set_blocking(mouth, False)
    before = {one: signal.getsignal(one) for one in ENDS}
    for one in before:
        signal.signal(one, lambda number, _frame: told.append(number))
    awoken = signal.set_wakeup_fd(mouth, warn_on_full_buffer=False)
    try:
        yield lambda: bool(told), ear
    finally:
        signal.set_wakeup_fd(awoken)
        for one, action in before.items():
            signal.signal(one, action)
        os.close(ear)
        os.close(mouth)
