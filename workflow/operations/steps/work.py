"""A case under its lock while a verb works on it: the row, what changes, and the events to append."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from models import around, audit, cases
from models.session import Session
from workflow.audit.entry import Entry, canonical_text, digest
from workflow.audit.kinds import EventKind
from workflow.case_type.model import CaseType
from workflow.engine.facts import Happened
from workflow.operations.steps.acting import Act, canonical
from workflow.operations.steps.around import Around, Rows, sorted_out


@dataclass(slots=True)
class CaseWork:
    """One locked case. `changes` go over `row`; `append` adds events; `flush` writes both once."""

    session: Session
    row: Mapping[str, Any]
    case_type: CaseType
    calendar_sha256: str
    changes: dict[str, Any] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    is_new: bool = False
    command_id: str | None = None
    head_at: datetime | None = None
    _around: Around | None = None
    _timers: dict[UUID, dict[str, Any]] | None = None

    def look(self) -> None:
        """Read what hangs on the case and its timers, in one question."""
        self.know(*around.read_everything(self.session, self.case_id, self.command_id))

    def know(self, rows: Rows, timers: Sequence[dict[str, Any]]) -> None:
        """What hangs on the case and its timers, as they were just read."""
        self._around = sorted_out(rows)
        self._timers = {row["timer_id"]: row for row in timers}

    @property
    def around(self) -> Around:
        """What hangs on the case; read once, and again after `forget`."""
        if self._around is None:
            self.look()
        assert self._around is not None
        return self._around

    @property
    def timers(self) -> dict[UUID, dict[str, Any]]:
        """The case's timers, oldest first, by id; read once, and again after `forget`."""
        if self._timers is None:
            self.look()
        assert self._timers is not None
        return self._timers

    @timers.setter
    def timers(self, known: dict[UUID, dict[str, Any]]) -> None:
        self._timers = known

    def forget(self) -> None:
        """What was read of the case has been written over; whoever asks again reads again."""
        self._around = self._timers = None

    @property
    def case_id(self) -> UUID:
        """The case's id."""
        return self.row["case_id"]  # type: ignore[no-any-return]

    def now(self, name: str) -> Any:
        """A column as it will stand after the verb."""
        return self.changes.get(name, self.row[name])

    @property
    def next_version(self) -> int:
        """The row version once this verb is flushed."""
        return int(self.row["row_version"]) + (0 if self.is_new else 1)

    @property
    def next_seq(self) -> int:
        """The sequence number of the next event."""
        return int(self.now("head_seq")) + 1

    def append(
        self,
        kind: EventKind,
        act: Act,
        happened: Happened,
        body: Mapping[str, Any],
        *,
        rules: tuple[str, ...] = (),
        on_behalf_of: UUID | None = None,
    ) -> int:
        """Append one event to the case's chain; gives its sequence number."""
        seq, recorded = self.next_seq, self._after_head(act)
        entry = Entry(
            chain_id=str(self.case_id),
            seq=seq,
            kind=kind,
            actor=act.actor_name,
            on_behalf_of=str(on_behalf_of) if on_behalf_of else None,
            happened=moment(happened),
            recorded=recorded,
            case_type=f"{self.case_type.name}@{self.case_type.version}",
            definition=self.case_type.sha256,
            rules=rules,
            calendar=self.calendar_sha256,
            command_id=act.command_id,
            organisation=str(self.now("org_id")),
            body=body,
            previous=self.now("head_hash"),
        )
        text = canonical_text(entry)
        self.changes["head_seq"], self.changes["head_hash"] = seq, digest(text)
        self.events.append(
            {
                "chain_id": self.case_id,
                "seq": seq,
                "kind": str(kind),
                "org_id": self.now("org_id"),
                "recorded_at": recorded,
                "text": text,
                "hash": self.changes["head_hash"],
            }
        )
        return seq

    def _after_head(self, act: Act) -> datetime:
        """When the next event is recorded: now, but never before the one it follows. The server's clock may
        have been set back, or somebody with a later instant been first at the case."""
        if self.head_at is None and self.row["head_seq"]:
            self.head_at = self.row.get("head_at") or recorded_at(
                self.session, self.case_id, self.row["head_seq"]
            )
        self.head_at = max(act.at, self.head_at or act.at)
        return self.head_at

    def flush(self) -> None:
        """Write the events and the row; Conflict ends the transaction when somebody changed the row
        meanwhile."""
        flush_all(self.session, [self])


def flush_all(session: Session, works: Sequence[CaseWork]) -> None:
    """Write the events and the rows of several cases, many rows in few statements."""
    events = [event for work in works for event in work.events]
    if events:
        audit.insert_events(session, events)
    for work in works:
        if work.is_new:
            cases.insert_case(session, {**work.row, **work.changes})
    cases.update_cases(session, [(work.row, work.changes) for work in works if not work.is_new])
    for work in works:
        work.row = {**work.row, **work.changes, "row_version": work.next_version}
        work.changes, work.events, work.is_new = {}, [], False


def recorded_at(session: Session, chain_id: UUID, seq: int) -> datetime:
    """When an event of a chain was recorded."""
    event = audit.read_event(session, chain_id, seq)
    assert event is not None  # the head names it
    return event["recorded_at"]  # type: ignore[no-any-return]


def moment(happened: Happened) -> datetime | date:
    """What the record holds as the time of the act: the day where that is all that is known."""
    return happened.at if happened.precision == "instant" else happened.day


def request_digest(session: Session, request: Mapping[str, Any]) -> str:
    """A keyed digest of a request, so that a repeat can be told from another request under the same command
    id."""
    return session.keys.token("request", canonical(request)).hex()
