"""What a running service keeps in memory of things that rarely change, and how it learns that they did.

Definitions, offices and people are read for every act and change a few times a month. Whatever writes them
calls `turn`, which moves one number in the same transaction; whatever reads them goes through `recall`, which
keeps a reading for as long as the number stands. No reading outlives the change it missed, in any process.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar

from sqlalchemy import Select, select, update

from models.prepared import Prepared
from models.session import Memo, Session
from models.tables.epoch import epochs

T = TypeVar("T")

_NUMBER = select(epochs.c.number).where(epochs.c.name == "directory")
_READ = Prepared(_NUMBER)
_TURN = update(epochs).where(epochs.c.name == "directory").values(number=epochs.c.number + 1)


def turn(session: Session) -> None:
    """Something that readings are kept of changes in this transaction: what it reads from now on is kept by
    nobody else, for it may yet be rolled back."""
    session.execute(_TURN)
    session.memo, session.epoch = Memo(), None


def with_epoch(statement: Select[Any]) -> Prepared:
    """A statement that begins transactions: it asks for the number along with its own columns."""
    return Prepared(statement.add_columns(_NUMBER.scalar_subquery().label("epoch")))


def fetch_one(session: Session, prepared: Prepared, values: Mapping[str, Any]) -> dict[str, Any] | None:
    """The row of a statement made by `with_epoch`, or None."""
    (rows,) = session.fetch((prepared, values))
    return noted(session, rows)


def noted(session: Session, rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The row of a statement made by `with_epoch`, its number noted; None where there is no row."""
    if not rows:
        return None
    number = rows[0].pop("epoch")
    if session.epoch is None:
        session.epoch = number
    return rows[0]


def recall(session: Session, key: Hashable, read: Callable[[], T]) -> T:
    """What `read` gives, read once per epoch and key. The value is shared by threads: never change it."""
    if session.epoch is None:
        ((row,),) = session.fetch((_READ, {}))
        session.epoch = row["number"]
    kept = session.memo.of(session.epoch)
    if key not in kept:
        kept[key] = read()
    return kept[key]  # type: ignore[no-any-return]
