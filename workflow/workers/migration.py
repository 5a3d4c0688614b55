"""Applies an approved migration batch by batch, each in one transaction; then checks what was moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from models.errors import Busy, Conflict
from models.session import Database
from workflow.errors import WorkflowError
from workflow.operations.case.migrate_case import Batch, leave_case, migrate_cases
from workflow.operations.definition.check_migration import check_migration
from workflow.operations.definition.finish_migration import finish_migration
from workflow.operations.definition.read_migration import MigrationView, read_migration
from workflow.operations.steps.acting import Act

TRIES = 3
"""How often a batch that lost a race is tried."""
MOST_FAULTS = 100
"""Faults that the record keeps; their number is of all."""


@dataclass(slots=True)
class Applied:
    """What this run moved and left; `migration` how the whole migration stands after it; `check` what the
    check of all its moved cases found."""

    moved: int = 0
    left: int = 0
    migration: MigrationView | None = None
    check: dict[str, Any] = field(default_factory=dict)

    @property
    def is_sound(self) -> bool:
        """Whether the check found nothing."""
        return not self.check.get("faults")


def apply_migration(
    database: Database,
    make_act: Callable[[], Act],
    migration_id: UUID,
    *,
    size: int = 50,
    progress: Callable[[int], None] = lambda count: None,
) -> Applied:
    """Move the ready cases of an approved migration, check every case it has moved, record the result once.

    Killed and run again, it goes on where it was; run again after its end, it moves nothing and only checks
    anew. A case at fault is left where it is and holds up no other. Raises NotPermitted, NotFound.
    """
    run = Applied()
    while (batch := _next(database, make_act, migration_id, size)).size:
        run.moved += len(batch.moved)
        run.left += len(batch.left)
        progress(batch.size)
    run.check = check(database, migration_id)
    with database.transaction(read_only=True) as session:
        found = read_migration(session, migration_id, ("refused", "left"))
    with database.transaction() as session:
        finish_migration(session, make_act(), migration_id, _result(found, run.check))
    with database.transaction(read_only=True) as session:
        run.migration = read_migration(session, migration_id, ("refused", "left"))
    return run


def check(database: Database, migration_id: UUID) -> dict[str, Any]:
    """Every moved case checked: how many cases and events, and the faults."""
    cases, events, faults = 0, 0, list[dict[str, str]]()
    after: UUID | None = None
    while True:
        with database.transaction(read_only=True) as session:
            found = check_migration(session, migration_id, after)
        cases, events, after = cases + found.cases, events + found.events, found.after
        faults += found.faults
        if after is None:
            return {"cases": cases, "events": events, "faults": faults}


def _next(database: Database, make_act: Callable[[], Act], migration_id: UUID, size: int) -> Batch:
    """The next batch; one that fails is done again case by case, so that only the case at fault stays."""
    for left in reversed(range(TRIES)):
        try:
            with database.transaction() as session:
                return migrate_cases(session, make_act(), migration_id, size)
        except (Conflict, Busy):
            if not left:
                raise
        except WorkflowError as error:
            # Whether the migration may be applied at all is no case's fault.
            if error.facts.get("why") in ("not-approved", "not-as-proposed"):
                raise
            if size == 1:
                with database.transaction() as session:
                    return leave_case(session, migration_id, error.code)
            return _next(database, make_act, migration_id, 1)
    raise AssertionError("the last try raises")


def _result(found: MigrationView, checked: Mapping[str, Any]) -> dict[str, Any]:
    faults = list(checked["faults"])
    return {
        "moved": found.counts["moved"],
        "refused": found.counts["refused"],
        "left": found.counts["left"],
        "new": found.new_count,
        "checked": {
            "cases": checked["cases"],
            "events": checked["events"],
            "faults": len(faults),
            "first_faults": faults[:MOST_FAULTS],
        },
    }
