"""Where the time of a transition goes, or with --rungs that of a sweep.

`python -m bench.profile_transition [--web | --rungs] [--sort tottime] [--statements]`

CPU time alone: waiting for PostgreSQL does not count. `--statements` lists what one transition asks of it
instead.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from uuid import UUID

import psycopg
import structlog
from sqlalchemy import Engine, event

from api.app import create_app
from bench import ours
from bench.bench_rungs import AGO
from bench.bench_transitions import token
from bench.ground import Ground, ground
from bench.seeds import Copy, ascending_ids, copy_cases, template
from service.acting import act_source
from service.wiring import make_wiring
from tests.world import World
from workflow.workers.sweeper import sweep

WARM, COUNT = 50, 400


def main() -> None:
    """Profile 400 transitions after 50 that are not counted."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--web", action="store_true")
    parser.add_argument("--rungs", action="store_true")
    parser.add_argument("--statements", action="store_true")
    parser.add_argument("--sort", default="cumulative")
    parser.add_argument("--lines", type=int, default=45)
    asked = parser.parse_args()
    with ground() as made:
        world = made.world(datetime.now(UTC) - AGO if asked.rungs else None)
        if asked.rungs:
            work, times = _sweep(made, world), 1
        else:
            cases, times = ours.seed(made, world, WARM + COUNT), COUNT
            officer = world.users["officer"]
            work = _web(made, world, cases) if asked.web else ours.worker(made.environment, officer, cases)
            for _ in range(WARM):
                work()
        if asked.statements:
            _tell_statements(work)
        else:
            _profile(work, times).strip_dirs().sort_stats(asked.sort).print_stats(asked.lines)
        world.database.engine.dispose()


def _sweep(made: Ground, world: World) -> Callable[[], None]:
    """A sweep over as many due rungs as transitions are profiled, after one over a single rung."""
    opened = world.open("clerk", "round_trip", {"subject": "Đo tốc độ cảnh báo"})
    with psycopg.connect(made.plain_url) as connection:
        model, ids = template(connection, opened.case_id), ascending_ids(int(time.time() * 1000))
        sweep(world.database, act_source())
        copy_cases(connection, ((model, Copy(one, f"RT-{one.hex}")) for one in islice(ids, COUNT)))

    def work() -> None:
        sweep(world.database, act_source())

    return work


def _profile(work: Callable[[], None], times: int) -> pstats.Stats:
    profile = cProfile.Profile(time.process_time)
    profile.enable()
    for _ in range(times):
        work()
    profile.disable()
    return pstats.Stats(profile)


def _tell_statements(work: Callable[[], None]) -> None:
    told: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        told.append(" ".join(statement.split()))

    event.listen(Engine, "before_cursor_execute", note)
    work()
    for turn, statement in enumerate(told, 1):
        print(f"{turn:3} {statement[:170]}")


def _web(made: Ground, world: World, cases: list[UUID]) -> Callable[[], None]:
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    client, secret, turn = create_app(make_wiring(made.settings)).test_client(), token(world), iter(cases)

    def work() -> None:
        case_id = next(turn)
        headers = {"Authorization": f"Bearer {secret}", "If-Match": '"1"', "Idempotency-Key": case_id.hex}
        body = {"transition": "reply", "fields": {}}
        answer = client.post(f"/api/v1/cases/{case_id}/transitions", json=body, headers=headers)
        if answer.status_code != 201:
            raise RuntimeError(answer.text)

    return work


if __name__ == "__main__":
    main()
