"""A migration is agreed on by two persons and applied once: who may, what has changed, what it leaves."""

from __future__ import annotations

import pytest

from models import audit, definitions
from tests.operations.matters import agreed, applied, codes, deploy, mapped, opened, version
from tests.operations.record import read
from tests.operations.test_clocks import another_calendar
from tests.operations.test_second_person import stands_in
from tests.world import World
from workflow.audit.entry import parse
from workflow.errors import NotFound, NotPermitted
from workflow.operations.clock.explain_clocks import explain_clocks
from workflow.operations.definition.approve_migration import approve_migration
from workflow.operations.definition.preview_migration import preview_migration
from workflow.operations.definition.propose_migration import propose_migration
from workflow.operations.definition.read_migration import read_migration
from workflow.operations.steps.chains import chain_of


@pytest.mark.parametrize(
    "proposer, approver, arrange, why",
    [
        ("admin", "admin", (), "second-person"),
        ("admin", "second", (("second", "admin"),), "second-person"),
        ("admin", "second", (("admin", "second"),), "second-person"),
        ("admin", "second", (("admin", "chair"), ("second", "chair")), "second-person"),
        ("admin", "clerk", (), "not-permitted"),
        ("clerk", "admin", (), "not-permitted"),
        ("cli", "admin", (), "person-needed"),
        ("admin", "cli", (), "person-needed"),
    ],
)
def test_two_persons_agree(
    two: World, proposer: str, approver: str, arrange: tuple[tuple[str, str], ...], why: str
) -> None:
    opened(two)
    deploy(two, version("2"))
    for who, whom in arrange:
        stands_in(two, who, whom)
    with pytest.raises(NotPermitted) as caught:
        found = two.run(propose_migration, two.act(proposer), "matter", "1", "2", None)
        two.run(approve_migration, two.act(approver), found.migration_id)
    assert caught.value.facts["why"] == why


def test_nothing_moves_before_the_second_person(two: World) -> None:
    ref = opened(two).case_id
    deploy(two, version("2"))
    found = two.run(propose_migration, two.act("admin"), "matter", "1", "2", None)
    with pytest.raises(NotPermitted) as caught:
        applied(two, found.migration_id)
    assert caught.value.facts["why"] == "not-approved"
    later = two.run(propose_migration, two.act("second"), "matter", "1", "2", None)
    with pytest.raises(NotPermitted) as caught:
        two.run(approve_migration, two.act("second"), found.migration_id)
    assert caught.value.facts["why"] == "not-open"  # the newer proposal took its place
    two.run(approve_migration, two.act("admin"), later.migration_id)
    assert read(two, ref).row["version"] == "1"
    kinds = [parse(one["text"]) for one in two.read(audit.read_events, chain_of("definitions"), 0, 500)]
    told = [(str(one.kind), one.body["digest"]) for one in kinds if str(one.kind).startswith("migration")]
    assert told == [(kind, found.digest) for kind in ("migration_proposed",) * 2 + ("migration_approved",)]


def test_the_stored_plans_are_the_ones_that_were_proposed(two: World) -> None:
    ref = opened(two).case_id
    deploy(two, version("2"))
    found = two.run(propose_migration, two.act("admin"), "matter", "1", "2", None)
    two.run(definitions.settle_migration_case, found.migration_id, ref, {"head_seq": 99})
    with pytest.raises(NotPermitted) as caught:
        two.run(approve_migration, two.act("second"), found.migration_id)
    assert caught.value.facts["why"] == "not-as-proposed"


def test_what_changed_since_is_left_and_what_is_new_is_named(two: World) -> None:
    still, touched = opened(two), opened(two)
    # Who comes today still falls under the first version.
    deploy(two, version("2", ("starts: [", "valid: {received_from: 2027-01-01}\nstarts: [")))
    migration_id = agreed(two, "2")
    two.take("clerk", touched.case_id, "note", {"remark": "Sau đề xuất"})
    new = opened(two)
    found = applied(two, migration_id)
    assert (found.moved, found.left) == (1, 1) and found.migration is not None
    assert read(two, still.case_id).row["version"] == "2"
    assert {read(two, one.case_id).row["version"] for one in (touched, new)} == {"1"}
    assert found.migration.new == (new.number,)
    (left,) = found.migration.cases
    assert left["number"] == touched.number
    assert codes(left["refused"]) == [("changed-since", touched.number)]
    assert applied(two, agreed(two, "2")).moved == 2


def test_another_calendar_since_is_found_when_it_is_applied(two: World) -> None:
    ref = opened(two).case_id
    deploy(two, version("2"))
    migration_id = agreed(two, "2")
    due = read(two, ref).timer("acceptance")["legal_due"]
    another_calendar(two, due.isoformat())
    found = applied(two, migration_id)
    assert (found.moved, found.left) == (0, 1) and found.migration is not None
    assert codes(found.migration.cases[0]["refused"])[0][0] == "dates-differ"
    assert read(two, ref).row["version"] == "1"


def test_twice_moves_nothing_twice(two: World) -> None:
    refs = [opened(two).case_id for _ in range(5)]
    deploy(two, version("2"))
    migration_id = agreed(two, "2")
    first = applied(two, migration_id, size=2)
    before = [read(two, ref) for ref in refs]
    again = applied(two, migration_id)
    assert (first.moved, again.moved, again.left, again.check) == (5, 0, 0, first.check)
    assert [read(two, ref) for ref in refs] == before
    assert [one.kinds().count("case_migrated") for one in before] == [1] * 5
    with two.database.transaction(read_only=True) as session:
        assert read_migration(session, migration_id).standing == "applied"
    chain = [parse(one["text"]) for one in two.read(audit.read_events, chain_of("definitions"), 0, 500)]
    (told,) = (one.body for one in chain if str(one.kind) == "migration_applied")
    assert (told["moved"], told["checked"]["cases"], told["checked"]["faults"]) == (5, 5, 0)


def test_a_third_version_follows_the_second(two: World) -> None:
    ref = opened(two, accepted=True).case_id
    deploy(two, version("2", ("examining", "inquiring")), version("3", ("examining", "looking")))
    applied(two, agreed(two, "2", mapped("states: {examining: inquiring}")))
    proposal = two.run(
        propose_migration, two.act("admin"), "matter", "2", "3", mapped("states: {inquiring: looking}")
    )
    two.run(approve_migration, two.act("second"), proposal.migration_id)
    assert applied(two, proposal.migration_id).moved == 1
    record = read(two, ref)
    assert (record.row["version"], record.row["state"]) == ("3", "looking")
    clocks = {one.clock: one for one in two.run(explain_clocks, two.act("clerk"), str(ref))}
    assert clocks["acceptance"].verdict == "in_time" and clocks["acceptance"].ledger


@pytest.mark.parametrize(
    "arguments, why",
    [
        (("nothing", "1", "2"), "no-such-type"),
        (("matter", "1", "7"), "no-such-version"),
        (("matter", "7", "2"), "no-such-version"),
        (("matter", "1", "1"), "same-version"),
    ],
)
def test_versions_that_are_not_there_are_named(two: World, arguments: tuple[str, str, str], why: str) -> None:
    with pytest.raises(NotFound) as caught:
        two.run(preview_migration, two.act("cli"), *arguments, None)
    assert caught.value.facts["why"] == why and str(caught.value).endswith(".")


def test_where_nothing_can_move_nothing_is_proposed(two: World) -> None:
    deploy(two, version("2"))
    with pytest.raises(NotPermitted) as caught:
        two.run(propose_migration, two.act("admin"), "matter", "1", "2", None)
    assert caught.value.facts["why"] == "nothing-to-move"
