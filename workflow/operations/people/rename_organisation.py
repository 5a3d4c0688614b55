"""Give an office another name, code or register entry from a day on."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from models import organisations
from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.errors import FieldError, InvalidInput, NotFound
from workflow.operations.people.offices import demand_office, demand_text
from workflow.operations.steps import chains
from workflow.operations.steps.acting import Act

SUBJECT = "organisations"


def rename_organisation(
    session: Session,
    act: Act,
    org_id: UUID,
    from_day: date,
    name: str,
    short_name: str,
    code: str | None = None,
    register: str | None = None,
) -> None:
    """The name so far is borne for the last time on the day before `from_day`. Raises NotFound,
    NotPermitted, InvalidInput."""
    request = {
        "verb": "rename_organisation",
        "office": org_id,
        "from": from_day,
        "name": name,
        "short": short_name,
    }
    request |= {"code": code, "register": register}
    demand_office(session, act, "manage_organisations", org_id)
    if chains.was_done(session, act, SUBJECT, request):
        return
    present = organisations.name_on(session, org_id, from_day)
    if present is None:
        raise NotFound()
    if present["to_day"] is not None or present["from_day"] >= from_day:
        raise InvalidInput([FieldError("from_day", "already-recorded")])
    organisations.end_name(session, org_id, from_day - timedelta(days=1))
    row = {"org_id": org_id, "from_day": from_day, "code": code, "register": register}
    row |= {"name": demand_text("name", name, 200), "short_name": demand_text("short_name", short_name, 60)}
    organisations.insert_organisation_rows(session, "name", [row])
    body = {"office": str(org_id), "changed": "name", "from": from_day.isoformat(), "to": None}
    chains.append(session, act, SUBJECT, EventKind.ORGANISATION_RECORDED, from_day, body, org_id, request)
