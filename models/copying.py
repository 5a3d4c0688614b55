"""Many rows at once: PostgreSQL takes them by COPY, which costs a third of as many INSERTs; SQLite as
before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Column, Dialect, insert
from sqlalchemy.exc import DBAPIError

from models.base import metadata
from models.faults import translate
from models.session import Session

MANY = 10
"""So many rows are cheaper by COPY than one by one."""


def insert_many(session: Session, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store rows of the table called `name`, columns left out with their defaults. Raises Duplicate and the
    like, as `Session.execute` does."""
    if not rows:
        return
    table = metadata.tables[name]
    if session.is_sqlite:
        known = set(table.columns.keys())
        session.execute(insert(table), [{name: row[name] for name in row if name in known} for row in rows])
        return
    session.settle()
    dialect = session.connection.dialect
    writers = [_writer(column, dialect) for column in table.columns]
    names = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), names)
    driver = session.connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row([write(row) for write in writers])
    except psycopg.Error as error:
        wrapped = DBAPIError.instance("COPY", None, error, psycopg.Error, dialect=dialect)
        raise translate(wrapped) from error


def _writer(column: Column[Any], dialect: Dialect) -> Callable[[Mapping[str, Any]], Any]:
    """What a row gives for a column, as the driver takes it."""
    name, prepare = column.name, column.type.dialect_impl(dialect).bind_processor(dialect)
    default = getattr(column.default, "arg", None) if getattr(column.default, "is_scalar", False) else None
    if prepare is None:
        return lambda row: row.get(name, default)
    return lambda row: None if (value := row.get(name, default)) is None else prepare(value)
