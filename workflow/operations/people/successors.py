"""An office meant by its id or by a code, which more than one may have borne."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from models import organisations, registers
from models.session import Session
from workflow.errors import NotFound


def office_on(session: Session, named: str, day: date) -> UUID:
    """The office with this id, or that bears this code on a day; CODE@DAY names the one that bore it on
    another day. Raises NotFound, also where several do."""
    code, _, told = named.partition("@")
    on = _day(named, told) if told else day
    try:
        org_id = UUID(named)
    except ValueError:
        found = organisations.find_by_code(session, code, on)
        if len(found) != 1:
            many = "Several offices bear" if found else "No office bears"
            raise NotFound(f"{many} the code {code} on {on}; name the office by its id.") from None
        return found[0]
    if organisations.read_organisation(session, org_id) is None:
        raise NotFound(f"There is no office with the id {named}.")
    return org_id


def former_office(session: Session, named: str, day: date) -> UUID:
    """The office meant as the one that is succeeded: of those that ever bore the code, the one that has
    successors on the day; else the newest of those that have ended; else the one that bears it. Raises
    NotFound."""
    if "@" in named or _is_id(named):
        return office_on(session, named, day)
    bearers = list(dict.fromkeys(row["org_id"] for row in registers.bearers(session, named)))
    if not bearers:
        raise NotFound(f"No office has ever borne the code {named}.")
    succeeded = list(dict.fromkeys(row["org_id"] for row in registers.successors_of(session, bearers, day)))
    held = registers.names_held(session, bearers, day)
    if len(succeeded) > 1:
        raise NotFound(
            f"{_told(session, succeeded, day)}: each bore the code {named}; name it by CODE@DAY or id."
        )
    ended = [one for one in bearers if one not in held]
    found: UUID = (succeeded or ended[-1:] or bearers)[0]
    return found


def _told(session: Session, org_ids: Iterable[UUID], day: date) -> str:
    return ", ".join(f"{name} ({one})" for one, name in organisations.names_on(session, org_ids, day).items())


def _is_id(named: str) -> bool:
    try:
        UUID(named)
    except ValueError:
        return False
    return True


def _day(named: str, told: str) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise NotFound(f"{named}: after @ stands a day such as 2025-06-30.") from None
