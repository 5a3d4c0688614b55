"""A stream is read row by row on both databases; whoever leaves it, or breaks off in it, leaves the database
usable."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from uuid import UUID

import pytest

from models import audit, clocks
from models.session import Session
from tests.operations.journeys import DISPUTE
from tests.world import World, make_world
from workflow.audit.chain import Row


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[World]:
    made = make_world(database_url, tmp_path)
    for _ in range(3):
        made.open("reception", "dispute", DISPUTE)
    yield made
    made.database.engine.dispose()


def count(session: Session) -> int:
    return sum(1 for _ in audit.stream_events(session))


def test_what_is_left_in_the_middle_lets_the_next_question_be_asked(world: World) -> None:
    with world.database.transaction(read_only=True) as session:
        first = list(islice(audit.stream_events(session), 2))
        assert first == list(islice(audit.stream_events(session), 2)) and len(first) == 2
        assert count(session) > 2


def test_what_is_sent_together_after_a_stream_is_answered(world: World) -> None:
    with world.database.transaction(read_only=True) as session:
        chains = {UUID(row[0]) for row in audit.stream_events(session)}
        timers, rungs = clocks.read_many(session, chains)
        assert timers and rungs
        next(audit.stream_events(session))
        assert clocks.read_many(session, chains) == (timers, rungs)


def test_nothing_else_is_asked_while_a_stream_is_read(world: World) -> None:
    with world.database.transaction(read_only=True) as session:
        rows = audit.stream_events(session)
        next(rows)
        with pytest.raises(RuntimeError, match="not read to its end"):
            audit.read_event(session, UUID(int=1), 1)
        # The stream itself goes on.
        assert 1 + sum(1 for _ in rows) == count(session)


def test_who_breaks_off_in_a_stream_waits_for_nobody(world: World) -> None:
    kept = []
    with pytest.raises(LookupError), world.database.transaction(read_only=True) as session:
        kept.append(audit.stream_events(session))
        next(kept[0])
        raise LookupError
    assert world.read(count) > 2


def test_some_chains_are_read_until_an_instant(world: World) -> None:
    everything = world.read(lambda session: list(audit.stream_events(session)))
    chains = sorted({UUID(row[0]) for row in everything})
    assert len(chains) > 2

    def some(wanted: list[UUID] | None, until: datetime | None = None) -> list[Row]:
        found: list[Row] = world.read(lambda session: list(audit.stream_events(session, wanted, until)))
        return found

    few = chains[1::2]
    assert some(few) == [row for row in everything if UUID(row[0]) in few]
    assert some([]) == []
    assert some(None, world.at) == everything == some(chains, world.at)
    assert some(None, datetime.min.replace(tzinfo=world.at.tzinfo)) == []


def test_more_chains_than_are_sorted_at_once_come_in_order(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = world.read(lambda session: list(audit.stream_events(session)))
    monkeypatch.setattr(audit, "_SORTED", 2)
    chains = {UUID(row[0]) for row in everything}
    assert world.read(lambda session: list(audit.stream_events(session, list(chains)))) == everything
