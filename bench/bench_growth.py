"""How costs grow with the number of cases, 1,000 to 1,000,000: pages over HTTP and in the database, board
counts, a transition, a fired rung. Draws the figures of docs/reference/speed.md.

`python -m bench.bench_growth [--quick] [--plans FILE]`
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from bench import ours
from bench.crowd import Crowd, gather
from bench.goals import PAGE, Seen, keep, report, rewrite
from bench.ground import Ground, ground
from bench.measure import Round, cpu_of, short
from bench.pages import ADDRESSES, VIEWERS, ask, plan, queries, sign_in, timed
from bench.plot import draw
from bench.web import web
from service.acting import act_source
from workflow.workers.sweeper import sweep

SIZES, QUICK = (1_000, 10_000, 100_000, 1_000_000), (1_000, 10_000)
TRANSITIONS, RUNGS = 200, 300
FIGURES = PAGE.parent / "figures"
BEGIN, END = "<!-- growth: begin -->", "<!-- growth: end -->"


@dataclass(slots=True)
class Grown:
    """What was seen: by figure, the milliseconds at each size; by figure, viewer and size, the plan."""

    seen: dict[str, dict[int, float]] = field(default_factory=dict)
    plans: dict[str, str] = field(default_factory=dict)

    def note(self, name: str, size: int, figure: float) -> None:
        """One figure at one size."""
        self.seen.setdefault(name, {})[size] = figure
        print(f"{size:>9,}  {name}: {short(figure)} ms", flush=True)


def main() -> None:
    """Grow and measure, size by size."""
    quick = "--quick" in sys.argv
    grown = Grown()
    with ground() as made:
        crowd = gather(made)
        for size in QUICK if quick else SIZES:
            begin = time.perf_counter()
            with psycopg.connect(made.plain_url) as connection:
                crowd.grow(connection, size)
            print(f"{size:>9,}  seeded after {time.perf_counter() - begin:.0f} s", flush=True)
            _acts(made, crowd, size, grown)
            _in_database(crowd, size, grown, 0.3 if quick else 1.0)
            _over_http(made, crowd, size, grown, 0.3 if quick else 1.0)
        crowd.world.database.engine.dispose()
    if "--plans" in sys.argv:
        _write_plans(Path(sys.argv[sys.argv.index("--plans") + 1]), grown)
    report(_rows(grown), quick=quick)
    if not quick:
        keep(
            "growth",
            {name: {str(size): value for size, value in by.items()} for name, by in grown.seen.items()},
        )
        _draw(grown)
        rewrite(BEGIN, END, _table(grown))


def _acts(made: Ground, crowd: Crowd, size: int, grown: Grown) -> None:
    """CPU of a transition and of a fired rung, ours and PostgreSQL's together."""
    with psycopg.connect(made.plain_url) as connection:
        ids = crowd.add(connection, crowd.quick_model, TRANSITIONS)
        crowd.add(connection, crowd.late_model, RUNGS)
    work = ours.worker(made.environment, crowd.world.users["officer"], ids)
    work()
    begin = _begin(made)
    for _ in range(TRANSITIONS - 1):
        work()
    one = _end(made, begin, TRANSITIONS - 1)
    grown.note("transition, CPU", size, one.cpu_ms)
    grown.note("transition, PostgreSQL's part", size, 1000 * one.database_cpu / one.done)
    begin = _begin(made)
    fired = sweep(crowd.world.database, act_source()).fired
    one = _end(made, begin, fired)
    grown.note("rung fired, CPU", size, one.cpu_ms)
    grown.note("rung fired, PostgreSQL's part", size, 1000 * one.database_cpu / one.done)


def _begin(made: Ground) -> tuple[float, float, float]:
    return time.process_time(), cpu_of(made.postmaster), time.perf_counter()


def _end(made: Ground, begin: tuple[float, float, float], done: int) -> Round:
    seconds = time.perf_counter() - begin[2]
    return Round(done, seconds, time.process_time() - begin[0], cpu_of(made.postmaster) - begin[1])


def _in_database(crowd: Crowd, size: int, grown: Grown, seconds: float) -> None:
    for viewer, who in VIEWERS.items():
        for name, query in queries(crowd.world, who).items():
            grown.note(f"{name}, query, {viewer}", size, timed(crowd.world, query, seconds))
            grown.plans[f"{name}, {viewer}, {size:,}"] = plan(crowd.world, query)


def _over_http(made: Ground, crowd: Crowd, size: int, grown: Grown, seconds: float) -> None:
    with web("ours", made.environment, 1) as served:
        for viewer, who in VIEWERS.items():
            headers = sign_in(crowd.world, crowd.world.users[who])
            for name, path in ADDRESSES.items():
                one = ask(made, served, headers, path, seconds)
                grown.note(f"{name}, {viewer}", size, one.percentile_ms(0.5))


def _rows(grown: Grown) -> list[Seen]:
    found: list[Seen] = []
    for key, size in (("7 overdue 100k", 100_000), ("8 overdue 1m", 1_000_000)):
        by = {viewer: grown.seen[f"overdue, API, {viewer}"].get(size) for viewer in VIEWERS}
        query = {viewer: grown.seen[f"overdue, query, {viewer}"].get(size) for viewer in VIEWERS}
        if (worst := by["province"]) is not None and by["office"] is not None:
            said = f"office {short(by['office'])}, province {short(worst)}"
            inside = ", ".join(f"{viewer} {short(one or 0.0)}" for viewer, one in query.items())
            found.append(Seen(key, max(worst, by["office"]), said, f"in the database: {inside} ms"))
    board = {viewer: grown.seen[f"count views, query, {viewer}"].get(1_000_000) for viewer in VIEWERS}
    if board["province"] is not None and board["office"] is not None:
        said = f"office {short(board['office'])}, province {short(board['province'])}"
        found.append(Seen("9 board", board["province"], said))
    return found


def _draw(grown: Grown) -> None:
    def points(name: str) -> list[tuple[float, float]]:
        return [(float(size), figure) for size, figure in grown.seen[name].items()]

    cases = "cases in the database, a tenth of them open"
    acts = {name: points(name) for name in grown.seen if "CPU" in name or "part" in name}
    draw(FIGURES / "growth_acts.svg", "A transition and a fired rung", cases, "CPU, ms", acts)
    for viewer in VIEWERS:
        pages = {name: points(f"{name}, {viewer}") for name in ADDRESSES}
        draw(FIGURES / f"growth_pages_{viewer}.svg", f"Pages over HTTP, {viewer}", cases, "median, ms", pages)
        names = ("overdue", "worklist", "worklist, deep page", "count views", "board", "case types")
        inside = {name: points(f"{name}, query, {viewer}") for name in names}
        draw(FIGURES / f"growth_queries_{viewer}.svg", f"Queries, {viewer}", cases, "median, ms", inside)


def _table(grown: Grown) -> list[str]:
    """The figures, with how much the last tenfold of cases added; the logarithm adds a fifth."""
    sizes = sorted({size for by in grown.seen.values() for size in by})
    heads = [*(f"{size:,}" for size in sizes), "last tenfold"]
    lines = [f"| milliseconds at … cases | {' | '.join(heads)} |", "|---|" + "---:|" * len(heads)]
    for name, by in grown.seen.items():
        figures = [short(by[size]) for size in sizes]
        lines.append(f"| {name} | {' | '.join(figures)} | ×{by[sizes[-1]] / by[sizes[-2]]:.1f} |")
    return [*lines, "", f"Measured {datetime.now(UTC):%Y-%m-%d}."]


def _write_plans(path: Path, grown: Grown) -> None:
    path.write_text("\n\n".join(f"== {name}\n{text}" for name, text in grown.plans.items()), encoding="utf-8")


if __name__ == "__main__":
    main()
