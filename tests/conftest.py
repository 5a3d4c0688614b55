"""Fixtures that every room may use; the pure rooms need none of them. The parts live in `tests/support`.

Databases: `sqlite_url`, `pg_url` and `database_url` (both in turn) are migrated and the test's own;
`empty_pg_url` has no schema. `pg_cluster` is shared by the whole run: a test that kills a cluster starts one
of its own.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page

from tests.support import databases, skips, sockets
from tests.support.browser import ChromiumMissing, running_browser
from tests.support.postgres import Cluster, shared
from tests.support.postgres_binaries import PostgresMissing

sockets.guard()

settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    max_examples=50,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "soak", settings.get_profile("ci"), derandomize=False, max_examples=2000, print_blob=True
)
settings.load_profile(os.environ.get("TIEPDAN_HYPOTHESIS", "ci"))

_BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
_numbers = itertools.count(1)


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """A command that sets up the log of its process does so for its own test only."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory, worker_name: str) -> Path:
    """A folder that all workers of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_name == "main" else own.parent


@pytest.fixture(scope="session")
def worker_name(request: pytest.FixtureRequest) -> str:
    """`gw0`, `gw1`… under xdist, else `main`."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "main"))


@pytest.fixture(scope="session")
def pg_cluster(request: pytest.FixtureRequest, run_folder: Path) -> Cluster:
    """The running PostgreSQL cluster of this run; the test is skipped where there is none."""
    controller = getattr(request.config, "workerinput", {}).get("controller")
    try:
        return shared(run_folder, watch=controller)
    except PostgresMissing:
        skips.skip_for_lack_of(skips.POSTGRES)


@pytest.fixture(scope="session")
def pg_template(pg_cluster: Cluster, run_folder: Path) -> str:
    """Name of the migrated database that `pg_url` clones."""
    return databases.postgres_template(pg_cluster, run_folder)


@pytest.fixture
def pg_url(pg_cluster: Cluster, pg_template: str, worker_name: str) -> Iterator[str]:
    """Address of a migrated PostgreSQL database of this test's own."""
    name = f"test_{worker_name}_{next(_numbers)}"
    yield pg_cluster.create_database(name, template=pg_template)
    pg_cluster.drop_database(name)


@pytest.fixture
def empty_pg_url(pg_cluster: Cluster, worker_name: str) -> Iterator[str]:
    """Address of a PostgreSQL database of this test's own, without a schema."""
    name = f"empty_{worker_name}_{next(_numbers)}"
    yield pg_cluster.create_database(name)
    pg_cluster.drop_database(name)


@pytest.fixture(scope="session")
def sqlite_template(run_folder: Path) -> Path:
    """The migrated file that `sqlite_url` copies."""
    return databases.sqlite_template(run_folder)


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """Address of a migrated SQLite database of this test's own."""
    return databases.copy_sqlite(sqlite_template, tmp_path / "cases.sqlite")


@pytest.fixture(params=_BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """Address of a migrated database, once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "pg_url")
    return url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium for the whole session; the test is skipped where there is none."""
    try:
        with running_browser() as running:
            yield running
    except ChromiumMissing:
        skips.skip_for_lack_of(skips.CHROMIUM)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page in a context of its own: Vietnamese, Vietnam's time, no cookies."""
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The folder of reference material beside the checkout; the test is skipped where there is none."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        skips.skip_for_lack_of(skips.SHARED)
    return folder


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for a cluster or a browser bears the marker without being told."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "pg_cluster" in fixtures:
            item.add_marker("postgres")
        if "browser" in fixtures:
            item.add_marker("browser")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell each worker which process outlives them all."""
    node.workerinput["controller"] = os.getpid()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    counts = skips.lacking(terminalreporter.stats.get("skipped", []))
    if counts:
        verdict = " (the run fails: CI has to have it)" if skips.must_fail(counts) else ""
        terminalreporter.write_line(skips.sentence(counts) + verdict)


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    is_closing = session.exitstatus == pytest.ExitCode.OK
    if (
        is_closing
        and isinstance(reporter, pytest.TerminalReporter)
        and skips.must_fail(skips.lacking(reporter.stats.get("skipped", [])))
    ):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
