"""Move running cases to another version of their type, as two persons agreed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models import cases, clocks, definitions
from models.session import Row, Session
from workflow.audit.kinds import EventKind
from workflow.case_type.model import CaseType
from workflow.engine.decision import Arm, Rearm
from workflow.engine.facts import Happened
from workflow.engine.moves import Move, TimerMove
from workflow.engine.moving_reasons import MoveCode, move_reason
from workflow.errors import NotPermitted, Reason
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import Library, library
from workflow.operations.steps.loading import work_on
from workflow.operations.steps.migrating import Pair, Planned, pair_stored, plan_case, reason_values
from workflow.operations.steps.recording import goes_up
from workflow.operations.steps.timers import urgency, write_effects
from workflow.operations.steps.work import CaseWork


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of the next cases of a migration, by number."""

    moved: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How many cases there were."""
        return len(self.moved) + len(self.left)


def migrate_cases(session: Session, act: Act, migration_id: UUID, size: int = 50) -> Batch:
    """Move the next ready cases of an approved migration, locked in id order; one event on each case's chain.

    A case that has changed since it was proposed, or that comes to something else when it is reckoned again,
    stays where it is. What was moved before is not looked at again. Raises NotPermitted (`why` not-approved,
    not-as-proposed).
    """
    held = library(session)
    # Who applies it too waits here, and then finds what is left to do.
    row = definitions.read_migration(session, migration_id, lock=True)
    if row is None or row["standing"] not in ("approved", "applied"):
        raise NotPermitted("A second person has not approved this migration.", why="not-approved")
    pair = pair_stored(held, row)
    if pair.digest != row["digest"]:
        raise NotPermitted("The map or a version is not the one approved.", why="not-as-proposed")
    moved: list[str] = []
    left: list[str] = []
    for proposed in definitions.migration_cases_of(session, migration_id, ("ready",), None, size):
        reason = _migrate(session, held, act, row, pair, proposed)
        (left if reason else moved).append(str(proposed["number"]))
        if reason:
            _leave(session, migration_id, proposed["case_id"], [reason])
    return Batch(tuple(moved), tuple(left))


def leave_case(session: Session, migration_id: UUID, said: str) -> Batch:
    """The next ready case cannot be moved for a reason nobody foresaw: it stays, and holds up no other."""
    for proposed in definitions.migration_cases_of(session, migration_id, ("ready",), None, 1):
        _leave(session, migration_id, proposed["case_id"], [move_reason(MoveCode.FAILED, said)])
        return Batch(left=(str(proposed["number"]),))
    return Batch()


def _leave(session: Session, migration_id: UUID, case_id: UUID, reasons: Sequence[Reason]) -> None:
    values = {"standing": "left", "reasons": reason_values(tuple(reasons))}
    definitions.settle_migration_case(session, migration_id, case_id, values)


def _migrate(
    session: Session, held: Library, act: Act, migration: Row, pair: Pair, proposed: Row
) -> Reason | None:
    """Move one case; gives the reason where it stays."""
    locked = cases.lock_case(session, proposed["case_id"])
    if (
        locked is None
        or locked["head_seq"] != proposed["head_seq"]
        or locked["definition_sha256"] != pair.a.sha256
    ):
        return move_reason(MoveCode.CHANGED, str(proposed["number"]))
    planned = plan_case(session, held, act, pair, locked)
    if planned.move.refusals or _plan(planned) != proposed["plan"]:
        return move_reason(MoveCode.DIFFERS, planned.number)
    work = work_on(session, held, locked)
    seq = _write(session, held, act, work, pair, planned.move, migration)
    values = {"standing": "moved", "seq": seq}
    definitions.settle_migration_case(session, migration["migration_id"], planned.case_id, values)
    return None


def _plan(planned: Planned) -> dict[str, Any]:
    values = planned.as_values()
    return {name: value for name, value in values.items() if name not in ("case", "number", "refused")}


def _write(
    session: Session, held: Library, act: Act, work: CaseWork, pair: Pair, move: Move, migration: Row
) -> int:
    b, before = pair.b, work.row["state"]
    work.case_type, work.calendar_sha256 = b, held.edition(b.calendar)[0]
    _place(work, b, move, act)
    _retitle(session, work, pair.a, b, move.timers)
    seq = work.next_seq
    paused = _paused_before(work, move.timers)
    marks = write_effects(session, act, work, [one.effect for one in move.timers], seq)
    if paused:
        _keep_paused(session, work, paused)
    body = {
        "migration": str(migration["migration_id"]),
        "from_definition": {"version": pair.a.version, "sha256": pair.a.sha256},
        "to_definition": {"version": b.version, "sha256": b.sha256},
        "map_sha256": pair.map.sha256,
        "from": before,
        "to": move.target,
        "clocks": marks,
        "moved": [one.as_values() for one in move.timers if one.is_altered],
        "lost": {name: list(found) for name, found in move.lost.items()},
        "proposed_by": str(migration["proposed_by"]),
        "approved_by": str(migration["approved_by"]),
        "version": work.next_version,
    }
    now = Happened(held.calendar(b.calendar).local_day(act.at), act.at)
    rules = {one.after.rule for one in move.timers if one.after is not None and one.after.rule}
    work.append(EventKind.CASE_MIGRATED, act, now, body, rules=tuple(sorted(rules)))
    work.flush()
    return seq


def _place(work: CaseWork, b: CaseType, move: Move, act: Act) -> None:
    """The case's row in the new version. When it last moved stays: a migration is no act on the matter."""
    changes = work.changes
    changes["version"], changes["definition_sha256"] = b.version, b.sha256
    changes["state"], changes["stage"] = move.target, b.states[move.target].stage
    changes["previous_state"] = move.previous
    if work.row["escalated_at"] is None and goes_up(b, move.target):
        changes["escalated_at"] = act.at


def _retitle(session: Session, work: CaseWork, a: CaseType, b: CaseType, timers: Sequence[TimerMove]) -> None:
    """What the new version says of each clock besides its dates."""
    changed = []
    for one in timers:
        if isinstance(one.effect, Rearm):
            old, new = a.clocks[one.clock], b.clocks[one.clock]
            if (old.kind, old.informative, a.calendar) != (new.kind, new.informative, b.calendar):
                changes = {"kind": new.kind, "informative": new.informative, "calendar_name": b.calendar}
                row = work.timers[one.effect.timer_id]
                row |= changes
                changed.append((row, changes))
    clocks.update_timers(session, changed)


def _paused_before(work: CaseWork, timers: Sequence[TimerMove]) -> set[tuple[str, UUID]]:
    """Which clocks stand still, by name and subject."""
    return {(one.clock, _subject(work, one)) for one in timers if one.paused}


def _subject(work: CaseWork, one: TimerMove) -> UUID:
    effect = one.effect
    if isinstance(effect, Arm):
        return effect.subject_id
    subject: UUID = work.timers[effect.timer_id]["subject_id"]
    return subject


def _keep_paused(session: Session, work: CaseWork, paused: set[tuple[str, UUID]]) -> None:
    """A paused clock is reckoned anew but does not run: its rungs wait for the act that resumes it."""
    rows = [dict(row) for row in clocks.read_timers(session, work.case_id)]
    still = [
        row for row in rows if (row["clock"], row["subject_id"]) in paused and row["running"] == "running"
    ]
    for row in still:
        row["running"] = "paused"
    clocks.update_timers(session, [(row, {"running": "paused"}) for row in still])
    clocks.cancel_rungs(session, [(work.case_id, row["timer_id"]) for row in still])
    work.changes.update(urgency(rows))
