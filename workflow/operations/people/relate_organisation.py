"""Say how two offices stand to each other from a day on, or until a day: above, inspected by, part of,
successor."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from models import organisations
from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.errors import FieldError, InvalidInput, NotFound
from workflow.operations.people.offices import demand_office
from workflow.operations.steps import chains
from workflow.operations.steps.acting import Act

SUBJECT = "organisations"
RELATIONS = ("above", "inspected_by", "part_of", "successor")
_ONE_ONLY = ("above", "part_of")


def relate_organisation(
    session: Session, act: Act, org_id: UUID, relation: str, other_id: UUID, from_day: date
) -> None:
    """From `from_day` on, `other_id` is above, inspects, holds or succeeds the office; the office above or
    around it so far is
    replaced. Needs `manage_organisations` at both. Raises NotFound, NotPermitted, InvalidInput."""
    request = {
        "verb": "relate_organisation",
        "office": org_id,
        "relation": relation,
        "other": other_id,
        "from": from_day,
    }
    for one in (org_id, other_id):
        demand_office(session, act, "manage_organisations", one)
    if chains.was_done(session, act, SUBJECT, request):
        return
    _check(session, org_id, relation, other_id, from_day)
    if relation in _ONE_ONLY:
        for held, other in organisations.links_of(session, org_id, from_day):
            if held == relation:
                organisations.end_link(session, org_id, relation, other, from_day - timedelta(days=1))
    row = {"org_id": org_id, "relation": relation, "other_id": other_id, "from_day": from_day}
    organisations.insert_organisation_rows(session, "link", [row])
    _record(session, act, org_id, relation, other_id, from_day, None, request)


def unrelate_organisation(
    session: Session, act: Act, org_id: UUID, relation: str, other_id: UUID, last_day: date
) -> None:
    """The relation holds for the last time on `last_day`. Raises NotFound where there is none that is open,
    NotPermitted."""
    request = {
        "verb": "unrelate_organisation",
        "office": org_id,
        "relation": relation,
        "other": other_id,
        "to": last_day,
    }
    demand_office(session, act, "manage_organisations", org_id)
    if chains.was_done(session, act, SUBJECT, request):
        return
    if not organisations.end_link(session, org_id, relation, other_id, last_day):
        raise NotFound()
    _record(session, act, org_id, relation, other_id, None, last_day, request)


def _check(session: Session, org_id: UUID, relation: str, other_id: UUID, from_day: date) -> None:
    if relation not in RELATIONS:
        raise InvalidInput([FieldError("relation", "no-such-relation")])
    if org_id == other_id or (relation == "above" and org_id in _all_above(session, other_id, from_day)):
        raise InvalidInput([FieldError("other_id", "same-office")])
    if any(organisations.read_organisation(session, one) is None for one in (org_id, other_id)):
        raise NotFound()
    if (relation, other_id) in organisations.links_of(session, org_id, from_day):
        raise InvalidInput([FieldError("other_id", "already-recorded")])


def _all_above(session: Session, org_id: UUID, day: date) -> list[UUID]:
    """The offices above, nearest first, ending where a circle would close."""
    found = [org_id]
    while True:
        links = organisations.links_of(session, found[-1], day)
        following = next((other for relation, other in links if relation == "above"), None)
        if following is None or following in found:
            return found[1:]
        found.append(following)


def _record(
    session: Session,
    act: Act,
    org_id: UUID,
    relation: str,
    other_id: UUID,
    first: date | None,
    last: date | None,
    request: dict[str, object],
) -> None:
    body = {
        "office": str(org_id),
        "changed": relation,
        "other": str(other_id),
        "from": first.isoformat() if first else None,
        "to": last.isoformat() if last else None,
    }
    happened = first or last or act.at
    chains.append(session, act, SUBJECT, EventKind.ORGANISATION_RECORDED, happened, body, org_id, request)
