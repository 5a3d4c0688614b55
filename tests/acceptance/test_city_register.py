"""A city's real complaints, all 58,251 of them, where the reference material is present: our verdicts are the
city's."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from models import clocks
from models.deadlines import DeadlineFilter, count_deadlines, list_deadlines
from models.migrate import upgrade
from models.tables.cases import cases
from models.tables.clocks import rungs, timers
from tests.importers.samples import HEADER, bring_in, deployed
from tests.world import World, make_world
from workflow.operations.audit.verify_audit import verify_audit
from workflow.operations.clock.fire_rungs import fire_rungs
from workflow.operations.steps.library import library
from workflow.operations.steps.scopes import scope_of

BOSTON = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)


@pytest.fixture(scope="module")
def register(shared_folder: Path) -> Path:
    return shared_folder / "data" / "requests311" / "boston_311_2011h2.csv.gz"


@pytest.fixture(scope="module")
def rows(register: Path) -> list[dict[str, str]]:
    with gzip.open(register, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def world(register: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("city")
    url = f"sqlite:///{folder / 'city.sqlite'}"
    upgrade(url)
    made = make_world(url, folder, at=NOW)
    deployed(made)
    with gzip.open(register, "rt", encoding="utf-8-sig", newline="") as file:
        next(file)
        result = bring_in(made, file, size=1000)
    assert (result.rows, result.imported, result.skipped, result.rejected) == (58_251, 58_251, 0, [])
    yield made
    made.database.engine.dispose()


def test_the_whole_register_comes_in_and_is_worked_on(world: World, rows: list[dict[str, str]]) -> None:
    _the_frozen_verdicts_are_the_citys_own(world, rows)
    _the_overdue_list_and_the_fired_rungs_are_what_the_file_says(world, rows)
    _the_audit_trail_is_whole_and_counts_every_act(world)


def _the_frozen_verdicts_are_the_citys_own(world: World, rows: list[dict[str, str]]) -> None:
    judged = {f"B311-{one['case_enquiry_id']}": one["ontime"] for one in rows if one["closed_dt"]}
    judged = {number: verdict for number, verdict in judged.items() if verdict}
    statement = select(cases.c.number, timers.c.verdict).join(timers, timers.c.case_id == cases.c.case_id)
    found = world.read(lambda session: session.execute(statement).all())
    ours = dict(tuple(row) for row in found)
    told = {"in_time": "ONTIME", "late": "OVERDUE"}
    compared = {number: verdict for number, verdict in judged.items() if number in ours}
    assert len(compared) == 43_664
    assert [number for number, verdict in compared.items() if told.get(ours[number]) != verdict] == []
    assert Counter(compared.values()) == {"ONTIME": 35_591, "OVERDUE": 8_073}


def _the_overdue_list_and_the_fired_rungs_are_what_the_file_says(
    world: World, rows: list[dict[str, str]]
) -> None:
    still_open = [one for one in rows if not one["closed_dt"]]
    targets = sorted(_instant(one["target_dt"]) for one in still_open if one["target_dt"])
    assert (len(still_open), len(targets)) == (3_681, 3_449)
    actor = world.act("clerk").actor
    scope = world.read(lambda session: scope_of(session, library(session), actor, NOW))
    wanted = DeadlineFilter(due_before=NOW)
    assert world.read(count_deadlines, scope, wanted) == len(targets)
    first = world.read(list_deadlines, scope, wanted)
    assert [one["clock_due_at"] for one in first] == targets[:50]
    after = (first[-1]["clock_due_at"], first[-1]["case_id"], first[-1]["timer_id"])
    second = world.read(list_deadlines, scope, wanted, after)
    assert [one["clock_due_at"] for one in second] == targets[50:100]
    _fire_all(world)
    counted = select(rungs.c.rung, rungs.c.standing, func.count()).group_by(rungs.c.rung, rungs.c.standing)
    found = {
        (rung, standing): count for rung, standing, count in world.read(lambda s: s.execute(counted).all())
    }
    assert found == {("due", "passed"): 3_449, ("late", "fired"): 3_449}
    late = select(func.count()).select_from(cases).where(cases.c.marked_late.is_(True))
    assert world.read(lambda session: session.scalar(late)) == 3_449


def _the_audit_trail_is_whole_and_counts_every_act(world: World) -> None:
    _fire_all(world)
    verdict = world.read(verify_audit)
    assert verdict.ok
    assert verdict.events >= 58_251 + 3_449


def test_the_header_is_as_the_example_maps_it(register: Path) -> None:
    with gzip.open(register, "rt", encoding="utf-8-sig", newline="") as file:
        from_file = next(iter(file)).strip()
    assert from_file == HEADER


def _fire_all(world: World) -> None:
    while due := world.read(clocks.due_rungs, NOW, 500):
        world.run(fire_rungs, world.act(), [(one["case_id"], one["timer_id"], one["rung"]) for one in due])


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BOSTON).astimezone(UTC)
