"""Brings an old register in, batch by batch: each batch is one verb in one transaction, every row is
accounted for."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from models.errors import Duplicate
from models.scratch import KeysMet
from models.session import Database, Session
from workflow.audit.kinds import EventKind
from workflow.importers.mapping import RegisterMapping
from workflow.importers.old_case import OldCase
from workflow.importers.register import Rejected, VersionFor, read_case
from workflow.importers.table import Row, Table
from workflow.operations.case.import_case import Register, import_cases
from workflow.operations.steps.acting import Act
from workflow.operations.steps.chains import append
from workflow.workers.batches import done_or_tried, in_batches

MOST_KEPT = 1000
"""Rejected rows that the result holds itself; all of them go to whoever listens."""


@dataclass(slots=True)
class Imported:
    """What became of the rows: brought in now, there from an earlier run, left out by `only:`, and rejected;
    of these the first thousand with line and reason."""

    rows: int = 0
    imported: int = 0
    skipped: int = 0
    left_out: int = 0
    rejections: int = 0
    rejected: list[Rejected] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The result as the command line prints it."""
        return {
            "rows": self.rows,
            "imported": self.imported,
            "skipped": self.skipped,
            "left_out": self.left_out,
            "rejections": self.rejections,
            "rejected": [
                {"line": one.line, "place": one.place, "column": one.column, "reason": one.reason}
                for one in self.rejected
            ],
        }


@dataclass(frozen=True, slots=True)
class _Run:
    """One reading of a register: what it writes to, and what it has met."""

    database: Database
    make_act: Callable[[], Act]
    register: Register
    mapping: RegisterMapping
    version_for: VersionFor
    table: Table
    dry_run: bool
    on_rejected: Callable[[Rejected], None]
    keys: KeysMet
    numbers: KeysMet
    result: Imported = field(default_factory=Imported)

    def reject(self, rejected: Rejected) -> None:
        """Count a row that cannot come in, and tell of it with its place."""
        placed = replace(rejected, place=self.table.place(rejected.line, rejected.column))
        self.result.rejections += 1
        if len(self.result.rejected) < MOST_KEPT:
            self.result.rejected.append(placed)
        self.on_rejected(placed)


def import_register(
    database: Database,
    make_act: Callable[[], Act],
    register: Register,
    mapping: RegisterMapping,
    version_for: VersionFor,
    table: Table,
    *,
    size: int = 500,
    dry_run: bool = False,
    progress: Callable[[int], None] = lambda count: None,
    on_rejected: Callable[[Rejected], None] = lambda rejected: None,
) -> Imported:
    """Import every row of a register's table. A dry run does everything but commit. Memory does not grow with
    the rows.

    Rows that cannot be cases are rejected with their place; a batch that meets a number the office has
    already is done again row by row, so that only the row that meets it is rejected. Killed and run again,
    it goes on where it was: what is there is skipped.
    """
    with closing(KeysMet()) as keys, closing(KeysMet()) as numbers, _collecting_rarely():
        own = (database, make_act, register, mapping, version_for, table, dry_run, on_rejected)
        run = _Run(*own, keys, numbers)
        for batch in in_batches(table.rows, size):
            good = [one for row in batch if (one := _good(run, row)) is not None]
            _store(run, good)
            progress(len(batch))
    if not dry_run:
        _note(run)
    return run.result


@contextmanager
def _collecting_rarely() -> Iterator[None]:
    """Rows are made and let go by the thousand, and none of them points back at itself: looking for such
    after every few hundred costs an eighth of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _good(run: _Run, row: Row) -> OldCase | None:
    """The case that a row is, unless it is rejected or left out."""
    run.result.rows += 1
    case = read_case(run.mapping, run.version_for, row, run.make_act().at)
    if case is None:
        run.result.left_out += 1
        return None
    if isinstance(case, Rejected):
        run.reject(case)
        return None
    for met, what, text in ((run.keys, "key", case.key), (run.numbers, "number", case.number)):
        first = met.first(text, case.line)
        if first != case.line:
            place = run.table.place(first, run.mapping.key)
            said = f"the {what} {text!r} stands twice in the file, first at {place}"
            run.reject(Rejected(case.line, said, run.mapping.key))
            return None
    return case


def _store(run: _Run, good: list[OldCase]) -> None:
    if not good:
        return
    try:
        imported, skipped = done_or_tried(
            run.database,
            lambda session: import_cases(session, run.make_act(), run.register, good),
            dry_run=run.dry_run,
        )
    except Duplicate:
        if len(good) == 1:
            said = f"the office has another case with the number {good[0].number!r}"
            run.reject(Rejected(good[0].line, said, run.mapping.key))
            return
        for one in good:
            _store(run, [one])
        return
    run.result.imported += imported
    run.result.skipped += skipped


def _note(run: _Run) -> None:
    act, register, result = run.make_act(), run.register, run.result

    def note(session: Session) -> None:
        body = {
            "register": register.name,
            "file": register.file_sha256,
            "rows": result.rows,
            "imported": result.imported,
            "skipped": result.skipped,
            "left_out": result.left_out,
            "rejected": result.rejections,
        }
        append(
            session, act, "registers", EventKind.REGISTER_IMPORTED, act.at, body, organisation=register.org_id
        )

    with run.database.transaction() as session:
        note(session)
