"""Queries of deployed texts and calendar editions, whose rows are only ever added; and of migrations between
versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, func, insert, or_, select, update

from models.memo import turn
from models.session import Session
from models.tables.cases import cases
from models.tables.definitions import calendar_editions, definitions, migration_cases, migrations


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


def open_at(session: Session, name: str, sha256: str, after: UUID | None, size: int) -> list[RowMapping]:
    """Open cases of a case type that stand in a version, in id order after `after`: their whole rows."""
    statement = (
        select(cases)
        .where(cases.c.case_type == name, cases.c.definition_sha256 == sha256, cases.c.stage != "closed")
        .order_by(cases.c.case_id)
        .limit(size)
    )
    if after is not None:
        statement = statement.where(cases.c.case_id > after)
    return list(session.execute(statement).mappings())


def open_by_state(session: Session, name: str, sha256: str) -> dict[str, int]:
    """How many open cases of a version stand in each state."""
    statement = (
        select(cases.c.state, func.count())
        .where(cases.c.case_type == name, cases.c.definition_sha256 == sha256, cases.c.stage != "closed")
        .group_by(cases.c.state)
        .order_by(cases.c.state)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def numbers_in_states(
    session: Session, name: str, sha256: str, states: Sequence[str], size: int
) -> list[tuple[str, str]]:
    """(state, number) of open cases of a version in some states, by state and number; at most `size`."""
    statement = (
        select(cases.c.state, cases.c.number)
        .where(
            cases.c.case_type == name,
            cases.c.definition_sha256 == sha256,
            cases.c.stage != "closed",
            cases.c.state.in_(list(states)),
        )
        .order_by(cases.c.state, cases.c.number)
        .limit(size)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def insert_migration(session: Session, values: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> None:
    """Store a proposal with the plan of each case."""
    session.execute(insert(migrations), dict(values))
    if rows:
        session.execute(insert(migration_cases), [dict(row) for row in rows])


def read_migration(session: Session, migration_id: UUID, *, lock: bool = False) -> RowMapping | None:
    """A proposal, under its lock if asked, or None."""
    statement = select(migrations).where(migrations.c.migration_id == migration_id)
    return session.execute(statement.with_for_update() if lock else statement).mappings().first()


def open_migrations(session: Session, from_sha256: str, to_sha256: str) -> list[RowMapping]:
    """Proposals between two versions that nobody has approved yet."""
    statement = select(migrations).where(
        migrations.c.from_sha256 == from_sha256,
        migrations.c.to_sha256 == to_sha256,
        migrations.c.standing == "open",
    )
    return list(session.execute(statement).mappings())


def update_migration(session: Session, migration_id: UUID, values: Mapping[str, Any]) -> None:
    """Approve a proposal, let it lapse, or note what applying it came to."""
    session.execute(update(migrations).where(migrations.c.migration_id == migration_id).values(**values))


def migration_cases_of(
    session: Session,
    migration_id: UUID,
    standings: Sequence[str],
    after: UUID | None,
    size: int,
) -> list[RowMapping]:
    """Cases of a proposal in some standings, in id order after `after`, each with its present number, state
    and head."""
    statement = (
        select(
            migration_cases,
            cases.c.number,
            cases.c.state,
            cases.c.definition_sha256,
            cases.c.head_seq.label("now_seq"),
            cases.c.head_hash.label("now_hash"),
        )
        .join(cases, cases.c.case_id == migration_cases.c.case_id)
        .where(
            migration_cases.c.migration_id == migration_id, migration_cases.c.standing.in_(list(standings))
        )
        .order_by(migration_cases.c.case_id)
        .limit(size)
    )
    if after is not None:
        statement = statement.where(migration_cases.c.case_id > after)
    return list(session.execute(statement).mappings())


def count_migration_cases(session: Session, migration_id: UUID) -> dict[str, int]:
    """How many cases of a proposal are in each standing."""
    statement = (
        select(migration_cases.c.standing, func.count())
        .where(migration_cases.c.migration_id == migration_id)
        .group_by(migration_cases.c.standing)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def settle_migration_case(
    session: Session, migration_id: UUID, case_id: UUID, values: Mapping[str, Any]
) -> None:
    """A case was moved, or is left where it is."""
    session.execute(
        update(migration_cases)
        .where(migration_cases.c.migration_id == migration_id, migration_cases.c.case_id == case_id)
        .values(**values)
    )


def new_since(
    session: Session, migration_id: UUID, name: str, sha256: str, size: int
) -> tuple[int, list[str]]:
    """Open cases of a version that a proposal does not know: how many, and the numbers of at most `size`."""
    known = select(migration_cases.c.case_id).where(migration_cases.c.migration_id == migration_id)
    statement = (
        select(cases.c.number)
        .where(
            cases.c.case_type == name,
            cases.c.definition_sha256 == sha256,
            cases.c.stage != "closed",
            cases.c.case_id.not_in(known),
        )
        .order_by(cases.c.number)
    )
    count = session.scalar(select(func.count()).select_from(statement.subquery()))
    return int(count), list(session.execute(statement.limit(size)).scalars())


def moves_of(session: Session, case_id: UUID) -> list[tuple[int, str]]:
    """(sequence number, version's hash until then) of each move of a case to another version, oldest
    first."""
    statement = (
        select(migration_cases.c.seq, migrations.c.from_sha256)
        .join(migrations, migrations.c.migration_id == migration_cases.c.migration_id)
        .where(migration_cases.c.case_id == case_id, migration_cases.c.standing == "moved")
        .order_by(migration_cases.c.seq)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]
