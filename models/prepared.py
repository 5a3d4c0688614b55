"""Statements of the hot path: written in Core like every other, compiled once per kind of database, run on
the driver's own cursor.

An act runs a dozen statements, and what surrounds a statement (cache keys, contexts, result proxies) costs
more than the statement. Here it is paid once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Any

from sqlalchemy import Dialect, Executable, Update
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Change = Callable[[Any], Any]


_KEYS = ("key", "timer_key", "rung_key")
"""What prepared updates call the parts of the key of the row they change."""
_NAMED = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Form:
    """A statement as one driver takes it: its text with counted places and the name that stands in each; what
    stands there where nothing is given; what some values go through on the way in and some columns on the way
    out; and of an update the table and the places of the row's key."""

    text: str
    names: Sequence[str]
    constants: Mapping[str, Any]
    inward: Sequence[tuple[int, Change]]
    columns: Sequence[str]
    outward: Sequence[tuple[str, Change]]
    changes: str | None = None
    key: Sequence[int] = ()

    @cached_property
    def _pick(self) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
        if len(self.names) > 1:
            return itemgetter(*self.names)
        return lambda given: tuple(given[name] for name in self.names)

    def values(self, given: Mapping[str, Any]) -> tuple[Any, ...]:
        """The values in their places. What is not given is constant, or nothing."""
        values = list(self._pick({**self.constants, **given}))
        for place, change in self.inward:
            values[place] = change(values[place])
        return tuple(values)

    def row(self, raw: Sequence[Any]) -> dict[str, Any]:
        """A row as it is used."""
        row = dict(zip(self.columns, raw, strict=True))
        for name, change in self.outward:
            row[name] = change(row[name])
        return row


class Prepared:
    """A statement whose values are all named binds (`bindparam`), or an insert of whole rows."""

    def __init__(self, statement: Executable) -> None:
        self.statement = statement
        self._forms: dict[str, Form] = {}

    def form(self, dialect: Dialect) -> Form:
        """The statement as this kind of database takes it, compiled at the first use."""
        if dialect.name not in self._forms:
            self._forms[dialect.name] = self._compile(dialect)
        return self._forms[dialect.name]

    def _compile(self, dialect: Dialect) -> Form:
        compiled: SQLCompiler = self.statement.compile(dialect=dialect)  # type: ignore[attr-defined]
        binds = {name: bind for bind, name in compiled.bind_names.items()}
        columns = list(getattr(self.statement, "selected_columns", ()))
        text, order = _counted(compiled)
        return Form(
            text,
            order,
            {name: binds[name].value for name in order},
            [
                (place, change)
                for place, name in enumerate(order)
                if (change := _inward(binds[name].type, dialect)) is not None
            ],
            [str(column.key) for column in columns],
            [
                (str(column.key), change)
                for column in columns
                if (change := _outward(column.type, dialect)) is not None
            ],
            str(self.statement.table) if isinstance(self.statement, Update) else None,
            [order.index(name) for name in _KEYS if name in order],
        )


def _counted(compiled: SQLCompiler) -> tuple[str, list[str]]:
    """The text with counted places, `?` or `$1`, and the name that stands in each. psycopg would read a text
    with names anew at every run if it is long."""
    if compiled.positiontup is not None:
        return str(compiled), list(compiled.positiontup)
    order = list(dict.fromkeys(_NAMED.findall(str(compiled))))
    text = _NAMED.sub(lambda found: f"${order.index(found[1]) + 1}", str(compiled))
    return text.replace("%%", "%"), order


def _inward(kind: TypeEngine[Any], dialect: Dialect) -> Change | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _outward(kind: TypeEngine[Any], dialect: Dialect) -> Change | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
