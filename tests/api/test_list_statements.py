"""A list asks the database as often for many rows as for few (ADR 0011)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event

from tests.api.conftest import Callers
from tests.api.oversight import Seat, desk, page, seat
from tests.operations.journeys import complaint_to, dispute_to
from tests.operations.record import until
from tests.world import World
from workflow.operations.case.send_request import send_request

__all__ = ["desk", "seat"]

PAGES = (
    ("chair", "/"), ("chair", "/cases"), ("chair", "/search?q=khieu"), ("chair", "/notices"),
    ("chair", "/supervision"), ("chair", "/supervision/deadlines?view=all"),
    ("chair", "/supervision/deadlines?view=paused"), ("supervisor", "/supervision/deadlines?view=own"),
    ("mediator", "/"), ("officer", "/"), ("police", "/"), ("police", "/cases"), ("police", "/requests"),
)  # fmt: skip
ANSWERS = (("chair", "/cases"), ("chair", "/deadlines"), ("police", "/cases"), ("supervisor", "/deadlines"))


@contextmanager
def statements(world: World) -> Iterator[list[str]]:
    """What the database is told, the prepared statements too."""
    found: list[str] = []

    def trace(connection: Any, *_: Any) -> None:
        connection.set_trace_callback(found.append)

    event.listen(world.database.engine, "checkout", trace)
    try:
        yield found
    finally:
        event.remove(world.database.engine, "checkout", trace)


def asked(world: World, ask: Callable[[], object]) -> int:
    """How many statements an answer takes, once what is kept in memory is there."""
    ask()
    with statements(world) as found:
        ask()
    return len(found)


def more(world: World) -> None:
    """Another case of each kind, with a request, a notice and a suspension."""
    asked = complaint_to(world, "verifying")
    words = (str(asked.case_id), "information", world.orgs["police"], "Xin cho biết.")
    world.run(lambda session: send_request(session, world.act("officer"), *words))
    paused = complaint_to(world, "accepted")
    ground = {"ground_suspended": "force_majeure"}
    world.take("chair", paused.case_id, "suspend", ground, ("suspension",))
    dispute_to(world, "mediating")


@pytest.fixture
def few(sqlite_world: World) -> World:
    more(sqlite_world)
    until(sqlite_world, sqlite_world.today() + timedelta(days=10))
    return sqlite_world


def test_pages_ask_no_more_for_more_rows(few: World, seat: Seat) -> None:
    seats = {who: seat(who) for who, _ in PAGES}
    before = {one: asked(few, partial(page, seats[one[0]], one[1])) for one in PAGES}
    for _ in range(3):
        more(few)
    until(few, few.today() + timedelta(days=10))
    after = {one: asked(few, partial(page, seats[one[0]], one[1])) for one in PAGES}
    assert all(count > 2 for count in before.values())
    assert {one: count - before[one] for one, count in after.items() if count > before[one]} == {}


def test_answers_ask_no_more_for_more_rows(few: World, caller: Callers) -> None:
    callers = {who: caller(who) for who, _ in ANSWERS}
    before = {one: asked(few, partial(callers[one[0]].read, one[1])) for one in ANSWERS}
    for _ in range(3):
        more(few)
    after = {one: asked(few, partial(callers[one[0]].read, one[1])) for one in ANSWERS}
    assert {one: count - before[one] for one, count in after.items() if count > before[one]} == {}
