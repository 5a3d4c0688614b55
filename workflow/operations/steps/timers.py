"""Clock effects to timer and rung rows, and what the record says of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC
from typing import Any
from uuid import UUID

from models import clocks
from models.columns import FAR
from models.session import Session
from workflow.case_type.model import CaseType
from workflow.engine.decision import Arm, ClockEffect, Pause, Rearm, Stop, TimerPlan
from workflow.engine.replay import Replayed
from workflow.operations.steps.acting import Act
from workflow.operations.steps.work import CaseWork

JUDGED = ("duty", "internal", "notice")
"""The kinds of clocks that make a case urgent: the office must act by their end."""


def write_effects(
    session: Session,
    act: Act,
    work: CaseWork,
    effects: Sequence[ClockEffect],
    seq: int,
    *,
    unconfirmed: bool = False,
) -> list[dict[str, Any]]:
    """Store what the effects do to timers and rungs under the case's lock, as of event `seq`; gives the
    record's lines.

    `unconfirmed`: verdicts rest on a late entry nobody has confirmed yet (decision 11).
    """
    if not effects:
        return []
    rows = work.timers
    armed, touched, fresh, moved, cancelled = [], [], [], [], []
    marks = []
    for effect in effects:
        if isinstance(effect, Arm):
            own = (act.new_id(), work.case_id, work.case_type, work.calendar_sha256, work.now("org_id"))
            row = _armed_row(*own, effect, seq)
            armed.append(row)
            fresh += _rung_rows(row["timer_id"], work.case_id, effect.plan)
        else:
            row = rows[effect.timer_id]
            cancelled.append((work.case_id, effect.timer_id))
            changes = _changes(effect, row, seq, work.calendar_sha256, unconfirmed)
            if isinstance(effect, Rearm) and not effect.paused:
                moved += _rung_rows(effect.timer_id, work.case_id, effect.plan)
            row |= changes
            touched.append((row, changes))
        marks.append(effect_mark(effect, row))
    clocks.cancel_rungs(session, cancelled)
    clocks.update_timers(session, touched)
    clocks.insert_timers(session, armed)
    clocks.insert_rungs(session, fresh)
    clocks.replace_rungs(session, moved)
    rows |= {row["timer_id"]: row for row in armed}
    work.changes.update(urgency(rows.values()))
    _clear_late(session, work, rows, effects)
    work.forget()
    return marks


def _clear_late(
    session: Session,
    work: CaseWork,
    rows: Mapping[UUID, Mapping[str, Any]],
    effects: Sequence[ClockEffect],
) -> None:
    """A case marked late is so no longer where an entry made later proves that every such clock was in
    time."""
    if not work.now("marked_late") or not any(isinstance(effect, Stop) for effect in effects):
        return
    late = {name for name, rung in work.case_type.rungs.items() if rung.mark == "late"}
    settled = {
        rung["timer_id"]
        for rung in clocks.read_rungs(session, work.case_id)
        if rung["rung"] in late and rung["standing"] in ("fired", "passed")
    }
    work.changes["marked_late"] = any(rows[timer_id]["verdict"] != "in_time" for timer_id in settled)


def _armed_row(
    timer_id: UUID,
    case_id: UUID,
    case_type: CaseType,
    edition: str,
    org_id: UUID,
    effect: Arm,
    seq: int,
) -> dict[str, Any]:
    clock = case_type.clocks[effect.clock]
    row = {
        "case_id": case_id,
        "timer_id": timer_id,
        "clock": effect.clock,
        "kind": clock.kind,
        "subject_kind": effect.subject_kind,
        "subject_id": effect.subject_id,
        "start_seq": seq,
        "calendar_name": case_type.calendar,
        "started_on": effect.started.day,
        "started_at": effect.started.at,
        "running": "running",
        "informative": clock.informative,
        "org_id": org_id,
        "stopped_on": None,
        "stopped_at": None,
        "stop_seq": None,
        "verdict": None,
        "verdict_promised": None,
        "verdict_inputs": None,
        "unconfirmed": False,
        **_planned(effect.plan, edition),
    }
    if effect.ended is not None:
        row |= _stopped(Stop(timer_id, effect.clock, effect.ended, "none", "none"), row, seq, False)
    return row


def _changes(
    effect: Stop | Pause | Rearm, row: Mapping[str, Any], seq: int, edition: str, unconfirmed: bool
) -> dict[str, Any]:
    if isinstance(effect, Stop):
        return _stopped(effect, row, seq, unconfirmed)
    if isinstance(effect, Pause):
        return {"running": "paused", "acts": dict(effect.acts)}
    return _planned(effect.plan, edition) | {"running": "paused" if effect.paused else "running"}


def _planned(plan: TimerPlan, edition: str) -> dict[str, Any]:
    return {
        "raw_due": plan.raw_due,
        "legal_due": plan.legal_due,
        "promised_due": plan.promised_due,
        "due_at": plan.due_at,
        "precision": plan.precision,
        "provisional": plan.provisional,
        "rule_id": plan.rule_id,
        "acts": dict(plan.acts),
        "calendar_sha256": edition,
    }


def _stopped(effect: Stop, row: Mapping[str, Any], seq: int, unconfirmed: bool) -> dict[str, Any]:
    """The verdict is frozen with what it was judged on: a later calendar or rule changes nothing here
    (house.md, clocks 5)."""
    return {
        "running": "stopped",
        "stopped_on": effect.stopped.day,
        "stopped_at": effect.stopped.at,
        "stop_seq": seq,
        "verdict": effect.verdict,
        "verdict_promised": effect.verdict_promised,
        "verdict_inputs": {
            "raw_due": row["raw_due"].isoformat(),
            "legal_due": row["legal_due"].isoformat(),
            "promised_due": row["promised_due"].isoformat() if row["promised_due"] else None,
            "due_at": row["due_at"].astimezone(UTC).isoformat(),
            "precision": row["precision"],
            "rule": row["rule_id"],
            "calendar": row["calendar_sha256"],
            "happened": effect.stopped.at.astimezone(UTC).isoformat(),
            "happened_precision": effect.stopped.precision,
        },
        "unconfirmed": unconfirmed,
    }


def _rung_rows(timer_id: UUID, case_id: UUID, plan: TimerPlan) -> list[dict[str, Any]]:
    return [
        {
            "case_id": case_id,
            "timer_id": timer_id,
            "rung": rung.rung,
            "fires_at": rung.fires_at,
            "standing": rung.standing,
            "fired_at": None,
            "fired_seq": None,
            "attempts": 0,
            "next_try_at": rung.fires_at,
        }
        for rung in plan.rungs
    ]


def effect_mark(effect: ClockEffect, row: Mapping[str, Any]) -> dict[str, Any]:
    """One line of the record: which clock, what happened to it, and its dates."""
    mark: dict[str, Any] = {"clock": effect.clock, "timer": str(row["timer_id"])}
    if isinstance(effect, Arm):
        mark |= {"act": "armed", "subject": effect.subject_kind, "from": effect.started.day.isoformat()}
    elif isinstance(effect, Stop):
        return mark | {
            "act": "stopped",
            "verdict": effect.verdict,
            "promised": effect.verdict_promised,
            "legal_due": row["legal_due"].isoformat(),
        }
    elif isinstance(effect, Pause):
        return mark | {"act": "paused"}
    else:
        mark |= {"act": effect.why}
    return mark | _dates(effect)


def _dates(effect: Arm | Rearm) -> dict[str, Any]:
    plan = effect.plan
    return {
        "raw_due": plan.raw_due.isoformat(),
        "legal_due": plan.legal_due.isoformat(),
        "promised_due": plan.promised_due.isoformat() if plan.promised_due else None,
        "rule": plan.rule_id,
        "provisional": plan.provisional,
    }


def urgency(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The case row's columns that lists sort and filter by, from its timers."""
    alive = [row for row in rows if row["running"] != "stopped"]
    running = [
        (row["due_at"], row["clock"])
        for row in alive
        if row["running"] == "running" and row["kind"] in JUDGED and not row["informative"]
    ]
    due_at, clock = min(running, default=(FAR, None))
    return {"due_at": due_at, "due_clock": clock, "paused": any(row["running"] == "paused" for row in alive)}


def replayed_rows(
    case_type: CaseType, edition: str, case_id: UUID, org_id: UUID, timers: Sequence[Replayed]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """Timer rows, rung rows and record lines of a history that came in at once, all started by event 1."""
    rows, rungs, marks = [], [], []
    for one in timers:
        row = _armed_row(one.fact.timer_id, case_id, case_type, edition, org_id, one.armed, 1)
        row |= _planned(one.plan, edition) | {"running": one.fact.running, "acts": dict(one.fact.acts)}
        marks.append(effect_mark(one.armed, row))
        if one.stop is not None:
            row |= _stopped(one.stop, row, 1, False)
            marks.append(effect_mark(one.stop, row))
        rows.append(row)
        rungs += _rung_rows(one.fact.timer_id, case_id, replace(one.plan, rungs=one.rungs))
    return rows, rungs, marks
