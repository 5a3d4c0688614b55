"""The product's own procedures moved in every state, and migrations in which something is broken."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from sqlalchemy import text

from models import cases, definitions
from models.session import Session
from tests.operations.journeys import complaint_to, dispute_to, open_complaint, party_of
from tests.operations.matters import (
    administrators,
    agreed,
    applied,
    codes,
    deploy,
    mapped,
    opened,
    preview,
    version,
)
from tests.operations.record import Record, read, sweep
from tests.world import World
from workflow.case_type.migration import MigrationMap
from workflow.engine.decision import Arm
from workflow.engine.facts import Happened
from workflow.engine.moves import Holding
from workflow.engine.moving import move_of
from workflow.operations.case.send_request import send_request
from workflow.operations.definition.approve_migration import approve_migration
from workflow.operations.definition.preview_migration import preview_migration
from workflow.operations.definition.propose_migration import propose_migration
from workflow.operations.evidence.record_receipt import record_receipt
from workflow.operations.steps.acting import Told
from workflow.operations.steps.library import library
from workflow.operations.steps.loading import read_facts
from workflow.operations.steps.pasts import read_past
from workflow.source import read_source
from workflow.workers.migration import check

COMPLAINTS = ("accepted", "assigned", "verifying", "deciding", "decided", "sent", "awaiting_effect")
DISPUTES = ("received", "classified", "assigned", "mediating", "agreed", "monitored")


def renumbered(world: World, ref: UUID) -> tuple[str, str, str]:
    """Deploy the version a case stands in under another number; gives type, old and new version."""
    row = world.read(cases.read_case, ref)
    assert row is not None
    stored = world.read(definitions.read_definition, "case_type", row["definition_sha256"])
    assert stored is not None
    old, new = f'version: "{row["version"]}"', 'version: "2999.1"'
    assert old in stored["text"]
    deploy(world, read_source(stored["text"].replace(old, new), "renumbered.yaml"))
    return row["case_type"], row["version"], "2999.1"


def standings(record: Record) -> list[tuple[str, ...]]:
    """Every rung with its standing and moment."""
    names = ("timer_id", "rung", "standing", "fires_at", "fired_seq")
    return sorted(tuple(str(one[name]) for name in names) for one in record.rungs)


def suspended(world: World) -> UUID:
    """A complaint whose time to resolve is paused, with a question that another unit has not answered."""
    ref = complaint_to(world, "verifying").case_id
    arguments = (str(ref), "information", world.orgs["police"], "Cho biết hồ sơ.")
    world.run(send_request, world.act("officer"), *arguments)
    world.take("chair", ref, "suspend", {"ground_suspended": "related_result"}, ("suspension",))
    return ref


def test_the_same_procedure_under_another_number_moves_no_date_in_any_state(world: World) -> None:
    administrators(world)
    refs = [open_complaint(world).case_id, *(complaint_to(world, state).case_id for state in COMPLAINTS)]
    sent = complaint_to(world, "sent")
    world.run(
        record_receipt, world.act("clerk"), str(sent.case_id), party_of(world, sent, "complainants"), Told()
    )
    refs += [sent.case_id, suspended(world)]
    pair = renumbered(world, refs[0])
    world.later(days=2)
    sweep(world)
    planned = world.run(preview_migration, world.act("cli"), *pair, None)
    assert {one.case_id for one in planned} == set(refs)
    assert [one.move.refusals for one in planned] == [()] * len(refs)
    assert not any(timer.is_altered for one in planned for timer in one.move.timers)
    before = {ref: read(world, ref) for ref in refs}
    proposal = world.run(propose_migration, world.act("admin"), *pair, None)
    world.run(approve_migration, world.act("second"), proposal.migration_id)
    assert applied(world, proposal.migration_id).is_sound
    for ref, was in before.items():
        now = read(world, ref)
        assert now.row["version"] == "2999.1"
        assert now.timers == was.timers
        assert standings(now) == standings(was)
    world.take("clerk", sent.case_id, "complain_again", {"ground_escalated": "suit"}, ("second_complaint",))
    assert read(world, sent.case_id).row["state"] == "escalated"


def test_disputes_move_in_every_state_and_go_on(world: World) -> None:
    administrators(world)
    refs = [dispute_to(world, state).case_id for state in DISPUTES]
    pair = renumbered(world, refs[0])
    proposal = world.run(propose_migration, world.act("admin"), *pair, None)
    world.run(approve_migration, world.act("second"), proposal.migration_id)
    run = applied(world, proposal.migration_id, size=2)
    assert (run.moved, run.left, run.is_sound) == (len(refs), 0, True)
    world.later(days=40)
    fired = sweep(world)
    assert fired and sweep(world) == []
    assert {read(world, ref).row["version"] for ref in refs} == {"2999.1"}


def test_the_recorded_past_starts_the_clocks_that_run(world: World) -> None:
    """Read back as a past and replayed, a record comes to the very time limits that the acts left open."""
    refs = [open_complaint(world).case_id, suspended(world)]
    refs += [complaint_to(world, state).case_id for state in COMPLAINTS]
    refs += [dispute_to(world, state).case_id for state in DISPUTES]
    found_complex = complaint_to(world, "verifying")
    fields = {"complexity": ["places"]}
    world.take("chair", found_complex.case_id, "find_complex", fields, ("complexity_finding",))
    sent = complaint_to(world, "sent")
    world.run(
        record_receipt, world.act("clerk"), str(sent.case_id), party_of(world, sent, "complainants"), Told()
    )
    resumed = suspended(world)
    world.later(days=3)
    world.take("chair", resumed, "resume", {}, ("continuation",))
    world.later(days=40)
    sweep(world)
    for ref in (*refs, found_complex.case_id, sent.case_id, resumed):
        told = {
            (one["clock"], one["started_on"], one["legal_due"], one["running"]) for one in started(world, ref)
        }
        timers = [one for one in read(world, ref).timers if one["running"] != "stopped"]
        assert told == {
            (one["clock"], one["started_on"], one["legal_due"], one["running"]) for one in timers
        }, read(world, ref).row["state"]
        assert len(timers) == len(started(world, ref))


def started(world: World, ref: UUID) -> list[dict[str, object]]:
    """The open clocks that a case's past comes to, as if its version had started none of them."""
    with world.database.transaction(read_only=True) as session:
        held, row = library(session), cases.read_case(session, ref)
        assert row is not None
        case_type = held.case_type(row["definition_sha256"])
        facts = replace(read_facts(session, held, row, world.act()), timers=(), proposal=None)
        reckoning = held.reckoning(case_type)
        past = read_past(session, ref, case_type, reckoning.calendar)
        now = Happened(reckoning.calendar.local_day(world.at), world.at)
        bare = replace(case_type, clocks={})
        move = move_of(bare, case_type, MigrationMap(), facts, Holding(), past, reckoning, now)
    arms = [(one.effect, one.paused) for one in move.timers if isinstance(one.effect, Arm)]
    return [
        {
            "clock": arm.clock,
            "started_on": arm.started.day,
            "legal_due": arm.plan.legal_due,
            "running": "paused" if paused else "running",
        }
        for arm, paused in arms
    ]


def test_what_the_check_finds_is_named(two: World) -> None:
    refs = [opened(two).case_id for _ in range(4)]
    deploy(two, version("2"))
    migration_id = agreed(two, "2")
    applied(two, migration_id)
    numbers = [read(two, ref).row["number"] for ref in refs]
    first = version("1").sha256
    spoilt = [
        ("UPDATE timer SET clock = 'gone' WHERE case_id = :ref", {}),
        ("UPDATE timer SET rule_id = 'KN-NONE' WHERE case_id = :ref", {}),
        ("UPDATE cases SET definition_sha256 = :first WHERE case_id = :ref", {"first": first}),
        ("UPDATE cases SET state = 'nowhere' WHERE case_id = :ref", {}),
    ]
    for ref, (statement, more) in zip(refs, spoilt, strict=True):
        two.run(broken, statement, ref, more)
    found = check(two.database, migration_id)
    told = {(one["case"], one["code"]) for one in found["faults"]}
    assert told == set(zip(numbers, ("clock", "rule", "version", "state"), strict=True))
    assert found["cases"] == 4
    for ref in refs[:2]:
        two.run(broken, "UPDATE cases SET head_seq = 1 WHERE case_id = :ref", ref, {})
    told = {(one["case"], one["code"]) for one in check(two.database, migration_id)["faults"]}
    assert {(numbers[0], "chain"), (numbers[1], "chain"), (numbers[2], "version")} <= told


def broken(session: Session, statement: str, ref: UUID, more: dict[str, str]) -> None:
    """Spoil a case behind the product's back."""
    session.execute(text(statement), {"ref": ref.hex if session.is_sqlite else ref, **more})


def test_a_case_that_cannot_be_written_holds_up_no_other(two: World) -> None:
    refs = [opened(two).case_id for _ in range(3)]
    deploy(two, version("2"))
    migration_id = agreed(two, "2")
    # No event can follow this head: its hash is none.
    two.run(broken, "UPDATE cases SET head_hash = '\"' WHERE case_id = :ref", refs[1], {})
    run = applied(two, migration_id)
    assert (run.moved, run.left) == (2, 1) and run.migration is not None
    (left,) = run.migration.cases
    assert codes(left["refused"]) == [("failed", "event-invalid")]
    assert [read(two, ref).row["version"] for ref in (refs[0], refs[2])] == ["2", "2"]


def test_a_paused_clock_must_be_able_to_go_on(two: World) -> None:
    ref = opened(two, accepted=True).case_id
    two.take("chair", ref, "rest", {}, ("paper",))
    ends = ("stops: close, rungs: [half", "stops: [close, resume], rungs: [half")
    deploy(two, version("2", ("pauses: rest, resumes: resume, ", ""), ends))
    (planned,) = preview(two, "2")
    assert codes(planned.move.refusals) == [("never-resumes", "resolution")]


EFFECT = (
    "  expiry: {promise: 3 days, because: Chỉ tiêu, kind: effect, starts: opened, stops: close, "
    "title: {vi: Hết hạn, en: Expiry}}\n"
)
EXPIRE = (
    "  expire: {from: examining, to: resting, by: system, on: expiry.reached, "
    "title: {vi: Tự dừng, en: Expire}}\n"
)


def test_the_system_carries_nothing_on_that_nobody_agreed_to(two: World) -> None:
    early, late = opened(two, accepted=True), opened(two)
    deploy(two, version("2", ("clocks:\n", f"{EXPIRE}clocks:\n{EFFECT}")))
    reasons = mapped("reasons:\n  expiry: {because: Quy chế, cites: Quyết định 5}\n")
    assert [one.move.refusals for one in preview(two, "2", reasons)] == [(), ()]
    two.later(days=30)
    planned = {one.number: one.move.refusals for one in preview(two, "2", reasons)}
    assert codes(planned[early.number]) == [("system-transition", "expire")]
    assert planned[late.number] == ()
