"""What is kept in memory of offices, people and definitions never outlives the change it missed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from models import definitions, organisations, people
from models.around import lock_everything
from models.errors import Conflict
from models.memo import confirm, recall, trust
from models.session import Database, Memo, Session
from tests.operations.journeys import complaint_to
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

    def look() -> bool:
        seen.append(1)
        return True

    def count(session: Session) -> None:
        recall(session, "count", look)

    world.read(count)
    world.read(count)
    assert len(seen) == 1
    world.run(CHANGES[what], world)
    world.read(count)
    assert len(seen) == 2


def test_what_is_trusted_and_no_longer_true_ends_in_conflict_and_the_next_try_knows(world: World) -> None:
    other = neighbour_of(world)
    with other.transaction(read_only=True) as session:
        assert grants(session, world, "clerk") == {"clerk"}
    world.run(people.end_role, world.users["clerk"], "clerk", world.orgs["commune"], LAST)
    with pytest.raises(Conflict), other.transaction(read_only=True) as session:
        trust(session)
        assert grants(session, world, "clerk") == {"clerk"}
        confirm(session)
    with other.transaction(read_only=True) as session:
        trust(session)
        assert grants(session, world, "clerk") == set()
        confirm(session)
    other.engine.dispose()


def test_a_lock_or_a_change_finds_out_what_is_no_longer_true(world: World) -> None:
    other = neighbour_of(world)
    case_id = complaint_to(world, "accepted").case_id
    finds: list[Callable[[Session], object]] = [
        lambda session: lock_everything(session, case_id, None),
        lambda session: people.end_role(session, world.users["chair"], "chair", world.orgs["commune"], LAST),
    ]
    for turn, find in enumerate(finds):
        with other.transaction() as session:
            place_on(session, world.orgs["commune"], DAY)
        world.run(people.end_user, world.users["officer"], date(2030, 1, 1 + turn))
        with pytest.raises(Conflict), other.transaction() as session:
            trust(session)
            place_on(session, world.orgs["commune"], DAY)
            find(session)
    other.engine.dispose()


def test_trusting_saves_the_question_for_the_number(world: World) -> None:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    world.read(place_on, world.orgs["commune"], DAY)
    event.listen(world.database.engine, "before_cursor_execute", note)
    with world.database.transaction(read_only=True) as session:
        trust(session)
        place_on(session, world.orgs["commune"], DAY)
        assert not [one for one in asked if "epoch" in one]
        confirm(session)
        assert len([one for one in asked if "epoch" in one]) == 1
        confirm(session)
        assert len([one for one in asked if "epoch" in one]) == 1


def test_what_is_not_there_is_looked_for_again(world: World) -> None:
    looked: list[int] = []
    for _ in range(2):
        world.read(lambda session: recall(session, "nothing", lambda: looked.append(1)))
    assert len(looked) == 2


def test_a_memo_is_bounded_and_of_one_epoch() -> None:
    memo = Memo()
    memo.of(1)["a"] = 1
    assert memo.of(1) == {"a": 1}
    assert memo.of(2) == {} == memo.of(1)
    kept = memo.of(3)
    for number in range(Memo.MOST + 1):
        kept[number] = number
    assert memo.of(3) == {}
