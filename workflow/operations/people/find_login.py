"""Find who logs in by a name, with the hash of their password and today's roles. Reads only."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from models import people
from models.session import Session
from workflow.access.actor import Actor
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import library
from workflow.operations.steps.places import actor_of


@dataclass(frozen=True, slots=True)
class Login:
    """A user's login. `actor` is None where the user is not active today."""

    user_id: UUID
    password_hash: str | None = field(repr=False)
    actor: Actor | None


def find_login(session: Session, act: Act, username: str) -> Login | None:
    """The login of this name, or None. Whoever calls it counts the attempt first and treats both alike."""
    user = people.find_user(session, username)
    if user is None:
        return None
    actor = actor_of(session, user["user_id"], library(session).today(act.at))
    return Login(user["user_id"], user["password_hash"], actor)
