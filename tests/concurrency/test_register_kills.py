"""An import of an old register that is killed and run again loses nothing and doubles nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.importers.killing import counted, everything, holds, kill_at_places, shape
from tests.importers.samples import bring_in_table, table
from tests.operations.worlds import Made, copy_of
from tests.world import World
from workflow.importers.mapping import read_mapping
from workflow.source import Source, read_source
from workflow.workers.bulk import Imported

MAPPING = """\
register: so
case_type: dispute
office: "00001"
zone: Asia/Ho_Chi_Minh
dates: ["%d/%m/%Y"]
key: Số
received: Ngày nhận
state: {column: Kết quả, values: {Đang hòa giải: mediating}}
acts: [{transition: start_mediation, column: Ngày bắt đầu}]
fields: {content: Nội dung, subject: Trích yếu, requesters: Các bên}
"""
AFTERWARDS = datetime(2026, 11, 20, 3, tzinfo=UTC)
ROWS = 120
SIZE = 10


def lines() -> list[str]:
    """A register with one impossible row and one that stands twice."""
    rest = "Đang hòa giải;01/08/2026;Chung lối;Lối đi"
    good = [f"{n};{n % 28 + 1:02d}/07/2026;{rest};Bên {n}" for n in range(ROWS)]
    header = "Số;Ngày nhận;Kết quả;Ngày bắt đầu;Nội dung;Trích yếu;Các bên"
    return [header, *good, "x;31/02/2026;;;;;", good[3]]


def bring() -> Callable[[World], Imported]:
    source: Source = read_source(MAPPING, "so.yaml")

    def job(world: World) -> Imported:
        return bring_in_table(world, read_mapping(source), table(lines(), source), size=SIZE)

    return job


@pytest.mark.parametrize("kills", [10])
def test_an_import_killed_again_and_again_is_as_one_that_was_not(
    world: World, sqlite_made: Made, tmp_path: Path, kills: int
) -> None:
    whole = copy_of(sqlite_made, tmp_path / "whole")
    whole.at = world.at = AFTERWARDS
    told = bring()(whole)
    assert (told.imported, [one.line for one in told.rejected]) == (ROWS, [122, 123])
    found = kill_at_places(world, bring(), kills)
    assert found.kills == kills and found.last.skipped > 0
    # Each death leaves whole batches behind, and no run takes one back.
    assert all(left % SIZE == 0 for left in found.left) and list(found.left) == sorted(found.left)
    assert 0 < found.left[-1] < ROWS
    assert counted(found.last) == told
    assert everything(world) == everything(whole)
    assert [row[:4] for row in shape(world)] == [row[:4] for row in shape(whole)]
    assert holds(world)
    whole.database.engine.dispose()
