"""The export as an inspector's stream writes it, and what memory it takes in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from uuid import UUID

from models.session import Database
from service.settings import read_settings
from service.wiring import make_database
from workflow.access.actor import Actor
from workflow.operations.audit.export_pull import json_lines
from workflow.operations.audit.read_pull import find_pull, pull_rows


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pull, whose, from where; `most`: so many lines at most."""

    environment: Mapping[str, str]
    user_id: UUID
    pull_id: UUID
    most: int | None = None


def export(database: Database, wanted: Wanted, write: Callable[[bytes], object]) -> int:
    """Write the lines; gives how many."""
    count = 0
    with database.transaction(read_only=True) as session:
        pull = find_pull(session, Actor("user", wanted.user_id), wanted.pull_id)
        for line in islice(json_lines(pull_rows(session, pull), dict(pull)), wanted.most):
            write(line.encode())
            count += 1
    return count


def peak_of(wanted: Wanted) -> float:
    """By how many MB (10^6 bytes) the memory of a fresh process rises at most while it exports."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_peak, (wanted,))


def _peak(wanted: Wanted) -> float:
    database = make_database(read_settings(wanted.environment))
    export(database, Wanted(wanted.environment, wanted.user_id, wanted.pull_id, 10), len)
    before = _status("VmRSS")
    export(database, wanted, len)
    return (_status("VmHWM") - before) * 1024 / 1e6


def _status(name: str) -> int:
    """Kilobytes of this process, from the kernel."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))
