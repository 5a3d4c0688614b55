"""How a database is connected to: the settings that each kind needs to be safe under several processes."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError

from models.line import teach
from models.turns import Turns

SERVICE_ROLE = "tiepdan_service"
"""The PostgreSQL role the service works under; it may insert audit events but neither change nor delete
them."""

_PATIENCE = 15_000
"""Milliseconds that a writer waits for SQLite's one write lock."""


def make_engine(url: str) -> Engine:
    """An engine for a SQLite or PostgreSQL address, with the settings each needs to be safe under several
    processes."""
    if url.startswith("postgres://"):
        url = "postgresql://" + url.removeprefix("postgres://")
    if url.startswith("sqlite"):
        engine = create_engine(
            url, connect_args={"timeout": _PATIENCE / 1000, "check_same_thread": False}, pool_timeout=10
        )
        event.listen(engine, "connect", prepare_sqlite)
        event.listen(engine, "begin", partial(_begin_sqlite, Turns(engine.url.database)))
        return engine
    # Statements are prepared by `models.line`. Those of the driver would be given up after each rollback, and
    # all others of the connection with them.
    engine = create_engine(
        url,
        connect_args={"prepare_threshold": None},
        pool_size=10,
        max_overflow=5,
        pool_timeout=10,
        pool_use_lifo=True,
    )
    event.listen(engine, "connect", _prepare_postgres)
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", _ask_whether_alive)
    return engine


IDLE_BEFORE_ASKED = 5.0
"""Seconds a connection may have lain idle before it is asked whether it still lives; asking at each checkout
costs a question per transaction."""


def _note_use(_raw: Any, record: Any) -> None:
    record.info["used"] = time.monotonic()


def _ask_whether_alive(raw: Any, record: Any, proxy: Any) -> None:
    if time.monotonic() - record.info.get("used", 0.0) < IDLE_BEFORE_ASKED:
        return
    try:
        raw.execute("SELECT 1")
        raw.rollback()
    except Exception as error:
        # The pool answers this by throwing the connection away and taking another.
        raise DisconnectionError() from error


def prepare_sqlite(raw: Any, _record: Any) -> None:
    # The driver must not start transactions by itself: the write lock is taken in `_begin_sqlite`, before the
    # first read.
    raw.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_PATIENCE}"):
        raw.execute(f"PRAGMA {pragma}")


def _begin_sqlite(turns: Turns, connection: Connection) -> None:
    if connection.get_execution_options().get("read_only", False):
        connection.exec_driver_sql("BEGIN")
        return
    with turns.next() as waited:
        # Whoever waited in the queue has used up some of its patience, else the last of many waits for hours.
        left = max(_PATIENCE - int(waited * 1000), 0)
        if waited > 1:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={left}")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        finally:
            if waited > 1:
                connection.exec_driver_sql(f"PRAGMA busy_timeout={_PATIENCE}")


def _prepare_postgres(raw: Any, _record: Any) -> None:
    teach(raw)
    # Before the first migration the role does not exist; the service then works as the owner until the next
    # connection.
    autocommit, raw.autocommit = raw.autocommit, True
    with raw.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_roles WHERE rolname = %s AND pg_has_role(current_user, oid, 'MEMBER')",
            (SERVICE_ROLE,),
        )
        if cursor.fetchone():
            cursor.execute(f"SET ROLE {SERVICE_ROLE}")
        cursor.execute("SET lock_timeout = '10s'; SET TIME ZONE 'UTC'")
    raw.autocommit = autocommit
