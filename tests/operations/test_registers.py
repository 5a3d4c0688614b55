"""Registers and successions as dated data: what stood stays readable on its days, nothing is overwritten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from models import organisations, registers
from models.session import Database
from tests.operations.merged import (
    BINH_LUONG,
    FIRST,
    HA_TRUNG,
    HOA_QUY,
    HOAT_GIANG,
    LAST,
    MERGED,
    bearer,
    load_after,
    load_before,
    record_successors,
)
from tests.operations.record import chains_hold
from tests.world import World
from workflow.errors import DefinitionInvalid, NotPermitted
from workflow.importers.unit_register import read_successions
from workflow.operations.people.record_organisation import OrganisationEntry, record_organisation
from workflow.operations.people.record_succession import SuccessionTable, record_succession
from workflow.operations.people.successors import former_office
from workflow.operations.steps.places import place_on
from workflow.operations.steps.successors import old_office


def test_who_stands_above_and_who_inspects_in_each_regime(world: World) -> None:
    load_before(world)
    hoa_quy, district = bearer(world, HOA_QUY, LAST), bearer(world, "402", LAST)
    inspectors = {code: bearer(world, f"{code}-TT", LAST) for code in ("38", "402")}
    load_after(world)
    province = bearer(world, "38", MERGED)
    assert bearer(world, HOA_QUY, MERGED) == hoa_quy and bearer(world, "38", LAST) == province
    before, after = (world.read(place_on, hoa_quy, day) for day in (LAST, MERGED))
    assert before.above == (district, province) and before.inspected_by == {inspectors["402"]}
    assert after.above == (province,) and after.inspected_by == {inspectors["38"]}
    # In between nothing was rewritten: the register and its day stand on each row.
    rows = world.read(registers.bearers, HOA_QUY)
    assert [(row["register"], row["register_on"], row["from_day"], row["to_day"]) for row in rows] == [
        ("2024", FIRST, FIRST, LAST),
        ("2025", MERGED, MERGED, None),
    ]
    assert {row["short_name"] for row in rows} == {"XHQ16186"}


def test_another_process_sees_what_a_register_changed(world: World) -> None:
    load_before(world)
    hoa_quy = bearer(world, HOA_QUY, LAST)
    url = world.database.engine.url.render_as_string(hide_password=False)
    other = Database(url, world.database.keys, world.database.blobs)
    districts = []
    for _ in range(2):
        with other.transaction(read_only=True) as session:
            districts.append(place_on(session, hoa_quy, MERGED).above[0])
        load_after(world)
    other.engine.dispose()
    assert districts == [bearer(world, "402", LAST), bearer(world, "38", MERGED)]


def test_an_office_recorded_by_hand_goes_on_under_its_own_title(world: World) -> None:
    title, until = "Ủy ban nhân dân xã Bình Lương", LAST
    entry = OrganisationEntry("commune", title, "BL", date(2020, 1, 1), BINH_LUONG)
    org_id = world.run(record_organisation, world.act("cli"), entry)
    world.run(organisations.end_name, org_id, until)
    load_before(world)
    assert bearer(world, BINH_LUONG, LAST) == org_id
    rows = world.read(registers.bearers, BINH_LUONG)
    assert [(row["name"], row["short_name"], row["register"], row["to_day"]) for row in rows] == [
        (title, "BL", None, FIRST - timedelta(days=1)),
        (title, "BL", "2024", until),
    ]
    assert world.read(place_on, org_id, LAST).above[0] == bearer(world, "402", LAST)
    load_after(world)
    record_successors(world)
    assert [one.code for one in world.read(old_office, org_id, MERGED).successors] == [HOA_QUY]


def test_a_code_is_borne_by_another_office_later(world: World) -> None:
    load_before(world)
    town = bearer(world, HA_TRUNG, LAST)
    load_after(world)
    assert bearer(world, HA_TRUNG, MERGED) != town
    assert world.read(organisations.name_on, town, MERGED)["name"] == "Thị trấn Hà Trung"
    # What the town leaves is overseen by the province: its district is gone as well.
    assert world.read(place_on, town, MERGED).above == (bearer(world, "38", MERGED),)
    record_successors(world)
    assert world.read(former_office, HA_TRUNG, MERGED) == town
    assert world.read(former_office, f"{HA_TRUNG}@{MERGED}", MERGED) == bearer(world, HA_TRUNG, MERGED)


def test_the_same_again_changes_nothing(world: World) -> None:
    first = load_before(world)
    assert (first.begun, first.going_on, first.ended, first.fresh) == (16, 0, 0, True)
    assert not load_before(world).fresh
    second = load_after(world)
    assert (second.begun, second.going_on, second.ended) == (2, 4, 12)
    events = chains_hold(world)
    assert not load_after(world).fresh and load_after(world).links_begun == 0
    found = record_successors(world)
    assert (found.recorded, found.unchanged, found.rejected) == (10, 1, ())
    again = record_successors(world)
    assert (again.recorded, again.known, again.unchanged) == (0, 10, 1)
    assert chains_hold(world) == events + 1


def test_an_older_register_does_not_come_after_a_newer_one(world: World) -> None:
    load_before(world)
    load_after(world)
    with pytest.raises(DefinitionInvalid) as refused:
        load_before(world)
    assert [one.code for one in refused.value.findings] == ["newer-register"]


def test_only_the_product_itself_loads(world: World) -> None:
    table = SuccessionTable("x", MERGED, "0" * 64, ())
    with pytest.raises(NotPermitted):
        world.run(record_succession, world.act("admin"), table)


def test_successors_of_a_whole_and_of_a_split_office(world: World) -> None:
    load_before(world)
    load_after(world)
    record_successors(world)
    whole = world.read(old_office, bearer(world, BINH_LUONG, LAST), MERGED)
    assert [(one.code, one.office.extent) for one in whole.successors] == [(HOA_QUY, "whole")]
    assert whole.successors[0].office.source == "Nghị quyết sắp xếp 2025" and not whole.goes_on
    split = world.read(old_office, bearer(world, HA_TRUNG, LAST), MERGED)
    found = {(one.code, one.name, one.office.extent) for one in split.successors}
    assert found == {(HA_TRUNG, "Xã Hà Trung", "part"), (HOAT_GIANG, "Xã Hoạt Giang", "part")}
    # Before the day nobody succeeds anybody.
    assert world.read(old_office, bearer(world, BINH_LUONG, LAST), LAST).successors == ()


def test_rows_whose_offices_are_not_found_are_listed(world: World) -> None:
    load_before(world)
    load_after(world)
    lines = [
        "old_code,old_full_name,new_code,new_full_name,extent,match",
        "16204,Xã Khác,16186,Xã Hóa Quỳ,whole,name",
        "99999,Xã Lạ,16186,Xã Hóa Quỳ,whole,name",
        ",Xã Mất,16186,Xã Hóa Quỳ,,unmatched",
        "16204,Xã Bình Lương,16186,Xã Hoá Quì,whole,name",
        "16204,Xã Bình Lươg,16186,Xã Hóa Quỳ,whole,fuzzy",
    ]
    from_lines = SuccessionTable("x", MERGED, "0" * 64, read_successions(lines, "s.csv"))
    found = world.run(record_succession, world.act("cli"), from_lines)
    assert [(line, code) for line, code, _ in found.rejected] == [
        (2, "old-other-name"),
        (3, "old-unknown"),
        (4, "old-no-code"),
        (5, "new-other-name"),
    ]
    assert found.recorded == 1
