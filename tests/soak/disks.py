"""A disk as small as a test wants it: a tmpfs mounted for its length, which only root may do."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Disk:
    """A mounted disk; `filler` is the file that takes its room."""

    folder: Path

    @property
    def filler(self) -> Path:
        """The file that takes the room."""
        return self.folder / "filler"

    def fill(self, leave: int = 0) -> None:
        """Take all the room but so many bytes."""
        self.free()
        with self.filler.open("wb") as file:
            file.truncate(0)
            file.write(b"\x00" * max(0, shutil.disk_usage(self.folder).free - leave))

    def free(self) -> None:
        """Give the room back."""
        self.filler.unlink(missing_ok=True)

    def make(self, readable_only: bool) -> None:
        """Let nothing be written any more, or let it again."""
        mode = "ro" if readable_only else "rw"
        subprocess.run(["mount", "-o", f"remount,{mode}", str(self.folder)], check=True)


@contextmanager
def small_disk(folder: Path, kibibytes: int, owner: str | None = None) -> Iterator[Disk]:
    """A disk of so many KiB at `folder`; the test is skipped where none can be mounted."""
    folder.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={kibibytes}k", "tiepdan-tests", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("a small disk can be mounted by root only")
    try:
        if owner:
            shutil.chown(folder, owner)
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
