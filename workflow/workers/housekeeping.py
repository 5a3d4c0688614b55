"""Drops what is spent: command ids after thirty days, and files in the document store that no row names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from models import audit
from models.orphans import named_files
from models.session import Database
from workflow.operations.steps.acting import Act

COMMANDS_KEPT = timedelta(days=30)
"""Decision 18: a repeat of an older command is a new command."""

ORPHANS_KEPT = timedelta(days=1)
"""An act writes its papers before its rows, so a young file may belong to a transaction that is still
open."""

_ASIDE = ".orphan-"
_UNFINISHED = ".new-"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """How many commands were forgotten; how many files were set aside, removed, and put back because a row
    names them after all."""

    commands: int
    aside: int
    removed: int
    restored: int


def clean(database: Database, act: Act) -> Cleaned:
    """Forget old commands and sweep orphaned files. Safe beside running acts and other processes. Raises
    Busy."""
    with database.transaction() as session:
        commands = audit.forget_commands(session, act.at - COMMANDS_KEPT)
    aside = removed = restored = 0
    for folder in _folders(database.blobs.folder):
        restored += _restore(database, folder)
        removed += _remove(folder, act.at - ORPHANS_KEPT)
        aside += _set_aside(database, folder, act.at)
    return Cleaned(commands, aside, removed, restored)


def _folders(store: Path) -> list[Path]:
    return sorted(path for path in store.iterdir() if path.is_dir()) if store.is_dir() else []


def _restore(database: Database, folder: Path) -> int:
    """A file set aside is put back where an act that met it before it was gone has named it since."""
    names = {folder.name + path.name.removeprefix(_ASIDE): path for path in folder.glob(f"{_ASIDE}*")}
    named = _named(database, names)
    for name in named:
        names[name].rename(folder / name.removeprefix(folder.name))
    return len(named)


def _remove(folder: Path, before: datetime) -> int:
    gone = [
        path
        for prefix in (_ASIDE, _UNFINISHED)
        for path in folder.glob(f"{prefix}*")
        if _is_older(path, before)
    ]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _set_aside(database: Database, folder: Path, at: datetime) -> int:
    """Nothing is removed at first sight: the same paper may be brought anew between the look and the
    removal."""
    old = {folder.name + path.name: path for path in _files(folder) if _is_older(path, at - ORPHANS_KEPT)}
    orphans = set(old) - _named(database, old)
    for name in sorted(orphans):
        hidden = old[name].with_name(_ASIDE + old[name].name)
        old[name].rename(hidden)
        os.utime(hidden, (at.timestamp(), at.timestamp()))
    return len(orphans)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if not path.name.startswith("."))


def _named(database: Database, names: dict[str, Path]) -> set[str]:
    if not names:
        return set()
    with database.transaction(read_only=True) as session:
        return named_files(session, names)


def _is_older(path: Path, before: datetime) -> bool:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC) < before
    except FileNotFoundError:
        return False
