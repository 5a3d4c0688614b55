"""Queries of deployed texts and calendar editions. Rows are only ever added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, func, insert, or_, select

from models.memo import turn
from models.session import Session
from models.tables.definitions import calendar_editions, definitions


def insert_definition(session: Session, values: Mapping[str, Any]) -> None:
    """Store a deployed text; its number is the next of its kind."""
    number = session.scalar(select(func.max(definitions.c.deployed_no)))
    session.execute(insert(definitions), {**values, "deployed_no": (number or 0) + 1})
    turn(session)


def read_definition(session: Session, kind: str, sha256: str) -> RowMapping | None:
    """A deployed text by its hash, or None."""
    statement = select(definitions).where(definitions.c.kind == kind, definitions.c.sha256 == sha256)
    return session.execute(statement).mappings().first()


def find_version(session: Session, kind: str, name: str, version: str) -> RowMapping | None:
    """A deployed text by name and version, or None."""
    statement = select(definitions).where(
        definitions.c.kind == kind, definitions.c.name == name, definitions.c.version == version
    )
    return session.execute(statement).mappings().first()


def versions(session: Session, kind: str, name: str | None = None) -> list[RowMapping]:
    """Deployed texts of a kind without text and canonical form, newest first."""
    columns = [column for column in definitions.c if column.name not in ("text", "canonical")]
    statement = select(*columns).where(definitions.c.kind == kind).order_by(definitions.c.deployed_no.desc())
    if name is not None:
        statement = statement.where(definitions.c.name == name)
    return list(session.execute(statement).mappings())


def newest_for(session: Session, name: str, received_on: date) -> str | None:
    """The sha256 of the newest case type version whose validity covers a day of receipt (decision 7), or
    None."""
    statement = (
        select(definitions.c.sha256)
        .where(
            definitions.c.kind == "case_type",
            definitions.c.name == name,
            or_(definitions.c.valid_from.is_(None), definitions.c.valid_from <= received_on),
            or_(definitions.c.valid_to.is_(None), definitions.c.valid_to >= received_on),
        )
        .order_by(definitions.c.deployed_no.desc())
        .limit(1)
    )
    found = session.scalar(statement)
    return str(found) if found else None


def newest_of_kind(session: Session, kind: str) -> list[RowMapping]:
    """The newest deployed text of each name of a kind, by name."""
    latest = (
        select(definitions.c.name, func.max(definitions.c.deployed_no).label("number"))
        .where(definitions.c.kind == kind)
        .group_by(definitions.c.name)
        .subquery()
    )
    statement = (
        select(definitions)
        .join(latest, latest.c.number == definitions.c.deployed_no)
        .order_by(definitions.c.name)
    )
    return list(session.execute(statement).mappings())


def insert_edition(session: Session, values: Mapping[str, Any]) -> None:
    """Store a new edition of a calendar."""
    number = session.scalar(select(func.max(calendar_editions.c.edition_no)))
    session.execute(insert(calendar_editions), {**values, "edition_no": (number or 0) + 1})
    turn(session)


def newest_edition(session: Session, name: str) -> RowMapping | None:
    """The edition of a calendar that rules now, or None."""
    statement = (
        select(calendar_editions)
        .where(calendar_editions.c.name == name)
        .order_by(calendar_editions.c.edition_no.desc())
        .limit(1)
    )
    return session.execute(statement).mappings().first()


def read_edition(session: Session, name: str, sha256: str) -> RowMapping | None:
    """An edition by its hash, or None."""
    statement = select(calendar_editions).where(
        calendar_editions.c.name == name, calendar_editions.c.sha256 == sha256
    )
    return session.execute(statement).mappings().first()


def texts_of(session: Session, sha256s: Sequence[str]) -> list[RowMapping]:
    """Deployed texts by their hashes."""
    return list(
        session.execute(select(definitions).where(definitions.c.sha256.in_(list(sha256s)))).mappings()
    )
