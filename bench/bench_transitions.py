"""Transitions: the floor by hand, ours in process and over HTTP; 4 and 16 clients on per-case chains; memory.

`python -m bench.bench_transitions [--quick] [--only local|http|chains]`
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

import psycopg

from bench import floor, ours
from bench.arguments import Size, read_size
from bench.callers import Callers
from bench.crew import Alone, Crew, MakeClient
from bench.goals import Seen, report
from bench.ground import Ground, ground
from bench.measure import Round, interleaved, memory_of, ratios, spread
from bench.web import Web, web
from tests.world import World
from workflow.operations.people.issue_token import issue_token

CLIENTS, MANY = 4, 16
FEW, EACH, ONE = "in process 4", "in process 16", "in process 16, one chain"


def main() -> None:
    """Measure what was asked for."""
    size = read_size(("local", "http", "chains"), quick=Size(1.5, 2, 2_000), full=Size(4.0, 7, 20_000))
    seen: list[Seen] = []
    with ground() as made:
        world = made.world()
        cases = ours.seed(made, world, 3 * size.cases)
        secret = token(world)
        with psycopg.connect(made.plain_url) as connection:
            floor.make_tables(connection)
        shares = {name: cases[turn::3] for turn, name in enumerate(("local", "http", "chains"))}
        for name, measure in (("http", _http), ("local", _local), ("chains", _chains)):
            if name in size.only:
                seen += measure(made, world, shares[name], size, secret)
    report(seen, quick=size.is_quick)


def _local(made: Ground, world: World, cases: list[UUID], size: Size, _secret: str) -> list[Seen]:
    found = _race(
        made, size, _floor_work(made, cases, CLIENTS), _own_work(made, world, cases, CLIENTS), CLIENTS
    )
    return _compared(found, "3 process rate", "4 process cpu", "in process")


def _chains(made: Ground, world: World, cases: list[UUID], size: Size, secret: str) -> list[Seen]:
    """Over HTTP with the same workers, ours and the floor's; and what this machine does to the floor in
    process, and one chain for all cases to that."""
    shares = {CLIENTS: cases[::2], MANY: cases[1::2]}
    versions = _versions(made, cases)
    with ExitStack() as stack:
        runs: dict[str, Callable[[float], Round]] = {}
        for side in ("ours", "floor"):
            served = stack.enter_context(web(side, made.environment))
            for count, some in shares.items():
                callers = partial(call, served.port, secret, some, versions, count)
                crew = stack.enter_context(Crew(callers, 1, served.cpu, made.postmaster))
                runs[f"{side} {count}"] = crew.run
        for name, count in ((FEW, CLIENTS), (EACH, MANY), (ONE, MANY)):
            client = partial(_floor_client, made.plain_url, shares[count], count, one_chain=name == ONE)
            runs[name] = stack.enter_context(Crew(client, count, None, made.postmaster)).run
        sides = {name: partial(run, size.seconds) for name, run in runs.items()}
        found = interleaved(sides, size.rounds, made.settle)
    _say(found, "chains")
    ratio = ratios(found[f"ours {MANY}"], found[f"ours {CLIENTS}"], _rate)
    over_http = ratios(found[f"floor {MANY}"], found[f"floor {CLIENTS}"], _rate)
    told = (
        f"{spread([one.rate for one in found[f'ours {CLIENTS}']])}/s at 4",
        f"floor over HTTP, 16 against 4: {over_http}×",
        f"in process: {ratios(found[EACH], found[FEW], _rate)}×",
        f"one chain for all cases, 16 clients in process: {ratios(found[ONE], found[EACH], _rate)}× of that",
    )
    return [Seen("5 chains", ratio.median, str(ratio), "; ".join(told))]


def _versions(made: Ground, cases: list[UUID]) -> dict[UUID, int]:
    with psycopg.connect(made.plain_url) as connection:
        rows = connection.execute("SELECT case_id, row_version FROM cases WHERE case_id = ANY(%s)", (cases,))
        return dict(rows.fetchall())


def _http(made: Ground, world: World, cases: list[UUID], size: Size, secret: str) -> list[Seen]:
    versions = _versions(made, cases)
    with web("floor", made.environment) as low, web("ours", made.environment) as own:
        works = [partial(call, one.port, secret, cases, versions, CLIENTS) for one in (low, own)]
        found = _race(made, size, works[0], works[1], 1, (low.cpu, own.cpu))
        memory = [_memory(one) for one in (low, own)]
    said, lowest = (f"{one.resident:.0f} (proportional {one.proportional:.0f})" for one in reversed(memory))
    print(f"memory of ours, everybody, proportional: {memory[1].everybody:.0f} MB")
    seen = _compared(found, "1 http rate", "2 http cpu", "over HTTP")
    return [*seen, Seen("15 memory", memory[1].resident, said, f"{lowest} MB")]


def _race(
    made: Ground,
    size: Size,
    low: MakeClient,
    own: MakeClient,
    members: int,
    cpu: tuple[Callable[[], float] | None, Callable[[], float] | None] = (None, None),
) -> dict[str, list[Round]]:
    """Rounds of the floor and of ours in turn."""
    with (
        Crew(low, members, cpu[0], made.postmaster) as one,
        Crew(own, members, cpu[1], made.postmaster) as other,
    ):
        sides = {"floor": partial(one.run, size.seconds), "ours": partial(other.run, size.seconds)}
        return interleaved(sides, size.rounds, made.settle)


def _compared(found: dict[str, list[Round]], rate_key: str, cpu_key: str, name: str) -> list[Seen]:
    _say(found, name)
    rate, cpu = (ratios(found["ours"], found["floor"], figure) for figure in (_rate, _cpu))
    floor_rate, floor_cpu = (spread([figure(one) for one in found["floor"]]) for figure in (_rate, _cpu))
    return [
        Seen(rate_key, rate.median, str(rate), f"{floor_rate}/s"),
        Seen(cpu_key, cpu.median, str(cpu), f"{floor_cpu} ms"),
    ]


def _say(found: dict[str, list[Round]], name: str) -> None:
    for side, rounds in found.items():
        own = spread([1000 * one.own_cpu / one.done for one in rounds])
        database = spread([1000 * one.database_cpu / one.done for one in rounds])
        rate, middle, late = (
            spread([figure(one) for one in rounds])
            for figure in (_rate, lambda one: one.percentile_ms(0.5), lambda one: one.percentile_ms(0.99))
        )
        print(f"{name}, {side}: {rate}/s; CPU ms: own {own}, PostgreSQL {database}; p50 {middle}, p99 {late}")


def _rate(one: Round) -> float:
    return one.rate


def _cpu(one: Round) -> float:
    return one.cpu_ms


@dataclass(frozen=True, slots=True)
class _Memory:
    """MB of the web workers: all that is resident in each, so that what they share counts as often as there
    are workers; and each one's proportion. `everybody` is the proportion of all processes of the service."""

    resident: float
    proportional: float
    everybody: float


def _memory(one: Web) -> _Memory:
    resident, proportional = zip(*(memory_of(number) for number in one.workers()), strict=True)
    return _Memory(sum(resident), sum(proportional), sum(memory_of(number)[1] for number in one.everybody()))


def token(world: World) -> str:
    """An access token of the officer, issued by the real verb; gives its secret."""
    fresh = os.urandom(32)
    ends = datetime.now(UTC) + timedelta(days=30)
    taker, sha256 = world.users["officer"], hashlib.sha256(fresh).digest()
    world.run(issue_token, world.act("admin", "bench"), taker, "bench", ["take_transition"], sha256, ends)
    return base64.urlsafe_b64encode(fresh).rstrip(b"=").decode()


def _floor_work(made: Ground, cases: list[UUID], clients: int) -> MakeClient:
    return partial(_floor_client, made.plain_url, cases, clients)


def _own_work(made: Ground, world: World, cases: list[UUID], clients: int) -> MakeClient:
    return partial(_own_client, made.environment, world.users["officer"], cases, clients)


def _floor_client(
    url: str, cases: list[UUID], clients: int, number: int, *, one_chain: bool = False
) -> Alone:
    return Alone(floor.worker(url, ours.share(cases, number, clients), one_chain=one_chain))


def _own_client(
    environment: dict[str, str], user_id: UUID, cases: list[UUID], clients: int, number: int
) -> Alone:
    return Alone(ours.worker(environment, user_id, ours.share(cases, number, clients)))


def call(
    port: int, secret: str, cases: list[UUID], versions: dict[UUID, int], callers: int, _number: int
) -> Callers:
    """All callers, in the one process of the crew."""
    return Callers(port, secret, [ours.share(cases, turn, callers) for turn in range(callers)], versions)


if __name__ == "__main__":
    main()
