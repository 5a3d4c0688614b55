"""The server's clock runs backwards, by an hour or a day, between sweeps and between acts: no rung is lost or
doubled, and the record's own order stays that of its instants."""

from __future__ import annotations

import random
import threading
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from models import audit
from tests.concurrency.test_sweeping import armed
from tests.operations.journeys import dispute_to, open_dispute
from tests.operations.record import chains_hold, codes, read
from tests.soak.conftest import Noting
from tests.soak.sizes import sizes
from tests.soak.test_contention import firings_are_single
from tests.support.living import wait_until
from tests.world import World, paper
from workflow.audit.chain import verify
from workflow.errors import TransitionRefused
from workflow.operations.audit.pull_audit import pull_audit
from workflow.operations.evidence.attach_document import attach_document
from workflow.workers.sweeper import sweep

BACK = {"an hour": timedelta(hours=1), "a day": timedelta(days=1)}
RUNGS_OF_A_CASE = 8


def recorded(world: World, ref: UUID) -> list[datetime]:
    """The instants of the case's chain, in the chain's order; its chain is verified."""
    return [event.recorded for event in read(world, ref).events]


def swept(world: World) -> int:
    """Sweep once at the world's instant; nothing may fail."""
    found = sweep(world.database, lambda: world.act("system"))
    assert (found.failed, found.left) == ((), 0)
    return found.fired


@pytest.mark.parametrize("back", BACK)
@pytest.mark.parametrize("times", sizes(20, 400))
def test_no_rung_is_lost_or_doubled(world: World, back: str, times: int, figures: Noting) -> None:
    """Two steps forward, one back, until every clock has run out."""
    refs = [open_dispute(world).case_id for _ in range(5)]
    dice, fired = random.Random(times), 0
    for _ in range(times):
        world.later(hours=dice.uniform(0, 2 * 60 * 24 / times))
        fired += swept(world)
        world.at -= BACK[back]
        assert swept(world) == 0, "what was not due fired"
        world.at += BACK[back]
    world.later(days=60)
    fired += swept(world)
    assert fired == RUNGS_OF_A_CASE * len(refs) and world.read(armed) == 0
    assert firings_are_single(world)
    assert all(times == sorted(times) for times in (recorded(world, ref) for ref in refs))
    figures(rungs=fired, steps_back=times, events=chains_hold(world))


@pytest.mark.parametrize("back", BACK)
def test_an_act_after_the_clock_was_set_back_keeps_the_order(world: World, back: str) -> None:
    ref = dispute_to(world, "mediating").case_id
    world.later(days=1)
    world.take("mediator", ref, "hold_session", {}, ("log_entry",))
    before = read(world, ref)
    world.at -= BACK[back]
    with pytest.raises(TransitionRefused) as refused:
        world.take("mediator", ref, "hold_session", {}, ("log_entry",))
    assert codes(refused.value) == {("before-last-event", "hold_session")}
    assert read(world, ref) == before
    world.run(attach_document, world.act("mediator"), str(ref), (paper("log_entry"),))
    after = recorded(world, ref)
    assert len(after) == len(before.events) + 1 and after == sorted(after)
    world.at += BACK[back]
    assert world.take("mediator", ref, "hold_session", {}, ("log_entry",)).seq == len(after) + 1
    assert recorded(world, ref) == sorted(recorded(world, ref))


def test_what_was_recorded_until_an_instant_is_a_chain(world: World) -> None:
    """A pull gives what was recorded until its instant: no hole, for the chain never goes back in time."""
    ref = dispute_to(world, "mediating").case_id
    world.later(minutes=30)
    world.run(attach_document, world.act("mediator"), str(ref), (paper("log_entry"),))
    world.at -= timedelta(minutes=20)
    world.run(attach_document, world.act("mediator"), str(ref), (paper("log_entry", "Văn bản khác."),))
    until = world.at + timedelta(minutes=5)
    with world.database.transaction(read_only=True) as session:
        assert verify(audit.stream_events(session, [ref], until)).ok
    assert world.run(
        pull_audit, world.act("inspector"), world.orgs["commune"], *[world.today()] * 2
    ).verdict.ok


def test_whoever_came_late_with_an_earlier_instant_is_recorded_after(world: World) -> None:
    """An act's instant is taken before its case is free; the chain says who came first."""
    ref = dispute_to(world, "mediating").case_id
    early = world.act("mediator")
    world.later(seconds=3)
    world.run(attach_document, world.act("mediator"), str(ref), (paper("log_entry"),))
    world.run(attach_document, early, str(ref), (paper("log_entry", "Văn bản khác."),))
    assert recorded(world, ref) == sorted(recorded(world, ref))


@pytest.mark.postgres
def test_so_is_whoever_waited_for_the_lock(pg_world: World) -> None:
    world, waits = pg_world, text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    ref = dispute_to(world, "mediating").case_id
    early = world.act("mediator")
    world.later(seconds=3)
    now = world.act("mediator")
    words = (paper("log_entry", "Văn bản khác."),)
    late = threading.Thread(target=world.run, args=(attach_document, early, str(ref), words))
    with world.database.transaction() as session:
        attach_document(session, now, str(ref), (paper("log_entry"),))
        late.start()
        wait_until(lambda: world.read(lambda own: own.scalar(waits)) > 0, "nobody waits")
    late.join(60)
    assert recorded(world, ref) == sorted(recorded(world, ref))
    assert len(recorded(world, ref)) == 6
