"""A child case goes with its parent, and the next child gets a number of its own."""

from __future__ import annotations

from uuid import UUID

import pytest

from models.organisations import insert_organisation_rows
from tests.operations.record import read
from tests.workers.test_opener import CHILD, ENTERED, PARENT
from tests.world import World
from workflow.operations.definition.deploy_definition import deploy_definition
from workflow.operations.people.plan_succession import Choices
from workflow.organisation.succession import Why
from workflow.source import read_source
from workflow.workers.opener import deliver
from workflow.workers.succession import succeed_office


@pytest.fixture
def world(base: World) -> World:
    for name, text in (("child", CHILD), ("parent", PARENT)):
        base.run(deploy_definition, base.act("cli"), read_source(text, f"{name}.yaml"))
    return base


def child_of(world: World, who: str, parent: UUID) -> UUID:
    world.take(who, parent, "open_child")
    (opened,) = deliver(world.database, world.act).opened
    return opened


def test_a_child_goes_with_its_parent(world: World) -> None:
    parent = world.open("clerk", "parent", ENTERED)
    alone = world.open("clerk", "parent", ENTERED)
    first = child_of(world, "clerk", parent.case_id)
    office, neighbour = world.orgs["commune"], world.orgs["neighbour"]
    police = world.orgs["police"]
    # Two successors, so that nothing goes by itself; the parent alone is chosen for.
    for other in (neighbour, police):
        link = {"org_id": office, "relation": "successor", "other_id": other, "from_day": world.today()}
        world.run(insert_organisation_rows, "link", [link])
    choices = Choices({parent.number: (str(neighbour), 1)})
    result = succeed_office(world.database, lambda: world.act("cli"), office, world.today(), choices)
    why = {one.case_id: one.why for one in result.plan.cases}
    assert why == {parent.case_id: Why.CHOSEN, first: Why.WITH_PARENT, alone.case_id: Why.CHOICE_NEEDED}
    assert result.passed == {parent.case_id, first} and result.waiting == 1
    assert read(world, first).row["org_id"] == neighbour
    # The next child is opened at the new office, under the parent's old number.
    second = child_of(world, "stranger", parent.case_id)
    assert read(world, second).row["org_id"] == neighbour
    numbers = [read(world, one).row["number"] for one in (first, second)]
    assert numbers == [f"{parent.number}.1", f"{parent.number}.2"]
