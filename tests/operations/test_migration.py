"""Moving running cases to another version of their type: what it does to states, clocks, values and the
record."""

from __future__ import annotations

from tests.operations.matters import (
    FIRST,
    LONGER,
    REASON,
    agreed,
    applied,
    closed,
    codes,
    deploy,
    mapped,
    opened,
    preview,
    version,
)
from tests.operations.record import chains_hold, read, sweep
from tests.world import World
from workflow.operations.case.confirm_proposal import confirm_proposal
from workflow.operations.case.read_case import read_case
from workflow.operations.case.read_events import read_events
from workflow.operations.clock.explain_clocks import explain_clocks

RETITLED = ("en: Examined", "en: Looked into")
SAME = ("legal_due", "raw_due", "promised_due", "due_at", "rule_id", "started_on", "running", "timer_id")


def test_a_version_that_changes_no_date_moves_every_open_case(two: World) -> None:
    refs = [opened(two).case_id, opened(two, accepted=True).case_id]
    ended = closed(two)
    two.later(days=1)
    sweep(two)
    newer = version("2", RETITLED)
    deploy(two, newer)
    before = [read(two, ref) for ref in refs]
    found = applied(two, agreed(two, "2"))
    assert (found.moved, found.left, found.check["cases"], found.is_sound) == (2, 0, 2, True)
    for ref, was in zip(refs, before, strict=True):
        now = read(two, ref)
        assert (now.row["version"], now.row["definition_sha256"]) == ("2", newer.sha256)
        for old, new in zip(was.timers, now.timers, strict=True):
            assert [new[one] for one in SAME] == [old[one] for one in SAME]
            assert now.rungs_of(new["clock"]) == was.rungs_of(old["clock"])
        assert [now.row[one] for one in ("state", "stage", "moved_at", "due_at", "due_clock", "fields")] == [
            was.row[one] for one in ("state", "stage", "moved_at", "due_at", "due_clock", "fields")
        ]
        body = now.body("case_migrated")
        assert body["moved"] == [] and body["lost"] == {} and body["from"] == body["to"] == now.row["state"]
        assert {mark["act"] for mark in body["clocks"]} == {"migrated"}
    assert read(two, ended).row["version"] == "1"
    assert chains_hold(two) > 10


def test_what_came_before_keeps_its_version_and_its_words(two: World) -> None:
    ref = opened(two, accepted=True).case_id
    deploy(two, version("2", RETITLED, ("en: Acceptance", "en: Taking on"), ("en: Accept}", "en: Take on}")))
    applied(two, agreed(two, "2"))
    two.later(hours=1)
    two.take("clerk", ref, "note", {"remark": "Sau khi chuyển"})
    record = read(two, ref)
    assert [entry.case_type for entry in record.events] == ["matter@1", "matter@1", "matter@2", "matter@2"]
    views = two.run(read_events, two.act("clerk"), str(ref))
    assert [view.state_after.en for view in views] == ["Received", "Examined", "Looked into", "Looked into"]
    assert [view.act_title.en for view in views if view.act_title] == ["Accept", "Note"]
    assert views[2].kind_title.vi == "Chuyển sang phiên bản quy trình khác"
    shown = two.run(read_case, two.act("clerk"), str(ref))
    assert (shown.version, shown.state_title.en) == ("2", "Looked into")
    clocks = {one.clock: one for one in two.run(explain_clocks, two.act("clerk"), str(ref))}
    assert clocks["acceptance"].title.en == "Acceptance" and clocks["acceptance"].verdict == "in_time"
    assert clocks["resolution"].ledger and clocks["resolution"].standing == "running"


def test_a_date_moves_only_with_a_listed_legal_reason(two: World) -> None:
    waiting, running = opened(two), opened(two, accepted=True)
    deploy(two, version("2", LONGER))
    planned = {one.case_id: one for one in preview(two, "2")}
    assert planned[waiting.case_id].move.refusals == ()
    refused = planned[running.case_id].move
    assert codes(refused.refusals) == [("date-without-reason", "resolution")]
    (timer,) = (one for one in refused.timers if one.clock == "resolution")
    assert timer.before and timer.after and timer.before.legal < timer.after.legal
    assert (timer.before.rule, timer.after.rule) == (
        read(two, running.case_id).timer("resolution")["rule_id"],
        timer.after.rule,
    )
    found = applied(two, agreed(two, "2"))
    assert found.moved == 1 and found.migration is not None
    assert found.migration.counts == {"ready": 0, "refused": 1, "moved": 1, "left": 0}
    assert read(two, running.case_id).row["version"] == "1"
    again = applied(two, agreed(two, "2", mapped(REASON)))
    assert (again.moved, again.is_sound) == (1, True)
    record = read(two, running.case_id)
    assert record.timer("resolution")["legal_due"] == timer.after.legal
    (moved,) = record.body("case_migrated")["moved"]
    assert moved["before"]["legal"] == timer.before.legal.isoformat()
    assert moved["after"]["legal"] == timer.after.legal.isoformat()
    assert moved["reason"] == {"vi": "Luật mới", "en": "New law", "cites": "KN Điều 37"}
    clocks = {one.clock: one for one in two.run(explain_clocks, two.act("clerk"), str(running.case_id))}
    assert clocks["resolution"].ledger[-1].to == timer.after.legal
    assert sweep(two) == []


def test_a_state_that_is_gone_is_mapped_or_its_cases_are_refused_by_name(two: World) -> None:
    waiting, running = opened(two), opened(two, accepted=True)
    renamed = version("2", ("examining", "inquiring"))
    deploy(two, renamed)
    (refused,) = (one for one in preview(two, "2") if one.move.refusals)
    assert refused.number == running.number
    assert codes(refused.move.refusals) == [("state-not-mapped", "examining")]
    assert "Đang xem xét" in refused.move.refusals[0].vi
    found = applied(two, agreed(two, "2", mapped("states: {examining: inquiring}")))
    assert (found.moved, found.is_sound) == (2, True)
    row = read(two, running.case_id).row
    assert (row["state"], row["stage"]) == ("inquiring", "assigned")
    assert read(two, waiting.case_id).row["state"] == "received"
    two.take("chair", running.case_id, "rest", {}, ("paper",))
    two.take("chair", running.case_id, "resume", {}, ("paper",))
    assert read(two, running.case_id).row["state"] == "inquiring"


def test_where_a_resting_case_returns_to_moves_too(two: World) -> None:
    ref = opened(two, accepted=True).case_id
    two.take("chair", ref, "rest", {}, ("paper",))
    deploy(two, version("2", ("examining", "inquiring")))
    assert [codes(one.move.refusals) for one in preview(two, "2")] == [[("previous-not-mapped", "examining")]]
    applied(two, agreed(two, "2", mapped("states: {examining: inquiring}")))
    record = read(two, ref)
    assert (record.row["state"], record.row["previous_state"]) == ("resting", "inquiring")
    assert record.running() == {"resolution": "paused"} and record.row["paused"]
    assert "armed" not in record.rungs_of("resolution").values()
    two.later(days=5)
    two.take("chair", ref, "resume", {}, ("paper",))
    record = read(two, ref)
    assert record.row["state"] == "inquiring" and record.running() == {"resolution": "running"}
    assert record.timer("resolution")["acts"]["pauses"][0]["to"] == two.today().isoformat()


INQUIRY = (
    "  inquiry: {promise: 9 working days, because: Chỉ tiêu, starts: accept, stops: close, rungs: [due], "
    "title: {vi: Xét, en: Inquiry}}"
)
FIRST_LOOK = (
    "  first_look: {promise: 2 working days, because: Chỉ tiêu, starts: opened, stops: [accept, close], "
    "rungs: [due, late], title: {vi: Xem, en: Look}}\n"
)


def test_a_clock_that_is_gone_ends_only_with_a_reason(two: World) -> None:
    ref = opened(two, accepted=True).case_id
    line = next(one for one in FIRST.splitlines() if one.startswith("  resolution:"))
    half = ("  half: {at: 50%, tell: holder}\n", "")
    deploy(two, version("2", (line, INQUIRY), half))
    (planned,) = preview(two, "2")
    assert codes(planned.move.refusals) == [
        ("date-without-reason", "resolution"), ("date-without-reason", "inquiry"),
    ]  # fmt: skip
    two.later(days=3)
    reasons = "reasons:\n" + "".join(
        f"  {name}: {{because: Quy chế mới, cites: Quyết định 5}}\n" for name in ("resolution", "inquiry")
    )
    applied(two, agreed(two, "2", mapped(reasons)))
    record = read(two, ref)
    assert record.running() == {"inquiry": "running"}
    assert record.timer("inquiry")["started_on"] == record.timer("resolution")["started_on"]
    assert record.timer("resolution")["verdict"] == "none"
    assert record.row["due_clock"] == "inquiry"
    clocks = {one.clock: one for one in two.run(explain_clocks, two.act("clerk"), str(ref))}
    assert clocks["resolution"].ledger and clocks["resolution"].badge == "ended"
    two.take("chair", ref, "close", {"outcome": "right"}, ("paper",))
    two.run(confirm_proposal, two.act("clerk"), str(ref))
    assert read(two, ref).timer("inquiry")["verdict"] == "in_time"


def test_a_clock_started_late_by_the_new_version_fires_what_is_past_once(two: World) -> None:
    ref = opened(two).case_id
    deploy(two, version("2", ("clocks:\n", f"clocks:\n{FIRST_LOOK}")))
    two.later(days=10)
    applied(two, agreed(two, "2", mapped("reasons:\n  first_look: {because: Quy chế, cites: Quyết định 5}")))
    record = read(two, ref)
    assert record.rungs_of("first_look") == {"due": "passed", "late": "armed"}
    sweep(two)
    assert read(two, ref).row["marked_late"]


def test_what_a_case_holds_must_keep_its_meaning(two: World) -> None:
    heavy, light = opened(two, accepted=True, weight="heavy"), opened(two, accepted=True, weight="light")
    noted = opened(two, accepted=True, remark="Ghi chú")
    asked = opened(two, accepted=True)
    two.take("chair", asked.case_id, "close", {"outcome": "right"}, ("paper",))
    gone = ("  remark: {type: line, title: {vi: Ghi chú, en: Remark}}\n", "")
    deploy(two, version("2", (", heavy: {vi: Nặng, en: Heavy}", ""), gone, ("[weight, remark]", "weight")))
    planned = {one.number: one.move for one in preview(two, "2")}
    assert codes(planned[heavy.number].refusals) == [("field-altered", "weight")]
    assert planned[light.number].refusals == () and planned[light.number].lost == {}
    assert planned[noted.number].lost == {"fields": ("remark",)} and planned[noted.number].refusals == ()
    assert codes(planned[asked.number].refusals) == [("open-proposal", "close")]


def test_a_new_version_may_ask_for_what_no_case_holds(two: World) -> None:
    opened(two)
    deploy(
        two, version("2", ("  remark: {type: line, title", "  remark: {type: line, required: true, title"))
    )
    (planned,) = preview(two, "2")
    assert planned.move.lacks == ("remark",) and planned.move.refusals == ()


def test_what_a_clock_is_besides_its_dates_moves_too(two: World) -> None:
    ref = opened(two, accepted=True).case_id
    assert read(two, ref).row["due_clock"] == "resolution"
    deploy(
        two,
        version("2", ("resumes: resume, stops: close", "resumes: resume, informative: true, stops: close")),
    )
    assert applied(two, agreed(two, "2")).moved == 1
    record = read(two, ref)
    assert bool(record.timer("resolution")["informative"])
    assert record.row["due_clock"] is None
