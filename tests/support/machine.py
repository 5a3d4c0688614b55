"""Install what the tests need from the system and lack: `python -m tests.support.machine`.

Only root on a machine with apt-get installs; TIEPDAN_TEST_INSTALL=no turns it off. What stays missing is
said here, and its tests skip. Never fails by itself: the run decides (skips fail it in CI).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable

from tests.support.browser import SHELL, ChromiumMissing, find_chromium
from tests.support.postgres_binaries import PostgresMissing, find_binaries

BROWSER = "chromium"


def missing_packages() -> list[str]:
    """Names of the Debian packages that would bring what is not here."""
    needs: list[tuple[Callable[[], object], str]] = [
        (find_binaries, "postgresql"),
        (find_chromium, BROWSER),
    ]
    return [package for find, package in needs if not _is_found(find)]


def install(packages: list[str]) -> bool:
    """Install by apt-get; False when it could not."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        outcome = subprocess.run(
            ["apt-get", *command], env=quiet, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, check=False
        )
        if outcome.returncode:
            return False
    return True


def main() -> None:
    missing = missing_packages()
    may_install = (
        os.geteuid() == 0 and shutil.which("apt-get") and os.environ.get("TIEPDAN_TEST_INSTALL") != "no"
    )
    if BROWSER in missing and may_install:
        print(f"installing {SHELL}", flush=True)
        install([SHELL])  # where apt knows none, the browser itself does, only slower
        missing = missing_packages()
    if missing and may_install:
        print(f"installing {', '.join(missing)}", flush=True)
        install(missing)
        missing = missing_packages()
    for package in missing:
        print(f"{package} is missing: its tests will skip", file=sys.stderr)


def _is_found(find: Callable[[], object]) -> bool:
    try:
        find()
    except (PostgresMissing, ChromiumMissing):
        return False
    return True


if __name__ == "__main__":
    main()
