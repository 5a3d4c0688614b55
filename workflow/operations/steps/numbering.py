"""The business number of a case: from a counter row per office, series and year; a child case is numbered
under its parent."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from models import cases, organisations
from models.session import Session
from workflow.access.actor import Place
from workflow.case_type.model import CaseType


def draw_number(
    session: Session, case_type: CaseType, place: Place, received_on: date, parent_id: UUID | None = None
) -> str:
    """A fresh number by the case type's pattern: {office} the short name, {year} of receipt, {serial} four
    digits or more."""
    if parent_id is not None:
        parent = cases.read_case(session, parent_id)
        series = f"child:{parent_id}"
        # Counted where the parent was opened: it may have gone to a successor since, and no two children may
        # get one number.
        owner = parent["opening_org_id"] if parent else place.org_id
        serial = organisations.draw_serials(session, owner, series[:60], 0)
        return f"{parent['number'] if parent else parent_id}.{serial}"
    serial = organisations.draw_serials(session, place.org_id, _series(case_type), received_on.year)
    return number_of(case_type, place, received_on, serial)


def number_of(case_type: CaseType, place: Place, received_on: date, serial: int) -> str:
    """The number that a serial makes."""
    return case_type.number.format(
        office=place.short_name or "?",
        year=received_on.year,
        serial=f"{serial:04d}",
        case_type=case_type.name,
    )[:60]


def _series(case_type: CaseType) -> str:
    """Types that share a pattern share a series, so that no two cases of an office get one number."""
    return case_type.number[:60]
