"""The tutorial is executed as its reader would: what it shows is what happens."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.docs.page import Command, Edit, Shell, steps

PAGE = Path(__file__).parents[2] / "docs" / "tutorials" / "add-a-case-type.md"
PORT = "8080"
"""The port of the page; the test takes a free one."""


def free_port() -> str:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    """A shell in an empty folder with the product's command; ended with everything it started."""
    for tool in ("bash", "curl", "jq"):
        if shutil.which(tool) is None:
            pytest.skip(f"the tutorial needs {tool}")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TIEPDAN_")}
    path = os.pathsep.join([str(Path(sys.executable).parent), kept.get("PATH", "")])
    running = Shell(tmp_path, {**kept, "PATH": path, "NO_PROXY": "127.0.0.1", "PYTHONUTF8": "1"})
    yield running
    with suppress(ProcessLookupError):
        os.killpg(running.bash.pid, signal.SIGKILL)
    running.bash.wait(timeout=30)
    for stream in (running.bash.stdin, running.bash.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()


def test_the_tutorial_is_true(shell: Shell, tmp_path: Path) -> None:
    done = 0
    for step in steps(PAGE.read_text(encoding="utf-8").replace(PORT, free_port())):
        if isinstance(step, Edit):
            step.apply(tmp_path)
            continue
        output = shell.run(step.typed)
        assert step.agrees(output), (
            f"line {step.line}: {step.typed}\nshown:\n{step.shown}\nprinted:\n{output}"
        )
        done += 1
    assert done > 25


def test_the_page_has_every_kind_of_step() -> None:
    found = list(steps(PAGE.read_text(encoding="utf-8")))
    assert {one.way for one in found if isinstance(one, Edit)} == {"file", "add", "change", "after"}
    typed = " ".join(one.typed for one in found if isinstance(one, Command))
    for command in ("definition check", "definition diagram", "definition deploy", "serve", "audit verify"):
        assert f"tiepdan {command}" in typed
