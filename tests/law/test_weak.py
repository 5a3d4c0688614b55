"""What is not read in the law itself is listed: by the marks of the table of legal facts (law.md, 0 to 9),
written out here, and nothing that this table marks as read."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from service.cli import main
from tests.law.books import law
from workflow.calendar.schema import MARKS
from workflow.law.rule import CONFIDENCE
from workflow.law.weak import weak_facts

MARKED = {
    # Acceptance, publication, information, dialogue, suspension and archive of complaints (1.2); the day of
    # Decree 124/2020 is from memory (0).
    "H*": "KN-ACC3 KN-R1/complex KN-R1/pause KN-R1/transition KN-R2/pause KN-R2/transition KN-DLG "
    "KN-DLG/transition KN-SUSP KN-SUSP/transition TC-RES/transition TC-MONTHLY/transition TCD-REFUSE "
    "TCD-ONLINE TCD-ONTEST TCD-IDLE TCD-REPLY TCD-POST TCD-REF7 TCD-REF5 XLD-2014",
    "M": "KN-ACC2-2012 KN-ACC2 KN-P2-2012 KN-P2 KN-P2-POST-2012 KN-P2-POST KN-P2-MEET-2012 KN-P2-MEET "
    "KN-INF-2012 KN-INF KN-DLG-2020 KN-ARC KN-EFF/soft KN-EFF2/soft TC-RES/soft TC-RES-2019/soft LD-NOT "
    "LD-MED-2013 LD-OPINION-2014 LD-OPINION LD-BOUNDARY-2014 LD-BOUNDARY LDR-WINDOW LDR-EFF LDR-EFF/soft "
    "HG-START HG-COURT",
    "L": "KN-DLG-2020 LD-MED-2013-OPEN/soft LD-BOUNDARY-2014 XLD",
}


def listed() -> list[dict[str, str]]:
    """What the command lists."""
    found: list[dict[str, str]] = json.loads(
        CliRunner().invoke(main, ["definition", "weak", "--json"]).stdout
    )
    return found


@pytest.mark.parametrize("mark", MARKED)
def test_the_facts_of_each_mark_are_those_of_the_table(mark: str) -> None:
    found = {one.fact.replace(" / ", "/") for one in weak_facts(law()) if one.confidence == mark}
    assert found == set(MARKED[mark].split())


def test_each_says_what_and_where() -> None:
    assert all(one.says and one.source for one in weak_facts(law()))
    assert all(one["fact"] and one["source"] for one in listed())


def test_a_day_in_force_from_memory_is_told_with_its_days() -> None:
    days = [one for one in weak_facts(law()) if one.fact == "KN-P2-2012"]
    assert [(one.confidence, "2012-07-01 – 2020-12-09" in one.says) for one in days] == [("M", True)]


def test_the_readings_of_counting_are_listed() -> None:
    """Rolling, effects, counting back, pauses, extensions, following periods, swapped days, receipt (7)."""
    found = {one["fact"] for one in listed()}
    ways = "roll effect notice pause extension following swapped receipt"
    assert {f"vn / {name}" for name in ways.split()} <= found


def test_levels_from_memory_are_listed_with_their_law() -> None:
    rows = [one for one in listed() if one["fact"] == "vn / above"]
    assert {one["source"] for one in rows} == {"Luật Tổ chức chính quyền địa phương 77/2015/QH13"}
    assert "commune < district (2016-01-01 – 2025-06-30)" in {one["says"] for one in rows}


def test_calendars_and_rules_use_the_same_marks() -> None:
    assert tuple(CONFIDENCE) == MARKS
