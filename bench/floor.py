"""The floor: a whole transition written by hand in psycopg 3, the least that the same record can cost.

One transaction, prepared statements, eight round trips: BEGIN, SELECT … FOR UPDATE of the case, UPDATE case,
UPDATE timer, INSERT timer, INSERT audit event (SHA-256 chained, computed here), INSERT outbox, COMMIT. Its
tables are those of the product under another name, so that widths and indices are the same. It decides
nothing and checks nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg

TABLES = ("cases", "timer", "audit_event", "outbox", "api_token")
_NEXT = {"waiting": ("answered", "reply", "question"), "answered": ("waiting", "ask", "reply")}

_SELECT = (
    "SELECT state, row_version, head_seq, head_hash, org_id FROM floor.cases WHERE case_id = %s FOR UPDATE"
)
_CASE = """UPDATE floor.cases SET state = %s, previous_state = %s, stage = %s, moved_at = %s,
row_version = %s, head_seq = %s, head_hash = %s, due_at = %s, due_clock = %s WHERE case_id = %s"""
_STOP = """UPDATE floor.timer SET running = 'stopped', stopped_on = %s, stopped_at = %s, stop_seq = %s,
verdict = 'in_time' WHERE case_id = %s AND running = 'running'"""
_START = """INSERT INTO floor.timer (case_id, timer_id, clock, kind, subject_kind, subject_id, start_seq,
calendar_name, calendar_sha256, precision, started_on, started_at, running, raw_due, legal_due, due_at,
provisional, informative, acts, org_id, unconfirmed)
VALUES (%s, %s, %s, 'internal', 'case', %s, %s, 'vn', %s, 'instant', %s, %s, 'running',
%s, %s, %s, false, false, '{}', %s, false)"""
_EVENT = """INSERT INTO floor.audit_event (chain_id, seq, kind, org_id, recorded_at, text, hash)
VALUES (%s, %s, 'transition.taken', %s, %s, %s, %s)"""
_HEAD = "SELECT seq, hash FROM floor.head FOR UPDATE"
_MOVE = "UPDATE floor.head SET seq = seq + 1, hash = %s"
_MESSAGE = """INSERT INTO floor.outbox (case_id, message_id, kind, body, recorded_at, next_try_at, attempts)
VALUES (%s, %s, 'open_child', %s, %s, %s, 0)"""


def make_tables(connection: psycopg.Connection, tables: Sequence[str] = TABLES) -> None:
    """The floor's own tables, filled with copies of the product's present rows."""
    connection.execute("CREATE SCHEMA floor")
    for table in tables:
        connection.execute(f"CREATE TABLE floor.{table} (LIKE public.{table} INCLUDING ALL)")
        connection.execute(f"INSERT INTO floor.{table} SELECT * FROM public.{table}")
    connection.execute("CREATE TABLE floor.head (seq bigint NOT NULL, hash text NOT NULL)")
    connection.execute("INSERT INTO floor.head VALUES (0, '')")
    connection.commit()


def connect(url: str) -> psycopg.Connection:
    """A connection that prepares every statement at once."""
    connection = psycopg.connect(url)
    connection.prepare_threshold = 0
    return connection


def transition(
    connection: psycopg.Connection, case_id: UUID, actor: str, *, one_chain: bool = False
) -> tuple[str, int]:
    """Take the next transition of a case, whole, and commit it; gives (state, row version).

    With `one_chain` the event follows the last of all cases, for which everybody waits."""
    at = datetime.now(UTC)
    due = at + timedelta(days=3)
    with connection.transaction(), connection.cursor() as run:
        row = run.execute(_SELECT, (case_id,), prepare=True).fetchone()
        assert row is not None
        state, version, seq, head, org_id = row
        after, name, clock = _NEXT[state]
        seq, version = seq + 1, version + 1
        if one_chain:
            held = run.execute(_HEAD, prepare=True).fetchone()
            assert held is not None
            head = held[1]
        text = _text(case_id, seq, actor, at, org_id, head, {"transition": name, "from": state, "to": after})
        head = hashlib.sha256(text.encode()).hexdigest()
        stage = "received" if after == "waiting" else "classified"
        moved = (after, state, stage, at, version, seq, head, due, clock, case_id)
        run.execute(_CASE, moved, prepare=True)
        run.execute(_STOP, (at.date(), at, seq, case_id), prepare=True)
        ends = (due.date(), due.date(), due)
        run.execute(
            _START, (case_id, new_id(), clock, case_id, seq, _SHA, at.date(), at, *ends, org_id), prepare=True
        )
        run.execute(_EVENT, (case_id, seq, org_id, at, text, head), prepare=True)
        run.execute(_MESSAGE, (case_id, new_id(), _BODY, at, at), prepare=True)
        if one_chain:
            run.execute(_MOVE, (head,), prepare=True)
    return after, version


def worker(url: str, case_ids: list[UUID], *, one_chain: bool = False) -> Callable[[], None]:
    """What one client does again and again: the next transition of the next of its cases."""
    connection, turn, count = connect(url), 0, len(case_ids)

    def work() -> None:
        nonlocal turn
        transition(connection, case_ids[turn % count], _ACTOR, one_chain=one_chain)
        turn += 1

    return work


def new_id() -> UUID:
    """A UUID of version 7."""
    value = time.time_ns() // 1_000_000 << 80 | int.from_bytes(os.urandom(10))
    return UUID(int=value & ~(0xF << 76 | 0b11 << 62) | 0x7 << 76 | 0b10 << 62)


def _text(
    case_id: UUID, seq: int, actor: str, at: datetime, org_id: UUID, previous: str, body: dict[str, Any]
) -> str:
    """The canonical text of the event, with as many facts as the product's own."""
    clocks = [
        {"act": "stop", "clock": "reply"},
        {"act": "start", "clock": "question", "due": at.date().isoformat()},
    ]
    entry = {
        "schema": "floor/1",
        "chain": str(case_id),
        "seq": seq,
        "kind": "transition.taken",
        "actor": actor,
        "on_behalf_of": None,
        "happened": at.isoformat(),
        "recorded": at.isoformat(),
        "case_type": "round_trip@1",
        "definition": _SHA,
        "rules": [],
        "calendar": _SHA,
        "command": None,
        "organisation": str(org_id),
        "body": {**body, "fields": {}, "documents": [], "clocks": clocks, "version": seq},
        "previous": previous,
    }
    return json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


_SHA = hashlib.sha256(b"floor").hexdigest()
_ACTOR = "user:00000000-0000-7000-8000-000000000001"
_BODY = json.dumps({"case_type": "round_trip", "carries": [["subject", "subject"]], "seq": 1})
