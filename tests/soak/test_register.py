"""A city's register, killed at random moments while it comes in: nothing is lost and nothing doubled."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest

from tests.importers.killing import everything, holds, kill_at_moments
from tests.importers.samples import bring_in, deployed
from tests.soak.conftest import Noting
from tests.soak.sizes import sizes
from tests.world import World
from workflow.workers.bulk import Imported

NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)


@pytest.mark.parametrize("size", sizes((1_500, 3, 1.0), (58_251, 30, 8.0)))
def test_a_city_comes_in_whole_though_it_is_killed(
    world: World, shared_folder: Path, figures: Noting, size: tuple[int, int, float]
) -> None:
    rows, kills, longest = size
    register = shared_folder / "data" / "requests311" / "boston_311_2011h2.csv.gz"
    world.at = NOW
    deployed(world)

    def bring(own: World) -> Imported:
        return bring_in(own, lines(register, rows), size=500)

    found = kill_at_moments(world, bring, kills, longest)
    assert list(found.left) == sorted(found.left)
    assert (found.last.rows, found.last.rejections) == (rows, 0)
    assert found.last.imported + found.last.skipped == rows
    counts = everything(world)
    assert counts["cases"] == counts["events"] == counts["filings"] == counts["holdings"] == rows
    if rows == 58_251:
        assert counts["timers"] == 47_270
    assert holds(world)
    again = bring(world)
    assert (again.imported, again.skipped) == (0, rows)
    assert everything(world) == counts
    figures(rows=rows, kills=found.kills, resumed=found.last.skipped, left=" ".join(map(str, found.left)))


def lines(register: Path, rows: int) -> Iterator[str]:
    with gzip.open(register, "rt", encoding="utf-8-sig", newline="") as file:
        next(file)
        yield from islice(file, rows)
