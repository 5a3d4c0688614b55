"""Stream what a recorded pull holds: whole chains, up to the instant of the pull, to whoever made it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from models import audit
from models.session import RowMapping, Session
from workflow.access.actor import Actor
from workflow.errors import NotFound
from workflow.operations.steps.library import HOME_CALENDAR, library


def find_pull(session: Session, actor: Actor, pull_id: UUID) -> RowMapping:
    """The pull's row. Raises NotFound for anybody but its maker."""
    row = audit.read_pull(session, pull_id)
    if row is None or row["user_id"] != actor.user_id:
        raise NotFound("There is no such pull, or somebody else made it.")
    return row


def pull_rows(session: Session, pull: RowMapping) -> Iterator[tuple[str, int, str, str]]:
    """(chain id, seq, canonical text, hash) in order, in flat memory, in the read-only snapshot of
    `session`."""
    calendar = library(session).calendar(HOME_CALENDAR)
    start = calendar.midnight(pull["from_day"])
    end = calendar.midnight(pull["to_day"] + timedelta(days=1))
    touched = audit.chains_in_scope(session, [pull["org_id"]], start, end, pull["up_to"])
    yield from audit.stream_events(session, touched, pull["up_to"])
