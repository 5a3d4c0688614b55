"""Old cases come in with their true state, clocks and verdicts; twice is once; then they are cases like any
other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from models import audit, cases, clocks
from tests.importers.samples import bring_in, deployed, row
from tests.world import World, make_world
from workflow.importers.register import Rejected
from workflow.operations.audit.verify_audit import verify_audit
from workflow.operations.clock.fire_rungs import fire_rungs

LINES = [
    row("1", closed="2011-07-11 09:30:00"),
    row("2", closed="2011-07-12 10:00:00"),
    row("3", closed="2011-07-12 10:00:01"),
    row("4"),
    row("5", target=""),
    row("6", closed="2011-07-01 00:00:00"),
    row("1"),
]


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[World]:
    made = make_world(database_url, tmp_path, at=datetime(2026, 11, 20, 3, tzinfo=UTC))
    deployed(made)
    yield made
    made.database.engine.dispose()


def test_every_row_is_accounted_for_and_a_second_run_doubles_nothing(world: World) -> None:
    first = bring_in(world, LINES)
    assert (first.rows, first.imported, first.skipped) == (7, 5, 0)
    assert [(one.line, one.reason.split(" (")[0]) for one in first.rejected] == [
        (7, "closed_dt"),
        (8, "the key '1' stands twice in the file, first at 2:1"),
    ]
    again = bring_in(world, LINES)
    assert (again.rows, again.imported, again.skipped, len(again.rejected)) == (7, 0, 5, 2)
    assert world.read(verify_audit).ok


def test_a_dry_run_counts_and_keeps_nothing(world: World) -> None:
    tried = bring_in(world, LINES, dry_run=True)
    assert (tried.imported, len(tried.rejected)) == (5, 2)
    assert not world.read(cases.find_cases, "B311-1")


@pytest.mark.parametrize(
    ("number", "verdict"), [("B311-1", "in_time"), ("B311-2", "in_time"), ("B311-3", "late")]
)
def test_verdicts_are_judged_on_the_given_instant(world: World, number: str, verdict: str) -> None:
    bring_in(world, LINES)
    (case,) = world.read(cases.find_cases, number)
    (timer,) = world.read(clocks.read_timers, case["case_id"])
    assert (case["state"], timer["running"], timer["verdict"]) == ("closed", "stopped", verdict)
    assert timer["verdict_inputs"]["due_at"] == "2011-07-12T14:00:00+00:00"
    assert world.read(clocks.read_rungs, case["case_id"]) == []


def test_an_open_case_is_overdue_fires_only_its_newest_rung_and_can_be_closed(world: World) -> None:
    bring_in(world, LINES)
    (case,) = world.read(cases.find_cases, "B311-4")
    assert case["due_at"] == datetime(2011, 7, 12, 14, tzinfo=UTC)
    assert case["received_on"] == date(2011, 7, 5)
    standing = {one["rung"]: one["standing"] for one in world.read(clocks.read_rungs, case["case_id"])}
    assert standing == {"due": "passed", "late": "armed"}
    keys = [
        (one["case_id"], one["timer_id"], one["rung"]) for one in world.read(clocks.due_rungs, world.at, 10)
    ]
    fired = world.run(fire_rungs, world.act(), keys)
    assert [one.key[2] for one in fired] == ["late"]
    (case,) = world.read(cases.find_cases, "B311-4")
    assert case["marked_late"]
    taken = world.take("clerk", case["case_id"], "close", {"outcome": "resolved"}, ("closing_note",))
    assert taken.state == "closed"
    kinds = [json.loads(one["text"])["kind"] for one in world.read(audit.read_events, case["case_id"])]
    assert kinds == ["case_imported", "rung_fired", "transition_taken"]
    (timer,) = world.read(clocks.read_timers, case["case_id"])
    assert timer["verdict"] == "late"
    assert world.read(verify_audit).ok


def test_a_number_the_office_has_already_rejects_only_its_row(world: World) -> None:
    world.open("clerk", "dispute", {"requesters": [{"name": "Bên A"}], "content": "x", "subject": "y"})
    (case,) = world.read(cases.find_cases, "HG-CO-2026-0001")
    assert case
    first = bring_in(world, [row("1")])
    assert first.imported == 1
    other = row("1").replace("1,2011", "9,2011", 1)
    clashing = [other.replace("9,", "09,", 1), row("8")]
    assert bring_in(world, clashing).imported == 2
    assert isinstance(bring_in(world, [row("6", closed="2011-07-01 00:00:00")]).rejected[0], Rejected)
