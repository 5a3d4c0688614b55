"""A column among many ids as one bound value: the statement is the same for two offices and for a hundred, so
it is compiled once and planned once."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, Dialect, Uuid, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import UserDefinedType


class Written(str):
    """Ids as PostgreSQL writes an array of them. The driver would write each by itself, which for a hundred
    offices takes longer than to find what they have."""

    __slots__ = ()


class Uuids(UserDefinedType[Collection[UUID]]):
    """Several ids: an array, or on SQLite a JSON list of them as their columns hold them."""

    cache_ok = True

    def get_col_spec(self, **_given: Any) -> str:
        """The type's name in PostgreSQL."""
        return "UUID[]"

    def bind_processor(self, dialect: Dialect) -> Callable[[Collection[UUID] | None], str | None]:
        """What makes of ids that which the driver takes."""
        write = _json if dialect.name == "sqlite" else _array
        return lambda ids: None if ids is None else write(sorted(one.hex for one in ids))


def _json(ids: list[str]) -> str:
    return json.dumps(ids)


def _array(ids: list[str]) -> str:
    return Written("{" + ",".join(ids) + "}")


class Among(FunctionElement[bool]):
    """`column` is one of the ids."""

    type = Boolean()
    name = "among"
    inherit_cache = True

    def self_group(self, against: Any = None) -> Among:
        """As it is. A database without truth values would else be asked whether the condition equals one, and
        would walk no index."""
        return self


def among(column: ColumnElement[Any], name: str, *, alone: bool) -> ColumnElement[bool]:
    """The condition that a column is one of the ids bound as `name` (`bound`). One id `alone` is compared:
    only then do rows come out of an index in order."""
    if alone:
        return column == bindparam(name, type_=Uuid())
    return Among(column, bindparam(name, type_=Uuids()))


def bound(ids: Collection[UUID]) -> Any:
    """The value for `among`: the id that is alone, or all of them."""
    return next(iter(ids)) if len(ids) == 1 else ids


@compiles(Among)
def _as_array(element: Among, compiler: SQLCompiler, **given: Any) -> str:
    column, ids = element.clauses
    return f"({compiler.process(column, **given)} = ANY ({compiler.process(ids, **given)}))"


@compiles(Among, "sqlite")
def _as_json(element: Among, compiler: SQLCompiler, **given: Any) -> str:
    column, ids = element.clauses
    listed = f"SELECT value FROM json_each({compiler.process(ids, **given)})"
    return f"({compiler.process(column, **given)} IN ({listed}))"
