"""Split offices: a person chooses for each case where it goes, or for all the rest."""

from __future__ import annotations

import pytest

from tests.operations.journeys import DISPUTE
from tests.operations.merged import BINH_LUONG, HA_TRUNG, HOAT_GIANG, merged
from tests.operations.record import chains_hold, read
from tests.operations.test_succession import bl, opened, sees, succeed
from tests.world import World
from workflow.errors import DefinitionInvalid, NotFound, NotPermitted
from workflow.operations.case.succeed_case import Move, Succession, succeed_cases
from workflow.operations.people.plan_succession import Choices
from workflow.organisation.succession import Why

__all__ = ["bl"]


@pytest.fixture
def ht(world: World) -> World:
    """The town of Hà Trung with its people; it went to two communes."""
    merged(world, ("ht", HA_TRUNG))
    return world


def test_a_split_office_waits_for_a_choice_per_case(ht: World) -> None:
    first, second, third = (opened(ht, "ht") for _ in range(3))
    numbers = {one: read(ht, one).row["number"] for one in (first, second, third)}
    nothing = succeed(ht, "ht")
    assert nothing.passed == set() and nothing.waiting == 3
    chosen = Choices({numbers[first]: (HA_TRUNG, 1), str(second): (HOAT_GIANG, 2)})
    result = succeed(ht, "ht", chosen)
    assert result.passed == {first, second} and result.waiting == 1
    assert [one.number for one in result.plan.cases if one.to is None] == [numbers[third]]
    assert read(ht, first).row["org_id"] == ht.orgs["xa_ha_trung"] != ht.orgs["ht"]
    assert read(ht, second).row["org_id"] == ht.orgs["hoat_giang"]
    assert read(ht, third).row["org_id"] == ht.orgs["ht"]
    assert read(ht, first).body("case_succeeded")["why"] == "chosen"
    # The same file with one line more: what went before is counted, nothing goes twice.
    more = Choices({numbers[first]: (HA_TRUNG, 1), numbers[third]: (HOAT_GIANG, 3)})
    again = succeed(ht, "ht", more)
    assert again.passed == {third} and again.plan.moved_before == 1 and again.waiting == 0
    assert chains_hold(ht)


def test_one_choice_for_all_that_have_none(ht: World) -> None:
    first, second = opened(ht, "ht"), opened(ht, "ht")
    own = Choices({str(first): (HOAT_GIANG, 1)}, for_all=HA_TRUNG)
    succeed(ht, "ht", own)
    assert read(ht, first).row["org_id"] == ht.orgs["hoat_giang"]
    assert read(ht, second).row["org_id"] == ht.orgs["xa_ha_trung"]
    assert read(ht, second).body("case_succeeded")["why"] == "chosen_for_all"


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        ({"KN-KHONG-CO": (HA_TRUNG, 7)}, "unknown-case"),
        ({"{number}": (BINH_LUONG, 7)}, "no-successor"),
        ({"{number}": ("00000", 7)}, "no-successor"),
    ],
)
def test_a_wrong_choice_stops_the_run_before_it_begins(
    ht: World, choices: dict[str, tuple[str, int]], code: str
) -> None:
    case_id, other = opened(ht, "ht"), opened(ht, "ht")
    number = read(ht, case_id).row["number"]
    named = {key.format(number=number): value for key, value in choices.items()}
    with pytest.raises(DefinitionInvalid) as refused:
        succeed(ht, "ht", Choices({str(other): (HA_TRUNG, 1), **named}, file="c.csv"))
    assert [(one.file, one.line, one.code) for one in refused.value.findings] == [("c.csv", 7, code)]
    assert read(ht, other).row["org_id"] == ht.orgs["ht"]


def test_what_is_no_successor_is_refused(ht: World) -> None:
    with pytest.raises(NotFound, match="not among the successors"):
        succeed(ht, "ht", Choices({}, for_all="38"))
    with pytest.raises(NotFound, match="no successor"):
        succeed(ht, "xa_ha_trung")


def test_an_office_without_a_recorded_successor_gets_the_one_that_is_named(world: World) -> None:
    case_id = world.open("reception", "dispute", DISPUTE).case_id
    neighbour = str(world.orgs["neighbour"])
    tried = succeed(world, "commune", Choices({}, for_all=neighbour), dry_run=True)
    assert tried.plan.fresh_successor == world.orgs["neighbour"] and tried.passed == {case_id}
    succeed(world, "commune", Choices({}, for_all=neighbour))
    assert read(world, case_id).row["org_id"] == world.orgs["neighbour"]
    assert sees(world, "stranger", case_id)
    # From now on it is known.
    later = world.open("reception", "dispute", DISPUTE).case_id
    assert succeed(world, "commune").passed == {later}


def test_people_need_the_permission_at_both_offices(bl: World) -> None:
    case_id = opened(bl, "bl")
    order = Succession(bl.orgs["bl"], bl.today())
    move = Move(case_id, bl.orgs["hoa_quy"], Why.CHOSEN)
    for who in ("bl_chair", "hoa_quy_chair", "admin"):
        with pytest.raises(NotPermitted):
            bl.run(succeed_cases, bl.act(who), order, [move])
    assert read(bl, case_id).row["org_id"] == bl.orgs["bl"]
