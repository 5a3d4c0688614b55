"""A country of cases: many offices, of whose cases a tenth is open, copied from cases made by the real verbs.

| share | what | rows of a copy |
|---|---|---|
| 90 % | disputes withdrawn at intake, received up to a year ago | the case row |
| 10 % | open disputes, one to 60 days old, in the four states up to mediation | all, with chains that hold |

Rungs that were due have fired, as they would have in an office that runs; a fifth to a third of the open ones
is overdue, depending on the day of the week.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg

from bench.ground import Ground
from bench.seeds import Copy, Template, ascending_ids, copy_cases, template
from models import organisations, people
from models.session import Session
from service.acting import act_source
from tests.operations.journeys import open_dispute
from tests.world import World
from workflow.workers.sweeper import sweep

OFFICES = 100
OPEN_ONE_IN = 10
AGES = (1, 2, 4, 6, 8, 11, 15, 20, 27, 35, 45, 60)
"""Days ago on which the open models were received; the older ones are rarer."""
STATES = ("received", "classified", "assigned", "mediating")
_FOREVER = date(2020, 1, 1)


@dataclass(slots=True)
class Crowd:
    """Offices with the person who holds their cases, and the models that are copied. `count` stand so far."""

    made: Ground
    world: World
    offices: list[tuple[UUID, UUID]]
    open_models: list[Template]
    closed_models: list[Template]
    late_model: Template
    quick_model: Template
    ids: Iterator[UUID]
    count: int = 0

    def grow(self, connection: psycopg.Connection, count: int) -> None:
        """Bring the crowd to `count` cases."""
        copy_cases(connection, self._copies(count))
        self.count = count
        connection.autocommit = True
        connection.execute("VACUUM (ANALYZE)")
        connection.autocommit = False

    def add(self, connection: psycopg.Connection, model: Template, count: int) -> list[UUID]:
        """`count` more copies of one model, in the first office; gives their ids."""
        chosen = [next(self.ids) for _ in range(count)]
        copy_cases(connection, ((model, Copy(one, f"X-{one.hex}")) for one in chosen))
        return chosen

    def _copies(self, until: int) -> Iterator[tuple[Template, Copy]]:
        for turn in range(self.count, until):
            office, holder = self.offices[turn % len(self.offices)]
            among, place = self.closed_models, turn
            if turn // len(self.offices) % OPEN_ONE_IN == 0:
                among, place = self.open_models, turn * 7919 // len(self.offices)
            yield among[place % len(among)], Copy(next(self.ids), f"HG-{turn:08}", office, holder)


def gather(made: Ground) -> Crowd:
    """Offices, people and models; no copies yet."""
    now = datetime.now(UTC)
    world = made.world(now - timedelta(days=400))
    quick = world.open("clerk", "round_trip", {"subject": "Đo tốc độ chuyển trạng thái"}).case_id
    closed = [_closed(world, now - timedelta(days=age)) for age in range(365, 60, -30)]
    opened = list(_opened(world, now))
    world.at = now - timedelta(days=20)
    late = world.open("clerk", "round_trip", {"subject": "Đo tốc độ cảnh báo"}).case_id
    with psycopg.connect(made.plain_url) as connection:
        late_model = template(connection, late)
        connection.commit()
        sweep(world.database, act_source())
        world.at = now
        with world.database.transaction() as session:
            offices = list(_offices(session, world))
        return Crowd(
            made, world, offices,
            [template(connection, one) for one in opened],
            [template(connection, one, whole=False) for one in closed],
            late_model, template(connection, quick), ascending_ids(int(now.timestamp() * 1000)),
        )  # fmt: skip


def _closed(world: World, at: datetime) -> UUID:
    world.at = at
    case_id = open_dispute(world).case_id
    world.later(days=1)
    world.take("reception", case_id, "withdraw", {"withdrawal_ground": "settled"}, papers=("withdrawal",))
    return case_id


def _opened(world: World, now: datetime) -> Iterator[UUID]:
    """Open disputes of every age and state: most are young or under mediation, some were left lying."""
    for age in AGES:
        young, left_lying = age <= 2, age in (6, 15, 35)
        for _ in range(3 if young else 1):
            for last in STATES:
                if young or left_lying or last == "mediating":
                    world.at = now - timedelta(days=age)
                    yield _walk(world, last)
        for _ in range(2 if 2 < age < 28 else 0):
            world.at = now - timedelta(days=age)
            yield _walk(world, "mediating")


def _walk(world: World, last: str) -> UUID:
    case_id = open_dispute(world).case_id
    lead = {"lead": world.user("mediator")}
    steps: tuple[tuple[str, str, str, dict[str, Any], tuple[str, ...]], ...] = (
        ("classified", "reception", "classify", {"matter": "land_use", "mediable": True}, ()),
        ("assigned", "leader", "assign", lead, ("assignment",)),
        ("mediating", "mediator", "start_mediation", {}, ("log_entry",)),
    )
    for reached, who, name, fields, papers in steps:
        if last == "received":
            break
        world.later(hours=2)
        world.take(who, case_id, name, fields, papers=papers)
        if reached == last:
            break
    return case_id


def _offices(session: Session, world: World) -> Iterator[tuple[UUID, UUID]]:
    """The commune of the world and others below the province, each with a person who holds its cases."""
    yield world.orgs["commune"], world.users["mediator"]
    for number in range(1, OFFICES):
        org_id, user_id = world.new_id(), world.new_id()
        office = {"org_id": org_id, "kind": "commune", "selftest": False, "recorded_at": world.at}
        name = {"org_id": org_id, "from_day": _FOREVER, "to_day": None, "name": f"Xã số {number}"}
        link = {"org_id": org_id, "relation": "above", "other_id": world.orgs["province"]}
        organisations.insert_organisation_rows(session, "organisation", [office])
        row = {**name, "short_name": f"X{number}", "code": None, "register": None}
        organisations.insert_organisation_rows(session, "name", [row])
        organisations.insert_organisation_rows(
            session, "link", [{**link, "from_day": _FOREVER, "to_day": None}]
        )
        user = {"user_id": user_id, "username": f"holder{number}", "display_name": f"Người giữ {number}"}
        user |= {"password_hash": None, "active_from": _FOREVER, "active_to": None, "imported": False}
        people.insert_people_row(session, "user", {**user, "recorded_at": world.at})
        role = {"user_id": user_id, "role": "officer", "org_id": org_id, "from_day": _FOREVER, "to_day": None}
        people.insert_people_row(session, "role", role)
        yield org_id, user_id
