"""Warnings that stand on the day the office promised, beside those of the law's end."""

from __future__ import annotations

from datetime import date

from service.definition_files import HERE
from tests.operations.journeys import open_complaint
from tests.operations.record import read, until
from tests.world import World
from workflow.operations.definition.deploy_definition import deploy_definition
from workflow.source import read_source


def test_the_promised_day_warns_before_the_law_s(world: World) -> None:
    text = (HERE / "case_types" / "complaint_first" / "2026.1.yaml").read_text(encoding="utf-8")
    text = text.replace('version: "2026.1"', 'version: "2026.1-promised"', 1)
    here = "target of early acceptance}, rungs: [half, due-2wd, due, late]"
    assert text.count(here) == 1
    text = text.replace(here, here.replace("[half, ", "[promised-1wd, promised, "))
    # A clock without a promise has no such rung, and loads all the same.
    other = "rungs: [half, due-7wd, due-2wd, due, late, due+5wd]"
    text = text.replace(other, other.replace("[half", "[promised, half"), 1)
    world.run(deploy_definition, world.act("admin"), read_source(text, "promised.yaml"))
    opened = open_complaint(world)
    standing = read(world, opened.case_id).rungs_of("acceptance")
    assert standing == dict.fromkeys(("promised-1wd", "promised", "due-2wd", "due", "late"), "armed")
    until(world, date(2026, 7, 13), 7.4)
    assert read(world, opened.case_id).rungs_of("acceptance")["promised"] == "armed"
    until(world, date(2026, 7, 13), 7.5)
    after = read(world, opened.case_id).rungs_of("acceptance")
    assert (after["promised-1wd"], after["promised"], after["due"]) == ("fired", "fired", "armed")
