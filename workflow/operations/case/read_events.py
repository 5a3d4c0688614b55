"""The record of a case, event by event, as somebody who sees it may read it. Reads only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from models import audit, people
from models.session import Session
from workflow.audit.entry import parse
from workflow.audit.kinds import EventKind, title
from workflow.case_type.model import Text
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import library
from workflow.operations.steps.loading import lock_free_row


@dataclass(frozen=True, slots=True)
class EventView:
    """One event: what, who (for whom), when it happened and when it was recorded. `act_title` names a
    transition in the
    definition's words; `body` holds ids and digests in place of personal values."""

    seq: int
    kind: str
    kind_title: Text
    act_title: Text | None
    actor: str
    actor_name: str
    on_behalf_of: str | None
    happened: datetime | date
    precision: str
    recorded: datetime
    days_late: int
    state_after: Text | None
    body: Mapping[str, Any]
    hash: str


def read_events(session: Session, act: Act, ref: str, after: int = 0, size: int = 100) -> list[EventView]:
    """Events of the case after a sequence number, oldest first, for those who see it whole: bodies hold what
    was entered. Raises CaseNotFound."""
    held = library(session)
    row = lock_free_row(session, held, act, ref)
    present = held.case_type(row["definition_sha256"])
    entries = [
        (parse(one["text"]), one["hash"]) for one in audit.read_events(session, row["case_id"], after, size)
    ]
    names = _names(
        session, [entry.actor for entry, _ in entries] + [entry.on_behalf_of for entry, _ in entries]
    )
    calendar = held.calendar(present.calendar)
    found = []
    for entry, digest in entries:
        # Each event in the words of the version it was recorded under.
        case_type = held.case_type(entry.definition) if entry.definition else present
        transition = case_type.transitions.get(entry.body.get("transition", ""))
        clock = case_type.clocks.get(entry.body.get("clock", ""))
        state = case_type.states.get(entry.body.get("to", ""))
        happened = entry.happened
        day = calendar.local_day(happened) if isinstance(happened, datetime) else happened
        kind = EventKind(entry.kind)
        found.append(
            EventView(
                entry.seq,
                str(kind),
                Text(title(kind, "vi"), title(kind, "en")),
                transition.title if transition else (clock.title if clock else None),
                entry.actor,
                names.get(entry.actor, entry.actor),
                names.get(entry.on_behalf_of or ""),
                happened,
                entry.precision,
                entry.recorded,
                (calendar.local_day(entry.recorded) - day).days,
                state.title if state else None,
                entry.body,
                digest,
            )
        )
    return found


def _names(session: Session, actors: Sequence[str | None]) -> dict[str, str]:
    ids = []
    for actor in actors:
        try:
            ids.append(UUID(actor or ""))
        except ValueError:
            continue
    return {str(user_id): name for user_id, name in people.names_of(session, ids).items()}
