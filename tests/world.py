"""A small lawful world for tests of operations: offices, people, definitions, and a clock that only moves
when told."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from models import organisations, people
from models.blobs import BlobStore
from models.crypto import KeyRing
from models.session import Database, Session
from service.definition_files import HERE
from tests.support.deployed import deploy_once
from workflow.access.actor import Actor
from workflow.operations.case.open_case import Opened, Opening, open_case
from workflow.operations.case.take_transition import take_transition
from workflow.operations.steps.acting import Act, Told
from workflow.operations.steps.library import library
from workflow.operations.steps.papers import Paper
from workflow.operations.steps.places import actor_of
from workflow.operations.steps.results import Taken

MONDAY = datetime(2026, 7, 6, 2, 0, tzinfo=UTC)
"""Nine o'clock on a plain working Monday in Viet Nam, after the amended laws came into force."""

PEOPLE = {
    "reception": ("receptionist", "commune"),
    "clerk": ("clerk", "commune"),
    "officer": ("officer", "commune"),
    "colleague": ("officer", "commune"),
    "chair": ("chair", "commune"),
    "mediator": ("mediator", "team"),
    "leader": ("team_leader", "team"),
    "police": ("police", "police"),
    "inspector": ("inspector", "inspectorate"),
    "supervisor": ("supervisor", "province"),
    "upper": ("clerk", "province"),
    "stranger": ("clerk", "neighbour"),
    "admin": ("administrator", "commune"),
}
"""Whom a test may name: the staff role, and where it is held."""


@dataclass
class World:
    """A database with definitions, a commune, its team, the province, an inspectorate, a neighbour, and one
    person per role."""

    database: Database
    at: datetime = MONDAY
    orgs: dict[str, UUID] = field(default_factory=dict)
    users: dict[str, UUID] = field(default_factory=dict)
    _ids: Any = field(default_factory=lambda: itertools.count(1))

    def new_id(self) -> UUID:
        """Ids in order, so that tests repeat."""
        return UUID(int=(0x7000 << 64) | (0x8 << 60) | next(self._ids))

    def fresh_bytes(self, count: int) -> bytes:
        """Bytes that differ each time and repeat with the test."""
        return hashlib.shake_256(str(next(self._ids)).encode()).digest(count)

    def act(self, who: str = "system", command_id: str | None = None) -> Act:
        """An act of a person of the world (or the system) at the world's present instant."""
        if who in self.users:
            with self.database.transaction(read_only=True) as session:
                actor = actor_of(session, self.users[who], library(session).today(self.at))
            assert actor is not None
        else:
            actor = Actor(who)
        return Act(actor, self.at, self.new_id, self.fresh_bytes, command_id)

    def later(self, **units: float) -> None:
        """Let time pass."""
        self.at += timedelta(**units)

    def run(self, verb: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """Call a verb in a transaction of its own."""
        with self.database.transaction() as session:
            return verb(session, *arguments, **named)

    def read(self, query: Callable[..., Any], *arguments: Any) -> Any:
        """Run a named query in a read-only transaction."""
        with self.database.transaction(read_only=True) as session:
            return query(session, *arguments)

    def open(self, who: str, case_type: str, fields: dict[str, Any], **more: Any) -> Opened:
        """Open a case at the commune, received today unless told."""
        command_id = more.pop("command_id", None)
        opening = Opening(
            case_type,
            self.orgs[more.pop("org", "commune")],
            more.pop("received_on", self.today()),
            fields,
            **more,
        )
        return self.run(open_case, self.act(who, command_id), opening)  # type: ignore[no-any-return]

    def take(
        self,
        who: str,
        ref: object,
        transition: str,
        fields: dict[str, Any] | None = None,
        papers: tuple[str, ...] = (),
        happened: date | datetime | None = None,
        late_reason: str = "",
        command_id: str | None = None,
        **more: Any,
    ) -> Taken:
        """Take a transition with papers written as words."""
        return self.run(  # type: ignore[no-any-return]
            take_transition,
            self.act(who, command_id),
            str(ref),
            transition,
            fields or {},
            tuple(paper(kind) for kind in papers),
            Told(happened, late_reason),
            **more,
        )

    def today(self) -> date:
        """The local day."""
        return self.read(lambda session: library(session).today(self.at))  # type: ignore[no-any-return]

    def user(self, name: str) -> str:
        """A person's id as a field takes it."""
        return str(self.users[name])


def paper(kind: str, words: str = "Nội dung văn bản.") -> Paper:
    """A paper written here, as words."""
    return Paper(kind, words.encode(), "text/plain", source="written")


def make_world(url: str, folder: Path, at: datetime = MONDAY, definitions: Path = HERE) -> World:
    """A world in a migrated database; documents go below `folder`."""
    keys = KeyRing("k1", {"k1": b"k" * 32}, b"i" * 32)
    world = World(Database(url, keys, BlobStore(folder / "documents")), at)
    deploy_once(world, definitions)
    with world.database.transaction() as session:
        _offices(session, world)
        _people(session, world)
    return world


def _offices(session: Session, world: World) -> None:
    kinds = {
        "province": "province",
        "inspectorate": "inspectorate",
        "commune": "commune",
        "neighbour": "commune",
        "team": "mediation_team",
        "police": "police",
        "front": "front",
    }
    world.orgs = {name: world.new_id() for name in kinds}
    rows = [
        {"org_id": world.orgs[name], "kind": kind, "selftest": False, "recorded_at": world.at}
        for name, kind in kinds.items()
    ]
    organisations.insert_organisation_rows(session, "organisation", rows)
    names = [
        {
            "org_id": org_id,
            "from_day": date(2020, 1, 1),
            "to_day": None,
            "name": name,
            "short_name": name[:2].upper(),
        }
        for name, org_id in world.orgs.items()
    ]
    organisations.insert_organisation_rows(
        session, "name", [{**row, "code": None, "register": None} for row in names]
    )
    links = [
        ("commune", "above", "province"),
        ("neighbour", "above", "province"),
        ("commune", "inspected_by", "inspectorate"),
        ("team", "part_of", "commune"),
    ]
    organisations.insert_organisation_rows(
        session,
        "link",
        [
            {
                "org_id": world.orgs[org],
                "relation": relation,
                "other_id": world.orgs[other],
                "from_day": date(2020, 1, 1),
                "to_day": None,
            }
            for org, relation, other in links
        ],
    )


def _people(session: Session, world: World) -> None:
    for name, (role, place) in PEOPLE.items():
        user_id = world.users[name] = world.new_id()
        people.insert_people_row(
            session,
            "user",
            {
                "user_id": user_id,
                "username": name,
                "display_name": name.capitalize(),
                "password_hash": None,
                "active_from": date(2020, 1, 1),
                "active_to": None,
                "imported": False,
                "recorded_at": world.at,
            },
        )
        row = {"user_id": user_id, "role": role, "org_id": world.orgs[place], "from_day": date(2020, 1, 1)}
        people.insert_people_row(session, "role", {**row, "to_day": None})
