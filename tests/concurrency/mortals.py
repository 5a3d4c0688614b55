"""Real programs that act on one database: forked, each with connections and ids of its own, and mortal."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from typing import Any

from sqlalchemy import Engine, event

from models.errors import Busy, Conflict, Duplicate
from models.session import Database
from tests.world import World

_numbers = itertools.count(1)
_FORK = multiprocessing.get_context("fork")
KILLED = -signal.SIGKILL


@dataclass(frozen=True, slots=True)
class Death:
    """Where a process kills itself: just before its n-th "statement", when the n-th was answered ("answer"),
    just before its n-th "commit", or when the n-th was made ("committed")."""

    at: str
    number: int = 1


def bell() -> Event:
    """Something that one process sets and the others wait for."""
    return _FORK.Event()


class Running:
    """A process that carries out a job in the world. `result` waits for it; a job that raised raises here."""

    def __init__(self, world: World, job: Callable[[World], Any], die_at: int | Death | None = None) -> None:
        world.database.engine.dispose()  # a forked connection would be shared
        death = Death("statement", die_at) if isinstance(die_at, int) else die_at
        self._answers, theirs = _FORK.Pipe(duplex=False)
        self._child = _FORK.Process(target=_run, args=(world, job, death, next(_numbers), theirs))
        self._child.start()
        theirs.close()

    def wait(self, patience: float = 60) -> int | None:
        """The exit code, once it is over (seconds to wait at most)."""
        self._child.join(patience)
        assert self._child.exitcode is not None, "the process hangs"
        return self._child.exitcode

    def is_over(self) -> bool:
        """Whether it has ended, by itself or otherwise."""
        return self._child.exitcode is not None

    def kill(self, after: float = 0) -> int | None:
        """SIGKILL, unless it ends by itself within so many seconds; gives its exit code."""
        self._child.join(after)
        self._child.kill()
        return self.wait()

    def result(self) -> Any:
        """What the job gave back."""
        answer = self._answers.recv()
        self.wait()
        if isinstance(answer, BaseException):
            raise answer
        return answer


def _run(world: World, job: Callable[[World], Any], death: Death | None, number: int, to: Connection) -> None:
    url = world.database.engine.url.render_as_string(hide_password=False)
    database = Database(url, world.database.keys, world.database.blobs)
    own = replace(world, database=database, _ids=itertools.count(number * 10_000_000))
    if death is not None:
        _doom(database.engine, death)
    try:
        to.send(job(own))
    except Exception as error:
        to.send(error)
    finally:
        database.engine.dispose()


def _doom(engine: Engine, death: Death) -> None:
    """Let this process be killed at a place of its own: in the middle, and always at the same place."""
    counter = itertools.count(1)

    def step(*_: Any) -> None:
        if next(counter) == death.number:
            os.kill(os.getpid(), signal.SIGKILL)

    if death.at == "committed":
        commit = engine.dialect.do_commit

        def commit_and_step(dbapi_connection: Any) -> None:
            commit(dbapi_connection)
            step()

        vars(engine.dialect)["do_commit"] = commit_and_step
        return
    names = {"statement": "before_cursor_execute", "answer": "after_cursor_execute", "commit": "commit"}
    event.listen(engine, names[death.at], step)


def as_the_edge_does(verb: Callable[[], Any]) -> Any:
    """Call a verb again, three times in all, when somebody else was faster."""
    for _ in range(2):
        try:
            return verb()
        except (Busy, Conflict, Duplicate):
            continue
    return verb()
