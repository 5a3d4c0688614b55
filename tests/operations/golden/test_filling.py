"""What a letter is filled with; every golden scenario fills the letters that its acts bring (`playing`)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.operations.golden.filling import BY_HAND, faults, sheets, written
from tests.operations.golden.petition_steps import assigned, classified, received
from tests.operations.golden.playing import play
from tests.operations.golden.scenario import Scenario
from tests.world import World


def test_a_letter_holds_what_the_case_knows(sqlite_world: World) -> None:
    scenario = Scenario("petition", "2026.1", "assigned", received(), classified(), assigned())
    row = play(sqlite_world, scenario).row
    (letter,) = written(sqlite_world, row["case_id"], "chair", ("petition", "assignment"))
    assert letter.blanks["co_quan"]
    assert {name: value for name, value in letter.blanks.items() if name != "co_quan"} == {
        "ngay_lap": date(2026, 7, 8),
        "so_ho_so": row["number"],
        "so": BY_HAND,
        "nguoi_thuc_hien": "Officer",
        "phoi_hop": None,
        "trich_yeu": "Thu gom rác thải thôn",
        "noi_dung": "Rác thải ở đầu thôn chưa được thu gom.",
        "thoi_han": date(2026, 8, 7),
        "nguoi_ky": BY_HAND,
    }
    assert faults(letter) == []


def test_what_is_missing_or_of_another_kind_is_told(sqlite_world: World) -> None:
    scenario = Scenario("petition", "2026.1", "assigned", received(), classified(), assigned())
    case_id = play(sqlite_world, scenario).row["case_id"]
    (letter,) = written(sqlite_world, case_id, "chair", ("assignment",))
    spoilt = replace(letter, blanks={**letter.blanks, "trich_yeu": None, "thoi_han": "tháng tám"})
    assert faults(spoilt) == [
        "petition_assignment.trich_yeu is empty",
        "petition_assignment.thoi_han holds 'tháng tám', no date",
    ]


def test_only_sealed_papers_and_those_of_the_citizen_name_a_denouncer() -> None:
    """What goes to others never draws on the denouncer's identity (TC Điều 8), whatever the case type."""
    naming = {
        form.name
        for form in sheets().values()
        for blank in form.fields.values()
        for source in (*blank.sources, *(one for group in blank.by_document.values() for one in group))
        if source.name.startswith(("denouncer_", "other_denouncers"))
    }
    assert naming and all(sheets()[name].sealed or sheets()[name].by == "citizen" for name in naming)
    assert not naming & {"nd31_06", "nd31_12", "published_conclusion", "crime_transfer", "sealed_dispatch"}
