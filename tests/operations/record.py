"""What an act left behind: the row, its timers and rungs, the events, notices and messages; read whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from models import audit, cases, clocks
from models.session import Session
from tests.world import World
from workflow.audit.chain import verify
from workflow.audit.entry import Entry, parse
from workflow.errors import TransitionRefused
from workflow.operations.clock.fire_rungs import Fired, fire_rungs


@dataclass(frozen=True)
class Record:
    """A case as the database holds it."""

    row: dict[str, Any]
    timers: tuple[dict[str, Any], ...]
    rungs: tuple[dict[str, Any], ...]
    events: tuple[Entry, ...]
    notices: tuple[dict[str, Any], ...]
    messages: tuple[dict[str, Any], ...]
    parties: tuple[dict[str, Any], ...]

    def timer(self, clock: str, **wanted: Any) -> dict[str, Any]:
        """The newest timer of a clock, of those with the values told."""
        found = [
            one
            for one in self.timers
            if one["clock"] == clock and all(one[name] == value for name, value in wanted.items())
        ]
        assert found, f"no timer of {clock} with {wanted}"
        return found[-1]

    def running(self) -> dict[str, str]:
        """How every clock that is not stopped stands."""
        return {one["clock"]: one["running"] for one in self.timers if one["running"] != "stopped"}

    def rungs_of(self, clock: str) -> dict[str, str]:
        """The standing of each rung of the newest timer of a clock."""
        timer_id = self.timer(clock)["timer_id"]
        return {one["rung"]: one["standing"] for one in self.rungs if one["timer_id"] == timer_id}

    def body(self, kind: str) -> dict[str, Any]:
        """The body of the newest event of a kind."""
        found = [event for event in self.events if str(event.kind) == kind]
        assert found, f"no event {kind} among {[str(event.kind) for event in self.events]}"
        return dict(found[-1].body)

    def kinds(self) -> list[str]:
        """The kinds of the events, in order."""
        return [str(event.kind) for event in self.events]


def read(world: World, case_id: UUID) -> Record:
    """The whole record of a case, its chain verified."""
    with world.database.transaction(read_only=True) as session:
        rows = audit.read_events(session, case_id)
        row = cases.read_case(session, case_id)
        assert row is not None
        found = Record(
            dict(row),
            tuple(dict(one) for one in clocks.read_timers(session, case_id)),
            tuple(dict(one) for one in clocks.read_rungs(session, case_id)),
            tuple(parse(one["text"]) for one in rows),
            _rows(session, "notice", case_id),
            _rows(session, "outbox", case_id),
            tuple(dict(one) for one in cases.read_parties(session, case_id)),
        )
    stored = [(str(case_id), one["seq"], one["text"], one["hash"]) for one in rows]
    heads = {str(case_id): (row["head_seq"], row["head_hash"])}
    verdict = verify(iter(stored), heads)
    assert verdict.ok, verdict
    return found


def _rows(session: Session, table: str, case_id: UUID) -> tuple[dict[str, Any], ...]:
    key = case_id.hex if session.is_sqlite else case_id
    # Ids are made in order; what is read in no order would be another record after the tables were analysed.
    own = {"notice": "notice_id", "outbox": "message_id"}[table]
    found = session.execute(text(f"SELECT * FROM {table} WHERE case_id = :key ORDER BY {own}"), {"key": key})
    return tuple(dict(one) for one in found.mappings())


def chains_hold(world: World) -> int:
    """Verify every chain of the database against its head; gives the number of events."""
    with world.database.transaction(read_only=True) as session:
        heads = {chain: (seq, digest) for chain, seq, digest in audit.read_heads(session)}
        verdict = verify(audit.stream_events(session), heads)
    assert verdict.ok, verdict
    return verdict.events


def sweep(world: World, size: int = 100) -> list[Fired]:
    """Fire everything due at the world's instant, as the sweeper does."""
    fired: list[Fired] = []
    while True:
        with world.database.transaction() as session:
            due = clocks.due_rungs(session, world.at, size)
            keys = [(one["case_id"], one["timer_id"], one["rung"]) for one in due]
            done = fire_rungs(session, world.act("system"), keys)
        fired += done
        if not done:
            return fired


def until(world: World, day: date, hour: float = 9) -> None:
    """Let time pass until an hour of a local day (Viet Nam is seven hours ahead of UTC), firing what comes
    due."""
    at = world.at.replace(year=day.year, month=day.month, day=day.day, hour=0, minute=0, second=0)
    at += timedelta(hours=hour - 7)
    assert at >= world.at, "time does not run backwards"
    world.at = at
    sweep(world)


def codes(refused: TransitionRefused) -> set[tuple[str, str]]:
    """(code, name) of every reason."""
    return {(str(one.code), one.name) for one in refused.reasons}


def days(values: Iterable[Any]) -> list[str]:
    """Days as texts."""
    return [value.isoformat() for value in values]
