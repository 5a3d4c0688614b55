"""Old registers brought in: cases per second against the same rows inserted by hand, with people and
without, and the memory of the import at 5,000, 50,000 and 200,000 rows.

`python -m bench.bench_import [--quick] [--only rate|memory]`
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from functools import partial

import psycopg

from bench.arguments import Size, read_size
from bench.goals import keep
from bench.ground import Ground, ground
from bench.importing import EXAMPLES, KINDS, Kind, bring_in, make_floor, peak_of, rows_of, write_by_hand
from bench.measure import Round, cpu_of, interleaved, ratios, say, short, spread
from service.definition_files import read_file
from tests.world import World
from workflow.operations.definition.deploy_calendar import deploy_calendar
from workflow.operations.definition.deploy_definition import deploy_definition

OWED = 1_000
"""Cases per second, chains included, on two cores."""
LENGTHS = (5_000, 50_000, 200_000)


def main() -> None:
    """Measure what was asked for."""
    size = read_size(("rate", "memory"), quick=Size(0, 2, 1_000), full=Size(0, 5, 5_000))
    figures: dict[str, dict[str, float]] = {}
    with ground() as made:
        world = made.world()
        city = EXAMPLES / "boston_311"
        world.run(deploy_calendar, world.act("cli"), read_file(city / "boston.yaml"))
        world.run(deploy_definition, world.act("cli"), read_file(city / "service_request.yaml"))
        if "rate" in size.only:
            figures |= {name: _rate(made, world, name, size) for name in KINDS}
        if "memory" in size.only:
            lengths = LENGTHS[:2] if size.is_quick else LENGTHS
            figures |= {f"memory, {name}": _memory(made, world, name, lengths) for name in KINDS}
        world.database.engine.dispose()
    if not size.is_quick and size.only == {"rate", "memory"}:
        keep("import", figures)


def _rate(made: Ground, world: World, name: str, size: Size) -> dict[str, float]:
    """Rounds of an import and of the floor that writes the rows of the first."""
    kind, office, numbers = KINDS[name], world.orgs["commune"], itertools.count()
    own: Callable[[], int] = lambda: bring_in(  # noqa: E731
        world.database, office, kind, f"{_short(kind)}{next(numbers)}", size.cases
    )
    with psycopg.connect(made.plain_url) as connection:
        make_floor(connection)
        own()
        rows = rows_of(connection, f"{_short(kind)}0")
        written = sum(map(len, rows.values())) / len(rows["cases"])
        by_hand: Callable[[], int] = partial(write_by_hand, connection, rows)
        sides = {"ours": partial(_timed, made, own), "floor": partial(_timed, made, by_hand)}
        found = interleaved(sides, size.rounds)
    say(name, found)
    rate, floor = (spread([one.rate for one in found[side]]) for side in ("ours", "floor"))
    share = ratios(found["ours"], found["floor"], lambda one: one.rate)
    cpu = spread([one.cpu_ms for one in found["ours"]])
    print(f"{name}: {rate} cases/s of {written:.1f} rows (owed {OWED}), floor {floor}/s, ratio {share}")
    print(f"{name}: CPU {cpu} ms a case, PostgreSQL included")
    own_cpu = spread([1000 * one.own_cpu / one.done for one in found["ours"]])
    figures = {"rate": rate, "floor": floor, "ratio": share, "cpu_ms": cpu, "own_cpu_ms": own_cpu}
    return {key: one.median for key, one in figures.items()} | {"rows": written}


def _memory(made: Ground, world: World, name: str, lengths: tuple[int, ...]) -> dict[str, float]:
    peaks = {}
    for length in lengths:
        register = f"m{_short(KINDS[name])}{length}"
        peaks[str(length)] = peak_of(made.environment, world.orgs["commune"], name, register, length)
        print(f"{name}: at most {short(peaks[str(length)])} MB while {length:,} rows come in")
    return peaks


def _short(kind: Kind) -> str:
    return kind.mapping.stem[:4]


def _timed(made: Ground, work: Callable[[], int]) -> Round:
    own, database, begin = time.process_time(), cpu_of(made.postmaster), time.perf_counter()
    done = work()
    seconds = time.perf_counter() - begin
    return Round(done, seconds, time.process_time() - own, cpu_of(made.postmaster) - database)


if __name__ == "__main__":
    main()
