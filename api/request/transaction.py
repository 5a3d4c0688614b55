"""The one transaction of a request."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from api.request.wiring import wiring
from models.errors import Conflict, Duplicate
from models.session import Session

T = TypeVar("T")
TRIES = 3


def in_transaction(work: Callable[[Session], T], read_only: bool = False) -> T:
    """What `work` gives, after its transaction was committed; raising rolls back.

    A lost race (Conflict, or Duplicate: somebody wrote the same key first) is tried three times in all, for
    verbs are safe to
    repeat: under a command id the second try finds what the first made. Busy is not repeated: the database
    has been waited
    for already. Raises Busy, Conflict, Duplicate and whatever `work` raises.
    """
    for left in reversed(range(TRIES)):
        try:
            with wiring().database.transaction(read_only=read_only) as session:
                return work(session)
        except (Conflict, Duplicate):
            if left == 0:
                raise
    raise AssertionError("unreachable")
