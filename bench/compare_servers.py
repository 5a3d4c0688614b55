"""Which server: the same transitions under each, in turn, with two workers forked from one process that has
loaded the application. Not part of `make bench`: gunicorn is measured where it can be imported.

`python -m bench.compare_servers [--quick]`
"""

from __future__ import annotations

import importlib.util
from contextlib import ExitStack
from functools import partial
from uuid import UUID

import psycopg

from bench import floor, ours
from bench.arguments import Size, read_size
from bench.bench_transitions import CLIENTS, call, token
from bench.crew import Crew
from bench.ground import Ground, ground
from bench.measure import interleaved, ratios, say, spread
from bench.web import started

GUNICORN = ["-m", "gunicorn", "bench.wsgi:make()", "--config", "python:bench.wsgi"]


def main() -> None:
    """Rounds of every server in turn."""
    size = read_size(("servers",), quick=Size(1.2, 8, 4_000), full=Size(1.5, 24, 12_000))
    with ground() as made, ExitStack() as stack:
        world = made.world()
        commands = _commands()
        cases = ours.seed(made, world, size.cases * len(commands))
        secret = token(world)
        with psycopg.connect(made.plain_url) as connection:
            floor.make_tables(connection)
        runs = {}
        for turn, (name, command) in enumerate(commands.items()):
            served = stack.enter_context(started(command, made.environment))
            own = cases[turn :: len(commands)]
            work = partial(call, served.port, secret, own, _versions(made, own), CLIENTS)
            crew = stack.enter_context(Crew(work, 1, served.cpu, made.postmaster))
            runs[name] = partial(crew.run, size.seconds)
        found = interleaved(runs, size.rounds, made.settle)
    say("servers", found)
    first = next(iter(found))
    for name, rounds in found.items():
        rate = ratios(rounds, found[first], lambda one: one.rate)
        cpu = ratios(rounds, found[first], lambda one: one.cpu_ms)
        late = spread([one.percentile_ms(0.99) for one in rounds])
        print(f"{name}: {rate}× the throughput of the first, {cpu}× its CPU; p99 {late} ms")


def _commands() -> dict[str, list[str]]:
    """Ways to serve, by name, as arguments of Python."""
    found = {"waitress": ["-m", "service.cli", "web", "--workers", "2"]}
    if importlib.util.find_spec("gunicorn"):
        found["gunicorn, sync"] = GUNICORN
        found["gunicorn, threads"] = [*GUNICORN, "--worker-class", "gthread", "--threads", "8"]
    return found


def _versions(made: Ground, cases: list[UUID]) -> dict[UUID, int]:
    with psycopg.connect(made.plain_url) as connection:
        rows = connection.execute("SELECT case_id, row_version FROM cases WHERE case_id = ANY(%s)", (cases,))
        return dict(rows.fetchall())


if __name__ == "__main__":
    main()
