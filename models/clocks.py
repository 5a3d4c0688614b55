"""Queries of timers and rungs. They are only touched under the lock of their case."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    RowMapping,
    bindparam,
    insert,
    literal_column,
    select,
    text,
    tuple_,
    update,
)

from models.prepared import Prepared
from models.session import Row, Session
from models.sets import among
from models.tables.clocks import RUNNING_DUTY, rungs, timers

_TIMERS = Prepared(
    select(timers)
    .where(timers.c.case_id == bindparam("case_id"))
    .order_by(timers.c.start_seq, timers.c.clock, timers.c.timer_id)
)
_FROZEN = (
    "verdict_inputs", "verdict_promised", "calendar_name", "org_id", "started_at", "stopped_at", "stop_seq",
    "unconfirmed",
)  # fmt: skip
"""What no act looks at again. A case with a history has many timers, nearly all of them stopped."""
ACTING = Prepared(
    select(*[column for column in timers.c if column.name not in _FROZEN])
    .where(timers.c.case_id == bindparam("case_id"))
    .order_by(timers.c.start_seq, timers.c.clock, timers.c.timer_id)
)
"""A case's timers for an act on it."""
_SETTLED = Prepared(
    select(rungs.c.timer_id.label("id"), rungs.c.rung.label("name")).where(
        rungs.c.case_id == bindparam("case_id"), text("standing IN ('fired', 'passed')")
    )
)
_RUNGS = Prepared(
    select(rungs)
    .where(rungs.c.case_id == bindparam("case_id"))
    .order_by(rungs.c.timer_id, rungs.c.fires_at, rungs.c.rung)
)
_CHANGEABLE = (
    "running", "raw_due", "legal_due", "promised_due", "due_at", "precision", "provisional", "acts",
    "stopped_on", "stopped_at", "stop_seq", "verdict", "verdict_promised", "verdict_inputs", "unconfirmed",
    "calendar_sha256", "rule_id", "org_id", "calendar_name", "kind", "informative",
)  # fmt: skip
_ENDED = (
    "promised_due", "stopped_on", "stopped_at", "stop_seq", "verdict", "verdict_promised", "verdict_inputs",
)  # fmt: skip
_ARM = Prepared(insert(timers))
_ARM_RUNNING = Prepared(
    insert(timers).values({one.name: bindparam(one.name) for one in timers.c if one.name not in _ENDED})
)
_PLACE = Prepared(insert(rungs))
_CANCEL = Prepared(
    update(rungs)
    .where(
        rungs.c.case_id == bindparam("key"),
        rungs.c.timer_id == bindparam("timer_key"),
        rungs.c.standing == "armed",
    )
    .values(standing="cancelled")
)
_SETTLE = Prepared(
    update(rungs)
    .where(
        rungs.c.case_id == bindparam("key"),
        rungs.c.timer_id == bindparam("timer_key"),
        rungs.c.rung == bindparam("rung_key"),
    )
    .values(standing="fired", fired_at=bindparam("fired"), fired_seq=bindparam("seq"))
)
_DUE = (
    select(rungs.c.case_id, rungs.c.timer_id, rungs.c.rung, rungs.c.fires_at, rungs.c.next_try_at)
    .where(text("standing = 'armed'"), rungs.c.next_try_at <= bindparam("now"))
    .order_by(rungs.c.next_try_at, rungs.c.case_id, rungs.c.timer_id, rungs.c.rung)
    .limit(bindparam("size"))
)


@lru_cache(maxsize=64)
def _update_of(names: tuple[str, ...]) -> Prepared:
    """An update of some columns; what stops, pauses or lengthens changes the same ones each time."""
    return Prepared(
        update(timers)
        .where(timers.c.case_id == bindparam("key"), timers.c.timer_id == bindparam("timer_key"))
        .values({name: bindparam(name) for name in names})
    )


def read_timers(session: Session, case_id: UUID) -> list[dict[str, Any]]:
    """Every timer of the case, the stopped ones too, oldest first; `settled` names those of its rungs that
    fired or passed."""
    named = {"case_id": case_id}
    return with_settled(*session.fetch((_TIMERS, named), (_SETTLED, named)))


def with_settled(found: Sequence[Row], settled: Sequence[Row]) -> list[dict[str, Any]]:
    """Timers with the names of those of their rungs that fired or passed: rows of `id`, the timer's, and
    `name`."""
    passed: dict[UUID, set[str]] = {}
    for rung in settled:
        passed.setdefault(rung["id"], set()).add(rung["name"])
    return [{**row, "settled": frozenset(passed.get(row["timer_id"], ()))} for row in found]


def read_rungs(session: Session, case_id: UUID) -> list[dict[str, Any]]:
    """Every rung of the case's timers, those of one timer in the order in which they fire."""
    (rows,) = session.fetch((_RUNGS, {"case_id": case_id}))
    return rows


_TIMERS_OF = Prepared(
    select(timers)
    .where(among(timers.c.case_id, "case_ids", alone=False))
    .order_by(timers.c.start_seq, timers.c.clock, timers.c.timer_id)
)
_RUNGS_OF = Prepared(
    select(rungs)
    .where(among(rungs.c.case_id, "case_ids", alone=False))
    .order_by(rungs.c.timer_id, rungs.c.fires_at, rungs.c.rung)
)


def timers_of(session: Session, case_ids: Collection[UUID]) -> list[dict[str, Any]]:
    """The timers of several cases."""
    return session.fetch((_TIMERS_OF, {"case_ids": case_ids}))[0]


def rungs_of(session: Session, case_ids: Collection[UUID]) -> list[dict[str, Any]]:
    """The rungs of several cases, those of one timer in the order in which they fire."""
    return session.fetch((_RUNGS_OF, {"case_ids": case_ids}))[0]


def request_timers(session: Session, case_ids: Sequence[UUID]) -> dict[UUID, Row]:
    """The clock of each coordination request of several cases, by request; of several the one that ends
    first."""
    found: dict[UUID, Row] = {}
    for timer in timers_of(session, case_ids):
        if timer["subject_kind"] == "request" and not timer["informative"]:
            before = found.get(timer["subject_id"])
            if before is None or timer["due_at"] < before["due_at"]:
                found[timer["subject_id"]] = timer
    return found


_FIRST_DUE = Prepared(
    select(timers.c.case_id, timers.c.timer_id, timers.c.clock, timers.c.due_at, timers.c.precision)
    .where(literal_column(RUNNING_DUTY, Boolean), among(timers.c.case_id, "case_ids", alone=False))
    .order_by(timers.c.due_at, timers.c.clock, timers.c.timer_id)
)


def first_due(session: Session, case_ids: Sequence[UUID]) -> dict[UUID, Row]:
    """The running duty that several cases are due by, of each case that has one."""
    found: dict[UUID, Row] = {}
    if case_ids:
        for row in session.fetch((_FIRST_DUE, {"case_ids": case_ids}))[0]:
            found.setdefault(row["case_id"], row)
    return found


def read_many(
    session: Session, case_ids: Collection[UUID]
) -> tuple[dict[UUID, list[dict[str, Any]]], dict[UUID, list[dict[str, Any]]]]:
    """The timers (with what is settled of their rungs) and the rungs of several cases, by case."""
    wanted = {"case_ids": case_ids}
    found, found_rungs = session.fetch((_TIMERS_OF, wanted), (_RUNGS_OF, wanted))
    settled = [
        {"id": rung["timer_id"], "name": rung["rung"]}
        for rung in found_rungs
        if rung["standing"] in ("fired", "passed")
    ]
    return _by_case(with_settled(found, settled)), _by_case(found_rungs)


def _by_case(rows: Iterable[dict[str, Any]]) -> dict[UUID, list[dict[str, Any]]]:
    found: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["case_id"], []).append(row)
    return found


def insert_timers(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store armed timers."""
    is_plain = all(row[name] is None for row in rows for name in _ENDED)
    session.put(_ARM_RUNNING if is_plain else _ARM, rows)


def update_timers(session: Session, changed: Sequence[tuple[Row, Mapping[str, Any]]]) -> None:
    """Write the changes over each timer row."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row, changes in changed:
        names = tuple(name for name in _CHANGEABLE if name in changes)
        values = {**changes, "key": row["case_id"], "timer_key": row["timer_id"]}
        alike.setdefault(names, []).append(values)
    for names, rows in alike.items():
        session.put(_update_of(names), rows)


def replace_rungs(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store rungs; one that is there already and has neither fired nor passed gets its new moment."""
    if not rows:
        return
    statement = select(rungs.c.timer_id, rungs.c.rung).where(
        rungs.c.case_id.in_({row["case_id"] for row in rows}),
        tuple_(rungs.c.timer_id, rungs.c.rung).in_([(row["timer_id"], row["rung"]) for row in rows]),
    )
    known = {(row[0], row[1]) for row in session.execute(statement)}
    fresh = [row for row in rows if (row["timer_id"], row["rung"]) not in known]
    moved = [row for row in rows if (row["timer_id"], row["rung"]) in known]
    insert_rungs(session, fresh)
    for row in moved:
        session.execute(
            update(rungs)
            .where(
                rungs.c.case_id == row["case_id"],
                rungs.c.timer_id == row["timer_id"],
                rungs.c.rung == row["rung"],
                rungs.c.standing.in_(("armed", "cancelled")),
            )
            .values(
                fires_at=row["fires_at"], next_try_at=row["next_try_at"], standing=row["standing"], attempts=0
            )
        )


def insert_rungs(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store the rungs of new timers."""
    session.put(_PLACE, rows)


def cancel_rungs(session: Session, keys: Sequence[tuple[UUID, UUID]]) -> None:
    """Take down the armed rungs of timers, named by (case_id, timer_id)."""
    session.put(_CANCEL, [{"key": case_id, "timer_key": timer_id} for case_id, timer_id in keys])


def due_rungs(
    session: Session, now: datetime, size: int, after: tuple[Any, ...] | None = None
) -> list[RowMapping]:
    """The next armed rungs whose moment has come, oldest first; `after` is the key of the last one seen."""
    statement = _DUE
    if after is not None:
        key = (rungs.c.next_try_at, rungs.c.case_id, rungs.c.timer_id, rungs.c.rung)
        statement = statement.where(tuple_(*key) > tuple_(*after))
    return list(session.execute(statement, {"now": now, "size": size}).mappings())


def settle_rungs(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Mark rungs fired: rows of key, timer_key, rung_key, fired, seq."""
    session.put(_SETTLE, rows)


def put_off_rung(session: Session, row: Mapping[str, Any], next_try_at: datetime) -> None:
    """Count a failed attempt at a rung and say when to try again, so that it holds up nobody."""
    session.execute(
        update(rungs)
        .where(
            rungs.c.case_id == row["case_id"],
            rungs.c.timer_id == row["timer_id"],
            rungs.c.rung == row["rung"],
            rungs.c.standing == "armed",
        )
        .values(attempts=rungs.c.attempts + 1, next_try_at=next_try_at)
    )


def cases_on_other_calendar(
    session: Session, name: str, sha256: str, after: UUID | None, size: int
) -> list[UUID]:
    """Cases with open timers reckoned on another edition of the calendar, in id order after `after`."""
    statement = (
        select(timers.c.case_id)
        .where(
            timers.c.calendar_name == name, timers.c.calendar_sha256 != sha256, text("running <> 'stopped'")
        )
        .distinct()
        .order_by(timers.c.case_id)
        .limit(size)
    )
    if after is not None:
        statement = statement.where(timers.c.case_id > after)
    return list(session.execute(statement).scalars())
