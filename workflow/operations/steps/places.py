"""An office on a day, and what an actor is allowed there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from models import organisations, people
from models.memo import recall
from models.session import Session
from workflow.access.actor import Actor, Grant, Place
from workflow.access.policy import may
from workflow.errors import NotPermitted
from workflow.operations.steps.library import Library


def place_on(session: Session, org_id: UUID, day: date) -> Place:
    """The office with those above it (nearest first), those who inspect it, and its traits, on a day."""
    return recall(session, ("place", org_id, day), lambda: _read_place(session, org_id, day))


def _read_place(session: Session, org_id: UUID, day: date) -> Place:
    links = organisations.links_of(session, org_id, day)
    above = [other for relation, other in links if relation == "above"]
    chain: list[UUID] = []
    while above and above[0] not in chain and above[0] != org_id:
        chain.append(above[0])
        above = [
            other for relation, other in organisations.links_of(session, above[0], day) if relation == "above"
        ]
    name = organisations.name_on(session, org_id, day)
    return Place(
        org_id,
        tuple(chain),
        frozenset(other for relation, other in links if relation == "inspected_by"),
        organisations.traits_of(session, org_id, day),
        name["short_name"] if name else "",
    )


def actor_of(
    session: Session, user_id: UUID, day: date, scopes: frozenset[str] | None = None
) -> Actor | None:
    """The user as an actor on a day, with own roles and those of the people the user stands in for; None
    where not active."""
    actor = recall(session, ("actor", user_id, day), lambda: _read_actor(session, user_id, day))
    return replace(actor, scopes=scopes) if actor is not None and scopes is not None else actor


def _read_actor(session: Session, user_id: UUID, day: date) -> Actor | None:
    user = people.read_user(session, user_id)
    if user is None or user["active_from"] > day or (user["active_to"] and user["active_to"] < day):
        return None
    others = people.stands_in_for(session, user_id, day)
    grants = tuple(
        Grant(
            row["role"],
            row["org_id"],
            row["part_of"] or row["org_id"],
            None if row["user_id"] == user_id else row["user_id"],
        )
        for row in people.roles_on(session, [user_id, *others], day)
    )
    return Actor("user", user_id, user["display_name"], grants)


def demand(actor: Actor, permission: str, place: Place, held: Library) -> None:
    """Raise NotPermitted unless the actor holds the permission at the office. Acts of the product itself
    pass."""
    if actor.user_id is None:
        return
    if not may(actor, permission, place, held.roles()):
        raise NotPermitted(permission=permission)


def demand_scope(actor: Actor, permission: str) -> None:
    """Raise NotPermitted where a token is limited to other permissions; what its owner may do is asked
    apart."""
    if actor.scopes is not None and permission not in actor.scopes:
        raise NotPermitted(permission=permission)


def demand_at(
    session: Session, held: Library, actor: Actor, permission: str, org_id: UUID, at: datetime
) -> Place:
    """The office on the day of `at`, for an actor who holds the permission there; raises NotPermitted."""
    place = place_on(session, org_id, held.today(at))
    demand(actor, permission, place, held)
    return place
