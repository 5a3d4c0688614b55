"""A long file in batches, each in one transaction that a dry run does not commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from models.session import Database, Session

T = TypeVar("T")


class _OnlyTrying(Exception):
    """Ends a dry run's transaction without a commit."""


def in_batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of up to `size` items, made as they are needed: the file is never whole in memory."""
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch


def done_or_tried(database: Database, work: Callable[[Session], T], *, dry_run: bool) -> T:
    """What `work` gives, done in one transaction; a dry run rolls it back."""
    given: list[T] = []
    try:
        with database.transaction() as session:
            given.append(work(session))
            if dry_run:
                # What waits to be written is tried too.
                session.settle()
                raise _OnlyTrying
    except _OnlyTrying:
        pass
    return given[0]
