"""Our side of the transitions: cases of the round trip, taken in process by a real actor with a role."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from itertools import islice
from uuid import UUID

import psycopg

from bench.ground import Ground
from bench.seeds import Copy, ascending_ids, copy_cases, template
from service.settings import read_settings
from service.wiring import IdSource, make_database, utc_now
from tests.world import World
from workflow.operations.case.take_transition import take_transition
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import library
from workflow.operations.steps.places import actor_of

NEXT = {"waiting": "reply", "answered": "ask"}


def seed(made: Ground, world: World, count: int) -> list[UUID]:
    """`count` open cases of the round trip in one office: one opened by the verb, the rest its copies."""
    model = world.open("clerk", "round_trip", {"subject": "Đo tốc độ chuyển trạng thái"})
    ids = list(islice(ascending_ids(int(datetime.now(UTC).timestamp() * 1000)), count))
    with psycopg.connect(made.plain_url) as connection:
        first = template(connection, model.case_id)
        copy_cases(connection, ((first, Copy(one, f"RT-{turn:07}")) for turn, one in enumerate(ids)))
        connection.execute("ANALYZE")
        connection.commit()
    return ids


def share(case_ids: list[UUID], number: int, clients: int) -> list[UUID]:
    """The cases of one client: nobody waits for another's lock."""
    return case_ids[number::clients]


def worker(environment: Mapping[str, str], user_id: UUID, case_ids: list[UUID]) -> Callable[[], None]:
    """What one client does again and again: the next transition of the next of its cases, committed."""
    database = make_database(read_settings(environment))
    with database.transaction(read_only=True) as session:
        actor = actor_of(session, user_id, library(session).today(utc_now()))
    assert actor is not None
    states, new_id, turn = dict.fromkeys(case_ids, "waiting"), IdSource(), 0

    def work() -> None:
        nonlocal turn
        case_id = case_ids[turn % len(case_ids)]
        act = Act(actor, utc_now(), new_id, os.urandom)
        with database.transaction() as session:
            taken = take_transition(session, act, str(case_id), NEXT[states[case_id]], {})
        states[case_id] = taken.state
        turn += 1

    return work
