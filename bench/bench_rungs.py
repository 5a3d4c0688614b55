"""Due rungs fired with everything a firing means, by one sweeper, against a sweep written by hand.

`python -m bench.bench_rungs [--quick]`
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from uuid import UUID

import psycopg

from bench import floor, floor_rungs
from bench.arguments import Size, read_size
from bench.goals import Seen, report
from bench.ground import Ground, ground
from bench.measure import Round, cpu_of, interleaved, ratios, say, spread
from bench.seeds import Copy, Template, ascending_ids, copy_cases, template
from service.acting import act_source
from tests.world import World
from workflow.workers.sweeper import sweep

AGO = timedelta(days=20)
"""So long ago were the measured cases opened: their clock of three working days has run out."""


def main() -> None:
    """Seed, sweep, and again."""
    size = read_size(("sweep",), quick=Size(0, 2, 500), full=Size(0, 5, 3_000))
    with ground() as made:
        world = made.world(datetime.now(UTC) - AGO)
        opened = world.open("clerk", "round_trip", {"subject": "Đo tốc độ cảnh báo"})
        with floor.connect(made.plain_url) as connection:
            model, ids = template(connection, opened.case_id), ascending_ids(int(time.time() * 1000))
            floor.make_tables(connection, floor_rungs.TABLES)
            sides: dict[str, Callable[[], Round]] = {
                "floor": partial(_floor, made, connection, model, ids, size.cases),
                "ours": partial(_ours, made, world, connection, model, ids, size.cases),
            }
            found = interleaved(sides, size.rounds)
    report(_told(found), quick=size.is_quick)


def _told(found: dict[str, list[Round]]) -> list[Seen]:
    say("rungs", found)
    ratio = ratios(found["ours"], found["floor"], lambda one: one.rate)
    cpu = ratios(found["ours"], found["floor"], lambda one: one.cpu_ms)
    print(f"rungs, ours to floor: rate {ratio}×, CPU {cpu}×")
    rate = spread([one.rate for one in found["ours"]])
    low = spread([one.rate for one in found["floor"]])
    return [
        Seen("6 rungs", rate.median, str(rate), f"{low}/s; ours {ratio.median:.2f}×, CPU {cpu.median:.2f}×")
    ]


def _floor(
    made: Ground, connection: psycopg.Connection, model: Template, ids: Iterator[UUID], count: int
) -> Round:
    connection.execute("SET search_path TO floor")
    _seed(connection, model, ids, count, whole=("cases", "timer", "rung", "audit_event"))
    connection.execute("RESET search_path")
    connection.commit()
    return _timed(made, partial(floor_rungs.sweep, connection), count)


def _ours(
    made: Ground,
    world: World,
    connection: psycopg.Connection,
    model: Template,
    ids: Iterator[UUID],
    count: int,
) -> Round:
    _seed(connection, model, ids, count)
    return _timed(made, lambda: sweep(world.database, act_source()).fired, count)


def _seed(
    connection: psycopg.Connection,
    model: Template,
    ids: Iterator[UUID],
    count: int,
    whole: tuple[str, ...] = (),
) -> None:
    """Copies of the overdue case, each with its rung still armed."""
    wanted = ((model, Copy(one, f"RT-{one.hex}")) for one in islice(ids, count))
    copy_cases(connection, wanted, only=whole)


def _timed(made: Ground, work: Callable[[], int], least: int) -> Round:
    own, database, begin = time.process_time(), cpu_of(made.postmaster), time.perf_counter()
    done = work()
    seconds = time.perf_counter() - begin
    if done < least:
        raise RuntimeError(f"{done} rungs fired of {least}")
    return Round(done, seconds, time.process_time() - own, cpu_of(made.postmaster) - database)


if __name__ == "__main__":
    main()
