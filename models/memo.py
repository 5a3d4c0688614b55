"""What a running service keeps in memory of things that rarely change, and how it learns that they did.

Definitions, offices and people are read for every act and change a few times a month. Whatever writes them
calls `turn`, which moves one number in the same transaction; whatever reads them goes through `recall`, which
keeps a reading for as long as the number stands. No reading outlives the change it missed, in any process.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlalchemy import select, update

from models.prepared import Prepared
from models.session import Memo, Read, Session
from models.tables.epoch import epochs

T = TypeVar("T")

_READ = Prepared(select(epochs.c.number).where(epochs.c.name == "directory"))
_TURN = update(epochs).where(epochs.c.name == "directory").values(number=epochs.c.number + 1)


def turn(session: Session) -> None:
    """Something that readings are kept of changes in this transaction: what it reads from now on is kept by
    nobody else, for it may yet be rolled back."""
    session.execute(_TURN)
    session.memo, session.epoch = Memo(), None


def fetch(session: Session, *reads: Read) -> list[list[dict[str, Any]]]:
    """The rows of prepared reads; the number is asked for along with them where the transaction does not know
    it yet."""
    if session.epoch is not None:
        return session.fetch(*reads)
    *found, numbers = session.fetch(*reads, (_READ, {}))
    session.epoch = numbers[0]["number"]
    return found


def recall(session: Session, key: Hashable, read: Callable[[], T]) -> T:
    """What `read` gives, read once per epoch and key. The value is shared by threads: never change it."""
    if session.epoch is None:
        fetch(session)
    kept = session.memo.of(session.epoch or 0)
    if key not in kept:
        kept[key] = read()
    return kept[key]  # type: ignore[no-any-return]
