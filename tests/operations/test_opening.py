"""Who opens a case of a type, where and how; and that an office that has ended opens nothing new."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from models.organisations import names_on, units_of
from service.definition_files import read_plans
from tests.operations.journeys import DISPUTE
from tests.operations.merged import BINH_LUONG, MERGED, before_the_merger, merged
from tests.operations.record import read
from tests.world import World, paper
from workflow.errors import NotFound, TransitionRefused
from workflow.operations.case.open_form import case_types_for, desk_reasons
from workflow.operations.case.read_case import read_case
from workflow.operations.people.give_role import give_role
from workflow.operations.people.plan_succession import Choices
from workflow.operations.people.record_organisation import OrganisationEntry, record_organisation
from workflow.operations.people.relate_organisation import relate_organisation
from workflow.workers.obligations import open_duties, renew
from workflow.workers.opener import deliver
from workflow.workers.succession import Succeeded, succeed_office

ITEM = {"subject": "x", "conclusion_no": "1", "kind": "recovery", "requirement": "y", "due_on": "2026-12-01"}

INTAKE = {
    "senders": [{"name": "Phan Văn Sáu"}],
    "content": "Tranh chấp ngõ đi.",
    "subject": "Ngõ đi",
    "people": 1,
}


def refused(world: World, who: str, case_type: str, fields: dict[str, Any], **more: Any) -> list[Any]:
    """The reasons for which nothing is opened: code, name, sentences."""
    with pytest.raises(TransitionRefused) as caught:
        world.open(who, case_type, fields, **more)
    return [(one.code, one.name, one.vi, one.en) for one in caught.value.reasons]


def test_what_another_case_opens_is_not_opened_at_the_desk(world: World) -> None:
    ((code, name, vi, en),) = refused(world, "clerk", "post_inspection_item", ITEM)
    assert (code, name) == ("opened-elsewhere", "desk")
    assert vi == "Nội dung phải thực hiện được mở từ kết luận thanh tra."
    assert en == "An item is opened from the conclusion it belongs to."
    for case_type in ("emergency_stay", "protection", "obligation", "selftest"):
        assert refused(world, "clerk", case_type, {})[0][:2] == ("opened-elsewhere", "desk")


def test_the_level_of_the_office_and_the_role_of_the_person_are_asked(world: World) -> None:
    ((code, kind, vi, _),) = refused(world, "clerk", "complaint_second_resolution", {})
    assert (code, kind) == ("other-level", "commune") and "Ủy ban nhân dân cấp tỉnh" in vi
    # The mediator may open cases, disputes namely: a filing is no business of theirs.
    ((code, roles, vi, en),) = refused(world, "mediator", "intake", {})
    assert (code, roles) == ("role-needed", "reception,clerk,chair")
    assert vi == "Chỉ Người tiếp công dân, Văn phòng, Chủ tịch UBND được thực hiện." and "Reception" in en
    found = refused(world, "upper", "land_mediation", {}, org="province")
    assert [one[:2] for one in found] == [("other-level", "province")]
    assert world.open("mediator", "dispute", DISPUTE, state="noticed").state == "noticed"


def test_the_desk_offers_what_it_takes(world: World) -> None:
    """What is offered to somebody is what is not refused to them, type by type."""
    with world.database.transaction(read_only=True) as session:
        types = case_types_for(session, world.today())
        offered = {
            who: {
                one.name for one in types if not desk_reasons(session, world.act(who), one, world.orgs[org])
            }
            for who, org in (("reception", "commune"), ("mediator", "commune"), ("upper", "province"))
        }
    assert offered["mediator"] == {"dispute"}
    assert {"intake", "complaint_first", "land_dispute"} <= offered["reception"]
    assert not {"gate_checklist", "post_inspection_item", "complaint_second"} & offered["reception"]
    assert "complaint_second_resolution" in offered["upper"] and "dispute" not in offered["upper"]


@pytest.fixture
def bl(world: World) -> World:
    """Bình Lương, which went wholly into Hóa Quỳ, and a team of its own."""
    merged(world, ("bl", BINH_LUONG))
    with before_the_merger(world):
        entry = OrganisationEntry("mediation_team", "Tổ hòa giải thôn 1", "T1", date(2025, 3, 1))
        team = world.orgs["bl_team"] = world.new_id()
        world.run(record_organisation, world.act("cli"), entry, team)
        world.run(relate_organisation, world.act("cli"), team, "part_of", world.orgs["bl"], date(2025, 3, 1))
        world.run(give_role, world.act("cli"), world.users["bl_officer"], "mediator", team, date(2025, 3, 1))
    return world


def test_an_ended_office_opens_nothing_and_names_its_successor(bl: World) -> None:
    ((code, org, vi, en),) = refused(bl, "bl_reception", "dispute", DISPUTE, org="bl")
    assert (code, org) == ("office-ended", str(bl.orgs["bl"]))
    name = bl.read(names_on, [bl.orgs["hoa_quy"]], bl.today())[bl.orgs["hoa_quy"]]
    assert name and name in vi and name in en
    # Not the product either, and whatever the day of receipt: it is opened today.
    assert refused(bl, "cli", "dispute", DISPUTE, org="bl", received_on=date(2025, 6, 2))[0][0] == code
    with before_the_merger(bl):
        assert bl.open("bl_reception", "dispute", DISPUTE, org="bl").number
    assert bl.open("hoa_quy_reception", "dispute", DISPUTE, org="hoa_quy").number


def test_a_matter_handed_on_from_an_ended_office_begins_with_its_successor(bl: World) -> None:
    with before_the_merger(bl):
        made = bl.open("bl_reception", "intake", INTAKE, org="bl", papers=(paper("filing"),))
        bl.take("bl_reception", made.case_id, "classify", {"kind": "dispute", "competence": "own"})
        bl.take("bl_clerk", made.case_id, "open_dispute", {}, ("proposal",))
    (case_id,) = deliver(bl.database, bl.act).opened
    row = read(bl, case_id).row
    assert row["org_id"] == row["opening_org_id"] == bl.orgs["hoa_quy"]
    assert row["received_on"] == date(2025, 6, 23)


def succeed(world: World, **more: Any) -> Succeeded:
    """The succession of Bình Lương carried out today."""
    act = world.act("cli")
    choices = more.pop("choices", Choices({}))
    return succeed_office(
        world.database, lambda: act, world.orgs["bl"], world.today(), choices, "Sáp nhập", **more
    )


def test_units_and_posts_of_an_ended_office_are_told_and_units_move_on_demand(bl: World) -> None:
    plan = succeed(bl, dry_run=True, move_units=True).plan
    assert list(plan.units.values()) == ["Tổ hòa giải thôn 1"]
    held = {(one.username, one.role, one.org_id) for one in plan.posts}
    assert ("bl_chair", "chair", bl.orgs["bl"]) in held
    assert ("bl_officer", "mediator", bl.orgs["bl_team"]) in held and len(held) == 5
    assert bl.read(units_of, bl.orgs["bl"], bl.today()) == [bl.orgs["bl_team"]]
    assert succeed(bl).units_moved == ()
    assert succeed(bl, move_units=True).units_moved == (bl.orgs["bl_team"],)
    assert bl.read(units_of, bl.orgs["hoa_quy"], bl.today()) == [bl.orgs["bl_team"]]
    # The mediator of the team works at the successor now, and opens there what a mediator opens.
    assert bl.open("bl_officer", "dispute", DISPUTE, org="hoa_quy", state="noticed").number
    again = succeed(bl, move_units=True)
    assert again.units_moved == () and {one.org_id for one in again.plan.posts} == {bl.orgs["bl"]}


def test_units_do_not_move_where_several_offices_succeed(bl: World) -> None:
    bl.run(relate_organisation, bl.act("cli"), bl.orgs["bl"], "successor", bl.orgs["neighbour"], MERGED)
    with pytest.raises(NotFound, match="--to"):
        succeed(bl, move_units=True)
    assert bl.read(units_of, bl.orgs["bl"], bl.today()) == [bl.orgs["bl_team"]]


def test_a_role_at_an_ended_office_reads_what_was_closed_there_and_opens_nothing(bl: World) -> None:
    with before_the_merger(bl):
        ref = bl.open("bl_reception", "dispute", DISPUTE, org="bl").case_id
        withdrawn = {"withdrawal_ground": "unwilling"}
        bl.take("bl_clerk", ref, "withdraw", withdrawn, ("withdrawal",))
    bl.run(give_role, bl.act("cli"), bl.users["officer"], "receptionist", bl.orgs["bl"], bl.today())
    assert bl.read(read_case, bl.act("officer"), str(ref)).case_id == ref
    assert refused(bl, "officer", "dispute", DISPUTE, org="bl")[0][0] == "office-ended"


def test_duties_come_back_at_offices_that_stand_and_not_at_one_that_has_ended(bl: World) -> None:
    plans = read_plans()
    bl.at = datetime(2026, 1, 5, 2, tzinfo=UTC)
    with before_the_merger(bl):
        for office in ("bl", "neighbour"):
            assert open_duties(bl.database, bl.act, plans, bl.orgs[office], 2025)
    found = renew(bl.database, bl.act, plans)
    numbers = {str(duty.number) for duty in found}
    assert numbers and all("-NE-2026-" in number for number in numbers), numbers
