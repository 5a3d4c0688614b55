"""The jobs with a clock that is set by hand: what they do, what they do about failures, and that they
stop."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import clocks
from models.errors import Busy
from service.scheduler import Job, jobs_of, make_scheduler, run_job
from service.settings import read_settings
from tests.world import World, make_world
from workflow.operations.clock.record_selftest import Probed
from workflow.workers.housekeeping import Cleaned
from workflow.workers.opener import Delivered
from workflow.workers.sweeper import Swept

DISPUTE = {"requesters": [{"name": "Bên A"}], "content": "Nội dung.", "subject": "Lối đi chung"}


@pytest.fixture
def world(sqlite_url: str, tmp_path: Path) -> Iterator[World]:
    made = make_world(sqlite_url, tmp_path)
    yield made
    made.database.engine.dispose()


def jobs(world: World) -> dict[str, Job]:
    return {job.name: job for job in jobs_of(world.database, world.act, read_settings({}))}


def test_every_job_does_its_work_at_the_clock_it_is_given(world: World) -> None:
    case_id = world.open("reception", "dispute", DISPUTE).case_id
    assert run_job(jobs(world)["sweep"]) == Swept()
    world.later(days=10)
    swept = run_job(jobs(world)["sweep"])
    assert isinstance(swept, Swept) and swept.fired > 0
    fired = [row for row in world.read(clocks.read_rungs, case_id) if row["standing"] == "fired"]
    assert {row["fired_at"] for row in fired} == {world.at}
    assert run_job(jobs(world)["open_cases"]) == Delivered()
    assert run_job(jobs(world)["housekeeping"]) == Cleaned(0, 0, 0, 0)
    probed = run_job(jobs(world)["selftest"])
    assert isinstance(probed, Probed) and probed.passed
    assert run_job(jobs(world)["selftest"]) is None


def test_a_failing_job_is_logged_by_its_kind_alone(capsys: pytest.CaptureFixture[str]) -> None:
    def away() -> None:
        raise Busy("host db.example, user clerk")

    def broken() -> None:
        raise ValueError("the words of a citizen")

    assert run_job(Job("away", 1, away)) is None
    assert run_job(Job("broken", 1, broken)) is None
    said = "".join(capsys.readouterr())
    assert "database-busy" in said and "ValueError" in said
    assert "citizen" not in said and "example" not in said


def test_jobs_run_at_once_and_the_scheduler_stops() -> None:
    ran = threading.Event()
    scheduler = make_scheduler([Job("once", 3600, ran.set)], "Asia/Ho_Chi_Minh")
    scheduler.start()
    assert ran.wait(timeout=30)
    (job,) = scheduler.get_jobs()
    assert (job.coalesce, job.max_instances, job.misfire_grace_time) == (True, 1, None)
    assert str(scheduler.timezone) == "Asia/Ho_Chi_Minh"
    scheduler.shutdown(wait=True)
    assert not scheduler.running
