"""Clients in processes of their own: all work until the same instant, then each says what it did and what CPU
it cost."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from contextlib import ExitStack
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, Protocol

from bench.measure import Round, cpu_of


class Client(Protocol):
    """What works in a process of its own."""

    def take(self) -> float:
        """One unit of work; gives the seconds that it took."""

    def rest(self) -> list[float]:
        """End what is underway; gives the seconds of each unit that this ended."""


class Alone:
    """A client that does one unit after another."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work

    def take(self) -> float:
        """The next unit."""
        begin = time.perf_counter()
        self._work()
        return time.perf_counter() - begin

    def rest(self) -> list[float]:
        """Nothing is underway."""
        return []


MakeClient = Callable[[int], Client]
"""Makes the client of a number. It must be picklable."""

_SPAWN = get_context("spawn")


class Crew:
    """`count` clients that keep what they have warmed up from round to round."""

    def __init__(
        self, make: MakeClient, count: int, own: Callable[[], float] | None, postmaster: int
    ) -> None:
        self._own, self._postmaster = own, postmaster
        self._pipes: list[Connection] = []
        self._children: list[Any] = []
        for number in range(count):
            ours, theirs = _SPAWN.Pipe()
            child = _SPAWN.Process(target=_client, args=(make, number, theirs), daemon=True)
            child.start()
            theirs.close()
            self._pipes.append(ours)
            self._children.append(child)
        for pipe in self._pipes:
            _heard(pipe)

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        with ExitStack() as stack:
            for pipe, child in zip(self._pipes, self._children, strict=True):
                stack.callback(child.join)
                stack.callback(pipe.close)
                if child.is_alive():
                    pipe.send(None)

    def run(self, seconds: float) -> Round:
        """One round. Own CPU is that of `own` (web workers) where it was given, else that of the clients."""
        own, database = self._own() if self._own else 0.0, cpu_of(self._postmaster)
        begin = time.perf_counter()
        for pipe in self._pipes:
            pipe.send(begin + seconds)
        said: list[tuple[float, list[float]]] = [_heard(pipe) for pipe in self._pipes]
        passed = time.perf_counter() - begin
        times = tuple(one for _, listed in said for one in listed)
        own = self._own() - own if self._own else sum(cpu for cpu, _ in said)
        return Round(len(times), passed, own, cpu_of(self._postmaster) - database, times)


def _client(make: MakeClient, number: int, pipe: Connection) -> None:
    """What runs in a client's process. What goes wrong there is told, and ends the measurement."""
    try:
        client = make(number)
        pipe.send("ready")
        while (end := pipe.recv()) is not None:
            # As the service's workers do: what stays for ever is not looked through for rubbish.
            gc.freeze()
            cpu, times = time.process_time(), []
            while time.perf_counter() < end:
                times.append(client.take())
            times += client.rest()
            pipe.send((time.process_time() - cpu, times))
    except Exception as error:
        pipe.send(error)


def _heard(pipe: Connection) -> Any:
    said = pipe.recv()
    if isinstance(said, Exception):
        raise RuntimeError("a client failed") from said
    return said
