"""Approve a proposed migration: the second half of a two-person act."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from models import definitions, people
from models.session import RowMapping, Session
from workflow.audit.kinds import EventKind
from workflow.errors import NotFound, NotPermitted
from workflow.operations.steps.acting import Act
from workflow.operations.steps.chains import append
from workflow.operations.steps.library import library
from workflow.operations.steps.migrating import cases_sha256, demand_deployer, pair_stored


@dataclass(frozen=True, slots=True)
class Approved:
    """A proposal that two persons agree on: how many cases are ready, how many were refused."""

    migration_id: UUID
    digest: str
    ready: int
    refused: int


def approve_migration(session: Session, act: Act, migration_id: UUID) -> Approved:
    """A second person agrees to the map, the versions and every case's plan as they were proposed.

    Never the proposer, nor a substitute of either, on the day of the proposal or today (decision 17). Raises
    NotFound, NotPermitted (`why`: second-person, not-open, not-as-proposed, person-needed).
    """
    held = library(session)
    row = definitions.read_migration(session, migration_id, lock=True)
    if row is None:
        raise NotFound(f"There is no migration {migration_id}.", why="no-such-migration")
    person = demand_deployer(session, held, act)
    days = {held.today(row["proposed_at"]), held.today(act.at)}
    proposer = {row["proposed_by"]}.union(
        *(people.stands_in_for(session, row["proposed_by"], day) for day in days)
    )
    approver = {person}.union(act.actor.people, *(people.stands_in_for(session, person, day) for day in days))
    if proposer & approver:
        said = "A second person approves: neither who proposed it nor a substitute of either."
        raise NotPermitted(said, why="second-person")
    if row["standing"] != "open":
        raise NotPermitted(f"The migration is {row['standing']} already.", why="not-open")
    _demand_unchanged(session, row)
    if pair_stored(held, row).digest != row["digest"]:
        raise NotPermitted("The map or a version is not the one proposed.", why="not-as-proposed")
    values = {"standing": "approved", "approved_by": person, "approved_at": act.at}
    definitions.update_migration(session, migration_id, values)
    counts = definitions.count_migration_cases(session, migration_id)
    body = {
        "migration": str(migration_id),
        "digest": row["digest"],
        "cases_sha256": row["cases_sha256"],
        "proposed_by": str(row["proposed_by"]),
        "ready": counts.get("ready", 0),
        "refused": counts.get("refused", 0),
    }
    append(session, act, "definitions", EventKind.MIGRATION_APPROVED, act.at, body)
    return Approved(migration_id, row["digest"], counts.get("ready", 0), counts.get("refused", 0))


def _demand_unchanged(session: Session, row: RowMapping) -> None:
    if cases_sha256(session, row["migration_id"]) != row["cases_sha256"]:
        raise NotPermitted("The stored plans are not the ones proposed.", why="not-as-proposed")
