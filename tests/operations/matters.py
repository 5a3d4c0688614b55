"""A small procedure in several versions, and its cases: what moving between versions is tried on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import pytest

from models import people
from tests.world import World
from workflow.access.actor import Actor
from workflow.operations.case.confirm_proposal import confirm_proposal
from workflow.operations.case.open_case import Opened
from workflow.operations.definition.approve_migration import approve_migration
from workflow.operations.definition.deploy_definition import deploy_definition
from workflow.operations.definition.preview_migration import preview_migration
from workflow.operations.definition.propose_migration import Proposed, propose_migration
from workflow.operations.steps.acting import Act
from workflow.operations.steps.migrating import Planned
from workflow.source import Source, read_source
from workflow.workers.migration import Applied, apply_migration

FIRST = """
case_type: matter
kind: internal
version: "1"
title: {vi: Việc thử, en: Matter}
number: "VT-{office}-{year}-{serial}"
starts: [received]
roles:
  clerk: {holds: clerk, at: office, title: {vi: Văn phòng, en: Clerk}}
  chair: {holds: chair, at: office, title: {vi: Chủ tịch, en: Chair}}
fields:
  subject: {type: line, required: true, title: {vi: Trích yếu, en: Subject}}
  weight: {type: choice, of: {light: {vi: Nhẹ, en: Light}, heavy: {vi: Nặng, en: Heavy}}, title: {vi: Mức, en: Weight}}
  remark: {type: line, title: {vi: Ghi chú, en: Remark}}
  outcome: {type: choice, of: {right: {vi: Đúng, en: Right}, wrong: {vi: Sai, en: Wrong}}, title: {vi: Kết luận, en: Outcome}}
documents:
  paper: {title: {vi: Văn bản, en: Paper}}
states:
  received: {stage: received, title: {vi: Tiếp nhận, en: Received}}
  examining: {stage: assigned, title: {vi: Đang xem xét, en: Examined}}
  resting: {stage: assigned, title: {vi: Tạm dừng, en: Resting}, untimed: Không có thời hạn cho việc tạm dừng}
  closed: {ending: true, ground: outcome, title: {vi: Kết thúc, en: Closed}}
transitions:
  accept: {from: received, to: examining, by: clerk, may_ask: [weight, remark], title: {vi: Thụ lý, en: Accept}}
  note: {from: [received, examining], to: same, by: clerk, may_ask: [weight, remark], may_attach: paper, title: {vi: Ghi, en: Note}}
  rest: {from: examining, to: resting, by: chair, attaches: paper, title: {vi: Dừng, en: Rest}}
  resume: {from: resting, to: previous, by: chair, attaches: paper, title: {vi: Tiếp tục, en: Go on}}
  close: {from: [received, examining], to: closed, by: chair, second: clerk, asks: outcome, attaches: paper, title: {vi: Kết thúc, en: Close}}
clocks:
  acceptance: {rule: complaint.acceptance, starts: opened, stops: [accept, close], rungs: [due, late], title: {vi: Thụ lý, en: Acceptance}}
  resolution: {rule: complaint.resolution_first, starts: accept, pauses: rest, resumes: resume, stops: close, rungs: [half, due, late], title: {vi: Giải quyết, en: Resolution}}
rungs:
  half: {at: 50%, tell: holder}
  due: {tell: holder}
  late: {mark: late, tell: chair}
"""  # noqa: E501 - one line for each thing of the definition


def version(number: str, *changes: tuple[str, str]) -> Source:
    """The procedure under another version number, some of its words replaced."""
    text = FIRST.replace('version: "1"', f'version: "{number}"')
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return read_source(text, f"matter_{number}.yaml")


LONGER = ("complaint.resolution_first", "complaint.resolution_second")
"""The time to resolve follows another rule: its dates move."""
REASON = "reasons:\n  resolution: {because: {vi: Luật mới, en: New law}, cites: KN Điều 37}\n"


def deploy(world: World, *sources: Source) -> None:
    """Deploy versions in order."""
    for source in sources:
        world.run(deploy_definition, world.act("cli"), source)


def administrators(world: World) -> None:
    """A second administrator, so that two persons can agree."""
    user_id = world.users["second"] = world.new_id()
    row = {"username": "second", "display_name": "Second", "password_hash": None, "imported": False}
    day = world.today().replace(year=2020)
    dates = {"active_from": day, "active_to": None, "recorded_at": world.at}
    world.run(people.insert_people_row, "user", {"user_id": user_id, **row, **dates})
    role = {"user_id": user_id, "role": "administrator", "org_id": world.orgs["commune"]}
    world.run(people.insert_people_row, "role", {**role, "from_day": day, "to_day": None})


def opened(world: World, subject: str = "Việc", accepted: bool = False, **fields: Any) -> Opened:
    """A matter received today, accepted at once if told."""
    made = world.open("clerk", "matter", {"subject": subject})
    if accepted:
        world.take("clerk", made.case_id, "accept", fields)
    return made


def mapped(text: str) -> Source:
    """A map as it is written."""
    return read_source(text, "map.yaml")


def cli(world: World) -> Act:
    """An act of the command line."""
    return Act(Actor("cli"), world.at, world.new_id, world.fresh_bytes)


def applied(world: World, migration_id: UUID, size: int = 50) -> Applied:
    """Apply a migration as the command line does."""
    return apply_migration(world.database, lambda: cli(world), migration_id, size=size)


def codes(reasons: Sequence[Any]) -> list[tuple[str, str]]:
    """(code, name) of reasons, as values or as themselves."""
    return [
        (one["code"], one["name"]) if isinstance(one, Mapping) else (str(one.code), one.name)
        for one in reasons
    ]


def preview(world: World, to: str, map_: Source | None = None) -> list[Planned]:
    """What every open matter of the first version would come to."""
    planned: list[Planned] = world.run(preview_migration, world.act("cli"), "matter", "1", to, map_)
    return planned


def agreed(world: World, to: str, map_: Source | None = None) -> UUID:
    """A migration that two persons agree on."""
    found: Proposed = world.run(propose_migration, world.act("admin"), "matter", "1", to, map_)
    world.run(approve_migration, world.act("second"), found.migration_id)
    return found.migration_id


def closed(world: World) -> UUID:
    """A matter that two persons closed."""
    ref = opened(world, accepted=True).case_id
    world.take("chair", ref, "close", {"outcome": "right"}, ("paper",))
    world.run(confirm_proposal, world.act("clerk"), str(ref))
    return ref


@pytest.fixture
def two(world: World) -> World:
    """The world with the first version of the procedure and a second administrator."""
    deploy(world, version("1"))
    administrators(world)
    return world
