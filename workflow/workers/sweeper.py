"""Fires what is due, in batches, in any number of processes at once; a rung that cannot be fired holds up
nobody (house.md, flow B)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from models import cases, clocks
from models.errors import Busy, Conflict
from models.session import Database, Row, RowMapping
from workflow.operations.clock.fire_rungs import Fired, RungKey, fire_rungs
from workflow.operations.steps.acting import Act

MakeAct = Callable[[], Act]
"""Gives an act of the product itself at the present instant; the only clock a worker has."""

FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Failed:
    """A rung that could not be fired: how often it was tried, when it is tried next, and the kind of error;
    never its words."""

    key: RungKey
    attempts: int
    next_try_at: datetime
    error: str


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did: rungs `fired`, the longest `lateness` between due and fired, those that `failed`,
    and how many were `left` for the next sweep because somebody held their case."""

    fired: int = 0
    lateness: timedelta = timedelta()
    failed: tuple[Failed, ...] = ()
    left: int = 0


def backoff(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: a minute, doubled each time, six hours at most."""
    return min(FIRST_DELAY * (1 << min(attempts, 20)), LONGEST_DELAY)


def sweep(database: Database, make_act: MakeAct, size: int = 100) -> Swept:
    """Fire every rung that is due, oldest first, `size` in one transaction. Each rung fires once, however
    many processes sweep.

    A batch that fails is fired again one rung at a time; the one that fails then is put off. Raises Busy
    when the database is away: what was fired before stays fired.
    """
    fired: list[Fired] = []
    failed: list[Failed] = []
    left, after = 0, None
    while rows := _due(database, make_act(), size, after):
        last = rows[-1]
        after = (last["next_try_at"], last["case_id"], last["timer_id"], last["rung"])
        keys = [_key(row) for row in rows]
        some, faults = _fire(database, make_act, keys)
        fired += some
        failed += faults
        settled = {one.key for one in some} | {one.key for one in faults}
        left += _still_due(database, make_act(), [key for key in keys if key not in settled])
    worst = max((one.fired - one.due for one in fired), default=timedelta())
    return Swept(len(fired), worst, tuple(failed), left)


def _due(database: Database, act: Act, size: int, after: tuple[Any, ...] | None) -> list[RowMapping]:
    with database.transaction(read_only=True) as session:
        return clocks.due_rungs(session, act.at, size, after)


def _key(row: Row) -> RungKey:
    return row["case_id"], row["timer_id"], row["rung"]


def _fire(database: Database, make_act: MakeAct, keys: Sequence[RungKey]) -> tuple[list[Fired], list[Failed]]:
    """The batch in one transaction, or, if it fails, each rung in one of its own."""
    try:
        with database.transaction() as session:
            return fire_rungs(session, make_act(), keys), []
    except Busy:
        raise
    except Exception:
        # Whatever one rung throws, the others must still fire.
        fired: list[Fired] = []
        failed: list[Failed] = []
        for key in keys:
            _fire_alone(database, make_act, key, fired, failed)
        return fired, failed


def _fire_alone(
    database: Database, make_act: MakeAct, key: RungKey, fired: list[Fired], failed: list[Failed]
) -> None:
    try:
        with database.transaction() as session:
            fired += fire_rungs(session, make_act(), [key])
    except Busy:
        raise
    except Conflict:
        # Somebody else was faster with this case. Nothing is wrong with the rung: the next sweep finds it.
        return
    except Exception as error:
        # One rung that cannot be fired must not hold up the others.
        fault = _put_off(database, make_act(), key, error)
        if fault is not None:
            failed.append(fault)


def _put_off(database: Database, act: Act, key: RungKey, error: Exception) -> Failed | None:
    """Count the attempt under the case's lock. None where somebody holds the case or has settled the rung
    meanwhile."""
    with database.transaction() as session:
        if not cases.lock_cases(session, [key[0]]):
            return None
        row = next((row for row in clocks.read_rungs(session, key[0]) if _key(row) == key), None)
        if row is None or row["standing"] != "armed":
            return None
        next_try_at = act.at + backoff(row["attempts"])
        clocks.put_off_rung(session, dict(row), next_try_at)
        return Failed(key, row["attempts"] + 1, next_try_at, type(error).__name__)


def _still_due(database: Database, act: Act, keys: Sequence[RungKey]) -> int:
    """How many of the rungs nobody has fired: what another worker fired meanwhile is not left."""
    if not keys:
        return 0
    wanted: set[RungKey] = set(keys)
    ids: list[UUID] = sorted({key[0] for key in keys})
    with database.transaction(read_only=True) as session:
        rows = clocks.rungs_of(session, ids)
    return sum(
        _key(row) in wanted and row["standing"] == "armed" and row["next_try_at"] <= act.at for row in rows
    )
