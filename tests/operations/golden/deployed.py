"""A deployed version of a procedure, as the world holds it."""

from __future__ import annotations

from models import definitions
from tests.world import World
from workflow.case_type.model import CaseType
from workflow.operations.steps.library import library


def definition(world: World, name: str, version: str) -> CaseType:
    """The case type of this version."""
    rows = world.read(definitions.versions, "case_type", name)
    sha256 = next(row["sha256"] for row in rows if row["version"] == version)
    return world.read(lambda session: library(session).case_type(sha256))  # type: ignore[no-any-return]
