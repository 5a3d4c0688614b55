"""Statements of the hot path: written in Core like every other, compiled once per kind of database, run on
the driver's own cursor.

An act runs a dozen statements, and what surrounds a statement (cache keys, contexts, result proxies) costs
more than the statement. Here it is paid once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Dialect, Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Change = Callable[[Any], Any]


@dataclass(frozen=True)
class Form:
    """A statement as one driver takes it: its text; its values by name, constants given, and their order
    where the driver counts them; what some values go through on the way in, and some columns on the way
    out."""

    text: str
    constants: Mapping[str, Any]
    order: Sequence[str] | None
    inward: Sequence[tuple[str, Change]]
    columns: Sequence[str]
    outward: Sequence[tuple[str, Change]]

    def values(self, given: Mapping[str, Any]) -> Any:
        """The values as the driver takes them. What is not given is constant, or nothing."""
        made = {name: given.get(name, constant) for name, constant in self.constants.items()}
        for name, change in self.inward:
            made[name] = change(made[name])
        return made if self.order is None else tuple(made[name] for name in self.order)

    def row(self, raw: Sequence[Any]) -> dict[str, Any]:
        """A row as it is used."""
        row = dict(zip(self.columns, raw, strict=True))
        for name, change in self.outward:
            row[name] = change(row[name])
        return row


class Prepared:
    """A statement whose values are all named binds (`bindparam`), or an insert of the named columns."""

    def __init__(self, statement: Executable, *columns: str) -> None:
        self.statement = statement
        self.inserted = columns
        self._forms: dict[str, Form] = {}

    def form(self, dialect: Dialect) -> Form:
        """The statement as this kind of database takes it, compiled at the first use."""
        if dialect.name not in self._forms:
            self._forms[dialect.name] = self._compile(dialect)
        return self._forms[dialect.name]

    def _compile(self, dialect: Dialect) -> Form:
        compiled: SQLCompiler = self.statement.compile(  # type: ignore[attr-defined]
            dialect=dialect,
            column_keys=list(self.inserted) or None,
        )
        binds = {name: bind for bind, name in compiled.bind_names.items()}
        columns = list(getattr(self.statement, "selected_columns", ()))
        return Form(
            str(compiled),
            {name: bind.value for name, bind in binds.items()},
            compiled.positiontup,
            _changed((name, _inward(bind.type, dialect)) for name, bind in binds.items()),
            [str(column.key) for column in columns],
            _changed((str(column.key), _outward(column.type, dialect)) for column in columns),
        )


def _changed(named: Iterable[tuple[str, Change | None]]) -> list[tuple[str, Change]]:
    return [(name, change) for name, change in named if change is not None]


def _inward(kind: TypeEngine[Any], dialect: Dialect) -> Change | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _outward(kind: TypeEngine[Any], dialect: Dialect) -> Change | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
