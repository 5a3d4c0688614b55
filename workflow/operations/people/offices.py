"""Where people verbs ask for permission: the office of a unit, the offices of a user; and what dated rows
must fulfil."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from models import organisations, people
from models.session import Session
from workflow.errors import FieldError, InvalidInput, NotFound, NotPermitted
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import Library, library
from workflow.operations.steps.places import demand_at


def today(session: Session, act: Act) -> date:
    """The local day of the act."""
    return library(session).today(act.at)


def office_of(session: Session, org_id: UUID, day: date) -> UUID:
    """The office a unit is part of, or the office itself. Raises NotFound."""
    if organisations.read_organisation(session, org_id) is None:
        raise NotFound()
    links = organisations.links_of(session, org_id, day)
    return next((other for relation, other in links if relation == "part_of"), org_id)


def demand_office(session: Session, act: Act, permission: str, org_id: UUID) -> None:
    """Raise NotPermitted unless the actor holds the permission at the office, or at the unit's office. The
    system always does."""
    if act.actor.user_id is None:
        return
    held = library(session)
    demand_at(session, held, act.actor, permission, office_of(session, org_id, held.today(act.at)), act.at)


def demand_user(session: Session, act: Act, permission: str, user_id: UUID) -> Mapping[str, Any]:
    """The user, for an actor who holds the permission at every office where the user has a role (else a
    small office could
    take over somebody who also serves a large one). Raises NotFound, NotPermitted; a user without roles is
    the system's."""
    user = people.read_user(session, user_id)
    if user is None:
        raise NotFound()
    if act.actor.user_id is None:
        return dict(user)
    held = library(session)
    offices = {
        row["part_of"] or row["org_id"] for row in people.roles_on(session, [user_id], held.today(act.at))
    }
    if not offices:
        raise NotPermitted(permission=permission)
    for org_id in sorted(offices):
        demand_at(session, held, act.actor, permission, org_id, act.at)
    return dict(user)


def demand_login(session: Session, user_id: UUID) -> None:
    """Raise InvalidInput for a user who came in with an old log: such a name is nobody who could log in."""
    user = people.read_user(session, user_id)
    if user is not None and user["imported"]:
        raise InvalidInput([FieldError("user", "imported")])


def is_self(act: Act, user_id: UUID) -> bool:
    """Whether a person acts on their own account, in the browser and not by a token."""
    return act.actor.user_id == user_id and act.actor.scopes is None


def demand_order(first: date, last: date | None, name: str) -> None:
    """Raise InvalidInput where a dated row would end before it begins."""
    if last is not None and last < first:
        raise InvalidInput([FieldError(name, "ends-before-it-begins")])


def demand_text(name: str, text: str, longest: int) -> str:
    """The text without outer blanks. Raises InvalidInput where it is blank or too long."""
    plain = text.strip()
    if not plain:
        raise InvalidInput([FieldError(name, "blank")])
    if len(plain) > longest:
        raise InvalidInput([FieldError(name, "too-long", (("longest", str(longest)),))])
    return plain


def permissions(held: Library) -> frozenset[str]:
    """Every permission that some role gives: what a token's scopes may name."""
    return frozenset(word for role in held.roles().values() for word in role.may)
