"""A first complaint through its procedure: who may act, which version and rule hold, how its clocks run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from models import people
from tests.operations.journeys import (
    at_nine,
    classify,
    complaint_to,
    open_complaint,
)
from tests.operations.record import codes, read, until
from tests.world import World
from workflow.errors import InvalidInput, TransitionRefused
from workflow.operations.case.assign_case import assign_case


def official(world: World, who: str) -> dict[str, Any]:
    return {"kind": "official", "user": world.user(who), "name": "Người ký quyết định"}


def test_a_chair_resolves_a_complaint_about_their_own_decision_with_another_verifier(world: World) -> None:
    opened = complaint_to(world, "decided", respondent=official(world, "chair"))
    record = read(world, opened.case_id)
    assert record.row["state"] == "decided" and record.row["fields"]["outcome"] == "right"
    decided = record.events[-1]
    assert decided.actor == world.user("chair")
    assert record.timer("resolution")["verdict"] == "in_time"
    assert record.running() == {"send_decision": "running", "legal_effect": "running"}
    assert record.timer("legal_effect")["legal_due"] == date(2026, 8, 6)


def _assign_by_act(world: World, ref: Any) -> None:
    world.take("chair", ref, "assign", {"lead": world.user("officer")}, ("assignment",))


def _assign_by_verb(world: World, ref: Any) -> None:
    world.run(assign_case, world.act("clerk"), str(ref), "lead", [world.users["officer"]])


@pytest.mark.parametrize("assign", [_assign_by_act, _assign_by_verb])
@pytest.mark.parametrize("stands_in", [False, True], ids=["the official", "the official's substitute"])
def test_whose_act_is_contested_never_verifies(
    world: World, assign: Callable[[World, Any], None], stands_in: bool
) -> None:
    named = "colleague" if stands_in else "officer"
    opened = complaint_to(world, "accepted", respondent=official(world, named))
    if stands_in:
        row = {"user_id": world.users["officer"], "for_user_id": world.users["colleague"]}
        dates = {"from_day": date(2026, 7, 1), "to_day": date(2026, 12, 31)}
        world.run(people.insert_people_row, "substitute", {**row, **dates})
    before = read(world, opened.case_id)
    with pytest.raises(TransitionRefused) as caught:
        assign(world, opened.case_id)
    assert codes(caught.value) == {("conflict-of-interest", "verifier")}
    assert read(world, opened.case_id) == before


def test_a_substitute_taken_after_the_assignment_bars_the_verifier(world: World) -> None:
    opened = complaint_to(world, "assigned", respondent=official(world, "colleague"))
    row = {"user_id": world.users["officer"], "for_user_id": world.users["colleague"]}
    dates = {"from_day": date(2026, 7, 1), "to_day": date(2026, 12, 31)}
    world.run(people.insert_people_row, "substitute", {**row, **dates})
    with pytest.raises(TransitionRefused) as caught:
        world.take("officer", opened.case_id, "start_verification", {})
    assert codes(caught.value) == {("conflict-of-interest", "verifier")}


@pytest.mark.parametrize(
    "day, version, rule, due",
    [
        (date(2026, 6, 30), "2020.1", "KN-ACC2", date(2026, 7, 14)),
        (date(2026, 7, 1), "2026.1", "KN-ACC3", date(2026, 7, 10)),
    ],
)
def test_the_day_of_receipt_picks_version_and_rule(
    world: World, day: date, version: str, rule: str, due: date
) -> None:
    opened = open_complaint(at_nine(world, day))
    record = read(world, opened.case_id)
    assert record.row["version"] == version
    timer = record.timer("acceptance")
    assert (timer["rule_id"], timer["legal_due"]) == (rule, due)
    assert rule in record.events[0].rules
    assert record.events[0].case_type == f"complaint_first@{version}"


def test_no_version_for_the_day_and_no_such_type_are_told_apart(world: World) -> None:
    for case_type, code in (("petition_of_old", "unknown-case-type"),):
        with pytest.raises(InvalidInput) as caught:
            world.open("reception", case_type, {})
        assert [one.code for one in caught.value.errors] == [code]


def test_what_was_accepted_before_may_be_suspended_once_the_law_allows_it(world: World) -> None:
    opened = complaint_to(at_nine(world, date(2026, 6, 29)), "accepted")
    act = ("chair", opened.case_id, "suspend", {"ground_suspended": "related_result"}, ("suspension",))
    with pytest.raises(TransitionRefused) as caught:
        world.take(*act)
    assert codes(caught.value) == {("not-in-force", "suspend")}
    until(world, date(2026, 7, 2))
    world.take(*act)
    record = read(world, opened.case_id)
    assert record.row["version"] == "2020.1" and record.row["paused"]
    assert record.timer("resolution")["running"] == "paused"


def test_a_group_needs_an_appointment_of_representatives(world: World) -> None:
    opened = open_complaint(world, people=12)
    classify(world, opened.case_id, people=12)
    with pytest.raises(TransitionRefused) as caught:
        world.take("chair", opened.case_id, "accept", {}, ("acceptance_notice",))
    assert codes(caught.value) == {("sentry", "represented")}
    world.take("reception", opened.case_id, "supplement", {"representatives": 5}, ("appointment",))
    world.take("chair", opened.case_id, "accept", {}, ("acceptance_notice",))
    assert read(world, opened.case_id).row["state"] == "accepted"


@pytest.mark.parametrize(
    "people, representatives, accepted",
    [
        (4, None, True),
        (5, None, False),
        (5, 2, True),
        (10, 3, False),
        (11, 3, True),
        (11, 5, True),
        (11, 6, False),
    ],
)
def test_how_many_represent_a_group(
    sqlite_world: World, people: int, representatives: int | None, accepted: bool
) -> None:
    """Law on Citizen Reception, Article 29: five to ten people, one or two; more than ten, up to five."""
    world = sqlite_world
    opened = open_complaint(world, people=people)
    counted = {"representatives": representatives} if representatives else {}
    classify(world, opened.case_id, people=people, fields=counted, papers=("appointment",))

    def accept() -> None:
        world.take("chair", opened.case_id, "accept", {}, ("acceptance_notice",))

    if accepted:
        accept()
        assert read(world, opened.case_id).row["state"] == "accepted"
    else:
        with pytest.raises(TransitionRefused) as caught:
            accept()
        assert codes(caught.value) == {("sentry", "represented")}


def test_a_suspension_keeps_the_days(world: World) -> None:
    opened = complaint_to(world, "accepted")  # example D10: accepted on 6 July 2026
    ref = opened.case_id
    assert read(world, ref).timer("resolution")["legal_due"] == date(2026, 8, 5)
    until(world, date(2026, 7, 20))
    world.take("chair", ref, "suspend", {"ground_suspended": "force_majeure"}, ("suspension",))
    record = read(world, ref)
    assert record.timer("resolution")["running"] == "paused"
    assert set(record.rungs_of("resolution").values()) <= {"cancelled", "fired"}
    assert record.row["previous_state"] == "accepted"
    until(world, date(2026, 8, 17))
    assert not any(one["clock"] == "resolution" and one["rung"] == "late" for one in read(world, ref).notices)
    world.take("chair", ref, "resume", {}, ("continuation",))
    record = read(world, ref)
    timer = record.timer("resolution")
    assert (timer["running"], timer["raw_due"], timer["legal_due"]) == (
        "running",
        date(2026, 9, 2),
        date(2026, 9, 3),
    )
    assert record.row["state"] == "accepted" and not record.row["paused"]
    pause = timer["acts"]["pauses"][0]
    assert (pause["from"], pause["to"]) == ("2026-07-20", "2026-08-17")
    assert record.rungs_of("resolution")["late"] == "armed"


def test_a_finding_of_complexity_counts_from_the_acceptance(world: World) -> None:
    opened = complaint_to(at_nine(world, date(2026, 10, 12)), "accepted")  # example D11
    until(world, date(2026, 11, 5))
    world.take("chair", opened.case_id, "find_complex", {"complexity": ["places"]}, ("complexity_finding",))
    record = read(world, opened.case_id)
    timer = record.timer("resolution")
    assert timer["legal_due"] == date(2026, 11, 26)
    assert timer["acts"]["variants"] == ["complex"]
    mark = next(one for one in record.body("transition_taken")["clocks"] if one["clock"] == "resolution")
    assert (mark["act"], mark["legal_due"]) == ("variant", "2026-11-26")


def test_a_finding_after_the_legal_end_is_refused(world: World) -> None:
    opened = complaint_to(world, "accepted")
    until(world, date(2026, 8, 6))
    with pytest.raises(TransitionRefused) as caught:
        world.take(
            "chair", opened.case_id, "find_complex", {"complexity": ["places"]}, ("complexity_finding",)
        )
    assert codes(caught.value) == {("sentry", "in_time")}
    assert read(world, opened.case_id).timer("resolution")["legal_due"] == date(2026, 8, 5)


def test_the_dialogue_is_announced_in_time(world: World) -> None:
    opened = complaint_to(world, "verifying")
    ref = opened.case_id
    world.take("officer", ref, "report_difference", {"views_differ": True}, ("verification_report",))
    world.take("chair", ref, "set_dialogue", {"dialogue_on": "2026-07-20T09:00:00+07:00"})
    notice = read(world, ref).timer("dialogue_notice")
    assert (notice["legal_due"], notice["running"]) == (date(2026, 7, 15), "running")
    world.take("chair", ref, "set_dialogue", {"dialogue_on": "2026-07-27T09:00:00+07:00"})
    record = read(world, ref)
    notices = [one for one in record.timers if one["clock"] == "dialogue_notice"]
    assert [(one["legal_due"], one["running"]) for one in notices] == [
        (date(2026, 7, 15), "stopped"),
        (date(2026, 7, 22), "running"),
    ]
    world.take("clerk", ref, "invite", {}, ("dialogue_invitation",))
    assert read(world, ref).timer("dialogue_notice")["verdict"] == "in_time"


def test_the_limitation_is_judged_on_the_day_of_receipt(world: World) -> None:
    opened = open_complaint(world)
    # Eighty-eight days before the complaint came in: in time, though the acceptance lies past the ninety.
    classify(world, opened.case_id, fields={"decision_received_on": "2026-04-09"})
    until(world, date(2026, 7, 13))
    world.take("chair", opened.case_id, "accept", {}, ("acceptance_notice",))
    assert read(world, opened.case_id).row["state"] == "accepted"


def test_out_of_time_needs_a_good_reason(world: World) -> None:
    opened = open_complaint(world)
    classify(world, opened.case_id, fields={"decision_received_on": "2026-03-01"})
    with pytest.raises(TransitionRefused) as caught:
        world.take("chair", opened.case_id, "accept", {}, ("acceptance_notice",))
    assert codes(caught.value) == {("sentry", "within_limitation")}
    world.take("clerk", opened.case_id, "supplement", {"limitation_excuse": "Điều trị dài ngày."})
    world.take("chair", opened.case_id, "accept", {}, ("acceptance_notice",))
    assert read(world, opened.case_id).row["state"] == "accepted"
