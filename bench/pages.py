"""What people look at all day, asked over HTTP and in the database: overdue, worklist, board; for an office
and for the province above it."""

from __future__ import annotations

import base64
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg import RawCursor
from sqlalchemy import Engine, event

from bench.ground import Ground
from bench.measure import Round, cpu_of, spread
from bench.web import Caller, Web
from models import deadlines, lists, people
from models.deadlines import DeadlineFilter
from models.lists import CaseFilter
from models.session import Session
from models.visibility import Scope
from tests.world import World
from workflow.operations.steps.library import library
from workflow.operations.steps.places import actor_of
from workflow.operations.steps.scopes import scope_of

VIEWERS = {"office": "chair", "officer": "officer", "province": "supervisor"}
"""Who looks: a chair and an officer at one of a hundred offices, a supervisor who follows them all."""

ADDRESSES = {
    "overdue, API": "/api/v1/deadlines?when=overdue&size=50",
    "worklist, API": "/api/v1/cases?open=true&size=50",
    "overdue, page": "/supervision/deadlines?view=overdue",
    "worklist, page": "/?view=all",
    "board, page": "/supervision",
}


def sign_in(world: World, user_id: UUID) -> str:
    """The headers of a person with a web session and an access token."""
    fresh, at = os.urandom(32), datetime.now(UTC)
    sha256, ends = hashlib.sha256(fresh).digest(), at + timedelta(days=1)
    secret = base64.urlsafe_b64encode(fresh).rstrip(b"=").decode()
    session = {"token_sha256": sha256, "user_id": user_id, "created_at": at, "expires_at": ends}
    token = {"token_id": world.new_id(), "label": "bench", "scopes": ["see_deadlines"], **session}
    world.run(people.insert_web_session, session)
    world.run(people.insert_people_row, "token", token)
    return f"Authorization: Bearer {secret}\r\nCookie: tiepdan_session={secret}\r\n"


def ask(made: Ground, served: Web, headers: str, path: str, seconds: float) -> Round:
    """The page again and again: five times at least unless that takes longer than ten times `seconds`."""
    caller = Caller(served.port, headers)
    caller.get(path)
    times: list[float] = []
    own, database, begin = served.cpu(), cpu_of(made.postmaster), time.perf_counter()
    while (passed := time.perf_counter() - begin) < (seconds if len(times) >= 5 else 10 * seconds):
        status, _, content = caller.get(path)
        if status != 200 or not content:
            raise RuntimeError(f"{path}: {status}")
        times.append(time.perf_counter() - begin - passed)
    seconds = time.perf_counter() - begin
    return Round(len(times), seconds, served.cpu() - own, cpu_of(made.postmaster) - database, tuple(times))


def queries(world: World, who: str) -> dict[str, Callable[[Session], object]]:
    """The named queries behind the pages, as one person asks them."""
    at = datetime.now(UTC)
    tomorrow, week = at + timedelta(days=1), at + timedelta(days=8)
    scope = _scope(world, who, at)
    late, every = DeadlineFilter(due_before=at), DeadlineFilter()
    with world.database.transaction(read_only=True) as session:
        total = lists.count_cases(session, scope, CaseFilter(open=True))
        deep = _deep(session, scope, total // 2)
    return {
        "overdue": lambda session: deadlines.list_deadlines(session, scope, late),
        "overdue cases": lambda session: lists.list_cases(
            session, scope, CaseFilter(open=True, overdue_at=at)
        ),
        "worklist": lambda session: lists.list_cases(session, scope, CaseFilter(open=True)),
        "worklist, deep page": lambda session: lists.list_cases(session, scope, CaseFilter(open=True), deep),
        "count overdue": lambda session: deadlines.count_deadlines(session, scope, late),
        "count views": lambda session: lists.count_views(session, scope, at, tomorrow, week, CaseFilter()),
        "board": lambda session: deadlines.deadlines_by_holder(
            session, scope, at, tomorrow, week, at.date(), every
        ),
        "case types": lambda session: lists.case_types_of(session, scope),
        "holders": lambda session: lists.holders_of(session, scope),
    }


def timed(world: World, query: Callable[[Session], object], seconds: float) -> float:
    """The median milliseconds of a query, connection and transaction left out; three times at least."""
    times: list[float] = []
    begin = time.perf_counter()
    while len(times) < 3 or time.perf_counter() - begin < seconds:
        with world.database.transaction(read_only=True) as session:
            before = time.perf_counter()
            query(session)
            times.append(1000 * (time.perf_counter() - before))
    return spread(times).median


def plan(world: World, query: Callable[[Session], object]) -> str:
    """How PostgreSQL went about the first statement of a query: EXPLAIN (ANALYZE, BUFFERS)."""
    with _noted(world.database.engine) as noted, world.database.transaction(read_only=True) as session:
        query(session)
        statement, parameters = noted[0]
        raw: Any = session.connection.connection.driver_connection
        # Prepared statements count their places, which only this cursor reads.
        cursor = RawCursor(raw) if isinstance(parameters, tuple) else raw.cursor()
        lines = cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {statement}", parameters)
        return "\n".join(str(line[0]) for line in lines)


@contextmanager
def _noted(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    noted: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        noted.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield noted
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _scope(world: World, who: str, at: datetime) -> Scope:
    with world.database.transaction(read_only=True) as session:
        held = library(session)
        actor = actor_of(session, world.users[who], held.today(at))
        if actor is None:
            raise RuntimeError(f"{who} is not active")
        return scope_of(session, held, actor, at)


def _deep(session: Session, scope: Scope, skipped: int) -> tuple[datetime, UUID] | None:
    """The key of the case half way down the worklist, found as no page does: by reading all before it."""
    rows = lists.list_cases(session, scope, CaseFilter(open=True), size=max(1, skipped))
    return (rows[-1]["due_at"], rows[-1]["case_id"]) if rows else None
