"""What is measured and how: work done, time, CPU of process trees, medians over interleaved rounds."""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Round:
    """One round: how much was `done` in `seconds`; CPU seconds of our side (client in process, or web
    workers) and of PostgreSQL; the time of each unit in seconds, where it was taken."""

    done: int
    seconds: float
    own_cpu: float
    database_cpu: float
    times: tuple[float, ...] = ()

    @property
    def rate(self) -> float:
        """Units per second."""
        return self.done / self.seconds

    @property
    def cpu_ms(self) -> float:
        """CPU milliseconds of both sides per unit."""
        return 1000 * (self.own_cpu + self.database_cpu) / self.done if self.done else float("nan")

    def percentile_ms(self, share: float) -> float:
        """The time below which `share` (0..1) of the units stayed, in milliseconds."""
        ordered = sorted(self.times)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


@dataclass(frozen=True, slots=True)
class Spread:
    """Median, least and greatest of one figure over the rounds."""

    median: float
    least: float
    greatest: float

    def __str__(self) -> str:
        return f"{short(self.median)} ({short(self.least)}–{short(self.greatest)})"


def spread(values: Sequence[float]) -> Spread:
    """The spread of at least one value."""
    return Spread(statistics.median(values), min(values), max(values))


def short(value: float) -> str:
    """A figure with three digits that count."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def interleaved(
    sides: Mapping[str, Callable[[], Round]], rounds: int, settle: Callable[[], None] = lambda: None
) -> dict[str, list[Round]]:
    """`rounds` rounds of every side in turn (A B A B …), after one of each that is not counted, and `settle`
    after that."""
    found: dict[str, list[Round]] = {name: [] for name in sides}
    for run in sides.values():
        run()
    settle()
    for _ in range(rounds):
        for name, run in sides.items():
            found[name].append(run())
    return found


def ratios(ours: Sequence[Round], floor: Sequence[Round], figure: Callable[[Round], float]) -> Spread:
    """The ratio ours / floor of a figure, pair by pair of neighbouring rounds."""
    return spread([figure(one) / figure(other) for one, other in zip(ours, floor, strict=True)])


def say(name: str, found: Mapping[str, Sequence[Round]]) -> None:
    """Print rates, and the CPU of both sides per unit."""
    for side, rounds in found.items():
        rate = spread([one.rate for one in rounds])
        own = spread([1e6 * one.own_cpu / one.done for one in rounds])
        database = spread([1e6 * one.database_cpu / one.done for one in rounds])
        print(f"{name}, {side}: {rate}/s; CPU µs: own {own}, PostgreSQL {database}")


def cpu_of(process_id: int) -> float:
    """CPU seconds of a process and all below it, those that ended and were waited for included."""
    own = _stat(process_id)
    return (sum(map(float, own[11:15])) / _TICKS if own else 0.0) + sum(map(cpu_of, children(process_id)))


def children(process_id: int) -> list[int]:
    """The processes started by one, over all its threads."""
    found: list[int] = []
    for path in Path(f"/proc/{process_id}/task").glob("*/children"):
        try:
            found += map(int, path.read_text().split())
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def memory_of(process_id: int) -> tuple[float, float]:
    """(resident, proportional) memory of one process in MB of 10^6 bytes."""
    sizes = {"Rss": 0, "Pss": 0}
    for line in Path(f"/proc/{process_id}/smaps_rollup").read_text().splitlines():
        name, _, rest = line.partition(":")
        if name in sizes:
            sizes[name] = int(rest.split()[0])
    return sizes["Rss"] * 1024 / 1e6, sizes["Pss"] * 1024 / 1e6


def _stat(process_id: int) -> list[str]:
    """The fields of /proc/PID/stat after the name; none where the process is gone."""
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
