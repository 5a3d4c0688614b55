"""What moving the running cases of a version to another would come to, case by case. Reads only."""

from __future__ import annotations

from models.session import Session
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import library
from workflow.operations.steps.migrating import Planned, pair_of, plan_all
from workflow.source import Source


def preview_migration(
    session: Session, act: Act, name: str, from_version: str, to_version: str, source: Source | None
) -> list[Planned]:
    """Every open case of `name` in `from_version`: its state, every date before and after, and what stands
    against moving it. Raises NotFound, DefinitionInvalid (the map)."""
    held = library(session)
    pair = pair_of(session, held, name, from_version, to_version, source)
    return list(plan_all(session, held, act, pair))
