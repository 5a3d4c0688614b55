"""The self-test fires a rung through the very sweep, once per hour and database, and is seen by nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models import organisations, queues
from tests.world import World
from workflow.operations.audit.verify_audit import verify_audit
from workflow.workers import selftest
from workflow.workers.selftest import OFFICE, last_selftest, run_selftest
from workflow.workers.sweeper import Swept, sweep


@pytest.fixture
def world(base: World) -> World:
    return base


def test_it_passes_once_per_hour(world: World) -> None:
    probed = run_selftest(world.database, world.act)
    assert probed is not None
    assert (probed.passed, probed.lateness_ms, probed.failure) == (True, 0, None)
    assert probed.slot == world.at
    assert run_selftest(world.database, world.act) is None
    assert world.read(last_selftest) == probed
    world.later(hours=1)
    assert run_selftest(world.database, world.act) is not None
    assert world.read(verify_audit).ok


def test_it_can_be_run_again_on_purpose(world: World) -> None:
    run_selftest(world.database, world.act)
    world.later(minutes=5)
    again = run_selftest(world.database, world.act, again=True)
    assert again is not None and again.passed
    assert world.read(last_selftest) == again


def test_nobody_else_runs_it_while_one_does(world: World) -> None:
    until = world.at + timedelta(hours=1)
    world.run(queues.take_lease, "selftest", "other", world.at, until)
    assert run_selftest(world.database, world.act) is None
    assert world.read(last_selftest) is None


def test_its_office_is_on_no_list_and_its_case_closes_itself(world: World) -> None:
    run_selftest(world.database, world.act)
    listed = world.read(organisations.list_organisations, world.today())
    assert OFFICE not in {row["org_id"] for row in listed}
    world.later(days=3)
    assert sweep(world.database, world.act).fired == 1
    assert world.read(verify_audit).ok


def test_a_sweep_that_fires_nothing_fails_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, "sweep", lambda *_: Swept())
    probed = run_selftest(world.database, world.act)
    assert probed is not None
    assert (probed.passed, probed.lateness_ms, probed.failure) == (False, None, "not-fired")


def test_a_late_sweep_fails_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*arguments: object) -> Swept:
        world.later(minutes=2)
        return sweep(world.database, world.act)

    monkeypatch.setattr(selftest, "sweep", late)
    probed = run_selftest(world.database, world.act)
    assert probed is not None
    assert (probed.passed, probed.lateness_ms, probed.failure) == (False, 120_000, "too-late")


def test_a_case_that_cannot_be_opened_fails_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, "CASE_TYPE", "nothing")
    probed = run_selftest(world.database, world.act)
    assert probed is not None
    assert (probed.passed, probed.failure) == (False, "InvalidInput")
