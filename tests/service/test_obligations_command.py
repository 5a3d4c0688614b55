"""`tiepdan obligations open`, as an operator calls it, for a year that is over: no answer hangs on today."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.service.test_commands import Office
from tests.world import make_world

SESSION = ("obligations", "open", "--year", "2024", "--plan", "ky_hop_quoc_hoi_7")


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path) -> tuple[Office, str]:
    """The command line over a small world, and the id of its commune."""
    world = make_world(sqlite_url, tmp_path)
    commune = str(world.orgs["commune"])
    world.database.engine.dispose()
    (tmp_path / "cases.sqlite").rename(tmp_path / "tiepdan.sqlite")
    return Office(tmp_path), commune


def test_what_is_over_is_opened_where_asked_and_only_once(town: tuple[Office, str]) -> None:
    office, commune = town
    here = (*SESSION, "--office", commune)
    # Three weekly duties in the four weeks from Monday 3 June and the one whose Saturday is 1 June's: each
    # due on a Friday.
    told = office.told(*here)
    assert (told["opened"], told["there"], told["to_come"]) == (0, 0, 0) and told["past"] == 12
    assert {one["due"] for one in told["duties"]} == {"2024-06-07", "2024-06-14", "2024-06-21", "2024-06-28"}
    assert [one["task"] for one in told["on_event"]] == [
        "ky_hop_quoc_hoi_7.matters_from_above",
        "ky_hop_quoc_hoi_7.immediate_report",
    ]
    tried = office.told(*here, "--past", "--dry-run")
    assert tried["dry_run"] and tried["opened"] == 12 and {one["number"] for one in tried["duties"]} == {None}
    done = office.told(*here, "--past")
    assert done["opened"] == 12 and len({one["number"] for one in done["duties"]}) == 12
    again = office.told(*here, "--past")
    assert (again["opened"], again["there"]) == (0, 12)
    assert [one["number"] for one in again["duties"]] == [one["number"] for one in done["duties"]]
    said = office.run(*here)
    assert "đã có" in said.stdout and "Báo cáo tuần" in said.stdout and "theo việc" in said.stdout
    assert "mở 0, đã có 12" in said.stderr
    assert office.told("audit", "verify")["ok"] is True


def test_an_unknown_plan_or_office_is_named(town: tuple[Office, str]) -> None:
    office, commune = town
    result = office.run("obligations", "open", "--year", "2026", "--office", commune, "--plan", "nothing")
    assert result.exit_code == 1 and "de_an_1895" in result.stderr
    result = office.run(*SESSION, "--office", "no-such-code")
    assert result.exit_code == 1 and "no-such-code" in result.stderr
