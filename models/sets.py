"""A column among many ids as one bound value: the statement is the same for two offices and for a hundred, so
it is compiled once and planned once."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, ColumnElement, Dialect, Text, Uuid, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


class Uuids(TypeDecorator[Collection[UUID]]):
    """Several ids: an array, or on SQLite a JSON list of them as their columns hold them."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type as the driver is told it."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else ARRAY(Uuid()))

    def process_bind_param(self, value: Collection[UUID] | None, dialect: Dialect) -> Any:
        """The ids as the driver takes them."""
        if value is None or dialect.name != "sqlite":
            return value
        return json.dumps([one.hex for one in value])


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
    return next(iter(ids)) if len(ids) == 1 else sorted(ids)


@compiles(Among)
def _as_array(element: Among, compiler: SQLCompiler, **given: Any) -> str:
    column, ids = element.clauses
    return f"({compiler.process(column, **given)} = ANY ({compiler.process(ids, **given)}))"


@compiles(Among, "sqlite")
def _as_json(element: Among, compiler: SQLCompiler, **given: Any) -> str:
    column, ids = element.clauses
    listed = f"SELECT value FROM json_each({compiler.process(ids, **given)})"
    return f"({compiler.process(column, **given)} IN ({listed}))"
