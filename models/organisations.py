"""Queries of offices on a day: names, who is above, who inspects, traits, units, and their number series."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Date, RowMapping, Select, and_, bindparam, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models.memo import recall, turn
from models.prepared import Prepared
from models.session import Session
from models.sets import among
from models.tables.organisations import (
    number_series,
    organisation_links,
    organisation_names,
    organisation_traits,
    organisations,
)

_TABLES = {
    "organisation": organisations,
    "name": organisation_names,
    "link": organisation_links,
    "trait": organisation_traits,
}


def on_day(table: Any, day: date) -> Any:
    """The rows of a dated table that hold on `day` (from_day and to_day inclusive)."""
    return and_(table.c.from_day <= day, or_(table.c.to_day.is_(None), table.c.to_day >= day))


_DAY = bindparam("day", type_=Date)
_LINKS = select(organisation_links.c.relation, organisation_links.c.other_id).where(
    organisation_links.c.org_id == bindparam("org_id"),
    organisation_links.c.from_day <= _DAY,
    or_(organisation_links.c.to_day.is_(None), organisation_links.c.to_day >= _DAY),
)
_NAMES = Prepared(
    select(organisation_names.c.org_id, organisation_names.c.from_day, organisation_names.c.name)
    .where(among(organisation_names.c.org_id, "ids", alone=False))
    .order_by(organisation_names.c.from_day)
)
_TRAITS = select(organisation_traits.c.trait, organisation_traits.c.value).where(
    organisation_traits.c.org_id == bindparam("org_id"),
    organisation_traits.c.from_day <= _DAY,
    or_(organisation_traits.c.to_day.is_(None), organisation_traits.c.to_day >= _DAY),
)


def insert_organisation_rows(session: Session, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Store rows of `organisation`, `name`, `link` or `trait`."""
    values = [dict(row) for row in rows]
    if values:
        session.execute(insert(_TABLES[table]), values)
        turn(session)


def links_of(session: Session, org_id: UUID, day: date) -> list[tuple[str, UUID]]:
    """(relation, other office) of an office on a day."""
    return [(row[0], row[1]) for row in session.execute(_LINKS, {"org_id": org_id, "day": day})]


def traits_of(session: Session, org_id: UUID, day: date) -> dict[str, bool]:
    """The dated traits of an office on a day, for example `remote`."""
    return {row[0]: row[1] for row in session.execute(_TRAITS, {"org_id": org_id, "day": day})}


def read_organisation(session: Session, org_id: UUID) -> RowMapping | None:
    """The office's row, or None."""
    return session.execute(select(organisations).where(organisations.c.org_id == org_id)).mappings().first()


def name_on(session: Session, org_id: UUID, day: date) -> RowMapping | None:
    """The office's name on a day, or its newest one where none holds."""
    statement = select(organisation_names).where(organisation_names.c.org_id == org_id)
    held = session.execute(statement.where(on_day(organisation_names, day))).mappings().first()
    return (
        held or session.execute(statement.order_by(organisation_names.c.from_day.desc())).mappings().first()
    )


def names_on(session: Session, org_ids: Iterable[UUID], day: date) -> dict[UUID, str]:
    """The full names of several offices on a day."""
    rows = session.fetch((_NAMES, {"ids": frozenset(org_ids)}))[0]
    names: dict[UUID, str] = {}
    for row in rows:
        if row["org_id"] not in names or row["from_day"] <= day:
            names[row["org_id"]] = row["name"]
    return names


def list_organisations(
    session: Session, day: date, org_ids: Iterable[UUID] | None = None
) -> list[RowMapping]:
    """Offices with the name they bear on a day, the self-test's left out, by name."""
    statement = (
        select(organisations.c.kind, organisation_names)
        .join(organisation_names, organisation_names.c.org_id == organisations.c.org_id)
        .where(organisations.c.selftest.is_(False), on_day(organisation_names, day))
        .order_by(organisation_names.c.name)
    )
    if org_ids is not None:
        statement = statement.where(organisations.c.org_id.in_(list(org_ids)))
    return list(session.execute(statement).mappings())


def find_by_code(session: Session, code: str, day: date) -> list[UUID]:
    """The offices that bear a register code on a day: a code is not an identity (decision 20)."""
    statement = select(organisation_names.c.org_id).where(
        organisation_names.c.code == code, on_day(organisation_names, day)
    )
    return list(session.execute(statement).scalars())


def units_of(session: Session, org_id: UUID, day: date) -> list[UUID]:
    """The units that are part of an office on a day."""
    return list(session.execute(_linked("part_of", org_id, day)).scalars())


def below(session: Session, org_id: UUID, day: date) -> Sequence[UUID]:
    """Every office that stands below an office on a day, at any distance."""
    return recall(session, ("below", org_id, day), lambda: _read_below(session, org_id, day))


def _read_below(session: Session, org_id: UUID, day: date) -> tuple[UUID, ...]:
    found = {org_id: None}
    level = [org_id]
    while level:
        statement = select(organisation_links.c.org_id).where(
            organisation_links.c.relation == "above",
            organisation_links.c.other_id.in_(level),
            on_day(organisation_links, day),
        )
        level = [one for one in session.execute(statement).scalars() if one not in found]
        found |= dict.fromkeys(level)
    return tuple(found)[1:]


def inspected(session: Session, org_id: UUID, day: date) -> list[UUID]:
    """The offices an inspecting body inspects on a day."""
    return list(session.execute(_linked("inspected_by", org_id, day)).scalars())


def _linked(relation: str, other_id: UUID, day: date) -> Select[tuple[UUID]]:
    return select(organisation_links.c.org_id).where(
        organisation_links.c.relation == relation,
        organisation_links.c.other_id == other_id,
        on_day(organisation_links, day),
    )


def end_link(session: Session, org_id: UUID, relation: str, other_id: UUID, day: date) -> int:
    """A relation holds for the last time on `day`."""
    turn(session)
    return session.execute(
        update(organisation_links)
        .where(
            organisation_links.c.org_id == org_id,
            organisation_links.c.relation == relation,
            organisation_links.c.other_id == other_id,
            organisation_links.c.to_day.is_(None),
        )
        .values(to_day=day)
    ).rowcount


def end_name(session: Session, org_id: UUID, day: date) -> int:
    """The present name is borne for the last time on `day`."""
    turn(session)
    return session.execute(
        update(organisation_names)
        .where(organisation_names.c.org_id == org_id, organisation_names.c.to_day.is_(None))
        .values(to_day=day)
    ).rowcount


def draw_serials(session: Session, org_id: UUID, series: str, year: int, count: int = 1) -> int:
    """The first of `count` fresh serial numbers of an office, series and year; the counter row is the
    lock."""
    row = {"org_id": org_id, "series": series, "year": year, "next_serial": 1}
    fresh = (sqlite.insert if session.is_sqlite else postgresql.insert)(
        number_series
    ).on_conflict_do_nothing()
    session.execute(fresh, row)
    moved = session.execute(
        update(number_series)
        .where(
            number_series.c.org_id == org_id, number_series.c.series == series, number_series.c.year == year
        )
        .values(next_serial=number_series.c.next_serial + count)
        .returning(number_series.c.next_serial)
    ).scalar_one()
    return int(moved) - count
