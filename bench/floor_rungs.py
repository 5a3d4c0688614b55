"""The floor of the sweeper, by hand: due rungs in batches of 100, cases locked in id order with skip-locked.

Per rung the writes of a transition: case, rung, audit event chained in Python, notice; each table in one
pipelined statement.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from uuid import UUID

import psycopg

from bench.floor import new_id

TABLES = ("cases", "timer", "rung", "audit_event", "notice")
_DUE = """SELECT case_id, timer_id, rung FROM floor.rung WHERE standing = 'armed' AND next_try_at <= %s
ORDER BY next_try_at, case_id, timer_id, rung LIMIT 100"""
_LOCK = """SELECT case_id, state, row_version, head_seq, head_hash, org_id FROM floor.cases
WHERE case_id = ANY(%s) ORDER BY case_id FOR UPDATE SKIP LOCKED"""
_CASE = """UPDATE floor.cases SET row_version = row_version + 1, head_seq = %s, head_hash = %s,
marked_late = true WHERE case_id = %s"""
_RUNG = """UPDATE floor.rung SET standing = 'fired', fired_at = %s, fired_seq = %s
WHERE case_id = %s AND timer_id = %s AND rung = %s AND standing = 'armed'"""
_EVENT = """INSERT INTO floor.audit_event (chain_id, seq, kind, org_id, recorded_at, text, hash)
VALUES (%s, %s, 'rung.fired', %s, %s, %s, %s)"""
_NOTICE = """INSERT INTO floor.notice (case_id, notice_id, to_org_id, to_role, clock, rung, recorded_at)
VALUES (%s, %s, %s, 'clerk', 'reply', %s, %s)"""


def sweep(connection: psycopg.Connection) -> int:
    """Fire everything that is due, a batch per transaction; gives how many."""
    fired = 0
    while count := _batch(connection):
        fired += count
    return fired


def _batch(connection: psycopg.Connection) -> int:
    at = datetime.now(UTC)
    with connection.transaction(), connection.cursor() as run:
        due = run.execute(_DUE, (at,), prepare=True).fetchall()
        if not due:
            return 0
        ids = sorted({row[0] for row in due})
        cases = {row[0]: row for row in run.execute(_LOCK, (ids,), prepare=True).fetchall()}
        moved, settled, events, notices = [], [], [], []
        for case_id, timer_id, rung in due:
            _, state, version, seq, head, org_id = cases[case_id]
            seq, text = seq + 1, _text(case_id, seq + 1, at, org_id, head, timer_id, rung)
            head = hashlib.sha256(text.encode()).hexdigest()
            cases[case_id] = (case_id, state, version + 1, seq, head, org_id)
            moved.append((seq, head, case_id))
            settled.append((at, seq, case_id, timer_id, rung))
            events.append((case_id, seq, org_id, at, text, head))
            notices.append((case_id, new_id(), org_id, rung, at))
        for statement, rows in ((_CASE, moved), (_RUNG, settled), (_EVENT, events), (_NOTICE, notices)):
            run.executemany(statement, rows)
    return len(due)


def _text(
    case_id: UUID, seq: int, at: datetime, org_id: UUID, previous: str, timer_id: UUID, rung: str
) -> str:
    body = {
        "clock": "reply",
        "timer": str(timer_id),
        "rung": rung,
        "due": at.isoformat(),
        "mark": "late",
        "told": ["clerk"],
    }
    entry = {
        "schema": "floor/1",
        "chain": str(case_id),
        "seq": seq,
        "kind": "rung.fired",
        "actor": "system",
        "on_behalf_of": None,
        "happened": at.isoformat(),
        "recorded": at.isoformat(),
        "case_type": "round_trip@1",
        "rules": [],
        "command": None,
        "organisation": str(org_id),
        "body": body,
        "previous": previous,
    }
    return json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
