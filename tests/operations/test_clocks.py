"""Clocks through operations: rungs, late openings, frozen verdicts, other calendars, late paper."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from models import audit
from service.definition_files import HERE
from tests.operations.journeys import accept, at_nine, classify, complaint_to, open_complaint, open_dispute
from tests.operations.record import codes, read, sweep, until
from tests.world import World
from workflow.errors import InvalidInput, NotFound, NotPermitted, TransitionRefused
from workflow.operations.case.assign_case import assign_case
from workflow.operations.case.open_case import Opened
from workflow.operations.clock.rearm_timers import Moved, rearm_timers
from workflow.operations.definition.deploy_calendar import deploy_calendar
from workflow.operations.evidence.confirm_late_entry import confirm_late_entry
from workflow.source import read_source

ACCEPTANCE_DUE = date(2026, 7, 15)
"""Seven working days after 6 July 2026."""


def told(world: World, ref: Any, clock: str) -> list[tuple[str, str]]:
    """(rung, whom) of every notice of a clock, in order of firing."""
    names = {key: name for name, key in (*world.users.items(), *world.orgs.items())}
    keys = {str(key).replace("-", ""): name for key, name in names.items()}
    return [
        (one["rung"], keys[str(one["to_user_id"] or one["to_org_id"]).replace("-", "")])
        for one in sorted(read(world, ref).notices, key=_place)
        if one["clock"] == clock
    ]


def _place(notice: dict[str, Any]) -> tuple[str, str, bool]:
    return str(notice["recorded_at"]), notice["rung"], notice["to_user_id"] is not None


def open_assigned(world: World) -> Opened:
    """A complaint whose clock of the unassigned stands still."""
    opened = open_complaint(world)
    world.run(assign_case, world.act("clerk"), str(opened.case_id), "lead", [world.users["officer"]])
    return opened


def test_rungs_fire_at_opening_time_each_once(world: World) -> None:
    opened = open_assigned(world)
    assert read(world, opened.case_id).rungs_of("acceptance") == {
        "half": "armed", "due-2wd": "armed", "due": "armed", "late": "armed",
    }  # fmt: skip
    until(world, date(2026, 7, 10))
    until(world, ACCEPTANCE_DUE, 7.4)
    assert read(world, opened.case_id).rungs_of("acceptance")["due"] == "armed"
    until(world, ACCEPTANCE_DUE, 7.5)
    assert read(world, opened.case_id).rungs_of("acceptance")["due"] == "fired"
    until(world, date(2026, 7, 17), 7.4)
    record = read(world, opened.case_id)
    assert record.rungs_of("acceptance")["late"] == "armed" and not record.row["marked_late"]
    until(world, date(2026, 7, 17), 7.5)
    record = read(world, opened.case_id)
    assert record.rungs_of("acceptance")["late"] == "fired" and record.row["marked_late"]
    assert record.body("rung_fired")["mark"] == "late"
    assert sweep(world) == []
    late = next(one for one in record.rungs if one["rung"] == "late" and one["standing"] == "fired")
    assert late["fired_seq"] is not None and late["fired_at"] == world.at
    assert told(world, opened.case_id, "acceptance") == [
        ("half", "officer"), ("due-2wd", "commune"), ("due-2wd", "officer"),
        ("due", "commune"), ("due", "officer"), ("late", "commune"), ("late", "province"),
    ]  # fmt: skip


def test_a_case_without_a_holder_has_a_clock_and_tells_the_office(world: World) -> None:
    opened = open_dispute(world)
    until(world, date(2026, 7, 7), 7.5)
    record = read(world, opened.case_id)
    assert record.timer("unassigned")["legal_due"] == date(2026, 7, 7)
    assert told(world, opened.case_id, "unassigned") == [("due", "commune"), ("due", "commune")]
    posts = sorted(str(one["to_role"]) for one in record.notices if one["clock"] == "unassigned")
    assert posts == ["", "team_leader"]


def test_entered_late_only_the_newest_rung_tells(world: World) -> None:
    received = world.today()
    at_nine(world, date(2026, 7, 24))
    with pytest.raises(InvalidInput) as caught:
        open_complaint(world, received_on=received)
    assert [(one.path, one.code) for one in caught.value.errors] == [("late_reason", "late-reason-needed")]
    opened = open_complaint(world, received_on=received, late_reason="Mất điện nhiều ngày.")
    record = read(world, opened.case_id)
    assert record.row["unconfirmed"] and record.events[0].body["late"] is True
    assert record.rungs_of("acceptance") == {
        "half": "passed", "due-2wd": "passed", "due": "passed", "late": "armed",
    }  # fmt: skip
    sweep(world)
    record = read(world, opened.case_id)
    assert record.row["marked_late"]
    assert told(world, opened.case_id, "acceptance") == [("late", "commune"), ("late", "province")]


def test_a_newer_rung_than_late_marks_the_case_late_all_the_same(world: World) -> None:
    opened = open_complaint(world)
    classify(world, opened.case_id)
    at_nine(world, date(2026, 8, 28))
    world.take(
        "chair", opened.case_id, "accept", {}, ("acceptance_notice",), date(2026, 7, 7), "Tìm thấy văn bản."
    )
    record = read(world, opened.case_id)
    assert record.rungs_of("resolution")["late"] == "passed"
    assert record.rungs_of("resolution")["due+5wd"] == "armed"
    assert not record.row["marked_late"]
    sweep(world)
    record = read(world, opened.case_id)
    fired = [event.body for event in record.events if event.body.get("clock") == "resolution"]
    assert [(body["rung"], body.get("mark")) for body in fired if "rung" in body] == [
        ("reached", None),
        ("due+5wd", "late"),
    ]
    assert record.row["marked_late"]


def test_a_verdict_is_frozen_with_its_inputs_and_the_promise_is_judged_apart(world: World) -> None:
    opened = open_complaint(world)
    timer = read(world, opened.case_id).timer("acceptance")
    assert timer["promised_due"] == date(2026, 7, 13)
    until(world, date(2026, 7, 14))
    accept(world, opened.case_id)
    stopped = read(world, opened.case_id).timer("acceptance")
    assert (stopped["verdict"], stopped["verdict_promised"]) == ("in_time", "late")
    assert stopped["verdict_inputs"] == {
        "raw_due": "2026-07-15", "legal_due": "2026-07-15", "promised_due": "2026-07-13",
        "due_at": "2026-07-15T17:00:00+00:00", "precision": "day", "rule": "KN-ACC3",
        "calendar": timer["calendar_sha256"], "happened": "2026-07-14T02:00:00+00:00",
        "happened_precision": "instant",
    }  # fmt: skip


@pytest.mark.parametrize("hour, verdict", [(23.9, "in_time"), (24, "late")])
def test_the_last_day_ends_at_midnight(world: World, hour: float, verdict: str) -> None:
    opened = open_complaint(world)
    classify(world, opened.case_id)
    until(world, ACCEPTANCE_DUE, hour)
    world.take("chair", opened.case_id, "accept", {}, ("acceptance_notice",))
    assert read(world, opened.case_id).timer("acceptance")["verdict"] == verdict


def another_calendar(world: World, *days_off: str) -> str:
    """Deploy the year 2026 with more days off; gives the edition's hash."""
    text = (HERE / "calendars" / "vn_2026.yaml").read_text(encoding="utf-8")
    lines = "".join(f"  - {{day: {day}, because: Nghỉ bão, source: TB 1}}\n" for day in days_off)
    text = text.replace("off:\n", f"off:\n{lines}", 1)
    return str(world.run(deploy_calendar, world.act("admin"), read_source(text, "vn_2026.yaml")).edition)


def rearm(world: World) -> list[Moved]:
    moved, _ = world.run(rearm_timers, world.act("system"), "vn")
    return list(moved)


def test_another_calendar_moves_open_clocks_and_leaves_verdicts(world: World) -> None:
    open_one = open_complaint(world)
    judged = open_complaint(world)
    accept(world, judged.case_id)
    before = read(world, judged.case_id).timer("acceptance")
    sha256 = another_calendar(world, "2026-07-15", "2026-08-05")
    moved = rearm(world)
    assert {(one.number, one.clock, one.before, one.after) for one in moved} >= {
        (open_one.number, "acceptance", date(2026, 7, 15), date(2026, 7, 16)),
        (judged.number, "resolution", date(2026, 8, 5), date(2026, 8, 6)),
    }
    assert not any((one.number, one.clock) == (judged.number, "acceptance") for one in moved)
    record = read(world, open_one.case_id)
    assert record.kinds().count("timer_rearmed") == 1
    assert record.timer("acceptance")["legal_due"] == date(2026, 7, 16)
    assert record.timer("acceptance")["calendar_sha256"] == sha256
    body = record.body("timer_rearmed")
    assert {"clock": "acceptance", "before": "2026-07-15", "after": "2026-07-16"} in body["moved"]
    assert read(world, judged.case_id).timer("acceptance") == before
    assert rearm(world) == []
    assert read(world, open_one.case_id) == record
    until(world, date(2026, 7, 15), 12)
    assert read(world, open_one.case_id).rungs_of("acceptance")["due"] == "armed"


def test_a_paused_clock_stays_paused_through_another_calendar(world: World) -> None:
    opened = complaint_to(world, "accepted")
    until(world, date(2026, 7, 20))
    world.take("chair", opened.case_id, "suspend", {"ground_suspended": "related_result"}, ("suspension",))
    another_calendar(world, "2026-09-03")
    rearm(world)
    record = read(world, opened.case_id)
    assert record.timer("resolution")["running"] == "paused" and record.row["paused"]
    assert "armed" not in record.rungs_of("resolution").values()
    until(world, date(2026, 8, 17))
    world.take("chair", opened.case_id, "resume", {}, ("continuation",))
    assert read(world, opened.case_id).timer("resolution")["legal_due"] == date(2026, 9, 4)


def test_a_year_without_a_calendar_is_provisional(world: World) -> None:
    near, far = open_complaint(world), open_complaint(at_nine(world, date(2027, 12, 29)))
    for opened, provisional in ((near, False), (far, True)):
        record = read(world, opened.case_id)
        assert record.timer("acceptance")["provisional"] is provisional
        marks = {one["clock"]: one["provisional"] for one in record.events[0].body["clocks"]}
        assert marks["acceptance"] is provisional


LATE = date(2026, 7, 15)


def entered_late(world: World) -> Any:
    """The complaint was accepted on the last day; the notice is entered four working days later."""
    opened = open_assigned(world)
    classify(world, opened.case_id)
    until(world, date(2026, 7, 21))
    enter = partial(world.take, "chair", opened.case_id, "accept", {}, ("acceptance_notice",), LATE)
    with pytest.raises(InvalidInput) as caught:
        enter()
    assert [(one.path, one.code) for one in caught.value.errors] == [("late_reason", "late-reason-needed")]
    enter("Văn thư nghỉ ốm.")
    return opened.case_id


def test_three_working_days_later_needs_no_reason(world: World) -> None:
    opened = open_complaint(world)
    classify(world, opened.case_id)
    until(world, date(2026, 7, 20))
    world.take("chair", opened.case_id, "accept", {}, ("acceptance_notice",), LATE)
    record = read(world, opened.case_id)
    assert not record.row["unconfirmed"] and record.timer("acceptance")["verdict"] == "in_time"


def test_a_late_entry_turns_the_verdict_and_both_events_stay(world: World) -> None:
    ref = entered_late(world)
    record = read(world, ref)
    assert record.rungs_of("acceptance")["late"] == "fired"
    late = next(event for event in record.events if event.body.get("mark") == "late")
    entry = record.events[-1]
    assert late.body["clock"] == "acceptance" and late.seq < entry.seq
    assert entry.precision == "day" and entry.body["late"] is True
    timer = record.timer("acceptance")
    assert (timer["verdict"], timer["unconfirmed"]) == ("in_time", True)
    assert record.row["unconfirmed"] and not record.row["marked_late"]
    assert record.timer("resolution")["started_on"] == LATE


def test_a_late_entry_is_confirmed_by_the_level_above_where_the_chair_made_it(world: World) -> None:
    ref = entered_late(world)
    seq = read(world, ref).events[-1].seq
    for who in ("chair", "officer", "clerk"):
        with pytest.raises(NotPermitted):
            world.run(confirm_late_entry, world.act(who), str(ref), seq)
    world.run(confirm_late_entry, world.act("supervisor"), str(ref), seq)
    record = read(world, ref)
    assert not record.row["unconfirmed"] and not record.timer("acceptance")["unconfirmed"]
    assert (record.kinds()[-1], record.events[-1].body["entry"]) == ("late_entry_confirmed", seq)
    entry = world.read(audit.read_late_entries, ref)[0]
    assert (entry["confirmed_by"], entry["confirmed_seq"]) == (world.users["supervisor"], seq + 1)
    with pytest.raises(NotFound):
        world.run(confirm_late_entry, world.act("supervisor"), str(ref), seq)


def test_what_others_entered_late_is_for_the_chair(world: World) -> None:
    opened = open_complaint(world)
    at_nine(world, date(2026, 7, 14))
    classify(world, opened.case_id, happened=date(2026, 7, 7), late_reason="Quên nhập.")
    seq = read(world, opened.case_id).events[-1].seq
    with pytest.raises(NotPermitted):
        world.run(confirm_late_entry, world.act("supervisor"), str(opened.case_id), seq)
    world.run(confirm_late_entry, world.act("chair"), str(opened.case_id), seq)
    assert not read(world, opened.case_id).row["unconfirmed"]


def test_a_late_entry_may_not_precede_the_last_transition(world: World) -> None:
    opened = open_complaint(world)
    until(world, date(2026, 7, 8))
    classify(world, opened.case_id)
    with pytest.raises(TransitionRefused) as caught:
        world.take("chair", opened.case_id, "accept", {}, ("acceptance_notice",), date(2026, 7, 7))
    assert codes(caught.value) == {("before-last-event", "accept")}
    with pytest.raises(InvalidInput) as ahead:
        world.take(
            "chair",
            opened.case_id,
            "accept",
            {},
            ("acceptance_notice",),
            world.at + timedelta(minutes=1),
        )
    assert [one.code for one in ahead.value.errors] == ["in-the-future"]
