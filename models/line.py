"""Statements sent to PostgreSQL in one message and answered in one.

psycopg's pipeline hands every statement to the network by itself, and what the machine does for that costs as
much as the statement. Here the layer below it is spoken to: the statements of a question leave together, with
the BEGIN of their transaction before them where it has not begun. What is asked often is prepared, as psycopg
does it, under names of our own.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Connection, IsolationLevel, capabilities, pq
from psycopg.adapt import Dumper, PyFormat, Transformer
from psycopg.errors import FeatureNotSupported, InvalidSqlStatementName, error_from_result
from psycopg.generators import fetch_many, send
from psycopg.postgres import types

from models.sets import Written

OFTEN = 3
"""A statement is prepared when it is asked for the so-manieth time."""

MOST = 200
"""Statements that are counted or known by name at once; what was not asked for the longest is given up."""

_Key = tuple[bytes, tuple[int, ...]]
_WELL = (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK)


def teach(driver: Connection[Any]) -> None:
    """Have a new connection take ids that are already written."""
    driver.adapters.register_dumper(Written, _WrittenDumper)


class _WrittenDumper(Dumper):
    oid = types["uuid"].array_oid

    def dump(self, obj: Written) -> bytes:
        """The text, as it is."""
        return obj.encode()


@dataclass(frozen=True, slots=True)
class Question:
    """One statement with counted places, its values, and what each row of its answer is made into."""

    text: str
    values: Sequence[Any]
    row: Callable[[Sequence[Any]], Any] = tuple


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of an answer, and how many rows the statement gave or touched."""

    rows: list[Any]
    count: int


class Line:
    """A connection as one transaction after another uses it, and which statements it knows by name."""

    def __init__(self, driver: Connection[Any]) -> None:
        self._driver, self._server = driver, driver.pgconn
        self._adapting = Transformer(driver)
        self._counts: OrderedDict[_Key, int] = OrderedDict()
        self._names: OrderedDict[_Key, bytes] = OrderedDict()
        self._made = 0
        self._sent: list[Question | None] = []
        self._new: dict[_Key, bytes] = {}

    def ask(self, questions: Sequence[Question]) -> list[Answer]:
        """The answers, in one transaction, which begins here if it has not. Raises psycopg's errors; after
        one the transaction can only be rolled back."""
        self._sent, self._new = [], {}
        try:
            self._server.enter_pipeline_mode()
            self._begin()
            for one in questions:
                self._send(one)
            self._server.pipeline_sync()
            results = self._driver.wait(self._collected())
            self._server.exit_pipeline_mode()
        except BaseException:
            # Answers may be on their way that nobody will read: this connection serves nobody any more.
            self._driver.close()
            raise
        for result in results:
            if result.status not in _WELL:
                raise self._failed(result)
        self._names.update(self._new)
        pairs = zip(self._sent, results, strict=True)
        return [self._answer(one, result) for one, result in pairs if one is not None]

    def _begin(self) -> None:
        if self._server.transaction_status != pq.TransactionStatus.IDLE:
            return
        words = ["BEGIN"]
        if (level := self._driver.isolation_level) is not None:
            words.append(f"ISOLATION LEVEL {IsolationLevel(level).name.replace('_', ' ')}")
        if self._driver.read_only is not None:
            words.append("READ ONLY" if self._driver.read_only else "READ WRITE")
        self._command(" ".join(words).encode())

    def _send(self, one: Question) -> None:
        adapting = self._adapting
        values = adapting.dump_sequence(one.values, [PyFormat.AUTO] * len(one.values))
        types, formats = adapting.types or (), adapting.formats
        key = (one.text.encode(), types)
        name = self._named(key)
        if name is None:
            self._server.send_query_params(key[0], values, types, formats)
        else:
            self._server.send_query_prepared(name, values, formats)
        self._sent.append(one)

    def _named(self, key: _Key) -> bytes | None:
        """The name of a statement; None where it is not asked for often enough to have one."""
        if name := self._names.get(key) or self._new.get(key):
            if key in self._names:
                self._names.move_to_end(key)
            return name
        count = self._counts.pop(key, 0) + 1
        if count < OFTEN:
            self._counts[key] = count
            if len(self._counts) > MOST:
                self._counts.popitem(last=False)
            return None
        if len(self._names) >= MOST:
            self._forget(self._names.popitem(last=False)[1])
        self._made += 1
        name = self._new[key] = f"tiepdan_{self._made}".encode()
        self._server.send_prepare(name, *key)
        self._sent.append(None)
        return name

    def _forget(self, name: bytes) -> None:
        # A pooler between us and the server translates names in the protocol, not in a statement's words.
        if capabilities.has_send_close_prepared():
            self._server.send_close_prepared(name)
            self._sent.append(None)
        else:
            self._command(b"DEALLOCATE " + name)

    def _command(self, words: bytes) -> None:
        self._server.send_query_params(words, None)
        self._sent.append(None)

    def _collected(self) -> Generator[Any, Any, list[Any]]:
        """One result of each command, once all have been sent."""
        yield from send(self._server)
        found: list[Any] = []
        while True:
            for result in (yield from fetch_many(self._server)):
                if result.status == pq.ExecStatus.PIPELINE_SYNC:
                    return found
                found.append(result)

    def _failed(self, result: Any) -> Exception:
        error = error_from_result(result, encoding=self._driver.info.encoding)
        if isinstance(error, InvalidSqlStatementName | FeatureNotSupported):
            # Somebody between us and the server forgot its names, or what a table is has changed under them.
            self._names.clear()
        return error

    def _answer(self, one: Question, result: Any) -> Answer:
        if result.status == pq.ExecStatus.COMMAND_OK:
            return Answer([], result.command_tuples or 0)
        self._adapting.set_pgresult(result)
        return Answer(self._adapting.load_rows(0, result.ntuples, one.row), result.ntuples)
