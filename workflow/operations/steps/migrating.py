"""What the verbs of a migration share: the two versions with their map, and what each case would come to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models import cases, definitions
from models.session import Row, Session
from workflow.case_type.migration import MigrationMap, digest, read_map
from workflow.case_type.model import CaseType
from workflow.engine.carrying import starts_more
from workflow.engine.facts import Happened
from workflow.engine.moves import Holding, Move
from workflow.engine.moving import move_of
from workflow.errors import NotFound, NotPermitted, Reason
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import Library
from workflow.operations.steps.loading import read_facts
from workflow.operations.steps.pasts import read_past
from workflow.source import Source, read_source

BATCH = 500
"""Cases that are read at once."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The version that cases leave, the one they go to, and the map between."""

    a: CaseType
    b: CaseType
    map: MigrationMap

    @property
    def digest(self) -> str:
        """What two persons agree on: the hash of the map and of both versions."""
        return digest(self.map.sha256, self.a, self.b)


@dataclass(frozen=True, slots=True)
class Planned:
    """What moving one case comes to, and its newest event when that was reckoned."""

    case_id: UUID
    number: str
    head_seq: int
    move: Move

    def as_values(self) -> dict[str, Any]:
        """The same as JSON values."""
        reasons = reason_values(self.move.refusals)
        return {"case": str(self.case_id), "number": self.number, **self.move.as_values(), "refused": reasons}


def demand_deployer(session: Session, held: Library, act: Act) -> UUID:
    """The person who acts, where they may deploy definitions anywhere: those rule every office. Raises
    NotPermitted, also for an act of the product itself, which is nobody."""
    roles, person = held.roles(), act.actor.user_id
    scoped = act.actor.scopes is None or "deploy_definitions" in act.actor.scopes
    if person is None or not scoped:
        raise NotPermitted("A migration is proposed and approved by named persons.", why="person-needed")
    if not any(
        "deploy_definitions" in roles[grant.role].may for grant in act.actor.grants if grant.role in roles
    ):
        raise NotPermitted(
            "Only who may deploy definitions proposes or approves a migration.",
            why="not-permitted",
            permission="deploy_definitions",
        )
    return person


def pair_of(
    session: Session, held: Library, name: str, from_version: str, to_version: str, source: Source | None
) -> Pair:
    """Both versions as deployed, with the map checked against them. Raises NotFound (`why` no-such-type,
    no-such-version, same-version), DefinitionInvalid."""
    if from_version == to_version:
        raise NotFound(f"{name} {from_version} is both versions; name two.", why="same-version")
    a = held.case_type(sha256_of_version(session, name, from_version))
    b = held.case_type(sha256_of_version(session, name, to_version))
    return Pair(a, b, read_map(source, a, b))


def pair_stored(held: Library, row: Row) -> Pair:
    """The versions and the map of a stored proposal."""
    a, b = held.case_type(row["from_sha256"]), held.case_type(row["to_sha256"])
    source = read_source(row["map_text"], row["map_file"]) if row["map_text"] else None
    return Pair(a, b, read_map(source, a, b))


def sha256_of_version(session: Session, name: str, version: str) -> str:
    """The hash of a deployed version. Raises NotFound naming what is deployed."""
    row = definitions.find_version(session, "case_type", name, version)
    if row is not None:
        return str(row["sha256"])
    known = [one["version"] for one in definitions.versions(session, "case_type", name)]
    if not known:
        names = sorted({one["name"] for one in definitions.versions(session, "case_type")})
        raise NotFound(f"There is no case type {name}; deployed are: {', '.join(names)}.", why="no-such-type")
    said = f"{name} has no version {version}; deployed are: {', '.join(sorted(known))}."
    raise NotFound(said, why="no-such-version", known=sorted(known))


def plan_all(session: Session, held: Library, act: Act, pair: Pair) -> Iterator[Planned]:
    """What every open case of the old version would come to, in id order. Nothing is written."""
    after: UUID | None = None
    while rows := definitions.open_at(session, pair.a.name, pair.a.sha256, after, BATCH):
        for row in rows:
            yield plan_case(session, held, act, pair, row)
        after = rows[-1]["case_id"]


def plan_case(session: Session, held: Library, act: Act, pair: Pair, row: Row) -> Planned:
    """What one case of the old version would come to as it stands."""
    reckoning = held.reckoning(pair.b)
    facts = read_facts(session, held, row, act)
    now = Happened(reckoning.calendar.local_day(act.at), act.at)
    asked = cases.read_requests(session, row["case_id"])
    holding = Holding(
        frozenset(one["field"] for one in cases.read_parties(session, row["case_id"])),
        frozenset(one["kind"] for one in asked),
        frozenset(one["kind"] for one in asked if one["answered_at"] is None),
    )
    more = starts_more(pair.a, pair.b)
    past = read_past(session, row["case_id"], pair.b, reckoning.calendar) if more else []
    move = move_of(pair.a, pair.b, pair.map, facts, holding, past, reckoning, now)
    return Planned(row["case_id"], row["number"], row["head_seq"], move)


def plan_line(case_id: UUID, head_seq: int, plan: Mapping[str, Any]) -> bytes:
    """One case's plan as one line, for the hash over all of them."""
    written = json.dumps(plan, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f"{case_id} {head_seq} {written}\n".encode()


def cases_sha256(session: Session, migration_id: UUID) -> str:
    """The hash over the stored plans of a proposal, in id order."""
    found, after = hashlib.sha256(), None
    every = ("ready", "refused", "moved", "left")
    while rows := definitions.migration_cases_of(session, migration_id, every, after, BATCH):
        for row in rows:
            found.update(plan_line(row["case_id"], row["head_seq"], row["plan"]))
        after = rows[-1]["case_id"]
    return found.hexdigest()


def reason_values(reasons: tuple[Reason, ...]) -> list[dict[str, str]]:
    """Reasons as JSON values."""
    return [{"code": str(one.code), "name": one.name, "vi": one.vi, "en": one.en} for one in reasons]
