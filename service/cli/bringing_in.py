"""What bringing in a register and a log have in common: the version, the office, the file, the bar."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from models.session import Database
from workflow.case_type.model import CaseType
from workflow.errors import DefinitionInvalid
from workflow.operations.definition.find_version import newest_version, version_for
from workflow.operations.people.find_named import office_named
from workflow.operations.steps.acting import Act
from workflow.source import Source


def newest(database: Database, case_type: str, source: Source) -> CaseType:
    """The newest deployed version of the case type that a mapping names. Raises DefinitionInvalid."""
    with database.transaction(read_only=True) as session:
        found = newest_version(session, case_type)
    if found is None:
        said = f"No case type {case_type!r} is deployed; deploy it first."
        raise DefinitionInvalid([source.finding(("case_type",), "unknown-name", said)])
    return found


def versions(database: Database, case_type: str) -> Callable[[date], CaseType | None]:
    """Which version covers a day of receipt."""

    @lru_cache(maxsize=4096)
    def covering(day: date) -> CaseType | None:
        with database.transaction(read_only=True) as session:
            return version_for(session, case_type, day)

    return covering


def office(database: Database, act: Act, named: str) -> UUID:
    """The office of a code or id."""
    with database.transaction(read_only=True) as session:
        return office_named(session, named, act.at)


def sha256_of(file: Path) -> str:
    """The hash that the record names the file by."""
    with file.open("rb") as raw:
        return hashlib.file_digest(raw, "sha256").hexdigest()


@contextmanager
def bar(title: str, total: int, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """How far it is, on standard error: what is piped on holds the result alone."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=quiet, transient=True) as progress:
        task = progress.add_task(title, total=total)
        yield lambda count: progress.advance(task, count)
