"""The database session and its one transaction. `transaction()` holds the only commit of the project.

A verb gets a `Session` and never commits: returning commits, raising rolls back (decision: edges own the
transaction).
"""

from __future__ import annotations

import time
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, Executable, RowMapping, create_engine, event, text
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from models.blobs import BlobStore
from models.crypto import KeyRing
from models.errors import Busy, Conflict, Duplicate, Immutable, StorageError
from models.prepared import Prepared

SERVICE_ROLE = "tiepdan_service"
"""The PostgreSQL role the service works under; it may insert audit events but neither change nor delete
them."""

__all__ = [
    "SERVICE_ROLE",
    "Database",
    "Row",
    "RowMapping",
    "Session",
    "make_engine",
    "transaction",
    "translate",
]

Row = Mapping[Any, Any]
"""A row as it was read, or a mapping with the same keys."""

Read = tuple[Prepared, Mapping[str, Any]]
"""A prepared select and its values by name."""

_RETRYABLE = {"40001", "40P01", "55P03"}


class Memo:
    """Readings kept in memory, all of one epoch (`models.memo`). A bound keeps a service that runs for
    months from keeping every day's."""

    MOST = 50_000

    def __init__(self) -> None:
        self._kept: tuple[int, dict[Hashable, Any]] = (0, {})

    def of(self, epoch: int) -> dict[Hashable, Any]:
        """The readings of an epoch. A thread that still stands in an earlier one gets an empty store of its
        own."""
        number, kept = self._kept
        if number != epoch or len(kept) > self.MOST:
            kept = {}
            self._kept = (epoch, kept)
        return kept


class Session:
    """One open transaction, the keys for personal values, the store of document bytes, and what is kept in
    memory.

    Prepared writes (`put`) wait until something is read or the transaction ends, and then go out together:
    the database is spoken to three or four times in an act instead of a dozen.
    """

    def __init__(self, connection: Connection, keys: KeyRing, blobs: BlobStore, memo: Memo) -> None:
        self.connection = connection
        self.keys = keys
        self.blobs = blobs
        self.memo = memo
        self.epoch: int | None = None
        self.is_sqlite = connection.dialect.name == "sqlite"
        self._waiting: list[Write] = []

    def execute(
        self, statement: Executable, parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Run a statement in this transaction."""
        self.settle()
        return self.connection.execute(statement, parameters)

    def scalar(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Any:
        """Run a statement and give the first column of its first row, or None."""
        self.settle()
        return self.connection.execute(statement, parameters).scalar()

    def fetch(self, *reads: Read) -> list[list[dict[str, Any]]]:
        """The rows of each prepared select, all asked for at once."""
        self.settle()
        forms = [prepared.form(self.connection.dialect) for prepared, _ in reads]
        with self._together():
            cursors = [
                self._send(form.text, form.values(values))
                for form, (_, values) in zip(forms, reads, strict=True)
            ]
            return [
                [form.row(raw) for raw in cursor.fetchall()]
                for form, cursor in zip(forms, cursors, strict=True)
            ]

    def put(
        self, prepared: Prepared, rows: Sequence[Mapping[str, Any]], *, touches: int | None = None
    ) -> None:
        """Write with each of the rows, before anything else is read. With `touches`, settling raises
        Conflict unless that many rows were written."""
        if rows:
            form = prepared.form(self.connection.dialect)
            self._waiting.append(Write(form.text, [form.values(row) for row in rows], touches))

    def settle(self) -> None:
        """Send the writes that wait, and hear that all of them went well."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        with self._together():
            written = [(one, self._write(one)) for one in waiting]
        if any(one.touches not in (None, cursor.rowcount) for one, cursor in written):
            raise Conflict()

    def _write(self, one: Write) -> Any:
        if len(one.values) == 1:
            return self._send(one.text, one.values[0])
        return self._send(one.text, one.values, many=True)

    def _send(self, text: str, values: Any, *, many: bool = False) -> Any:
        cursor = self._driver.cursor()
        heard = self.connection.dispatch
        for listen in heard.before_cursor_execute:
            listen(self.connection, cursor, text, values, None, many)
        (cursor.executemany if many else cursor.execute)(text, values)
        for listen in heard.after_cursor_execute:
            listen(self.connection, cursor, text, values, None, many)
        return cursor

    @property
    def _driver(self) -> Any:
        return self.connection.connection.driver_connection

    def _together(self) -> AbstractContextManager[Any]:
        # In a pipeline psycopg sends without waiting for each answer; SQLite has nobody to wait for.
        return nullcontext() if self.is_sqlite else self._driver.pipeline()


@dataclass(frozen=True, slots=True)
class Write:
    """A prepared write that waits: its text, the values of each row, how many rows it must touch."""

    text: str
    values: Sequence[Any]
    touches: int | None


class Database:
    """An engine with the keys and the blob store that go with it. Open one per running service."""

    def __init__(self, url: str, keys: KeyRing, blobs: BlobStore) -> None:
        self.engine = make_engine(url)
        self.keys = keys
        self.blobs = blobs
        self.memo = Memo()
        self.driver_error: type[Exception] = self.engine.dialect.loaded_dbapi.Error

    def transaction(self, *, read_only: bool = False) -> Any:
        """`with database.transaction() as session:` see `transaction`."""
        return transaction(self, read_only=read_only)


def make_engine(url: str) -> Engine:
    """An engine for a SQLite or PostgreSQL address, with the settings each needs to be safe under several
    processes."""
    if url.startswith("postgres://"):
        url = "postgresql://" + url.removeprefix("postgres://")
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"timeout": 15, "check_same_thread": False}, pool_timeout=10)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(url, pool_size=10, max_overflow=5, pool_timeout=10, pool_use_lifo=True)
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


def _prepare_sqlite(raw: Any, _record: Any) -> None:
    # The driver must not start transactions by itself: the write lock is taken in `_begin_sqlite`, before the
    # first read.
    raw.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000"):
        raw.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    deferred = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if deferred else "BEGIN IMMEDIATE")


def _prepare_postgres(raw: Any, _record: Any) -> None:
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


@contextmanager
def transaction(database: Database, *, read_only: bool = False) -> Iterator[Session]:
    """One transaction: leaving normally commits, an exception rolls back.

    Raises Busy (database away, locked or full), Conflict (lost a race; safe to retry), Duplicate or
    Immutable; other exceptions pass through after the rollback. A read-only transaction sees one snapshot and
    cannot write.
    """
    try:
        with database.engine.connect() as connection:
            if read_only:
                connection = connection.execution_options(**_read_only_options(connection))
            with connection.begin() as outer:
                if read_only and connection.dialect.name == "sqlite":
                    connection.execute(text("PRAGMA query_only=ON"))
                try:
                    session = Session(connection, database.keys, database.blobs, database.memo)
                    yield session
                    if read_only:
                        outer.rollback()
                    else:
                        session.settle()
                        outer.commit()
                except database.driver_error as error:
                    # The pool learns of a lost connection only from what went through SQLAlchemy.
                    if connection.dialect.is_disconnect(error, None, None):  # type: ignore[arg-type]
                        connection.invalidate(error)
                    raise
                finally:
                    if read_only and connection.dialect.name == "sqlite":
                        connection.connection.driver_connection.execute("PRAGMA query_only=OFF")  # type: ignore[union-attr]
    except (DBAPIError, PoolTimeout, database.driver_error) as error:
        raise translate(error) from error


def _read_only_options(connection: Connection) -> dict[str, Any]:
    if connection.dialect.name == "sqlite":
        return {"read_only": True}
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def translate(error: Exception) -> StorageError:
    """What a driver or pool error means to the layers above."""
    if isinstance(error, PoolTimeout):
        return Busy()
    cause = getattr(error, "orig", None) or error
    kinds = {kind.__name__ for kind in type(cause).__mro__}
    state = getattr(cause, "sqlstate", None) or ""
    words = str(cause).lower()
    if "append-only" in words or state == "42501":
        return Immutable()
    if state in _RETRYABLE:
        return Conflict()
    if "IntegrityError" in kinds and (state == "23505" or "unique constraint" in words):
        return Duplicate(words.splitlines()[0][:200])
    if "OperationalError" in kinds or state[:2] in {"08", "53", "57"}:
        return Busy()
    return StorageError(type(cause).__name__)
