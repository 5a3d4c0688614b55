"""Find an office or a user by what people call them. Reads only; for the product's own command line."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from models import organisations, people
from models.session import Session
from workflow.errors import NotFound
from workflow.operations.people.successors import office_on
from workflow.operations.steps.library import library


def office_named(session: Session, name: str, at: datetime) -> UUID:
    """The office with this id, or that bears this register code on the day; CODE@DAY is the one that bore
    it on another day. Raises NotFound, also where several bear it."""
    if "@" in name:
        return office_on(session, name, library(session).today(at))
    try:
        org_id = UUID(name)
    except ValueError:
        found = organisations.find_by_code(session, name, library(session).today(at))
        if len(found) != 1:
            many = "several offices bear" if found else "no office bears"
            raise NotFound(f"Today {many} the code {name}; name the office by its id.") from None
        return found[0]
    if organisations.read_organisation(session, org_id) is None:
        raise NotFound(f"There is no office with the id {name}.")
    return org_id


def user_named(session: Session, username: str) -> UUID:
    """The user who logs in by this name. Raises NotFound."""
    row = people.find_user(session, username)
    if row is None:
        raise NotFound(f"There is no user {username}.")
    return UUID(str(row["user_id"]))
