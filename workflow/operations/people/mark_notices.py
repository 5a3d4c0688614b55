"""Mark what an actor was told as read."""

from __future__ import annotations

from models import queues
from models.session import Session
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import library
from workflow.operations.steps.telling import posts_of


def mark_notices(session: Session, act: Act) -> int:
    """Mark every notice to the actor, or to a post the actor holds, as read. Gives how many there were.

    No event: what was told is on the case's chain; whether somebody opened a list is not evidence."""
    if act.actor.user_id is None:
        return 0
    posts = posts_of(act.actor, library(session).roles())
    return queues.mark_read(session, act.actor.user_id, posts, act.at)
