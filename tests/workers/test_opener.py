"""Messages become cases: exactly once, linked both ways, with personal values kept anew; a failing one
waits and is not lost."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from models import audit, cases, evidence, queues
from models.tables.queues import outbox
from tests.world import World
from workflow.operations.audit.verify_audit import verify_audit
from workflow.operations.case.read_case import read_case
from workflow.operations.definition.deploy_definition import deploy_definition
from workflow.source import read_source
from workflow.workers.opener import deliver

PARENT = """
case_type: parent
kind: internal
version: "1"
title: {vi: Việc mẹ, en: Parent}
number: "ME-{office}-{year}-{serial}"
calendar: vn
starts: [received]
roles:
  clerk: {holds: clerk, at: office, title: {vi: Văn phòng, en: Clerk}}
fields:
  people: {type: parties, personal: true, required: true, title: {vi: Các bên, en: Parties}}
  content: {type: text, personal: true, required: true, title: {vi: Nội dung, en: Content}}
  subject: {type: line, required: true, title: {vi: Trích yếu, en: Subject}}
  secret: {type: text, personal: true, sealed: {reveal: clerk}, title: {vi: Kín, en: Secret}}
  only_here: {type: line, title: {vi: Chỉ ở đây, en: Only here}}
states:
  received: {stage: received, title: {vi: Tiếp nhận, en: Received}}
  closed: {ending: true, ground: subject, title: {vi: Kết thúc, en: Closed}}
transitions:
  open_child:
    {from: received, to: same, by: clerk, opens: child, title: {vi: Mở việc con, en: Open a child},
     carries: [people, content, subject, secret, only_here]}
  hand_over:
    {from: received, to: closed, by: clerk, becomes: child, carries: [people, content, subject],
     title: {vi: Chuyển, en: Hand over}}
  forget:
    {from: received, to: same, by: clerk, opens: child, carries: subject, title: {vi: Quên, en: Forget}}
clocks:
  reply:
    {promise: 5 working days, because: {vi: Nội bộ, en: Own}, starts: opened, stops: any_ending,
     title: {vi: Trả lời, en: Reply}}
"""

CHILD = """
case_type: child
kind: internal
version: "1"
title: {vi: Việc con, en: Child}
number: "CON-{office}-{year}-{serial}"
calendar: vn
starts: [received]
roles:
  clerk: {holds: clerk, at: office, title: {vi: Văn phòng, en: Clerk}}
fields:
  people: {type: parties, personal: true, required: true, title: {vi: Các bên, en: Parties}}
  content: {type: text, personal: true, required: true, title: {vi: Nội dung, en: Content}}
  subject: {type: line, required: true, title: {vi: Trích yếu, en: Subject}}
  secret: {type: text, personal: true, title: {vi: Kín, en: Secret}}
states:
  received: {stage: received, title: {vi: Tiếp nhận, en: Received}}
  closed: {ending: true, ground: subject, title: {vi: Kết thúc, en: Closed}}
transitions:
  close: {from: received, to: closed, by: clerk, title: {vi: Kết thúc, en: Close}}
clocks:
  reply:
    {promise: 5 working days, because: {vi: Nội bộ, en: Own}, starts: opened, stops: any_ending,
     title: {vi: Trả lời, en: Reply}}
"""

ENTERED = {
    "people": [
        {"name": "Bên A", "address": "Thôn 1", "representative": True},
        {"name": "Công ty B", "kind": "organisation"},
    ],
    "content": "Nước thải chảy sang ruộng.",
    "subject": "Nước thải",
    "secret": "Người báo tin ở thôn 2",
    "only_here": "Ghi chú",
}


@pytest.fixture
def world(base: World) -> World:
    for name, text in (("child", CHILD), ("parent", PARENT)):
        base.run(deploy_definition, base.act("cli"), read_source(text, f"{name}.yaml"))
    return base


def messages(world: World) -> list[Any]:
    return list(world.read(lambda session: session.execute(outbox.select()).mappings().all()))


def case(world: World, case_id: UUID) -> Any:
    return world.read(cases.read_case, case_id)


def content_of(world: World, row: Any) -> Any:
    value_id = UUID(row["fields"]["content"]["value"])
    return world.read(evidence.open_values, row["case_id"], [value_id])[value_id]


def test_a_child_is_opened_once_and_linked(world: World) -> None:
    parent = world.open("clerk", "parent", ENTERED)
    world.later(days=30)
    world.take("clerk", parent.case_id, "open_child")
    delivered = deliver(world.database, world.act)
    assert delivered.failed == ()
    row = case(world, delivered.opened[0])
    assert (row["parent_id"], row["number"]) == (parent.case_id, f"{parent.number}.1")
    assert (row["received_on"], row["org_id"]) == (world.today(), world.orgs["commune"])
    assert not row["unconfirmed"]
    assert content_of(world, row) == ENTERED["content"]
    assert set(row["fields"]) == {"people", "content", "subject"}, "a sealed value goes nowhere unrevealed"
    parties = world.read(cases.read_parties, row["case_id"])
    kinds = [(one["kind"], one["representative"]) for one in parties]
    assert kinds == [("person", True), ("organisation", False)]
    links = world.read(cases.read_links, parent.case_id)
    assert [(one["other_id"], one["kind"]) for one in links] == [(row["case_id"], "child")]
    last = world.read(audit.read_events, parent.case_id)[-1]
    assert last["kind"] == "child_opened" and str(row["case_id"]) in last["text"]
    assert deliver(world.database, world.act).opened == ()
    assert messages(world)[0]["done_at"] == world.at
    assert world.read(verify_audit).ok


def test_a_repeat_of_the_message_finds_its_case(world: World) -> None:
    parent = world.open("clerk", "parent", ENTERED)
    world.take("clerk", parent.case_id, "open_child")
    opened = deliver(world.database, world.act).opened
    world.run(lambda session: session.execute(outbox.update().values(done_at=None)))
    assert deliver(world.database, world.act).opened == opened
    assert len(world.read(cases.read_links, parent.case_id)) == 1


def test_handing_over_keeps_the_day_of_receipt(world: World) -> None:
    parent = world.open("clerk", "parent", ENTERED)
    received_on = world.today()
    world.later(days=20)
    world.take("clerk", parent.case_id, "hand_over")
    delivered = deliver(world.database, world.act)
    assert delivered.failed == ()
    row = case(world, delivered.opened[0])
    assert (row["received_on"], row["parent_id"], row["number"][:4]) == (received_on, None, "CON-")
    assert not row["unconfirmed"], "what the product opens by itself is nobody's late entry"
    assert world.read(cases.read_links, parent.case_id)[0]["kind"] == "became"
    assert world.read(audit.read_events, parent.case_id)[-1]["kind"] == "case_linked"


def test_what_cannot_be_opened_waits_with_its_reason(world: World) -> None:
    parent = world.open("clerk", "parent", ENTERED)
    world.take("clerk", parent.case_id, "forget")
    world.take("clerk", parent.case_id, "open_child")
    delivered = deliver(world.database, world.act)
    assert len(delivered.opened) == 1, "one failing message holds up no other"
    (failed,) = delivered.failed
    assert failed.failure == "fields.people: missing; fields.content: missing"
    (waiting,) = [row for row in messages(world) if row["done_at"] is None]
    assert (waiting["attempts"], waiting["failure"]) == (1, failed.failure)
    assert waiting["next_try_at"] == failed.next_try_at > world.at
    assert deliver(world.database, world.act) == type(delivered)()
    world.at = failed.next_try_at
    assert len(deliver(world.database, world.act).failed) == 1


def test_a_dispute_that_is_a_complaint_goes_on_as_one_with_its_people(world: World) -> None:
    entered = {"requesters": [{"name": "Bên A"}], "content": "Khiếu nại quyết định.", "subject": "Khiếu nại"}
    ref = world.open("reception", "dispute", entered).case_id
    world.take("clerk", ref, "classify", {"matter": "other", "mediable": False})
    asked = {
        "guidance_ground": "complaint",
        "respondent": {"kind": "official", "user": world.user("officer")},
        "people": 1,
    }
    world.take("clerk", ref, "hand_over", asked, ("guidance",))
    (case_id,) = deliver(world.database, world.act).opened
    view = world.read(read_case, world.act("chair"), str(case_id))
    assert (view.case_type, view.state, view.subject) == ("complaint_first", "received", "Khiếu nại")
    parties = {(one.field, one.name) for one in view.parties}
    assert parties == {("complainants", "Bên A"), ("respondent", None)}
    assert [kind for kind, _, _ in view.links] == ["came_from"]


def test_messages_of_an_unknown_kind_are_kept(world: World) -> None:
    parent = world.open("clerk", "parent", ENTERED)
    row = {"case_id": parent.case_id, "message_id": world.new_id(), "kind": "to_case", "body": {}}
    row |= {"recorded_at": world.at, "next_try_at": world.at, "attempts": 0}
    world.run(queues.insert_messages, [row])
    (failed,) = deliver(world.database, world.act).failed
    assert "to_case" in failed.failure
