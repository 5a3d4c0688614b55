"""A dispute travels from received to closed by four people, and everything it leaves behind is right."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.operations.journeys import dispute_to, open_dispute
from tests.operations.record import chains_hold, codes, read, until
from tests.world import MONDAY, World
from workflow.errors import InvalidInput, TransitionRefused
from workflow.operations.case.confirm_proposal import confirm_proposal


def test_four_people_take_a_dispute_from_received_to_its_mediator(world: World) -> None:
    opened = open_dispute(world)
    ref = opened.case_id
    record = read(world, ref)
    assert (record.row["state"], record.row["stage"]) == ("received", "received")
    assert record.row["number"] == "HG-CO-2026-0001"
    assert record.running() == {
        "reply_to_citizen": "running",
        "classification": "running",
        "unassigned": "running",
    }
    assert record.row["due_clock"] == "unassigned"

    world.take("reception", ref, "classify", {"matter": "land_use", "mediable": True})
    record = read(world, ref)
    stopped = record.timer("classification")
    assert (stopped["running"], stopped["verdict"], stopped["stop_seq"]) == ("stopped", "in_time", 2)
    assert record.rungs_of("classification") == {"due": "cancelled", "late": "cancelled"}
    assert record.body("transition_taken")["from"] == "received"

    world.take("leader", ref, "assign", {"lead": world.user("mediator")}, ("assignment",))
    record = read(world, ref)
    assert record.row["holder_id"] == world.users["mediator"]
    assert record.running() == {"start_mediation": "running"}
    assert record.timer("start_mediation")["rule_id"] == "HG-START"
    assert record.events[-1].rules == ("HG-START",)


def test_from_mediation_to_the_close_confirmed_by_a_second_person(world: World) -> None:
    opened = dispute_to(world, "assigned")
    ref = opened.case_id
    world.take("mediator", ref, "start_mediation", {}, ("log_entry",))
    world.take("mediator", ref, "hold_session", {}, ("log_entry",))
    record = read(world, ref)
    assert record.body("transition_taken")["documents"][0]["revision"] == 2
    assert record.running() == {"mediation": "running"}

    fields = {"agreement": "Mở lối đi rộng hai mét.", "perform_by": "2026-08-31"}
    world.take("mediator", ref, "agree", fields, ("log_entry", "minutes"))
    world.take("mediator", ref, "monitor", {})
    record = read(world, ref)
    # The parties may ask the court for six months, whatever the office does.
    court = {"court_recognition": "running"}
    assert record.running() == {"monitoring": "running", "performance": "running", **court}
    assert record.timer("performance")["legal_due"] == date(2026, 8, 31)

    proposed = world.take("mediator", ref, "close", {"outcome": "kept"}, ("performance",))
    assert proposed.proposed
    before = read(world, ref)
    assert before.row["state"] == "monitored" and before.running() == record.running()
    assert before.kinds()[-1] == "transition_proposed"

    taken = world.run(confirm_proposal, world.act("leader"), str(ref))
    assert (taken.state, taken.proposed) == ("closed", False)
    record = read(world, ref)
    assert record.row["stage"] == "closed" and record.row["closed_at"] == MONDAY
    assert record.running() == court and record.row["due_clock"] is None
    assert record.row["fields"]["outcome"] == "kept"
    assert record.body("transition_taken")["proposal"] == "confirmed"
    assert all(standing != "armed" for standing in {one["standing"] for one in record.rungs})
    assert {event.actor for event in record.events} == {
        world.user(name) for name in ("reception", "leader", "mediator")
    }
    assert [one["recorded_at"] for one in record.messages] == []
    chains_hold(world)


def test_versions_go_up_by_one_with_every_act(world: World) -> None:
    opened = dispute_to(world, "monitored")
    record = read(world, opened.case_id)
    assert record.row["row_version"] == len(record.events) == 6
    assert [event.body["version"] for event in record.events] == [1, 2, 3, 4, 5, 6]


REFUSALS: list[tuple[str, str, str, str, dict[str, Any], tuple[str, ...], set[tuple[str, str]]]] = [
    ("received", "leader", "monitor", "wrong state", {}, (), {("wrong-state", "received")}),
    ("received", "reception", "fly", "unknown", {}, (), {("unknown-transition", "fly")}),
    (
        "classified",
        "reception",
        "keep",
        "role",
        {"duplicate_of": "x"},
        ("kept_note",),
        {("role-needed", "clerk")},
    ),
    (
        "classified",
        "clerk",
        "guide",
        "sentry",
        {"guidance_ground": "complaint"},
        ("guidance",),
        {("sentry", "not_mediable"), ("sentry", "elsewhere")},
    ),
    (
        "received",
        "reception",
        "classify",
        "fields",
        {},
        (),
        {("field-missing", "matter"), ("field-missing", "mediable")},
    ),
    (
        "mediating",
        "mediator",
        "agree",
        "all at once",
        {},
        (),
        {("field-missing", "agreement"), ("document-missing", "log_entry")},
    ),
    (
        "mediating",
        "leader",
        "agree",
        "role and more",
        {"agreement": "x"},
        ("log_entry",),
        {("role-needed", "mediator")},
    ),
    (
        "monitored",
        "reception",
        "close",
        "role",
        {"outcome": "kept"},
        ("performance",),
        {("role-needed", "mediator")},
    ),
]


@pytest.mark.parametrize(
    "state, who, transition, _name, fields, papers, expected", REFUSALS, ids=[one[3] for one in REFUSALS]
)
def test_a_refusal_names_every_reason_and_leaves_nothing_behind(
    world: World,
    state: str,
    who: str,
    transition: str,
    _name: str,
    fields: dict[str, Any],
    papers: tuple[str, ...],
    expected: set[tuple[str, str]],
) -> None:
    opened = dispute_to(world, state)
    before = read(world, opened.case_id)
    with pytest.raises(TransitionRefused) as caught:
        world.take(who, opened.case_id, transition, fields, papers)
    assert codes(caught.value) == expected
    assert all(one.vi and one.en for one in caught.value.reasons)
    assert read(world, opened.case_id) == before


def test_a_paper_or_field_the_act_does_not_take_is_refused(world: World) -> None:
    opened = open_dispute(world)
    fields = {"matter": "land_use", "mediable": True}
    with pytest.raises(InvalidInput) as caught:
        world.take("reception", opened.case_id, "classify", fields, ("minutes",))
    assert [(one.path, one.code) for one in caught.value.errors] == [
        ("documents.minutes", "unknown-document")
    ]
    with pytest.raises(InvalidInput) as caught:
        world.take("reception", opened.case_id, "classify", {**fields, "lead": world.user("mediator")})
    assert [(one.path, one.code) for one in caught.value.errors] == [("fields.lead", "unknown-field")]


@pytest.mark.parametrize("lead", ["stranger", "nobody"])
def test_only_somebody_of_the_office_can_be_assigned(world: World, lead: str) -> None:
    opened = dispute_to(world, "classified")
    named = world.user("stranger") if lead == "stranger" else str(world.new_id())
    with pytest.raises(InvalidInput) as caught:
        world.take("leader", opened.case_id, "assign", {"lead": named}, ("assignment",))
    assert [(one.path, one.code) for one in caught.value.errors] == [("fields.lead", "nobody-there")]
    assert read(world, opened.case_id).row["holder_id"] is None


def test_an_act_cannot_precede_the_last_one_nor_lie_ahead(world: World) -> None:
    opened = dispute_to(world, "classified")
    fields, papers = {"lead": world.user("mediator")}, ("assignment",)
    with pytest.raises(TransitionRefused) as caught:
        world.take("leader", opened.case_id, "assign", fields, papers, MONDAY - timedelta(minutes=1))
    assert codes(caught.value) == {("before-last-event", "assign")}
    with pytest.raises(TransitionRefused) as caught:
        world.take("leader", opened.case_id, "assign", fields, papers, date(2026, 7, 5))
    assert codes(caught.value) == {("before-last-event", "assign")}
    with pytest.raises(InvalidInput) as ahead:
        world.take("leader", opened.case_id, "assign", fields, papers, date(2026, 7, 7))
    assert [(one.path, one.code) for one in ahead.value.errors] == [("happened", "in-the-future")]
    # The same day without an hour cannot be told to be earlier.
    world.take("leader", opened.case_id, "assign", fields, papers, date(2026, 7, 6))
    assert read(world, opened.case_id).row["state"] == "assigned"


def test_the_office_promise_is_judged_and_its_extension_is_capped(world: World) -> None:
    opened = dispute_to(world, "mediating")
    ref = opened.case_id
    first = read(world, ref).timer("mediation")
    assert (first["raw_due"], first["legal_due"]) == (date(2026, 8, 5), date(2026, 8, 5))
    for expected in (date(2026, 8, 20), date(2026, 9, 4)):
        world.take("leader", ref, "extend_mediation", {"extension_reason": "Các bên xin thêm thời gian"})
        record = read(world, ref)
        assert record.timer("mediation")["raw_due"] == expected
        assert record.body("transition_taken")["clocks"][0]["act"] == "extended"
    with pytest.raises(TransitionRefused) as caught:
        world.take("leader", ref, "extend_mediation", {"extension_reason": "Thêm lần nữa"})
    assert codes(caught.value) == {("cap-reached", "mediation")}


def test_an_extension_after_the_end_is_refused(world: World) -> None:
    opened = dispute_to(world, "mediating")
    until(world, date(2026, 8, 6))
    with pytest.raises(TransitionRefused) as caught:
        world.take("leader", opened.case_id, "extend_mediation", {"extension_reason": "Muộn"})
    assert codes(caught.value) == {("after-legal-end", "mediation")}


def test_handing_over_sends_a_message_and_closes(world: World) -> None:
    opened = open_dispute(world)
    world.take("reception", opened.case_id, "classify", {"matter": "other", "mediable": False})
    asked = {"guidance_ground": "complaint", "respondent": {"kind": "act", "act": "QĐ 12"}, "people": 2}
    world.take("clerk", opened.case_id, "hand_over", asked, ("guidance",))
    record = read(world, opened.case_id)
    assert record.row["state"] == "guided" and record.running() == {}
    assert [(one["kind"], one["attempts"]) for one in record.messages] == [("hand_over", 0)]


def test_a_danger_goes_to_the_committee_and_not_to_the_level_above(world: World) -> None:
    opened = dispute_to(world, "mediating")
    world.take(
        "mediator", opened.case_id, "report_danger", {"ground_escalated": "violence"}, ("incident_report",)
    )
    record = read(world, opened.case_id)
    assert (record.row["state"], record.row["stage"]) == ("escalated", "escalated")
    assert record.row["escalated_at"] is None
    assert record.running() == {"committee": "running", "acknowledgement": "running"}
    world.take("chair", opened.case_id, "send_back", {}, ("instruction",))
    assert read(world, opened.case_id).running() == {"mediation": "running"}
