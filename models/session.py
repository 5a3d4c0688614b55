"""The database session and its one transaction. `transaction()` holds the only commit of the project.

A verb gets a `Session` and never commits: returning commits, raising rolls back (decision: edges own the
transaction).
"""

from __future__ import annotations

from collections.abc import Generator, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from psycopg import RawCursor, capabilities
from sqlalchemy import Connection, CursorResult, Executable, RowMapping, Transaction, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from models.blobs import BlobStore
from models.crypto import KeyRing
from models.engines import make_engine
from models.errors import Conflict, Unsure
from models.faults import translate
from models.joining import Write, join
from models.line import Answer, Line, Question
from models.prepared import Prepared

__all__ = ["Database", "Read", "Row", "RowMapping", "Session", "transaction"]

Row = Mapping[Any, Any]
"""A row as it was read, or a mapping with the same keys."""

Read = tuple[Prepared, Mapping[str, Any]]
"""A prepared select and its values by name."""


STREAMED = 100
"""Rows of a stream that the driver takes off the network at once: while they are looked at, the database goes
on and fills what lies between."""


# A library of PostgreSQL older than 17 gives a stream row by row.
_CHUNK = STREAMED if capabilities.has_stream_chunked() else 1


class Memo:
    """Readings kept in memory, all of one epoch (`models.memo`). A bound keeps a service that runs for
    months from keeping every day's."""

    MOST = 50_000

    def __init__(self) -> None:
        self._kept: tuple[int | None, dict[Hashable, Any]] = (None, {})

    @property
    def newest(self) -> int | None:
        """The epoch of these readings, or None before the first."""
        return self._kept[0]

    def of(self, epoch: int) -> dict[Hashable, Any]:
        """The readings of an epoch, which are all there are from now on."""
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
        self.trusts = self.unsure = False
        self.sensitive: set[UUID] = set()  # sealed cases that somebody read, for the access log
        self.is_sqlite = connection.dialect.name == "sqlite"
        self._waiting: list[Write] = []
        self._streamed: Generator[tuple[Any, ...]] | None = None
        self._before = tuple(connection.dispatch.before_cursor_execute)
        self._after = tuple(connection.dispatch.after_cursor_execute)

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
        questions = [
            Question(form.text, form.values(values), form.row)
            for form, (_, values) in zip(forms, reads, strict=True)
        ]
        return [answer.rows for answer in self._ask(questions)]

    def stream(self, prepared: Prepared, values: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
        """The rows of a prepared select as the driver gives them, in flat memory; columns that need a change
        on the way out are not for it. Until the last is read nothing else can be asked."""
        self.settle()
        form = prepared.form(self.connection.dialect)
        self._streamed = self._rows(form.text, form.values(values))
        try:
            yield from self._streamed
        finally:
            self._streamed = None

    def _rows(self, words: str, values: Sequence[Any]) -> Generator[tuple[Any, ...]]:
        if self.is_sqlite:
            yield from self._driver.execute(words, values)
            return
        driver = self._driver
        driver.execute("SAVEPOINT stream")
        try:
            with RawCursor(driver) as cursor:
                yield from cursor.stream(words, values, size=_CHUNK)
        except GeneratorExit:
            # The driver called the statement off, which the rest of the transaction has no part in.
            driver.execute("ROLLBACK TO stream; RELEASE stream")
            raise
        # Not by `models.line`: after a stream the library would give the first of several statements that are
        # sent together in parts, too.
        driver.execute("RELEASE stream")

    def end(self) -> None:
        """Let go of a stream that nobody reads to its end: the driver would wait for it."""
        if self._streamed is not None:
            self._streamed.close()

    def put(
        self, prepared: Prepared, rows: Sequence[Mapping[str, Any]], *, touches: int | None = None
    ) -> None:
        """Write with each of the rows, before anything else is read. With `touches`, settling raises
        Conflict unless that many rows were written."""
        if rows:
            form = prepared.form(self.connection.dialect)
            self._waiting.append(Write(form, [form.values(row) for row in rows], touches))

    def settle(self) -> None:
        """Send the writes that wait, and hear that all of them went well."""
        if self._streamed is not None:
            raise RuntimeError("a stream of this session is not read to its end")
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        joined = None if self.is_sqlite else join(waiting)
        if joined is not None:
            (answer,) = self._ask([Question(joined.text, joined.values)])
            if joined.touches not in (None, answer.count):
                raise Conflict()
            return
        questions = [Question(one.form.text, values) for one in waiting for values in one.values]
        counts = iter([answer.count for answer in self._ask(questions)])
        for one in waiting:
            touched = sum(next(counts) for _ in one.values)
            if one.touches not in (None, touched):
                raise Conflict()

    def _ask(self, questions: Sequence[Question]) -> list[Answer]:
        """The answers of the driver; who listens to the engine hears of these statements too."""
        for listen in self._before:
            for one in questions:
                listen(self.connection, None, one.text, one.values, None, False)
        if self.is_sqlite:
            answers = [_asked(self._driver, one) for one in questions]
        else:
            answers = self._line.ask(questions)
        for listen in self._after:
            for one in questions:
                listen(self.connection, None, one.text, one.values, None, False)
        return answers

    @property
    def _driver(self) -> Any:
        return self.connection.connection.driver_connection

    @property
    def _line(self) -> Line:
        known: dict[Any, Any] = self.connection.info
        if "line" not in known:
            known["line"] = Line(self._driver)
        return known["line"]  # type: ignore[no-any-return]


def _asked(driver: Any, one: Question) -> Answer:
    """An answer of SQLite, which has nobody to wait for."""
    cursor = driver.execute(one.text, one.values)
    return Answer([one.row(raw) for raw in cursor.fetchall()], cursor.rowcount)


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


@contextmanager
def transaction(database: Database, *, read_only: bool = False) -> Iterator[Session]:
    """One transaction: leaving normally commits, an exception rolls back.

    Raises Busy (database away or locked; Full: no room; Unsure: lost while committing), Conflict (lost a
    race; safe to retry), Duplicate or Immutable; other exceptions pass through after the rollback. A
    read-only transaction sees one snapshot and cannot write.
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
                    try:
                        yield session
                    finally:
                        session.end()
                    if read_only:
                        outer.rollback()
                    else:
                        session.settle()
                        _commit(outer)
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


def _commit(outer: Transaction) -> None:
    """Raises Unsure when the connection breaks meanwhile: the database may have committed and could not say
    so."""
    try:
        outer.commit()
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Unsure() from error
        raise


def _read_only_options(connection: Connection) -> dict[str, Any]:
    if connection.dialect.name == "sqlite":
        return {"read_only": True}
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
