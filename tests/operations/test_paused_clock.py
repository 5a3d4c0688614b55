"""A clock that stands still goes on standing still, whatever is found meanwhile: only what resumes it makes
it run."""

from __future__ import annotations

from datetime import date

from service.definition_files import HERE
from tests.operations.journeys import complaint_to
from tests.operations.record import read, until
from tests.world import World
from workflow.operations.definition.deploy_definition import deploy_definition
from workflow.source import read_source


def test_what_is_found_complex_while_suspended_stays_suspended(world: World) -> None:
    """A version that lets the chair find a suspended complaint complex."""
    text = (HERE / "case_types" / "complaint_first" / "2026.1.yaml").read_text(encoding="utf-8")
    text = text.replace('version: "2026.1"', 'version: "2026.1-suspended"', 1)
    here, also = "deciding], to: same, by: chair, needs: in_time", "deciding, suspended], to: same, by: chair"
    assert text.count(here) == 1
    text = text.replace(here, also)
    world.run(deploy_definition, world.act("admin"), read_source(text, "suspended.yaml"))
    opened = complaint_to(world, "accepted")
    ref = opened.case_id
    until(world, date(2026, 7, 20))
    world.take("chair", ref, "suspend", {"ground_suspended": "force_majeure"}, ("suspension",))
    until(world, date(2026, 8, 10))
    world.take("chair", ref, "find_complex", {"complexity": ["places"]}, ("complexity_finding",))
    record = read(world, ref)
    timer = record.timer("resolution")
    assert (timer["running"], timer["acts"]["variants"]) == ("paused", ["complex"])
    assert record.row["paused"] and "armed" not in record.rungs_of("resolution").values()
    mark = next(one for one in record.body("transition_taken")["clocks"] if one["clock"] == "resolution")
    assert mark["act"] == "variant"
    until(world, date(2026, 8, 17))
    world.take("chair", ref, "resume", {}, ("continuation",))
    record = read(world, ref)
    timer = record.timer("resolution")
    # Forty-five days in all from 6 July, and the twenty-eight days of the suspension.
    assert (timer["running"], timer["raw_due"], timer["legal_due"]) == (
        "running",
        date(2026, 9, 17),
        date(2026, 9, 17),
    )
    assert record.rungs_of("resolution")["late"] == "armed"
