"""`tiepdan serve --workers 2` as it is started: several processes behind one socket, whoever dies comes back,
and told to end it ends."""

from __future__ import annotations

import fcntl
import http.client
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner

from service.cli import main
from service.forking import pause_before
from tests.support.living import PATIENCE, children, is_alive, signal_to, wait_until
from tests.support.postgres_binaries import free_port

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc to see processes")

WEB = 2


@dataclass(frozen=True)
class Office:
    """A migrated database with one person who can log in."""

    environment: dict[str, str]
    password: str


@dataclass(frozen=True)
class Running:
    """A service that was started, and its log."""

    child: subprocess.Popen[bytes]
    port: int
    log: Path

    def crew(self) -> list[int]:
        """The processes it forked, the oldest first: web workers, then the scheduler."""
        return sorted(children(self.child.pid))

    def said(self, event: str) -> list[dict[str, Any]]:
        """The lines of the log with this event."""
        lines = [one for one in self.log.read_text(encoding="utf-8").splitlines() if one.startswith("{")]
        return [one for one in map(json.loads, lines) if one["event"] == event]

    def ask(
        self, method: str, path: str, body: str | None = None, cookie: str = ""
    ) -> tuple[int, http.client.HTTPMessage, str]:
        """(status, headers, body) over a connection of its own."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as line:
            heads = {"Cookie": cookie} if cookie else {}
            if body is not None:
                heads["Content-Type"] = "application/x-www-form-urlencoded"
            line.request(method, path, body, heads)
            answer = line.getresponse()
            return answer.status, answer.headers, answer.read().decode()

    @contextmanager
    def only(self, worker: int) -> Iterator[None]:
        """Meanwhile nobody else of the web workers can take a caller."""
        others = [one for one in self.crew()[:WEB] if one != worker]
        for one in others:
            signal_to(one, signal.SIGSTOP)
        try:
            yield
        finally:
            for one in others:
                signal_to(one, signal.SIGCONT)


def build(folder: Path, more: dict[str, str]) -> Office:
    environment = {"TIEPDAN_DATA_DIR": str(folder), **more}

    def run(*arguments: str) -> str:
        outcome = CliRunner().invoke(main, list(arguments), env=environment)
        assert outcome.exit_code == 0, outcome.stderr
        return outcome.stdout

    run("db", "upgrade")
    run(
        "organisation",
        "add",
        "Tỉnh",
        "--kind",
        "province",
        "--short",
        "T",
        "--code",
        "38",
        "--from",
        "2025-07-01",
    )
    added = json.loads(
        run("user", "add", "quantri", "--display", "An", "--role", "administrator@38", "--json")
    )
    return Office(environment, added["password"])


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return build(tmp_path_factory.mktemp("office"), {})


@contextmanager
def started(office: Office, folder: Path, *command: str) -> Iterator[Running]:
    port, log = free_port(), folder / "service.log"
    environment = {**os.environ, **office.environment, "TIEPDAN_PORT": str(port)}
    with log.open("wb") as written:
        child = subprocess.Popen(
            [sys.executable, "-m", "service.cli", *command], env=environment, stdout=written, stderr=written
        )
    made = Running(child, port, log)
    try:
        wait_until(lambda: child.poll() is not None or answers(made), "the service does not answer")
        yield made
    finally:
        crew = made.crew()
        child.kill()
        child.wait()
        for one in crew:
            signal_to(one, signal.SIGKILL)


@contextmanager
def serving(office: Office, folder: Path) -> Iterator[Running]:
    with started(office, folder, "serve", "--workers", str(WEB)) as made:
        wait_until(lambda: bool(made.said("scheduler-started")), "no scheduler")
        yield made


@pytest.fixture(scope="module")
def steady(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service that several tests ask, and none harms."""
    with serving(office, tmp_path_factory.mktemp("steady")) as made:
        yield made


@pytest.fixture
def served(office: Office, tmp_path: Path) -> Iterator[Running]:
    """A service of the test's own."""
    with serving(office, tmp_path) as made:
        yield made


def answers(made: Running) -> bool:
    try:
        return made.ask("GET", "/healthz")[0] == 200
    except OSError:
        return False


def login_form(made: Running) -> tuple[str, str]:
    """(cookies, CSRF token) of the page where people log in."""
    _, heads, page = made.ask("GET", "/login")
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return cookies(heads), found[1]


def log_in(made: Running, form: tuple[str, str], password: str) -> str:
    """The cookies of a person who has just sent the form."""
    body = urlencode({"csrf_token": form[1], "username": "quantri", "password": password})
    status, heads, page = made.ask("POST", "/login", body, form[0])
    assert status == 303, page
    return f"{form[0]}; {cookies(heads)}"


def cookies(heads: http.client.HTTPMessage) -> str:
    return "; ".join(one.partition(";")[0] for one in heads.get_all("Set-Cookie") or [])


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) != 0


def sent_to_login(made: Running, cookie: str) -> bool:
    return "/login" in made.ask("GET", "/", cookie=cookie)[1].get("Location", "")


def know_each_others_sessions(made: Running, password: str) -> None:
    first, second = made.crew()[:WEB]
    with made.only(first):
        form = login_form(made)
    with made.only(second):
        shown = log_in(made, form, password)
    for worker in (first, second):
        with made.only(worker):
            assert not sent_to_login(made, shown) and sent_to_login(made, "")


def test_who_dies_waits_longer_each_time() -> None:
    assert [pause_before(deaths) for deaths in (1, 2, 3, 4, 5, 6, 7, 100)] == [0, 1, 2, 4, 8, 16, 30, 30]


def test_every_worker_answers_and_knows_the_session_of_another(steady: Running, office: Office) -> None:
    know_each_others_sessions(steady, office.password)


@pytest.mark.postgres
def test_workers_on_postgresql(pg_url: str, tmp_path: Path) -> None:
    office = build(tmp_path, {"TIEPDAN_DATABASE_URL": pg_url})
    with serving(office, tmp_path) as served:
        know_each_others_sessions(served, office.password)


def test_nothing_of_the_database_is_open_where_workers_are_forked(steady: Running) -> None:
    open_there = [os.readlink(one) for one in Path(f"/proc/{steady.child.pid}/fd").iterdir()]
    assert [one for one in open_there if ".sqlite" in one] == []


def test_who_is_killed_is_started_again(served: Running) -> None:
    before = served.crew()
    assert len(before) == WEB + 1
    for killed in before:
        signal_to(killed, signal.SIGKILL)
    wait_until(lambda: len(set(served.crew()) - set(before)) == WEB + 1, "somebody is missing")
    assert [one["code"] for one in served.said("worker-died")] == [-signal.SIGKILL] * (WEB + 1)
    wait_until(lambda: answers(served), "the new workers do not answer")
    wait_until(lambda: len(served.said("scheduler-started")) == 2, "the scheduler is not there again")


def test_the_scheduler_runs_once(steady: Running) -> None:
    started_by = [one["number"] for one in steady.said("worker-started") if one["name"] == "scheduler"]
    assert started_by == steady.crew()[WEB:] and len(steady.said("scheduler-started")) == 1


@pytest.mark.parametrize("which", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_all_end_and_the_address_is_free(served: Running, which: signal.Signals) -> None:
    crew = served.crew()
    served.child.send_signal(which)
    assert served.child.wait(timeout=PATIENCE) == 0
    assert [one for one in crew if is_alive(one)] == [] and is_free(served.port)
    assert served.said("worker-died") == served.said("worker-killed") == []
    assert served.said("workers-ended") and served.said("scheduler-stopped")


def test_orphans_end_by_themselves(served: Running) -> None:
    crew = served.crew()
    served.child.kill()
    served.child.wait(timeout=PATIENCE)
    wait_until(lambda: not any(map(is_alive, crew)), "somebody outlives the parent")
    wait_until(lambda: is_free(served.port), "somebody still listens")


def test_a_request_that_runs_is_answered_before_its_worker_ends(tmp_path: Path) -> None:
    # An office of its own: nobody else may stand in the queue before its database.
    office, database = build(tmp_path, {}), tmp_path / "tiepdan.sqlite"
    with started(office, tmp_path, "web", "--workers", str(WEB)) as served, ThreadPoolExecutor(1) as pool:
        form, crew = login_form(served), served.crew()
        shown = log_in(served, form, office.password)
        with closing(sqlite3.connect(database, isolation_level=None)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            left = pool.submit(served.ask, "POST", "/logout", urlencode({"csrf_token": form[1]}), shown)
            wait_until(lambda: is_taken(Path(f"{database}-turn")), "nobody waits for the database")
            served.child.terminate()
            wait_until(lambda: sum(map(is_alive, crew)) < WEB, "the idle worker does not end")
            writer.execute("ROLLBACK")
        assert left.result(timeout=PATIENCE)[0] == 303
        assert served.child.wait(timeout=PATIENCE) == 0


def is_taken(lock: Path) -> bool:
    if not lock.exists():
        return False
    with lock.open("ab") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False
