"""The open cases of merged and split offices: Bình Lương → Hóa Quỳ, Thị trấn Hà Trung → two communes."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from models import people, succession
from models.asking import CaseFilter
from models.deadlines import DeadlineFilter, list_deadlines
from models.lists import list_cases
from models.tables.cases import cases
from tests.operations.journeys import DISPUTE, complaint
from tests.operations.merged import BINH_LUONG, FIRST, before_the_merger, merged
from tests.operations.record import Record, chains_hold, read, until
from tests.world import World
from workflow.errors import CaseNotFound, InvalidInput
from workflow.operations.case.assign_case import assign_case
from workflow.operations.case.read_case import read_case
from workflow.operations.case.read_events import read_events
from workflow.operations.case.send_request import send_request
from workflow.operations.case.succeed_case import Move, Succession, succeed_cases
from workflow.operations.people.plan_succession import Choices, plan_succession
from workflow.operations.steps.library import library
from workflow.operations.steps.scopes import scope_of
from workflow.organisation.succession import Why
from workflow.workers.succession import Succeeded, succeed_office

NONE = Choices({})


def opened(world: World, office: str, case_type: str = "dispute") -> UUID:
    """A case received by an office's own people, while it stood; a complaint is accepted and has an
    officer."""
    with before_the_merger(world) if office in ("bl", "ht") else nullcontext():
        return _opened(world, office, case_type)


def _opened(world: World, office: str, case_type: str) -> UUID:
    if case_type == "dispute":
        return world.open(f"{office}_reception", "dispute", DISPUTE, org=office).case_id
    made = world.open(f"{office}_reception", "complaint_first", complaint(), org=office).case_id
    fields = {"competence": "own", "eligibility": "eligible", "people": 1}
    world.take(f"{office}_reception", made, "classify", fields)
    world.take(f"{office}_chair", made, "accept", {}, ("acceptance_notice",))
    world.run(
        assign_case,
        world.act(f"{office}_chair"),
        str(made),
        "lead",
        [world.users[f"{office}_officer"]],
    )
    return made


def succeed(world: World, office: str, choices: Choices = NONE, **more: Any) -> Succeeded:
    """Carry the succession of an office out, as of today."""
    told = {"because": "Sáp nhập xã", "cites": "Nghị quyết 1686/NQ-UBTVQH15", **more}
    return succeed_office(
        world.database, lambda: world.act("cli"), world.orgs[office], world.today(), choices, **told
    )


def clocks_of(record: Record) -> tuple[Any, ...]:
    """All that timers and rungs hold, except the office they are listed under."""
    timers = [{name: value for name, value in one.items() if name != "org_id"} for one in record.timers]
    return timers, record.rungs, record.row["due_at"], record.row["due_clock"], record.row["paused"]


def sees(world: World, who: str, case_id: UUID) -> bool:
    """Whether somebody finds the case by its id and by its number, alone and in lists; all agree."""
    number = read(world, case_id).row["number"]
    answers = set()
    for ref in (str(case_id), number):
        try:
            answers.add(world.read(read_case, world.act(who), ref).case_id == case_id)
        except CaseNotFound:
            answers.add(False)
    with world.database.transaction(read_only=True) as session:
        held = library(session)
        scope = scope_of(session, held, world.act(who).actor, world.at)
        listed = list_cases(session, scope, CaseFilter(number=number))
        clocks = list_deadlines(session, scope, DeadlineFilter())
    answers.add(case_id in {row["case_id"] for row in listed})
    answers.add(case_id in {row["case_id"] for row in clocks})
    (answer,) = answers
    return bool(answer)


@pytest.fixture
def bl(world: World) -> World:
    """Bình Lương with its people; it went wholly into Hóa Quỳ."""
    merged(world, ("bl", BINH_LUONG))
    return world


def test_a_merged_office_passes_its_open_cases_and_no_clock_moves(bl: World) -> None:
    dispute, accepted = opened(bl, "bl"), opened(bl, "bl", "complaint_first")
    before = {one: read(bl, one) for one in (dispute, accepted)}
    assert sees(bl, "bl_clerk", accepted) and not sees(bl, "hoa_quy_clerk", accepted)
    bl.later(days=30)
    result = succeed(bl, "bl")
    assert result.passed == {dispute, accepted} and result.waiting == 0
    for case_id in (dispute, accepted):
        was, now = before[case_id], read(bl, case_id)
        assert clocks_of(now) == clocks_of(was) and was.timers
        assert now.row["number"] == was.row["number"] and "XBL16204" in now.row["number"]
        assert now.row["org_id"] == bl.orgs["hoa_quy"] and now.row["opening_org_id"] == bl.orgs["bl"]
        assert {one["org_id"] for one in now.timers} == {bl.orgs["hoa_quy"]}
        assert (now.row["state"], now.row["moved_at"]) == (was.row["state"], was.row["moved_at"])
        assert now.row["row_version"] == was.row["row_version"] + 1
        assert now.kinds() == [*was.kinds(), "case_succeeded"]
        assert now.events[: len(was.events)] == was.events
        assert (now.notices, now.messages, now.parties) == (was.notices, was.messages, was.parties)
    assert chains_hold(bl)


def test_the_chain_tells_both_offices_and_the_reason(bl: World) -> None:
    case_id = opened(bl, "bl")
    succeed(bl, "bl")
    body = read(bl, case_id).body("case_succeeded")
    assert (body["from_office"], body["to_office"]) == (str(bl.orgs["bl"]), str(bl.orgs["hoa_quy"]))
    assert (body["from_name"], body["to_name"]) == ("Xã Bình Lương", "Xã Hóa Quỳ")
    assert (body["why"], body["as_of"]) == ("only_successor", bl.today().isoformat())
    assert (body["because"], body["cites"]) == ("Sáp nhập xã", "Nghị quyết 1686/NQ-UBTVQH15")
    assert body["basis"] == "Nghị quyết sắp xếp 2025"
    shown = bl.read(read_events, bl.act("hoa_quy_clerk"), str(case_id))
    assert shown[-1].kind == "case_succeeded" and shown[-1].kind_title.vi == "Chuyển sang cơ quan kế thừa"
    assert [one.seq for one in shown] == list(range(1, len(shown) + 1))


def test_who_sees_a_case_before_and_after(bl: World) -> None:
    case_id = opened(bl, "bl", "complaint_first")
    bl.run(
        send_request,
        bl.act("bl_clerk"),
        str(case_id),
        "information",
        bl.orgs["police"],
        "Đề nghị cho biết.",
    )
    assert sees(bl, "police", case_id)
    succeed(bl, "bl")
    assert all(sees(bl, f"hoa_quy_{post}", case_id) for post in ("reception", "clerk", "chair"))
    # Whom the case's own history names keeps it: the officer it was given to, the unit that was asked.
    assert sees(bl, "bl_officer", case_id) and sees(bl, "police", case_id)
    # The others of the office that is no more do not; nor does anybody else.
    assert not any(sees(bl, one, case_id) for one in ("bl_clerk", "bl_reception", "xa_ha_trung_clerk"))
    held = bl.read(succession.holdings_of, case_id)
    assert [(one["org_id"], one["to_at"]) for one in held] == [
        (bl.orgs["bl"], bl.at),
        (bl.orgs["hoa_quy"], None),
    ]


def test_the_new_office_works_on_and_draws_numbers_of_its_own(bl: World) -> None:
    case_id = opened(bl, "bl", "complaint_first")
    succeed(bl, "bl")
    colleague = bl.users["hoa_quy_officer"]
    bl.run(assign_case, bl.act("hoa_quy_chair"), str(case_id), "lead", [colleague])
    assert read(bl, case_id).row["holder_id"] == colleague
    assert not sees(bl, "bl_officer", case_id)
    own = opened(bl, "hoa_quy")
    assert "XHQ16186" in read(bl, own).row["number"]


def test_closed_cases_stay_where_they_were_closed(bl: World) -> None:
    case_id = opened(bl, "bl")
    bl.take("bl_reception", case_id, "classify", {"matter": "land_use", "mediable": False})
    bl.take("bl_clerk", case_id, "guide", {"guidance_ground": "other_body"}, ("guidance",))
    before = read(bl, case_id)
    assert before.row["stage"] == "closed" and not before.running()
    assert succeed(bl, "bl").passed == set()
    assert read(bl, case_id) == before


def test_what_comes_due_later_tells_the_new_office(bl: World) -> None:
    case_id = opened(bl, "bl")
    fired = read(bl, case_id)
    succeed(bl, "bl")
    until(bl, bl.today() + timedelta(days=10))
    found = read(bl, case_id)
    assert len(found.notices) > len(fired.notices) and found.row["marked_late"]
    offices = {one["to_org_id"] for one in found.notices if one["to_org_id"]}
    assert any(str(UUID(str(one))) == str(bl.orgs["hoa_quy"]) for one in offices)
    assert not any(str(UUID(str(one))) == str(bl.orgs["bl"]) for one in offices)
    assert "rung_fired" in found.kinds()


def test_a_sealed_case_goes_with_the_others_and_no_person_learns_of_it(bl: World) -> None:
    case_id = opened(bl, "bl", "complaint_first")
    bl.run(lambda session: session.execute(update(cases).values(sealed=True)))
    # Even somebody who administers both offices neither sees it in a plan nor passes it.
    post = {"user_id": bl.users["admin"], "role": "administrator", "from_day": FIRST, "to_day": None}
    for office in ("bl", "hoa_quy"):
        bl.run(people.insert_people_row, "role", {**post, "org_id": bl.orgs[office]})
    plan = bl.read(plan_succession, bl.act("admin"), bl.orgs["bl"], bl.today(), NONE)
    assert plan.cases == ()
    assert bl.read(succession.offices_to_succeed, [bl.orgs["bl"]], bl.today()) == {}
    move = Move(case_id, bl.orgs["hoa_quy"], Why.CHOSEN)
    with pytest.raises(CaseNotFound):
        bl.run(succeed_cases, bl.act("admin"), Succession(bl.orgs["bl"], bl.today()), [move])
    assert succeed(bl, "bl").passed == {case_id}
    found = bl.read(read_case, bl.act("bl_officer"), str(case_id))
    assert found.org_id == bl.orgs["hoa_quy"]
    for who in ("hoa_quy_chair", "hoa_quy_clerk", "admin"):
        with pytest.raises(CaseNotFound):
            bl.read(read_case, bl.act(who), str(case_id))


def test_a_second_run_passes_nothing(bl: World) -> None:
    case_id = opened(bl, "bl")
    succeed(bl, "bl")
    before = read(bl, case_id)
    again = succeed(bl, "bl")
    assert again.passed == set() and again.plan.cases == ()
    assert read(bl, case_id) == before
    # The same order given again, as a batch that is repeated would.
    order = Succession(bl.orgs["bl"], bl.today())
    move = Move(case_id, bl.orgs["hoa_quy"], Why.ONLY_SUCCESSOR)
    assert bl.run(succeed_cases, bl.act("cli"), order, [move]) == []
    assert read(bl, case_id) == before


def test_a_dry_run_keeps_nothing_and_may_look_ahead(bl: World) -> None:
    case_id = opened(bl, "bl")
    before, events = read(bl, case_id), chains_hold(bl)
    tried = succeed(bl, "bl", dry_run=True)
    assert tried.passed == {case_id} and tried.plan.cases[0].why is Why.ONLY_SUCCESSOR
    ahead = bl.today() + timedelta(days=10)
    args = (bl.database, lambda: bl.act("cli"), bl.orgs["bl"], ahead, NONE)
    assert succeed_office(*args, dry_run=True).passed == {case_id}
    with pytest.raises(InvalidInput):
        succeed_office(*args)
    assert read(bl, case_id) == before and chains_hold(bl) == events


def test_a_batch_that_fails_leaves_nothing_and_the_next_run_goes_on(bl: World) -> None:
    ids = {opened(bl, "bl") for _ in range(5)}
    stopped: list[int] = []

    def progress(count: int) -> None:
        stopped.append(count)
        if len(stopped) == 2:
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        succeed(bl, "bl", size=2, progress=progress)
    gone = {one for one in ids if read(bl, one).row["org_id"] == bl.orgs["hoa_quy"]}
    assert len(gone) == 4
    rest = succeed(bl, "bl", size=2)
    assert rest.passed == ids - gone
    assert all(read(bl, one).kinds().count("case_succeeded") == 1 for one in ids)


def test_what_others_still_ask_of_the_old_office_is_told(bl: World) -> None:
    case_id, old = opened(bl, "hoa_quy", "complaint_first"), bl.orgs["bl"]
    asked = (str(case_id), "information", old, "Đề nghị cho biết.")
    bl.run(send_request, bl.act("hoa_quy_clerk"), *asked)
    bl.run(assign_case, bl.act("hoa_quy_chair"), str(case_id), "coordinating", (), [old])
    plan = succeed(bl, "bl").plan
    assert (plan.requests, plan.parts) == (1, 1)
