"""What a register changes: the same code and name go on, everything else ends or begins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from tests.organisation.test_regime import REGIME
from workflow.organisation.change import Change, Known, changed
from workflow.organisation.units import Unit, Wanted, initials, is_same_name, wanted_offices

DAY = date(2025, 7, 1)
FIRST = date(2025, 3, 1)
PROVINCE, DISTRICT, COMMUNE = (UUID(int=one) for one in (1, 2, 3))
ABOVE = {COMMUNE: DISTRICT, DISTRICT: PROVINCE}


def known(org_id: UUID, code: str, name: str, register: str | None = "2024") -> Known:
    above = ABOVE.get(org_id)
    day = FIRST if register else None
    return Known(org_id, code, name, "X", FIRST, None, register, day, above, frozenset())


KNOWN = [
    known(PROVINCE, "38", "Tỉnh Thanh Hóa"),
    known(DISTRICT, "402", "Huyện Như Xuân"),
    known(COMMUNE, "16186", "Xã Hóa Quỳ"),
]


def wanted(code: str, name: str, above: str | None = "38") -> Wanted:
    return Wanted(code, name, "X", "commune" if above else "province", above, frozenset())


def compare(*communes: Wanted, offices: list[Known] = KNOWN, is_part: bool = False) -> Change:
    found = changed([wanted("38", "Tỉnh Thanh Hoá", None), *communes], offices, ABOVE, is_part=is_part)
    going = {office.org_id for office, _ in found.go_on}
    assert not going & {one.office.org_id for one in found.end}
    return found


def test_the_same_code_and_name_go_on_however_the_tone_is_placed() -> None:
    found = compare(wanted("16186", "Xã Hoá Quỳ"))
    assert [office.org_id for office, _ in found.go_on] == [PROVINCE, COMMUNE]
    assert [(one.office.org_id, one.overseer) for one in found.end] == [(DISTRICT, PROVINCE)]
    assert found.begin == () and found.taken == ()


def test_a_code_is_not_an_identity() -> None:
    found = compare(wanted("16186", "Phường Hóa Quỳ"))
    assert [one.code for one in found.begin] == ["16186"]
    # What the ended commune leaves is overseen by the nearest office above that goes on.
    assert {one.office.org_id: one.overseer for one in found.end} == {DISTRICT: PROVINCE, COMMUNE: PROVINCE}


def test_a_title_recorded_by_hand_is_the_same_office() -> None:
    by_hand = [*KNOWN[:2], known(COMMUNE, "16186", "Ủy ban nhân dân xã Hóa Quỳ", None)]
    found = compare(wanted("16186", "Xã Hóa Quỳ"), offices=by_hand)
    assert COMMUNE in {office.org_id for office, _ in found.go_on}


@pytest.mark.parametrize("name", ["Ủy ban nhân dân thị trấn Hóa Quỳ", "Xã Khác"])
def test_an_office_of_another_name_recorded_by_hand_is_in_the_way(name: str) -> None:
    by_hand = [*KNOWN[:2], known(COMMUNE, "16186", name, None)]
    assert compare(wanted("16186", "Xã Hóa Quỳ"), offices=by_hand).taken == (("16186", name),)


def test_two_offices_with_one_code_and_name_are_in_the_way() -> None:
    twice = [*KNOWN, replace(KNOWN[2], org_id=UUID(int=4))]
    assert [code for code, _ in compare(wanted("16186", "Xã Hóa Quỳ"), offices=twice).taken] == ["16186"] * 2


def test_what_was_recorded_by_hand_never_ends_by_a_register() -> None:
    assert compare(offices=[KNOWN[0], known(COMMUNE, "999", "Xã Riêng", None)]).end == ()


def test_a_part_of_a_register_ends_nothing_elsewhere() -> None:
    elsewhere = known(UUID(int=9), "01", "Thành phố Hà Nội")
    whole = compare(wanted("16186", "Xã Hóa Quỳ"), offices=[*KNOWN, elsewhere])
    assert {one.office.code for one in whole.end} == {"402", "01"}
    part = compare(wanted("16186", "Xã Hóa Quỳ"), offices=[*KNOWN, elsewhere], is_part=True)
    assert {one.office.code for one in part.end} == {"402"}


UNITS = [
    Unit(2, "38", "Tỉnh Thanh Hóa", "province", ""),
    Unit(3, "402", "Huyện Như Xuân", "district", "38"),
    Unit(4, "16204", "Xã Bình Lương", "commune", "402"),
]


def test_inspecting_bodies_stand_beside_their_units() -> None:
    offices = {one.code: one for one in wanted_offices(UNITS, REGIME, date(2025, 6, 30))}
    assert offices["16204"].inspectors == {"402-TT"} and offices["402"].inspectors == {"38-TT"}
    assert offices["402-TT"].name == "Thanh tra huyện Như Xuân" and offices["402-TT"].above == "402"
    assert offices["38"].inspectors == {"TTCP"} and offices["TTCP"].above is None
    assert offices["16204"].short_name == "XBL16204"


def test_since_july_the_province_inspects_its_communes() -> None:
    units = [UNITS[0], Unit(3, "16186", "Xã Hóa Quỳ", "commune", "38")]
    offices = {one.code: one for one in wanted_offices(units, REGIME, DAY)}
    assert set(offices) == {"38", "16186", "38-TT", "TTCP"}
    assert offices["16186"].inspectors == {"38-TT"}


@pytest.mark.parametrize(
    ("recorded", "registered", "same"),
    [
        ("Xã  Hoà An", "Xã Hòa An", True),
        ("XÃ HÒA AN", "Xã Hòa An", True),
        ("Ủy ban nhân dân xã Hòa An", "Xã Hòa An", True),
        ("Xã Hoa An", "Xã Hòa An", False),
        ("Thị trấn Hà Trung", "Xã Hà Trung", False),
        ("Liên xã Hòa An", "xã Hòa", False),
    ],
)
def test_names_that_are_the_same(recorded: str, registered: str, same: bool) -> None:
    assert is_same_name(recorded, registered) is same


def test_initials() -> None:
    assert initials("Xã Đắk R'Măng - Ea") == "XDRE"
