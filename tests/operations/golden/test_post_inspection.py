"""Inspection conclusions and their items: every ending, each day counted by hand."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from models import cases
from tests.operations.golden.playing import play
from tests.operations.golden.scenario import (
    REFERRED,
    Scenario,
    act,
    answered,
    asked,
    confirmed,
    delivered,
    opened,
    refused,
    uncovered,
    wait,
)
from tests.operations.record import chains_hold, read
from tests.world import World
from workflow.operations.definition.find_version import version_for
from workflow.workers.opener import deliver

CONCLUSION = {
    "subject": "Kết luận thanh tra quản lý đất đai",
    "conclusion_no": "15/KL-TTr",
    "concluded_on": "2026-06-30",
    "issuer": "province",
}
FIRST = {
    "item_subject": "Thu hồi đất giao sai",
    "item_kind": "recover",
    "item_requirement": "Thu hồi 200 m² giao không đúng thẩm quyền.",
    "item_due_on": "2026-09-30",
}
SECOND = {
    "item_subject": "Kiểm điểm trách nhiệm",
    "item_kind": "discipline",
    "item_requirement": "Kiểm điểm tập thể có liên quan.",
    "item_due_on": "2026-10-30",
}
ITEM = {
    "subject": "Thu hồi đất giao sai",
    "conclusion_no": "15/KL-TTr",
    "kind": "recover",
    "requirement": "Thu hồi 200 m².",
    "due_on": "2026-08-14",
}
CHILD = "post_inspection_item"
# Monday 6 July 2026. 15 days: Tuesday 21 July. Working days: 7-10, 13-17: the 3rd is the 9th, the 5th the
# 13th.
RECEIVED = opened("2026-07-06", "clerk", CONCLUSION, to="received",
                  due={"directing_document": "2026-07-21", "unassigned": "2026-07-09"})  # fmt: skip
ITEM_RECEIVED = opened("2026-07-06", "clerk", ITEM, to="received",
                       due={"execution": "2026-08-14", "assignment": "2026-07-13"})  # fmt: skip
TO_PROGRESS = (
    act("2026-07-07", "clerk", "itemise", {"measure": "Ra quyết định thu hồi"}, to="itemised"),
    act("2026-07-08", "chair", "assign", {"lead": "@officer"}, ("assignment",), to="assigned"),
    act("2026-07-09", "officer", "start", to="in_progress"),
)

PARENT = [
    Scenario(
        "post_inspection", "2025.1", "two items, one carried out, one reported up as not feasible",
        RECEIVED,
        act("2026-07-07", "clerk", "supplement", {}, ("conclusion",)),
        act("2026-07-08", "clerk", "itemise", {"lead": "@officer", **FIRST}, ("conclusion",), to="itemised"),
        # The item's day is the conclusion's. 5 working days after Wednesday 8 July: 9, 10, 13-15.
        delivered("2026-07-08", CHILD, to="received",
            due={"execution": "2026-09-30", "assignment": "2026-07-15"}),
        act("2026-07-09", "clerk", "itemise", {"measure": "Ra quyết định thu hồi"}, to="itemised", of=CHILD),
        act("2026-07-10", "chair", "assign", {"lead": "@colleague"}, ("assignment",), to="assigned",
            of=CHILD),
        act("2026-07-13", "colleague", "start", to="in_progress", of=CHILD),
        # 30 days after Wednesday 15 July: Friday 14 August.
        act("2026-07-15", "chair", "direct", {}, ("directing_document",), to="executing",
            due={"progress_report": "2026-08-14"}),
        refused("2026-07-16", "officer", "close", {"outcome": "all_done"}, ("final_report",),
            because=("sentry", "items_closed")),
        # 5 working days after Monday 20 July: 21-24, 27. After Wednesday the 22nd: 23, 24, 27-29.
        act("2026-07-20", "colleague", "submit", {}, ("evidence",), to="evidence_submitted",
            due={"verification": "2026-07-27"}, of=CHILD),
        act("2026-07-22", "clerk", "verify", {"outcome": "done"}, ("verification",), to="verified",
            due={"closing": "2026-07-29"}, of=CHILD),
        act("2026-07-24", "chair", "close", to="closed", of=CHILD),
        act("2026-07-24", "officer", "add_item", SECOND),
        # Asked for, not yet opened: it counts as open.
        refused("2026-07-24", "officer", "close", {"outcome": "all_done"}, ("final_report",),
            because=("sentry", "items_closed")),
        # 5 working days after Friday 24 July: 27-31.
        delivered("2026-07-24", CHILD, to="received",
            due={"execution": "2026-10-30", "assignment": "2026-07-31"}),
        act("2026-07-27", "chair", "replace_follower", {"lead": "@colleague"}),
        act("2026-07-28", "chair", "itemise", {"measure": "Họp kiểm điểm"}, to="itemised", of=CHILD),
        act("2026-07-30", "chair", "assign", {"lead": "@officer"}, ("assignment",), to="assigned", of=CHILD),
        act("2026-08-03", "officer", "start", to="in_progress", of=CHILD),
        # 30 days after Monday 10 August: Wednesday 9 September.
        act("2026-08-10", "colleague", "report_progress", {"progress": "Xong một nội dung."},
            ("progress_report",),
            due={"progress_report": ["in_time", "2026-09-09"]}),
        act("2026-08-20", "chair", "report_not_feasible", {"not_feasible": "object_gone"}, ("report_up",),
            to="not_feasible", of=CHILD),
        act("2026-09-08", "colleague", "close", {"outcome": "partly"}, ("final_report",)),
        confirmed("2026-09-09", "chair", to="closed"),
        act("2026-09-10", "clerk", "refer_to_body", REFERRED, ("referral",)),
    ),
    Scenario(
        "post_inspection", "2025.1",
            "a conclusion of the Government Inspectorate: thirty days; directed late",
        # 30 days after 6 July: Wednesday 5 August.
        opened("2026-07-06", "clerk", {**CONCLUSION, "issuer": "government"}, to="received",
               due={"directing_document": "2026-08-05", "unassigned": "2026-07-09"}),
        act("2026-07-09", "chair", "itemise", {"lead": "@officer", **FIRST}, ("conclusion",), to="itemised"),
        # 30 days after Thursday 6 August: Saturday 5 September, so Monday the 7th.
        act("2026-08-06", "chair", "direct", {}, ("directing_document",), to="executing",
            due={"directing_document": "late", "progress_report": "2026-09-07"}),
    ),
    Scenario(
        "post_inspection", "2025.1", "nothing to carry out here",
        RECEIVED,
        act("2026-07-08", "chair", "not_ours", {"not_ours": "no_item"}, ("not_ours_note",), to="not_ours"),
    ),
]  # fmt: skip

ITEMS = [
    Scenario(
        CHILD, "2025.1", "more time asked for and granted; sent back, done again too late",
        ITEM_RECEIVED,
        *TO_PROGRESS,
        act("2026-07-10", "chair", "replace_owner", {"lead": "@colleague"}),
        # 5 working days after Monday 13 July: 14-17, 20.
        asked("2026-07-13", "colleague", "help", "police", due={"help_reply": "2026-07-20"}),
        answered("2026-07-14", "police", "help"),
        act("2026-07-20", "colleague", "record_progress", {"progress": "Đang đo đạc."}),
        refused("2026-08-10", "chair", "grant_extension", {"due_on": "2026-09-30"}, ("extension_grant",),
                because=("sentry", "asked")),
        # 5 working days after Monday 10 August: 11-14, 17.
        act("2026-08-10", "colleague", "ask_extension",
            {"wanted_on": "2026-09-30", "extension_reason": "Chờ kinh phí"},
            ("extension_request",), due={"extension_reply": "2026-08-17"}),
        act("2026-08-12", "chair", "grant_extension", {"due_on": "2026-09-30"}, ("extension_grant",),
            due={"execution": "2026-09-30"}),
        # 5 working days after Monday 28 September: 29, 30, 1, 2, 5 October.
        act("2026-09-28", "colleague", "submit", {}, ("evidence",), to="evidence_submitted",
            due={"verification": "2026-10-05"}),
        act("2026-09-29", "clerk", "send_back", {"sent_back_because": "Thiếu biên bản bàn giao"},
            to="in_progress",
            due={"execution": "2026-09-30"}),
        # 5 working days after Friday 2 October: 5-9; after the 5th: 6-9, 12.
        act("2026-10-02", "colleague", "submit", {}, ("evidence",), to="evidence_submitted",
            due={"execution": "late", "verification": "2026-10-09"}),
        act("2026-10-05", "clerk", "verify", {"outcome": "replaced"}, ("verification",), to="verified",
            due={"closing": "2026-10-12"}),
        act("2026-10-06", "chair", "close", to="closed"),
    ),
    Scenario(
        CHILD, "2025.1", "no more time once the day is over",
        ITEM_RECEIVED,
        *TO_PROGRESS,
        wait("2026-08-17", to="in_progress"),
        # 5 working days after Monday 17 August: 18-21, and Saturday the 22nd, which is worked.
        act("2026-08-17", "officer", "ask_extension", {"wanted_on": "2026-09-30", "extension_reason": "Muộn"},
            ("extension_request",), due={"extension_reply": "2026-08-22"}),
        refused("2026-08-18", "chair", "grant_extension", {"due_on": "2026-09-30"}, ("extension_grant",),
                because=("after-legal-end", "execution")),
        act("2026-08-19", "chair", "report_not_feasible", {"not_feasible": "no_means"}, ("report_up",),
            to="not_feasible", due={"execution": "late"}),
        act("2026-08-20", "chair", "refer_to_body", REFERRED, ("referral",)),
    ),
]  # fmt: skip


@pytest.mark.parametrize("scenario", [*PARENT, *ITEMS], ids=repr)
def test_post_inspection(world: World, scenario: Scenario) -> None:
    play(world, scenario)


@pytest.mark.parametrize(
    "name, scenarios", [("post_inspection", PARENT), (CHILD, ITEMS)], ids=["conclusion", "item"]
)
def test_no_part_of_the_version_is_left_out(
    sqlite_world: World, name: str, scenarios: list[Scenario]
) -> None:
    found = sqlite_world.read(version_for, name, date(2026, 7, 6))
    assert uncovered(found, scenarios) == {"states": set(), "transitions": set(), "clocks": set()}


def test_items_asked_for_in_one_go_keep_each_its_own_values(world: World) -> None:
    """Both are opened after both acts: each carries its own act's values, numbered under the conclusion."""
    conclusion = world.open("clerk", "post_inspection", CONCLUSION)
    given = {"lead": world.user("officer"), **FIRST}
    world.take("clerk", conclusion.case_id, "itemise", given, ("conclusion",))
    world.take("officer", conclusion.case_id, "add_item", SECOND)
    done = deliver(world.database, world.act)
    assert done.failed == ()
    found = {row["number"]: row for row in (read(world, UUID(str(one))).row for one in done.opened)}
    assert set(found) == {f"{conclusion.number}.1", f"{conclusion.number}.2"}
    subjects = {row["fields"]["subject"]: row["fields"]["due_on"] for row in found.values()}
    assert subjects == {
        FIRST["item_subject"]: FIRST["item_due_on"],
        SECOND["item_subject"]: SECOND["item_due_on"],
    }
    assert {row["fields"]["conclusion_no"] for row in found.values()} == {"15/KL-TTr"}
    assert {row["parent_id"] for row in found.values()} == {conclusion.case_id}
    assert world.read(cases.count_open_children, conclusion.case_id) == 2
    chains_hold(world)
