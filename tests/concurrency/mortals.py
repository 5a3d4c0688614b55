"""Real programs that act on one database: forked, each with connections and ids of its own, and mortal."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Any

from models.errors import Busy, Conflict, Duplicate
from models.session import Database, Session
from tests.world import World

_numbers = itertools.count(1)
_FORK = multiprocessing.get_context("fork")
KILLED = -signal.SIGKILL


class Running:
    """A process that carries out a job in the world. `result` waits for it; a job that raised raises here."""

    def __init__(self, world: World, job: Callable[[World], Any], die_at: int | None = None) -> None:
        world.database.engine.dispose()  # a forked connection would be shared
        self._answers, theirs = _FORK.Pipe(duplex=False)
        self._child = _FORK.Process(target=_run, args=(world, job, die_at, next(_numbers), theirs))
        self._child.start()
        theirs.close()

    def wait(self) -> int | None:
        """The exit code, once it is over."""
        self._child.join(60)
        assert self._child.exitcode is not None, "the process hangs"
        return self._child.exitcode

    def result(self) -> Any:
        """What the job gave back."""
        answer = self._answers.recv()
        self.wait()
        if isinstance(answer, BaseException):
            raise answer
        return answer


def _run(world: World, job: Callable[[World], Any], die_at: int | None, number: int, to: Connection) -> None:
    url = world.database.engine.url.render_as_string(hide_password=False)
    database = Database(url, world.database.keys, world.database.blobs)
    own = replace(world, database=database, _ids=itertools.count(number * 10_000_000))
    if die_at is not None:
        _die_at(die_at)
    try:
        to.send(job(own))
    except Exception as error:
        to.send(error)
    finally:
        database.engine.dispose()


def _die_at(statement: int) -> None:
    """Let the process be killed just before its n-th statement from now: in the middle, and always at the
    same place."""
    counter, execute = itertools.count(1), Session.execute

    def mortal(self: Session, *arguments: Any, **named: Any) -> Any:
        if next(counter) == statement:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(self, *arguments, **named)

    Session.execute = mortal  # type: ignore[method-assign]


def as_the_edge_does(verb: Callable[[], Any]) -> Any:
    """Call a verb again, three times in all, when somebody else was faster."""
    for _ in range(2):
        try:
            return verb()
        except (Busy, Conflict, Duplicate):
            continue
    return verb()
