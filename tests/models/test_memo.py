"""What is kept in memory of offices, people and definitions never outlives the change it missed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from models import definitions, organisations, people
from models.memo import recall
from models.session import Database, Memo, Session
from tests.operations.worlds import make_keys
from tests.world import World
from workflow.operations.steps.places import actor_of, place_on

DAY = date(2026, 7, 6)
LAST = date(2026, 7, 1)


def grants(session: Session, world: World, who: str) -> set[str]:
    actor = actor_of(session, world.users[who], DAY)
    return {grant.role for grant in actor.grants} if actor else set()


def neighbour_of(world: World) -> Database:
    url = world.database.engine.url.render_as_string(hide_password=False)
    return Database(url, make_keys(), world.database.blobs)


def test_another_process_sees_an_ended_role_at_its_next_transaction(world: World) -> None:
    other = neighbour_of(world)
    with other.transaction(read_only=True) as session:
        assert grants(session, world, "clerk") == {"clerk"}
    world.run(people.end_role, world.users["clerk"], "clerk", world.orgs["commune"], LAST)
    with other.transaction(read_only=True) as session:
        assert grants(session, world, "clerk") == set()
    other.engine.dispose()


def test_what_was_rolled_back_is_kept_by_nobody(world: World) -> None:
    with pytest.raises(RuntimeError), world.database.transaction() as session:
        people.end_role(session, world.users["clerk"], "clerk", world.orgs["commune"], LAST)
        assert grants(session, world, "clerk") == set()
        raise RuntimeError
    assert world.read(grants, world, "clerk") == {"clerk"}
    # The next change takes the number that the lost one would have had.
    world.run(people.end_role, world.users["chair"], "chair", world.orgs["commune"], LAST)
    assert world.read(grants, world, "clerk") == {"clerk"}
    assert world.read(grants, world, "chair") == set()


def test_a_reading_is_shared_until_something_changes(world: World) -> None:
    def read(session: Session) -> object:
        return place_on(session, world.orgs["commune"], DAY)

    first = world.read(read)
    assert world.read(read) is first
    world.run(organisations.end_link, world.orgs["commune"], "above", world.orgs["province"], LAST)
    assert world.read(read).above == ()
    assert first.above == (world.orgs["province"],)


CHANGES: dict[str, Callable[[Session, World], Any]] = {
    "an office": lambda session, world: organisations.insert_organisation_rows(
        session,
        "organisation",
        [{"org_id": world.new_id(), "kind": "commune", "selftest": False, "recorded_at": world.at}],
    ),
    "a relation ended": lambda session, world: organisations.end_link(
        session, world.orgs["team"], "part_of", world.orgs["commune"], LAST
    ),
    "a name ended": lambda session, world: organisations.end_name(session, world.orgs["team"], LAST),
    "a user ended": lambda session, world: people.end_user(session, world.users["clerk"], LAST),
    "a role given": lambda session, world: people.insert_people_row(
        session,
        "role",
        {
            "user_id": world.users["clerk"],
            "role": "chair",
            "org_id": world.orgs["commune"],
            "from_day": LAST,
            "to_day": None,
        },
    ),
    "a substitute": lambda session, world: people.insert_people_row(
        session,
        "substitute",
        {
            "user_id": world.users["clerk"],
            "for_user_id": world.users["chair"],
            "from_day": LAST,
            "to_day": DAY,
        },
    ),
    "an edition": lambda session, world: definitions.insert_edition(
        session, {"name": "other", "sha256": "0" * 64, "members": [], "made_at": world.at}
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_every_change_ends_what_was_kept(world: World, what: str) -> None:
    seen: list[int] = []

    def count(session: Session) -> None:
        recall(session, "count", lambda: seen.append(1))

    world.read(count)
    world.read(count)
    assert len(seen) == 1
    world.run(CHANGES[what], world)
    world.read(count)
    assert len(seen) == 2


def test_a_memo_is_bounded_and_of_one_epoch() -> None:
    memo = Memo()
    memo.of(1)["a"] = 1
    assert memo.of(1) == {"a": 1}
    assert memo.of(2) == {} == memo.of(1)
    kept = memo.of(3)
    for number in range(Memo.MOST + 1):
        kept[number] = number
    assert memo.of(3) == {}
