"""Registers of units, tables of successions and choices: read whole, or refused with the line."""

from __future__ import annotations

from datetime import date

import pytest

from tests.organisation.test_regime import REGIME
from workflow.errors import DefinitionInvalid
from workflow.importers.unit_register import read_choices, read_successions, read_units

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
UNITS = """code,name,full_name,level,parent_code
38,Thanh Hóa,Tỉnh Thanh Hóa,province,
402,Như Xuân,Huyện Như Xuân,district,38
00004,Bình Lương,Xã Bình Lương,commune,402
"""


def findings(text: str, day: date = BEFORE) -> list[tuple[int, str]]:
    with pytest.raises(DefinitionInvalid) as refused:
        read_units(text.splitlines(), "units.csv", REGIME, day)
    return [(one.line, one.code) for one in refused.value.findings]


def test_a_register_is_read_with_its_leading_zeros() -> None:
    units = read_units(("\ufeff" + UNITS).splitlines(), "units.csv", REGIME, BEFORE)
    assert [(one.code, one.full_name, one.parent) for one in units] == [
        ("38", "Tỉnh Thanh Hóa", ""),
        ("402", "Huyện Như Xuân", "38"),
        ("00004", "Xã Bình Lương", "402"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        (",402\n", ",999\n", [(4, "unknown-parent")]),
        (",402\n", ",38\n", [(4, "wrong-parent")]),
        (",402\n", ",\n", [(4, "wrong-parent")]),
        ("00004,", "402,", [(4, "duplicate-code")]),
        ("commune,", "canton,", [(4, "unknown-level")]),
        ("00004,Bình Lương,Xã Bình Lương", "00004,,", [(4, "blank")]),
        ("00004", "9" * 30, [(4, "too-long")]),
        ("level", "rank", [(1, "missing-column")]),
        ("code,", "id,", [(1, "missing-column")]),
        ("Xã Bình Lương", "Xã\0", [(4, "unreadable")]),
    ],
)
def test_a_faulty_register_is_refused(before: str, after: str, wanted: list[tuple[int, str]]) -> None:
    assert findings(UNITS.replace(before, after, 1)) == wanted


def test_a_register_of_another_day_is_refused() -> None:
    assert findings(UNITS, AFTER) == [(3, "unknown-level"), (4, "wrong-parent")]
    assert findings("code,full_name,level,parent_code\n") == [(1, "blank")]


def test_a_table_of_successions() -> None:
    text = "old_code,new_code,extent,match\n1,2,whole,fuzzy\n,3,,unmatched\n"
    fuzzy, unmatched = read_successions(text.splitlines(), "s.csv")
    assert (fuzzy.old_code, fuzzy.new_code, fuzzy.extent, fuzzy.is_sure) == ("1", "2", "whole", False)
    assert unmatched.old_code == "" and unmatched.line == 3
    with pytest.raises(DefinitionInvalid) as refused:
        read_successions(["old_code,new_code,extent", "1,2,half"], "s.csv")
    assert [(one.line, one.code) for one in refused.value.findings] == [(2, "wrong-extent")]


@pytest.mark.parametrize("header", ["number,successor,choose_from\n", "Số hồ sơ,Mã\n", ""])
def test_choices(header: str) -> None:
    found = read_choices((header + "KN-1,15271\nKN-2,\nKN-3,15286,x\n").splitlines(), "c.csv")
    assert {case: code for case, (code, _) in found.items()} == {"KN-1": "15271", "KN-3": "15286"}


def test_a_case_chosen_for_twice_is_refused() -> None:
    assert read_choices(["KN-1,1", "KN-1,1"], "c.csv") == {"KN-1": ("1", 1)}
    with pytest.raises(DefinitionInvalid):
        read_choices(["KN-1,1", "KN-1,2"], "c.csv")
