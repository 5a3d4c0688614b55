"""Sockets stay on this machine, and skips for lack of something are counted and fail in CI."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import sockets

ROOT = Path(__file__).resolve().parents[2]
LACKING = """
def test_that_needs_a_cluster(pg_cluster):
    assert pg_cluster.port
def test_that_needs_nothing():
    assert True
"""


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), (None, True), (b"localhost", True),
     ("127.9.9.9", True), ("192.0.2.1", False), ("example.org", False), ("10.0.0.1", False),
     ("2001:db8::1", False)],
)  # fmt: skip
def test_what_is_local(host: object, expected: bool) -> None:
    assert sockets.is_local(host) is expected


def test_connecting_elsewhere_raises() -> None:
    with socket.socket() as client, pytest.raises(sockets.OutsideReached):
        client.connect(("192.0.2.1", 80))


def test_looking_up_elsewhere_raises() -> None:
    with pytest.raises(sockets.OutsideReached):
        socket.getaddrinfo("example.org", 80)


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


@pytest.mark.parametrize(("ci", "workers", "code"), [("", "0", 0), ("true", "2", 1)], ids=["at-home", "ci"])
def test_a_lack_is_said_before_the_closing_line_and_fails_in_ci(
    tmp_path: Path, ci: str, workers: str, code: int
) -> None:
    test = tmp_path / "test_lacking.py"
    test.write_text(LACKING, encoding="utf-8")
    outcome = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "-p", "no:schemathesis", "-n", workers,
         "--rootdir", str(ROOT), "-c", str(ROOT / "pyproject.toml"), "--basetemp", str(tmp_path / "run"),
         str(test)],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "CI": ci, "TIEPDAN_TEST_PG_BIN": "/nowhere/bin", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    *_, lack, closing = outcome.stdout.strip().splitlines()
    assert lack.startswith("1 tests skipped: 1 for lack of PostgreSQL")
    assert closing.startswith("1 passed, 1 skipped")
    assert outcome.returncode == code, outcome.stdout
