"""Officers and sweepers on the same hundred cases, while a reader verifies: nobody is told of a lock or a
lost race, and every chain holds."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from multiprocessing.synchronize import Event
from uuid import UUID

import pytest
from sqlalchemy import text

from models import audit
from models.errors import StorageError
from models.session import Session
from tests.concurrency.mortals import Running, bell
from tests.operations.journeys import dispute_to
from tests.operations.record import chains_hold
from tests.soak.conftest import Noting
from tests.soak.doors import Heads, Officer, client_of, tokens
from tests.soak.sizes import sizes
from tests.world import World
from workflow.audit.entry import parse
from workflow.workers.sweeper import sweep

CASES = 100
OFFICERS, SWEEPERS = 4, 3
FASTEST, LONGEST = 5, 600
"""Days of the world in a second of the test at most, and in the whole of it: clocks run out while officers
act."""
PAUSE = 0.2
"""Seconds between two sweeps of one sweeper."""

Now = Callable[[], datetime]


def ticking(start: datetime, seconds: int) -> Now:
    """A clock that all processes of a test share, and that runs fast for so many seconds."""
    begun, speed = time.monotonic(), min(FASTEST, LONGEST / seconds)
    return lambda: start + timedelta(days=(time.monotonic() - begun) * speed)


def officer(
    name: str, refs: list[UUID], heads: Heads, now: Now, end: float
) -> Callable[[World], Counter[str]]:
    """Takes acts on cases at random until the end; gives the answers."""

    def job(world: World) -> Counter[str]:
        one = Officer(client_of(world), heads, name)
        while time.monotonic() < end:
            world.at = now()
            one.act_on(str(one.dice.choice(refs)))
        return one.answers

    return job


def sweeper(now: Now, over: Event) -> Callable[[World], Counter[str]]:
    """Sweeps until it is over; gives what became of its sweeps."""

    def job(world: World) -> Counter[str]:
        found = Counter[str]()

        def act() -> object:
            world.at = now()
            return world.act("system")

        while not over.wait(PAUSE):
            try:
                swept = sweep(world.database, act, size=20)  # type: ignore[arg-type]
            except StorageError as error:
                found[f"swept: {error.code}"] += 1
                continue
            found["sweeps"] += 1
            found["rungs"] += swept.fired
            found["left"] += swept.left
            found.update(f"failed: {one.error}" for one in swept.failed)
        return found

    return job


def reader(over: Event) -> Callable[[World], Counter[str]]:
    """Verifies every chain in a snapshot, again and again."""

    def job(world: World) -> Counter[str]:
        found = Counter[str]()
        while not over.wait(PAUSE):
            chains_hold(world)
            found["verified"] += 1
        return found

    return job


@pytest.mark.parametrize("seconds", sizes(8, 600))
def test_officers_and_sweepers_share_a_hundred_cases(world: World, seconds: int, figures: Noting) -> None:
    refs = [dispute_to(world, "mediating").case_id for _ in range(CASES if seconds > 60 else 20)]
    # Nobody acts on this one: officers may be so quick that no clock of theirs ever runs out.
    dispute_to(world, "mediating")
    heads = tokens(world)
    now, end, over = ticking(world.at + timedelta(hours=1), seconds), time.monotonic() + seconds, bell()
    others = [Running(world, job) for job in [*[sweeper(now, over)] * SWEEPERS, reader(over)]]
    jobs = [officer(f"o{number}", refs, heads, now, end) for number in range(OFFICERS)]
    officers = [Running(world, job) for job in jobs]
    answers = sum((one.result() for one in officers), Counter[str]())
    over.set()
    answers += sum((one.result() for one in others), Counter[str]())
    figures(**dict(sorted(answers.items())))
    least = seconds if seconds > 60 else 1  # a share of a busy machine is not measured
    assert answers["taken"] >= least and answers["rungs"] >= least
    assert not {told for told in answers if told.startswith(("5", "swept", "failed"))}, answers
    world.at = now() + timedelta(days=400)
    while sweep(world.database, lambda: world.act("system")).fired:
        pass
    events = chains_hold(world)
    assert firings_are_single(world) and world.read(armed_before, world.at) == 0
    figures(events=events)


def firings_are_single(world: World) -> bool:
    """Whether every rung fired once at most."""
    with world.database.transaction(read_only=True) as session:
        counted = Counter(fired_rungs(audit.stream_events(session)))
    return bool(counted) and set(counted.values()) == {1}


def fired_rungs(rows: Iterable[tuple[str, int, str, str]]) -> Iterable[tuple[str, str, str]]:
    """(case, timer, rung) of every firing."""
    for chain, _, words, _ in rows:
        if '"kind":"rung_fired"' in words:
            body = parse(words).body
            yield chain, body["timer"], body["rung"]


def armed_before(session: Session, at: datetime) -> int:
    """How many rungs that are due have not fired."""
    found = session.execute(text("SELECT fires_at FROM rung WHERE standing = 'armed'")).scalars()
    return sum(str(one) <= str(at) for one in found)
