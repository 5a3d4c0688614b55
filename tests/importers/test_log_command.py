"""The command over a real office: what it prints, what it writes, and what it keeps out."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from models import audit
from service.cli import main
from tests.importers.log_samples import MAPPING, WHOLE, deployed, xes
from tests.importers.test_log_replay import DEVIATING
from tests.operations.worlds import Made as MadeWorld
from tests.operations.worlds import clone, copy_of, sqlite_made
from workflow.operations.case.replay_case import Deviation

__all__ = ["sqlite_made"]


class Office:
    """A commune's data folder with the procedure deployed, and the command line over it."""

    def __init__(self, made: MadeWorld, folder: Path) -> None:
        self.made, self.folder = made, folder
        world = copy_of(made, folder)
        deployed(world)
        world.database.engine.dispose()
        (folder / "world.sqlite").rename(folder / "tiepdan.sqlite")
        self.map(MAPPING)

    def map(self, text: str) -> None:
        """Write the mapping."""
        written = text.replace("office: X", f"office: {self.made.orgs['commune']}")
        (self.folder / "map.yaml").write_text(written, encoding="utf-8")

    def bring(self, content: str | bytes, *options: str, name: str = "log.xes.gz") -> Result:
        """Run the import over a packed file with this content."""
        file = self.folder / name
        file.write_bytes(content if isinstance(content, bytes) else gzip.compress(content.encode()))
        arguments = ["import", "log", str(file), "--mapping", str(self.folder / "map.yaml"), *options]
        result = CliRunner().invoke(main, arguments, env={"TIEPDAN_DATA_DIR": str(self.folder)})
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    def told(self, content: str | bytes, *options: str) -> Any:
        """What it prints with --json."""
        result = self.bring(content, *options, "--json")
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    def events(self) -> int:
        """How many events the whole record holds."""
        world = clone(self.made, f"sqlite:///{self.folder / 'tiepdan.sqlite'}", self.folder)
        found: int = world.read(lambda session: sum(1 for _ in audit.stream_events(session)))
        world.database.engine.dispose()
        return found


@pytest.fixture
def office(sqlite_made: MadeWorld, tmp_path: Path) -> Office:
    return Office(sqlite_made, tmp_path)


BOTH = xes({"a": WHOLE, "d": DEVIATING})


def test_the_report_in_words_as_json_and_as_a_file(office: Office) -> None:
    tried = office.told(BOTH, "--dry-run")
    told = office.told(BOTH, "--deviations", str(office.folder / "found.csv"))
    assert told == tried
    assert (told["events"], told["taken"], told["deviating"], told["share"]) == (17, 9, 8, round(9 / 17, 6))
    assert told["reasons"] == {
        "role-needed": 2, "unmapped-activity": 2, "before-opening": 1,
        "sentry": 1, "wrong-state": 1, "second-person": 1,
    }  # fmt: skip
    assert (len(told["deviations"]), told["not_listed"], told["rejected_cases"]) == (8, 0, [])
    with (office.folder / "found.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == list(Deviation.__slots__)
    listed = [{name: str(value) for name, value in one.items()} for one in told["deviations"]]
    assert rows == listed
    again = office.bring(BOTH, "--deviations", str(office.folder / "found.jsonl"))
    assert again.exit_code == 0
    first, second, *rest = again.stdout.splitlines()
    assert first == "2 vụ việc; nhập 0, đã có 2, từ chối 0."
    assert second == "17 sự kiện; đúng quy trình 9 (52.94 %), sai lệch 8, bỏ qua 0, ngoài 0."
    assert any("dòng 33, d, sự kiện 3 “Look” (open): Chưa ghi số người." in line for line in rest)
    lines = (office.folder / "found.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == told["deviations"]


def test_a_spreadsheet_never_runs_what_a_log_says(office: Office) -> None:
    evil = [*WHOLE[:2], ("=HYPERLINK(1)", "2026-01-05T09:00:00+07:00", "Anh")]
    office.told(xes({"e": evil}), "--deviations", str(office.folder / "found.csv"))
    with (office.folder / "found.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["activity"] == "'=HYPERLINK(1)"


def test_the_case_type_of_the_command_stands_over_the_mappings(office: Office) -> None:
    office.map(MAPPING.replace("case_type: errand\n", ""))
    assert "must say 'case_type'" in office.bring(BOTH).stderr
    assert office.told(BOTH, "--case-type", "errand", "--dry-run")["taken"] == 9
    refused = office.bring(BOTH, "--case-type", "nothing")
    assert refused.exit_code == 1 and "No case type 'nothing' is deployed" in refused.stderr


BROKEN: dict[str, tuple[str | bytes, str]] = {
    "cut": (gzip.compress(xes({f"c{one}": WHOLE for one in range(200)}).encode())[:-40], "breaks off"),
    "not packed": (b"PK\x03\x04", "log.xes.gz:1:1: error: unreadable"),
    "not xml": ("case,activity\n", "log.xes.gz:1:1: error: unreadable: The file is not XML"),
    "a bomb": (xes({"a": WHOLE}, head='<!DOCTYPE log [<!ENTITY a "b">]>\n'), "2:15: error: unreadable"),
    "no time": (BOTH.replace("time:timestamp", "time:stamp"), "map.yaml:8:7: error: missing-attribute"),
    "no name": (
        BOTH.replace('<string key="concept:name" value="a"/>', "").replace("concept:name", "name"),
        "map.yaml:6:7: error: missing-attribute",
    ),
    "no trace": ("<log/>", "1:1: error: unreadable: The log ends before its first trace"),
    "no case": (BOTH.replace('key="who"', 'key="whom"'), "Did you mean 'case:whom'?"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_bad_file_is_said_in_one_sentence_and_nothing_is_kept(office: Office, name: str) -> None:
    content, words = BROKEN[name]
    before = office.events()
    result = office.bring(content)
    assert result.exit_code == 1
    assert words in result.stderr and "Traceback" not in result.stderr
    assert office.events() == before


def test_a_case_at_fault_is_said_with_its_place_and_the_others_come_in(office: Office) -> None:
    turned = [WHOLE[0], WHOLE[2], WHOLE[1]]
    text = xes({"a": WHOLE, "t": turned, "b": WHOLE}).replace('value="b"', 'value="a"')
    told = office.told(text)
    assert (told["imported"], told["rejected"], told["outside"]) == (1, 2, 8)
    assert [(one["case"], one["line"], one["column"]) for one in told["rejected_cases"]] == [
        ("t", 33, 1),
        ("a", 37, 1),
    ]
    assert "ends before it starts" in told["rejected_cases"][0]["reason"]
    assert "stands twice" in told["rejected_cases"][1]["reason"]
    shown = office.bring(text).stdout
    assert "dòng 33, cột 1: its event lies before the one above it" in shown
