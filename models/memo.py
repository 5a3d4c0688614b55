"""What a running service keeps in memory of things that rarely change, and how it learns that they did.

Definitions, offices and people are read for every act and change a few times a month. Whatever writes them
calls `turn`, which moves one number in the same transaction; whatever reads them goes through `recall`, which
keeps a reading for as long as the number stands. No reading outlives the change it missed, in any process.

Asking for the number costs a question. A transaction that may be run again (`trust`) takes the newest number
it knows of for the true one until a statement brings it along, and ends in Conflict where it was not.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar

from sqlalchemy import Select, select, update

from models.errors import Conflict
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
    confirm(session)
    session.execute(_TURN)
    session.memo, session.epoch, session.trusts = Memo(), None, False


def trust(session: Session) -> None:
    """Let this transaction begin with what was read before it. Whoever says so calls `confirm` before
    anything is answered, a refusal too, and begins anew after Conflict."""
    session.trusts = True


def confirm(session: Session) -> None:
    """Make sure that what was trusted was true. Raises Conflict."""
    if session.unsure:
        ((row,),) = session.fetch((_READ, {}))
        _note(session, row["number"])


def with_epoch(statement: Select[Any]) -> Prepared:
    """A statement that begins transactions: it asks for the number along with its own columns."""
    return Prepared(statement.add_columns(_NUMBER.scalar_subquery().label("epoch")))


def fetch_one(session: Session, prepared: Prepared, values: Mapping[str, Any]) -> dict[str, Any] | None:
    """The row of a statement made by `with_epoch`, or None."""
    (rows,) = session.fetch((prepared, values))
    return noted(session, rows)


def noted(session: Session, rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The row of a statement made by `with_epoch`, its number noted; None where there is no row. Raises
    Conflict where another number was trusted."""
    if not rows:
        return None
    _note(session, rows[0].pop("epoch"))
    return rows[0]


def _note(session: Session, number: int) -> None:
    if session.unsure and session.epoch != number:
        session.memo.of(number)
        raise Conflict()
    session.unsure = False
    if session.epoch is None:
        session.epoch = number


def recall(session: Session, key: Hashable, read: Callable[[], T]) -> T:
    """What `read` gives, read once per epoch and key. The value is shared by threads: never change it. That
    there is nothing (None) is not kept, for strangers may ask for what there is not."""
    kept = session.memo.of(_begin(session) if session.epoch is None else session.epoch)
    if key in kept:
        return kept[key]  # type: ignore[no-any-return]
    value = read()
    if value is not None:
        kept[key] = value
    return value


def _begin(session: Session) -> int:
    number = session.memo.newest if session.trusts else None
    session.unsure = number is not None
    if number is None:
        ((row,),) = session.fetch((_READ, {}))
        number = int(row["number"])
    session.epoch = number
    return number
