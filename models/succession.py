"""Queries of the cases of an office that another succeeds. The only place that gives a case another
office."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, and_, func, insert, or_, select, update

from models.asking import OPEN
from models.columns import FAR
from models.organisations import on_day
from models.session import Session
from models.sets import among
from models.tables.cases import assignments, cases, holdings, requests
from models.tables.clocks import timers
from models.tables.organisations import organisation_links

_SHOWN = (
    cases.c.case_id,
    cases.c.number,
    cases.c.case_type,
    cases.c.state,
    cases.c.stage,
    cases.c.org_id,
    cases.c.parent_id,
    cases.c.received_on,
    cases.c.due_at,
    cases.c.sealed,
)


def open_cases_of(session: Session, org_id: UUID) -> list[RowMapping]:
    """The cases of an office that are not closed or on which a duty still runs, by number."""
    unfinished: ColumnElement[bool] = or_(OPEN, cases.c.due_at < FAR)
    statement = select(*_SHOWN).where(cases.c.org_id == org_id, unfinished)
    return list(session.execute(statement.order_by(cases.c.number, cases.c.case_id)).mappings())


def offices_to_succeed(session: Session, org_ids: Collection[UUID], day: date) -> dict[UUID, int]:
    """Those of the offices that have a successor on a day and cases for it, with how many: without sealed
    ones, which nobody counts who does not handle them."""
    succeeded = select(organisation_links.c.org_id).where(
        organisation_links.c.relation == "successor", on_day(organisation_links, day)
    )
    statement = (
        select(cases.c.org_id, func.count())
        .where(
            among(cases.c.org_id, "ids", alone=False),
            cases.c.org_id.in_(succeeded),
            or_(OPEN, cases.c.due_at < FAR),
            cases.c.sealed.is_(False),
        )
        .group_by(cases.c.org_id)
    )
    return {row[0]: row[1] for row in session.execute(statement, {"ids": org_ids})}


def cases_numbered(session: Session, numbers: Collection[str], org_id: UUID) -> list[RowMapping]:
    """The cases with one of the numbers that an office holds or has ever held."""
    held = select(holdings.c.case_id).where(holdings.c.org_id == org_id)
    statement = select(*_SHOWN).where(
        cases.c.number.in_(list(numbers)), or_(cases.c.org_id == org_id, cases.c.case_id.in_(held))
    )
    return list(session.execute(statement).mappings())


def pass_case(session: Session, case_id: UUID, old_id: UUID, new_id: UUID, at: datetime) -> None:
    """A case lies with another office from an instant on, its clocks with it: lists ask a clock for the
    office of its case. The clocks' dates are not touched. The caller holds the case's lock."""
    session.execute(update(cases).where(cases.c.case_id == case_id).values(org_id=new_id))
    session.execute(update(timers).where(timers.c.case_id == case_id).values(org_id=new_id))
    own = and_(holdings.c.case_id == case_id, holdings.c.org_id == old_id, holdings.c.to_at.is_(None))
    session.execute(update(holdings).where(own).values(to_at=at))
    row = {"case_id": case_id, "org_id": new_id, "from_at": at, "to_at": None}
    session.execute(insert(holdings), row)


def holdings_of(session: Session, case_id: UUID) -> list[RowMapping]:
    """Which offices held a case, from when to when, oldest first."""
    statement = (
        select(holdings)
        .where(holdings.c.case_id == case_id)
        .order_by(holdings.c.from_at, holdings.c.to_at.is_(None))
    )
    return list(session.execute(statement).mappings())


def left_behind(session: Session, org_id: UUID) -> dict[str, int]:
    """What other offices' cases still ask of an office: `requests` not answered, `parts` assigned to it."""
    asked = select(func.count()).where(requests.c.org_id == org_id, requests.c.answered_at.is_(None))
    parts: Any = (
        select(func.count())
        .select_from(assignments.join(cases, cases.c.case_id == assignments.c.case_id))
        .where(assignments.c.org_id == org_id, assignments.c.to_at.is_(None), cases.c.org_id != org_id, OPEN)
    )
    return {"requests": int(session.scalar(asked) or 0), "parts": int(session.scalar(parts) or 0)}
