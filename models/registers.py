"""Queries of the offices that a register of offices rules: read and written by the thousand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, bindparam, delete, func, or_, select, update

from models.copying import insert_many
from models.memo import turn
from models.organisations import on_day
from models.session import Session
from models.tables.organisations import organisation_links, organisation_names, organisations

_NAME_ENDS = (
    update(organisation_names)
    .where(organisation_names.c.org_id == bindparam("key"), organisation_names.c.from_day == bindparam("was"))
    .values(to_day=bindparam("last"))
)
_LINK_ENDS = (
    update(organisation_links)
    .where(
        organisation_links.c.org_id == bindparam("key"),
        organisation_links.c.relation == bindparam("kind"),
        organisation_links.c.other_id == bindparam("other"),
        or_(organisation_links.c.to_day.is_(None), organisation_links.c.to_day > bindparam("last")),
    )
    .values(to_day=bindparam("last"))
)


_LINK_KEY = ("key", "kind", "other")
_LINK_NEVER_HELD = delete(organisation_links).where(
    organisation_links.c.org_id == bindparam("key"),
    organisation_links.c.relation == bindparam("kind"),
    organisation_links.c.other_id == bindparam("other"),
    organisation_links.c.to_day < organisation_links.c.from_day,
)


def named_by_code(session: Session, day: date) -> list[RowMapping]:
    """The offices that bear a code on a day, each with the name row that holds."""
    statement = (
        select(organisations.c.kind, organisation_names)
        .join(organisation_names, organisation_names.c.org_id == organisations.c.org_id)
        .where(
            organisations.c.selftest.is_(False),
            organisation_names.c.code.is_not(None),
            on_day(organisation_names, day),
        )
    )
    return list(session.execute(statement).mappings())


def bearers(session: Session, code: str) -> list[RowMapping]:
    """Every name row with a code, of whatever day, oldest first."""
    statement = select(organisation_names).where(organisation_names.c.code == code)
    return list(session.execute(statement.order_by(organisation_names.c.from_day)).mappings())


def newest_register(session: Session) -> date | None:
    """The day of the newest register that was loaded, or None."""
    newest: date | None = session.scalar(select(func.max(organisation_names.c.register_on)))
    return newest


def links_on(session: Session, relations: Collection[str], day: date) -> list[RowMapping]:
    """Every relation of these kinds that holds on a day."""
    statement = select(organisation_links).where(
        organisation_links.c.relation.in_(relations), on_day(organisation_links, day)
    )
    return list(session.execute(statement).mappings())


def successors_of(session: Session, org_ids: Collection[UUID], day: date) -> list[RowMapping]:
    """The `successor` relations of some offices that hold on a day."""
    statement = select(organisation_links).where(
        organisation_links.c.org_id.in_(org_ids),
        organisation_links.c.relation == "successor",
        on_day(organisation_links, day),
    )
    return list(session.execute(statement.order_by(organisation_links.c.other_id)).mappings())


def names_held(session: Session, org_ids: Collection[UUID], day: date) -> dict[UUID, RowMapping]:
    """The name rows that hold on a day, of those of the offices that bear one."""
    statement = select(organisation_names).where(
        organisation_names.c.org_id.in_(org_ids), on_day(organisation_names, day)
    )
    return {row["org_id"]: row for row in session.execute(statement).mappings()}


def insert_offices(
    session: Session,
    heads: Sequence[Mapping[str, Any]],
    names: Sequence[Mapping[str, Any]],
    links: Sequence[Mapping[str, Any]],
) -> None:
    """Store offices, names and relations, many rows at once."""
    insert_many(session, "organisation", heads)
    insert_many(session, "organisation_name", names)
    insert_many(session, "organisation_link", links)
    turn(session)


def end_names(session: Session, ended: Iterable[tuple[UUID, date]], last: date) -> None:
    """Names (office, first day) are borne for the last time on a day."""
    rows = [{"key": org_id, "was": first, "last": last} for org_id, first in ended]
    if rows:
        session.execute(_NAME_ENDS, rows)
        turn(session)


def end_links(session: Session, ended: Iterable[tuple[UUID, str, UUID]], last: date) -> None:
    """Relations (office, relation, other office) hold for the last time on a day; one that began later never
    held, and goes."""
    rows = [{"key": org, "kind": relation, "other": other, "last": last} for org, relation, other in ended]
    if rows:
        session.execute(_LINK_ENDS, rows)
        session.execute(_LINK_NEVER_HELD, [{name: row[name] for name in _LINK_KEY} for row in rows])
        turn(session)
