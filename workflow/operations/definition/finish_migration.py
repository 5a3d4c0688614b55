"""Note what applying a migration came to, once every case was looked at and what was moved was checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from models import definitions
from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.errors import NotFound
from workflow.operations.steps.acting import Act
from workflow.operations.steps.chains import append


def finish_migration(
    session: Session, act: Act, migration_id: UUID, result: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Store the result and record it on the definitions' chain; gives the result that stands. A migration
    that was finished before keeps its first result, and nothing is recorded again. Raises NotFound."""
    row = definitions.read_migration(session, migration_id, lock=True)
    if row is None:
        raise NotFound(f"There is no migration {migration_id}.", why="no-such-migration")
    if row["standing"] == "applied":
        return dict(row["result"])
    values = {"standing": "applied", "applied_at": act.at, "result": dict(result)}
    definitions.update_migration(session, migration_id, values)
    body = {"migration": str(migration_id), "digest": row["digest"], **result}
    append(session, act, "definitions", EventKind.MIGRATION_APPLIED, act.at, body)
    return result
