"""Brings an old register in, batch by batch: each batch is one verb in one transaction, every row is
accounted for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from models.errors import Duplicate
from models.session import Database, Session
from workflow.audit.kinds import EventKind
from workflow.importers.mapping import RegisterMapping
from workflow.importers.old_case import OldCase
from workflow.importers.register import Rejected, VersionFor, read_case
from workflow.operations.case.import_case import Register, import_cases
from workflow.operations.steps.acting import Act
from workflow.operations.steps.chains import append


@dataclass(slots=True)
class Imported:
    """What became of the rows: brought in now, there from an earlier run, and rejected each with its line
    and reason."""

    rows: int = 0
    imported: int = 0
    skipped: int = 0
    rejected: list[Rejected] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The result as the command line prints it."""
        return {
            "rows": self.rows,
            "imported": self.imported,
            "skipped": self.skipped,
            "rejected": [{"line": one.line, "reason": one.reason} for one in self.rejected],
        }


class _OnlyTrying(Exception):
    """Ends a dry run's transaction without a commit."""


def import_register(
    database: Database,
    make_act: Callable[[], Act],
    register: Register,
    mapping: RegisterMapping,
    version_for: VersionFor,
    rows: Iterable[tuple[int, Mapping[str, str]]],
    *,
    size: int = 500,
    dry_run: bool = False,
    progress: Callable[[int], None] = lambda count: None,
) -> Imported:
    """Import every row of a register after its header. A dry run does everything but commit.

    Rows that cannot be cases are rejected with their line; a batch that meets a number the office has
    already is done again row by row, so that only the row that meets it is rejected. Killed and run again,
    it goes on where it was: what is there is skipped.
    """
    result = Imported()
    seen: set[str] = set()
    for batch in _batches(rows, size):
        good: list[OldCase] = []
        for line, cells in batch:
            result.rows += 1
            case = read_case(mapping, version_for, line, cells, make_act().at)
            if isinstance(case, Rejected):
                result.rejected.append(case)
            elif case.key in seen:
                result.rejected.append(Rejected(line, f"{mapping.key} {case.key!r} stands twice in the file"))
            else:
                seen.add(case.key)
                good.append(case)
        _store(database, make_act, register, good, result, dry_run)
        progress(len(batch))
    if not dry_run:
        _note(database, make_act(), register, result)
    return result


def _batches(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Lists of up to `size` rows, made as they are needed: the file is never whole in memory."""
    source = iter(rows)
    while batch := list(islice(source, size)):
        yield batch


def _store(
    database: Database,
    make_act: Callable[[], Act],
    register: Register,
    good: list[OldCase],
    result: Imported,
    dry_run: bool,
) -> None:
    if not good:
        return
    try:
        imported, skipped = _in_transaction(database, make_act(), register, good, dry_run)
    except Duplicate:
        if len(good) == 1:
            said = f"the office has another case with the number {good[0].number!r}"
            result.rejected.append(Rejected(good[0].line, said))
            return
        for one in good:
            _store(database, make_act, register, [one], result, dry_run)
        return
    result.imported += imported
    result.skipped += skipped


def _in_transaction(
    database: Database, act: Act, register: Register, good: list[OldCase], dry_run: bool
) -> tuple[int, int]:
    counts = (0, 0)
    try:
        with database.transaction() as session:
            counts = import_cases(session, act, register, good)
            if dry_run:
                raise _OnlyTrying
    except _OnlyTrying:
        pass
    return counts


def _note(database: Database, act: Act, register: Register, result: Imported) -> None:
    def note(session: Session) -> None:
        body = {
            "register": register.name,
            "file": register.file_sha256,
            "rows": result.rows,
            "imported": result.imported,
            "skipped": result.skipped,
            "rejected": len(result.rejected),
        }
        append(
            session, act, "registers", EventKind.REGISTER_IMPORTED, act.at, body, organisation=register.org_id
        )

    with database.transaction() as session:
        note(session)
