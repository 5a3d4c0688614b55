"""What follows a first decision: windows, receipts, effect by itself, escalation, archive, reopening."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.operations.journeys import PARTIES, at_nine, complaint_to, party_of
from tests.operations.record import chains_hold, codes, read, sweep, until
from tests.world import World
from workflow.errors import InvalidInput, TransitionRefused
from workflow.operations.evidence.record_receipt import record_receipt
from workflow.operations.steps.acting import Told

ESCALATES = ({"ground_escalated": "second_complaint_after_decision"}, ("second_complaint",))


def test_the_second_window_begins_where_the_first_period_ends(world: World) -> None:
    fields = {"complainants": PARTIES}
    opened = complaint_to(at_nine(world, date(2026, 7, 10)), "accepted", fields=fields)  # example D16
    until(world, date(2026, 8, 10), 23.9)
    assert "filing_window" not in read(world, opened.case_id).running()
    until(world, date(2026, 8, 11), 0)
    record = read(world, opened.case_id)
    windows = [one for one in record.timers if one["clock"] == "filing_window"]
    assert {one["subject_id"] for one in windows} == {
        one["party_id"] for one in record.parties if one["field"] == "complainants"
    }
    assert [(one["started_on"], one["legal_due"]) for one in windows] == [
        (date(2026, 8, 10), date(2026, 9, 9)),
        (date(2026, 8, 10), date(2026, 9, 9)),
    ]
    fired = record.body("rung_fired")
    assert (fired["rung"], fired["clock"], len(fired["clocks"])) == ("reached", "resolution", 2)
    assert sweep(world) == []  # nothing fires twice
    # Only now may the complainant go on without a decision (KN Art 33.1).
    ground = {"ground_escalated": "second_complaint_after_expiry"}
    world.take("clerk", opened.case_id, "complain_again_unresolved", ground, ("second_complaint",))
    record = read(world, opened.case_id)
    assert record.running() == {"answer_from_above": "running"}
    assert record.timer("resolution")["verdict"] == "late"
    assert record.row["escalated_at"] is not None


def test_before_the_end_nobody_goes_on_without_a_decision(world: World) -> None:
    opened = complaint_to(world, "accepted")
    ground = {"ground_escalated": "second_complaint_after_expiry"}
    with pytest.raises(TransitionRefused) as caught:
        world.take("clerk", opened.case_id, "complain_again_unresolved", ground, ("second_complaint",))
    assert codes(caught.value) == {("sentry", "ran_out")}


def receipt(world: World, ref: Any, party: Any, day: date, who: str = "clerk", **more: Any) -> Any:
    return world.run(
        record_receipt, world.act(who, more.pop("command_id", None)), str(ref), party, Told(day, **more)
    )


def test_the_window_is_counted_from_the_receipt(world: World) -> None:
    opened = complaint_to(at_nine(world, date(2025, 7, 31)), "sent")  # example D14
    party = party_of(world, opened, "complainants")
    at_nine(world, date(2025, 8, 1))
    receipt(world, opened.case_id, party, date(2025, 8, 1))
    record = read(world, opened.case_id)
    assert record.timer("filing_window")["legal_due"] == date(2025, 9, 3)
    assert record.timer("proof_of_receipt")["running"] == "stopped"
    assert record.kinds()[-1] == "receipt_recorded" and record.body("receipt_recorded")["party"] == str(party)
    known = next(one for one in record.parties if one["party_id"] == party)
    assert known["received_decision_on"] == date(2025, 8, 1)


@pytest.mark.parametrize(
    "state, day, path, code",
    [
        ("sent", date(2026, 7, 5), "happened", "before-last-event"),
        ("sent", date(2026, 7, 7), "happened", "in-the-future"),
        ("decided", date(2026, 7, 6), "party", "nothing-sent"),
    ],
)
def test_nothing_is_received_before_it_is_sent(
    world: World, state: str, day: date, path: str, code: str
) -> None:
    opened = complaint_to(world, state)
    party = party_of(world, opened, "complainants")
    before = read(world, opened.case_id)
    with pytest.raises(InvalidInput) as caught:
        receipt(world, opened.case_id, party, day)
    assert [(one.path, one.code) for one in caught.value.errors] == [(path, code)]
    assert read(world, opened.case_id) == before


def two_receipts(world: World) -> Any:
    opened = complaint_to(world, "sent", fields={"complainants": PARTIES})
    until(world, date(2026, 7, 8))
    receipt(world, opened.case_id, party_of(world, opened, "complainants", 0), date(2026, 7, 8))
    until(world, date(2026, 7, 20))
    receipt(world, opened.case_id, party_of(world, opened, "complainants", 1), date(2026, 7, 20))
    return opened.case_id


def test_a_decision_takes_effect_by_itself_when_every_party_had_its_time(world: World) -> None:
    ref = two_receipts(world)
    world.take("clerk", ref, "confirm_receipt", {}, ("receipts",))
    for day in (date(2026, 8, 6), date(2026, 8, 8), date(2026, 8, 19)):
        until(world, day, 23)
        assert read(world, ref).row["state"] == "awaiting_effect"
    until(world, date(2026, 8, 20), 0)
    record = read(world, ref)
    assert record.row["state"] == "effective"
    assert record.events[-1].actor == "system" and record.body("transition_taken")["to"] == "effective"
    assert record.running() == {"begin_execution": "running"}
    assert record.timer("begin_execution")["started_on"] == date(2026, 8, 20)


def test_a_decision_takes_effect_on_entering_the_state_and_a_repeat_says_so(world: World) -> None:
    ref = two_receipts(world)
    until(world, date(2026, 8, 21))
    acts = [
        world.take("clerk", ref, "confirm_receipt", {}, ("receipts",), command_id="c-1") for _ in range(2)
    ]
    assert [(one.state, one.repeated) for one in acts] == [("effective", False), ("effective", True)]
    assert (acts[0].seq, acts[0].version) == (acts[1].seq, acts[1].version)
    record = read(world, ref)
    assert [event.body["to"] for event in record.events[-2:]] == ["awaiting_effect", "effective"]


def test_without_a_receipt_a_decision_never_takes_effect_by_itself(world: World) -> None:
    opened = complaint_to(world, "awaiting_effect")
    until(world, date(2026, 12, 1))
    assert read(world, opened.case_id).row["state"] == "awaiting_effect"


def test_escalation_and_return(world: World) -> None:
    opened = complaint_to(world, "sent")
    ref = opened.case_id
    world.take("clerk", ref, "complain_again", *ESCALATES)
    record = read(world, ref)
    assert (record.row["stage"], record.running()) == ("escalated", {"answer_from_above": "running"})
    assert record.row["due_clock"] is None  # informative: nobody here is late with it
    world.take("upper", ref, "ask_for_file", {"file_due_on": "2026-07-17"})
    assert read(world, ref).timer("supply_file")["legal_due"] == date(2026, 7, 17)
    world.take("clerk", ref, "supply_file", {}, ("handed_file",))
    world.take("upper", ref, "return_result", {"outcome": "partly_right"}, ("upper_decision",))
    record = read(world, ref)
    assert (record.row["state"], record.running()) == ("executing", {"execution": "running"})
    assert record.timer("answer_from_above")["verdict"] == "none"


def closed(world: World) -> Any:
    opened = complaint_to(world, "sent")
    world.take("clerk", opened.case_id, "complain_again", *ESCALATES)
    world.take("upper", opened.case_id, "close_with_result", {"outcome": "wrong"}, ("upper_decision",))
    return opened.case_id


def test_the_archive_outlives_the_case(world: World) -> None:
    ref = closed(world)
    record = read(world, ref)
    assert (record.row["stage"], record.running()) == ("closed", {"archive": "running"})
    until(world, date(2026, 8, 10))
    record = read(world, ref)
    assert record.rungs_of("archive") == {"due": "fired", "late": "fired"}
    assert record.row["stage"] == "closed"
    world.take("clerk", ref, "archive", {}, ("archive_record",))
    assert read(world, ref).timer("archive")["verdict"] == "late"


def test_the_level_above_reopens_with_a_time_of_its_own(world: World) -> None:
    ref = closed(world)
    fields = {"review_due_on": "2026-07-31", "lead": world.user("colleague")}
    world.take("upper", ref, "reopen", fields, ("review_order",))
    record = read(world, ref)
    assert (record.row["state"], record.row["closed_at"]) == ("verifying", None)
    review = record.timer("review")
    assert (review["legal_due"], review["rule_id"]) == (date(2026, 7, 31), None)
    assert record.timer("archive")["running"] == "stopped"
    assert record.row["holder_id"] == world.users["colleague"]
    world.take("colleague", ref, "report", {"views_differ": False}, ("verification_report",))
    world.take("chair", ref, "decide", {"outcome": "right"}, ("decision",))
    assert read(world, ref).timer("review")["verdict"] == "in_time"
    chains_hold(world)


def test_a_withdrawal_ends_the_duties_and_leaves_what_follows(world: World) -> None:
    opened = complaint_to(world, "verifying")
    world.take(
        "chair", opened.case_id, "withdraw", {"ground_terminated": "withdrawn"}, ("withdrawal", "termination")
    )
    record = read(world, opened.case_id)
    assert record.running() == {"send_suspension": "running", "archive": "running"}
    world.take("clerk", opened.case_id, "send_suspension", {"recipients": ["Người khiếu nại"]})
    assert read(world, opened.case_id).running() == {"archive": "running"}
