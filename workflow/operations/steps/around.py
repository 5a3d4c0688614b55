"""What hangs on a case, as the rules and the question who may see it need it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models import around
from models.session import Session

Rows = Sequence[Mapping[Any, Any]]


@dataclass(frozen=True, slots=True)
class Around:
    """Assignments in force, parties that stand (in the order they were entered), kinds of papers, the open
    proposal if there is one, the digest of the request that came under this command id before, and the units
    asked."""

    assignments: Rows = ()
    parties: Rows = ()
    documents: frozenset[str] = frozenset()
    proposal: Mapping[Any, Any] | None = None
    known: str | None = None
    asked: frozenset[UUID] = frozenset()

    def users(self, part: str) -> frozenset[UUID]:
        """The people who have a part of the case."""
        return frozenset(one["user_id"] for one in self.assignments if one["name"] == part and one["user_id"])

    def offices(self, part: str) -> frozenset[UUID]:
        """The offices and units that have a part of the case."""
        return frozenset(one["org_id"] for one in self.assignments if one["name"] == part and one["org_id"])

    @property
    def named(self) -> frozenset[UUID]:
        """The officials among the parties."""
        return frozenset(one["user_id"] for one in self.parties if one["user_id"])


def read_around(session: Session, case_id: UUID) -> Around:
    """What hangs on a case now."""
    return sorted_out(around.read_around(session, case_id))


def sorted_out(rows: Rows) -> Around:
    """The rows of what hangs on a case, each where it belongs."""
    found: dict[str, list[Mapping[Any, Any]]] = {}
    for row in rows:
        found.setdefault(row["what"], []).append(row)
    return Around(
        found.get("assignment", ()),
        sorted(found.get("party", ()), key=lambda one: one["id"]),
        frozenset(one["name"] for one in found.get("document", ())),
        next(iter(found.get("proposal", ())), None),
        next((one["name"] for one in found.get("command", ())), None),
        frozenset(one["org_id"] for one in found.get("request", ())),
    )
