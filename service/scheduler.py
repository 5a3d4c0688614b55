"""What runs by itself: one interval job per kind of work in every process, in memory only (libraries.md,
APScheduler).

What is due stands in the database, so that any number of processes may run these jobs and none of them
remembers anything.
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from models.errors import StorageError
from models.session import Database
from service.acting import act_source
from service.definition_files import read_plans
from service.opening import opened
from service.settings import Settings
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import HOME_CALENDAR, library
from workflow.workers.housekeeping import clean
from workflow.workers.obligations import renew
from workflow.workers.opener import deliver
from workflow.workers.selftest import run_selftest
from workflow.workers.sweeper import sweep

_log = structlog.get_logger("scheduler")

HOUSEKEEPING_SECONDS = 3600
SELFTEST_SECONDS = 300
"""The self-test runs once an hour and database; looking oftener lets another process take over soon."""


@dataclass(frozen=True, slots=True)
class Job:
    """One kind of work: its name, seconds between two runs, and the work."""

    name: str
    seconds: int
    run: Callable[[], object]


def jobs_of(database: Database, make_act: Callable[[], Act], settings: Settings) -> tuple[Job, ...]:
    """Everything that runs by itself, over this database and clock."""
    plans = read_plans()
    return (
        Job("sweep", settings.sweep_seconds, lambda: _sweep(database, make_act)),
        Job("open_cases", settings.sweep_seconds, lambda: _deliver(database, make_act)),
        Job("housekeeping", HOUSEKEEPING_SECONDS, lambda: clean(database, make_act())),
        Job("obligations", HOUSEKEEPING_SECONDS, lambda: renew(database, make_act, plans)),
        Job("selftest", SELFTEST_SECONDS, lambda: _selftest(database, make_act)),
    )


def make_scheduler(jobs: Sequence[Job], zone: str) -> BackgroundScheduler:
    """A scheduler that runs every job at once and then at its interval. Late runs are made up for once, never
    dropped."""
    # Its own logger prints tracebacks, whose words may be a citizen's; what a job comes to is logged here, by
    # kind.
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    scheduler = BackgroundScheduler(
        jobstores={"default": MemoryJobStore()},
        executors={"default": ThreadPoolExecutor(len(jobs))},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        timezone=zone,
    )
    for job in jobs:
        start = act_source()().at
        scheduler.add_job(run_job, "interval", [job], seconds=job.seconds, id=job.name, next_run_time=start)
    return scheduler


def run_job(job: Job) -> object | None:
    """Run a job once; a failure is logged by its kind and the next run tries again. Gives what the job
    gave."""
    try:
        return job.run()
    except StorageError as error:
        _log.warning("job-put-off", job=job.name, error=error.code)
    except Exception as error:
        _log.error("job-failed", job=job.name, error=type(error).__name__)
    return None


def start_scheduler(database: Database, settings: Settings) -> BackgroundScheduler:
    """A running scheduler over the database; the caller shuts it down."""
    with database.transaction(read_only=True) as session:
        zone = library(session).calendar(HOME_CALENDAR).zone
    scheduler = make_scheduler(jobs_of(database, act_source(), settings), zone)
    scheduler.start()
    _log.info("scheduler-started", sweep_seconds=settings.sweep_seconds)
    return scheduler


def run_scheduler(settings: Settings) -> None:
    """Run the scheduler alone until the process is told to end."""
    with opened(settings) as database:
        schedule_until_told(database, settings)


def schedule_until_told(database: Database, settings: Settings) -> None:
    """Fire clocks until the process is told to end (SIGTERM, SIGINT); running jobs end first."""
    # Blocked before any thread starts and waited for here: a handler that wakes a waiting thread can meet
    # itself and hang.
    ends = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    scheduler = start_scheduler(database, settings)
    signal.sigwait(ends)
    scheduler.shutdown(wait=True)
    _log.info("scheduler-stopped")


def _sweep(database: Database, make_act: Callable[[], Act]) -> Any:
    swept = sweep(database, make_act)
    if swept.fired or swept.failed:
        late = round(swept.lateness.total_seconds())
        _log.info("swept", fired=swept.fired, latest_seconds=late, failed=len(swept.failed), left=swept.left)
    for one in swept.failed:
        _log.error(
            "rung-failed", case=str(one.key[0]), rung=one.key[2], attempts=one.attempts, error=one.error
        )
    return swept


def _deliver(database: Database, make_act: Callable[[], Act]) -> Any:
    delivered = deliver(database, make_act)
    for one in delivered.failed:
        _log.error("message-failed", case=str(one.case_id), message=str(one.message_id), failure=one.failure)
    return delivered


def _selftest(database: Database, make_act: Callable[[], Act]) -> Any:
    probed = run_selftest(database, make_act)
    if probed is not None and not probed.passed:
        _log.error("selftest-failed", failure=probed.failure)
    return probed
