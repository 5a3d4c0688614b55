"""The one transaction of a request."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from api.request.wiring import wiring
from models import memo
from models.errors import Conflict, Duplicate
from models.session import Session
from workflow.errors import WorkflowError

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
                return _trusting(session, work)
        except (Conflict, Duplicate):
            if left == 0:
                raise
    raise AssertionError("unreachable")


def _trusting(session: Session, work: Callable[[Session], T]) -> T:
    """Neither an answer nor a refusal rests on what was read earlier and is no longer true."""
    memo.trust(session)
    try:
        answer = work(session)
    except WorkflowError:
        memo.confirm(session)
        raise
    memo.confirm(session)
    return answer
