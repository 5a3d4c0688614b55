"""The people an old log names: actors of the past, without a login, in the roles the mapping gives them."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from models import people
from models.tables.people import api_tokens, users
from tests.importers.log_samples import WHOLE, bring_in, world, xes
from tests.operations.worlds import pg_made, pg_world, sqlite_made, sqlite_world
from tests.world import World
from workflow.errors import InvalidInput
from workflow.operations.case.read_case import read_case
from workflow.operations.case.read_events import read_events
from workflow.operations.people.end_user import end_user
from workflow.operations.people.issue_token import issue_token
from workflow.operations.people.set_password import set_password
from workflow.operations.steps.acting import derived_id
from workflow.operations.steps.places import actor_of

__all__ = ["pg_made", "pg_world", "sqlite_made", "sqlite_world", "world"]


def of_log(key: str) -> UUID:
    return derived_id("log", "errands", key)


def test_the_logs_actors_can_never_log_in(world: World) -> None:
    bring_in(world, xes({"a": WHOLE}))
    rows = world.read(lambda session: session.execute(select(users).where(users.c.imported)).mappings().all())
    assert {row["display_name"] for row in rows} == {"Anh", "Binh", "Chief"}
    assert {row["password_hash"] for row in rows} == {None}
    assert {(row["active_from"], row["active_to"]) for row in rows} == {(date(2026, 1, 5), date(2026, 1, 12))}
    for row in rows:
        assert world.read(actor_of, row["user_id"], world.today()) is None
        # Not even where somebody makes them active again and gives them a password or a token.
        world.run(end_user, world.act("cli"), row["user_id"], date(2030, 1, 1))
        with pytest.raises(InvalidInput):
            world.run(set_password, world.act("cli"), row["user_id"], "hash")
        with pytest.raises(InvalidInput):
            soon = world.at + timedelta(days=1)
            world.run(issue_token, world.act("cli"), row["user_id"], "t", ["open_case"], b"s" * 32, soon)
    counted = select(func.count()).select_from(api_tokens)
    assert world.read(lambda session: session.scalar(counted)) == 0
    with_password = select(func.count()).select_from(users).where(users.c.password_hash.is_not(None))
    assert world.read(lambda session: session.scalar(with_password)) == 0


def test_the_logs_actors_hold_their_roles_in_the_past_alone(world: World) -> None:
    bring_in(world, xes({"a": WHOLE}))
    commune = [world.orgs["commune"]]
    then = {row["display_name"] for row in world.read(people.users_at, commune, date(2026, 1, 7))}
    now = {row["display_name"] for row in world.read(people.users_at, commune, world.today())}
    assert {"Anh", "Binh"} <= then
    assert not {"Anh", "Binh", "Chief"} & now
    chairs = world.read(people.users_at, commune, date(2026, 1, 7), "chair")
    assert len(chairs) == 1, "the office had a chair of its own; nobody is recorded as a second one"


def test_a_replayed_case_is_shown_with_its_history(world: World) -> None:
    bring_in(world, xes({"a": WHOLE}))
    view = world.read(read_case, world.act("clerk"), str(of_log("a")))
    assert (view.number, view.register) == ("OLD-a", "errands")
    events = world.read(read_events, world.act("clerk"), str(of_log("a")))
    named = [one.actor_name for one in events if one.kind == "transition_taken" and one.actor != "system"]
    assert named == ["Anh", "Binh", "Chief", "Binh"]


def test_a_long_name_is_cut_and_whom_nobody_named_acts_in_the_default_roles(world: World) -> None:
    events = [(WHOLE[0][0], WHOLE[0][1], "L" * 200), (WHOLE[1][0], WHOLE[1][1], "  ")]
    result = bring_in(world, xes({"a": events}))
    assert (result.taken, result.deviating) == (2, 0)
    shown = world.read(read_events, world.act("clerk"), str(of_log("a")))
    assert [one.actor_name for one in shown[:1]] == ["L" * 120]
    assert shown[1].actor == "import:errands"
