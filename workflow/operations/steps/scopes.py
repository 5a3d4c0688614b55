"""What an actor reaches, as the narrowed selects need it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from models import organisations
from models.session import Session
from models.visibility import Scope
from workflow.access.actor import Actor
from workflow.operations.steps.library import Library


def scope_of(session: Session, held: Library, actor: Actor, at: datetime) -> Scope:
    """The offices, people and units through which the actor sees cases today (decision 5)."""
    today, roles = held.today(at), held.roles()
    offices: set[UUID] = set()
    once_escalated: set[UUID] = set()
    outline: set[UUID] = set()
    by_type: set[tuple[UUID, str]] = set()
    for grant in actor.grants:
        sees = roles[grant.role].sees if grant.role in roles else "nothing"
        only = roles[grant.role].only if grant.role in roles else ()
        if only:
            by_type.update((grant.office_id, case_type) for case_type in only)
        elif sees in ("office", "below"):
            offices.add(grant.office_id)
            below = organisations.below(session, grant.office_id, today)
            once_escalated.update(below)
            if sees == "below":
                outline.update(below)
        elif sees == "inspected":
            outline.update(organisations.inspected(session, grant.office_id, today))
            outline.add(grant.office_id)
    units = frozenset(org for grant in actor.grants for org in (grant.org_id, grant.office_id))
    return Scope(
        frozenset(offices),
        frozenset(once_escalated - offices),
        frozenset(outline - offices),
        actor.people,
        units,
        frozenset(by_type),
    )
