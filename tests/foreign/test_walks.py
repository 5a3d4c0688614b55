"""Each translation, deployed and walked through every change by people who hold the roles, on either
database.

A change whose source no lawful way leads to cannot be walked: no case can stand there. The machine alone is
asked about those, in test_translations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.foreign.broken import BROKEN, UNREACHABLE
from tests.foreign.translating import TRANSLATORS
from tests.foreign.translation import Translation
from tests.foreign.walking import Walker
from tests.operations.record import Record, chains_hold, read, sweep
from tests.world import World
from workflow.case_type.library import Library
from workflow.case_type.model import CaseType
from workflow.case_type.schema import load_case_type
from workflow.operations.definition.deploy_definition import deploy_definition
from workflow.source import read_source

OPENING: dict[str, dict[str, Any]] = {
    "egov_pgr": {"subject": "Việc", "service": "fireincident"},
    "signals": {"subject": "Việc", "category": "brug"},
    "rt_ticket": {"subject": "Việc"},
    "compensation_request": {"subject": "Việc"},
    "bezwaar": {"subject": "Việc"},
}


@pytest.fixture
def deployed(world: World, translations: dict[str, Translation]) -> World:
    """A world in which the five are deployed, what they have broken waived."""
    for name, translation in translations.items():
        for text in translation.code_lists.values():
            world.run(deploy_definition, world.act("cli"), read_source(text, "list.yaml"))
        world.run(deploy_definition, world.act("cli"), translation.waived(BROKEN[name]))
    return world


def loaded(translation: Translation, library: Library) -> CaseType:
    return load_case_type(translation.source, library)


@pytest.mark.parametrize("name", TRANSLATORS)
def test_every_change_is_taken(
    name: str, deployed: World, translations: dict[str, Translation], foreign_library: Library
) -> None:
    case_type = loaded(translations[name], foreign_library)
    walker = Walker(deployed, case_type, OPENING[name])
    walker.cover()
    lost = {at.removeprefix("states.") for code, at in BROKEN[name] if code == UNREACHABLE}
    changes = {(each, source) for each, one in case_type.transitions.items() for source in one.sources}
    assert walker.taken == {change for change in changes if change[1] not in lost}
    assert walker.visited == set(case_type.states) - lost
    assert walker.opened == set(case_type.starts)
    assert walker.used == {(each, role) for each, one in case_type.transitions.items() for role in one.by}
    assert chains_hold(deployed) > len(walker.taken)


def test_the_hours_are_those_of_the_kind_of_matter(deployed: World) -> None:
    opened = {
        service: deployed.open("reception", "egov_pgr", {"subject": "Việc", "service": service})
        for service in ("fireincident", "rudestaff", "nowatersupply")
    }
    hours = {}
    for service, one in opened.items():
        timer = read(deployed, one.case_id).timer("whole")
        hours[service] = (timer["due_at"] - deployed.at) / timedelta(hours=1)
        assert timer["precision"] == "instant"
    assert hours == {"fireincident": 4, "rudestaff": 8, "nowatersupply": 72}


def test_an_officer_who_lets_the_hour_pass_hands_the_case_on(deployed: World) -> None:
    opened = deployed.open("reception", "egov_pgr", OPENING["egov_pgr"])
    deployed.take("clerk", opened.case_id, "assign")
    began = deployed.at
    deployed.later(minutes=5)
    assert [one.key[2] for one in sweep(deployed)] == ["reached"]
    assert read(deployed, opened.case_id).row["state"] == "pendingatlme"
    deployed.at = began + timedelta(hours=1, minutes=10)
    sweep(deployed)
    record = read(deployed, opened.case_id)
    assert record.row["state"] == "pendingatsupervisor"
    forwarded = next(one for one in record.events if one.body.get("transition") == "forward")
    assert (forwarded.actor, forwarded.happened) == ("system", record.timer("level_1")["due_at"])
    assert record.running().keys() == {"whole", "in_pendingatsupervisor", "level_2", "level_3"}
    assert told(record, deployed) == {
        (clock, "commune") for clock in ("in_pendingatlme", "in_pendingatsupervisor", "level_1")
    }
    deployed.at = began + timedelta(hours=30)
    sweep(deployed)
    assert {("level_2", "province"), ("level_3", "province")} <= told(
        read(deployed, opened.case_id), deployed
    )


def told(record: Record, world: World) -> set[tuple[str, str]]:
    """Of which clock which office was told."""
    names = {org_id: name for name, org_id in world.orgs.items()}
    return {(one["clock"], names[UUID(str(one["to_org_id"]))]) for one in record.notices}


@pytest.mark.parametrize(
    ("category", "unit", "count"),
    [("brug", "days", 21), ("boom", "working_days", 5), ("grofvuil", "working_days", 3)],
)
def test_a_promise_is_that_of_the_category(deployed: World, category: str, unit: str, count: int) -> None:
    opened = deployed.open("reception", "signals", {"subject": "Việc", "category": category})
    timer = read(deployed, opened.case_id).timer("handling")
    days = timedelta(days=count if unit == "days" else count + 2 * (count // 5))  # from a Monday
    assert timer["raw_due"] == deployed.today() + days
    assert (timer["acts"]["chosen"], timer["precision"]) == (category, "day")


def test_a_ticket_created_as_resolved_is_closed_at_once(deployed: World) -> None:
    opened = deployed.open("reception", "rt_ticket", OPENING["rt_ticket"], state="resolved")
    assert read(deployed, opened.case_id).row["closed_at"] is not None
    deployed.take("officer", opened.case_id, "re_open")
    assert read(deployed, opened.case_id).row["closed_at"] is None
