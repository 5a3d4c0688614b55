"""A stored migration: who proposed and approved it, what each case comes to and what became of it. Reads
only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models import definitions, people
from models.session import Session
from workflow.errors import NotFound
from workflow.operations.steps.migrating import BATCH

MOST_LISTED = 1000
"""Cases that a list names; the counts are of all, and `not_listed` says how many it leaves out."""
STANDINGS = ("ready", "refused", "moved", "left")


@dataclass(frozen=True, slots=True)
class MigrationView:
    """A migration as people read it. `counts` by standing; `new`: open cases of the old version that the
    proposal does not know; `digest`: the hash of the map and both versions."""

    migration_id: UUID
    case_type: str
    from_version: str
    to_version: str
    standing: str
    digest: str
    proposed_by: str
    approved_by: str | None
    counts: dict[str, int]
    new_count: int
    new: tuple[str, ...]
    not_listed: int
    cases: tuple[dict[str, Any], ...]
    result: dict[str, Any] | None

    def as_values(self) -> dict[str, Any]:
        """The same as JSON values."""
        return {
            "migration": str(self.migration_id),
            "case_type": self.case_type,
            "from": self.from_version,
            "to": self.to_version,
            "standing": self.standing,
            "digest": self.digest,
            "proposed_by": self.proposed_by,
            "approved_by": self.approved_by,
            "counts": self.counts,
            "new_count": self.new_count,
            "new": list(self.new),
            "not_listed": self.not_listed,
            "cases": list(self.cases),
            "result": self.result,
        }


def read_migration(
    session: Session, migration_id: UUID, standings: tuple[str, ...] = STANDINGS, most: int = MOST_LISTED
) -> MigrationView:
    """A migration with its cases in some standings. Raises NotFound."""
    row = definitions.read_migration(session, migration_id)
    if row is None:
        raise NotFound(f"There is no migration {migration_id}.", why="no-such-migration")
    names = people.names_of(session, [one for one in (row["proposed_by"], row["approved_by"]) if one])
    new_count, new = definitions.new_since(session, migration_id, row["case_type"], row["from_sha256"], most)
    counts = definitions.count_migration_cases(session, migration_id)
    listed = _cases(session, migration_id, standings, most)
    return MigrationView(
        migration_id,
        row["case_type"],
        row["from_version"],
        row["to_version"],
        row["standing"],
        row["digest"],
        names.get(row["proposed_by"], ""),
        names.get(row["approved_by"]) if row["approved_by"] else None,
        {name: counts.get(name, 0) for name in STANDINGS},
        new_count,
        tuple(new),
        sum(counts.get(name, 0) for name in standings) - len(listed),
        tuple(listed),
        row["result"],
    )


def _cases(
    session: Session, migration_id: UUID, standings: tuple[str, ...], most: int
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after: UUID | None = None
    while len(found) < most:
        size = min(BATCH, most - len(found))
        rows = definitions.migration_cases_of(session, migration_id, standings, after, size)
        if not rows:
            break
        found += [
            {
                "case": str(one["case_id"]),
                "number": one["number"],
                **one["plan"],
                "standing": one["standing"],
                "refused": one["reasons"],
            }
            for one in rows
        ]
        after = rows[-1]["case_id"]
    return found
