"""Propose to move the running cases of a version to another: the first half of a two-person act."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models import definitions
from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.errors import NotPermitted
from workflow.operations.steps.acting import Act
from workflow.operations.steps.chains import append, id_for
from workflow.operations.steps.library import library
from workflow.operations.steps.migrating import Pair, Planned, demand_deployer, pair_of, plan_all, plan_line
from workflow.source import Source


@dataclass(frozen=True, slots=True)
class Proposed:
    """A stored proposal: its id, what was hashed, and what each case would come to."""

    migration_id: UUID
    digest: str
    planned: tuple[Planned, ...]


def propose_migration(
    session: Session, act: Act, name: str, from_version: str, to_version: str, source: Source | None
) -> Proposed:
    """Store what moving every open case of `name` from one version to another comes to; no case is touched.

    An earlier proposal between the two versions that nobody has approved lapses. Raises NotPermitted,
    NotFound, DefinitionInvalid (the map).
    """
    held = library(session)
    person = demand_deployer(session, held, act)
    pair = pair_of(session, held, name, from_version, to_version, source)
    planned = tuple(plan_all(session, held, act, pair))
    if not any(not one.move.refusals for one in planned):
        said = f"No open case of {name} {from_version} can be moved to {to_version}; look at the dry run."
        raise NotPermitted(said, why="nothing-to-move")
    migration_id = id_for(act, "migration")
    rows = [_row(migration_id, one) for one in planned]
    proof = hashlib.sha256()
    for row in rows:
        proof.update(plan_line(row["case_id"], row["head_seq"], row["plan"]))
    for earlier in definitions.open_migrations(session, pair.a.sha256, pair.b.sha256):
        definitions.update_migration(session, earlier["migration_id"], {"standing": "lapsed"})
    values = _values(act, pair, source, migration_id, person) | {"cases_sha256": proof.hexdigest()}
    definitions.insert_migration(session, values, rows)
    refused = sum(bool(one.move.refusals) for one in planned)
    body = {
        "migration": str(migration_id),
        "case_type": name,
        "from": _version(pair, "a"),
        "to": _version(pair, "b"),
        "map_sha256": pair.map.sha256,
        "digest": pair.digest,
        "cases_sha256": proof.hexdigest(),
        "ready": len(planned) - refused,
        "refused": refused,
    }
    append(session, act, "definitions", EventKind.MIGRATION_PROPOSED, act.at, body)
    return Proposed(migration_id, pair.digest, planned)


def _version(pair: Pair, side: str) -> dict[str, str]:
    version = pair.a if side == "a" else pair.b
    return {"version": version.version, "sha256": version.sha256}


def _values(act: Act, pair: Pair, source: Source | None, migration_id: UUID, person: UUID) -> dict[str, Any]:
    return {
        "migration_id": migration_id,
        "case_type": pair.a.name,
        "from_version": pair.a.version,
        "from_sha256": pair.a.sha256,
        "to_version": pair.b.version,
        "to_sha256": pair.b.sha256,
        "map_file": source.file.replace("\\", "/").rpartition("/")[2][:200] if source else "",
        "map_text": pair.map.text,
        "digest": pair.digest,
        "proposed_by": person,
        "proposed_at": act.at,
        "approved_by": None,
        "approved_at": None,
        "applied_at": None,
        "standing": "open",
        "result": None,
    }


def _row(migration_id: UUID, one: Planned) -> dict[str, Any]:
    plan = one.as_values()
    return {
        "case_id": one.case_id,
        "migration_id": migration_id,
        "head_seq": one.head_seq,
        "plan": {name: value for name, value in plan.items() if name not in ("case", "number", "refused")},
        "standing": "refused" if one.move.refusals else "ready",
        "reasons": plan["refused"],
        "seq": None,
    }
