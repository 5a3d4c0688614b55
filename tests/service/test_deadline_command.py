"""Worked examples of the law through the installed command, and what it says to wrong input."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli import main

COMPLAINT = "complaint_first"
EXAMPLES: dict[str, tuple[list[str], str]] = {
    "D02": ([COMPLAINT, "acceptance", "--from", "2024-04-19T09:30:00+07:00"], "2024-05-07"),
    "D03": ([COMPLAINT, "acceptance", "--from", "2026-08-20T16:45:00+07:00"], "2026-08-28"),
    "D07": (
        [COMPLAINT, "resolution", "--from", "2024-03-15T09:00:00+07:00", "--with", "remote"],
        "2024-05-02",
    ),
    "D10": (
        [
            COMPLAINT,
            "resolution",
            "--from",
            "2026-07-06T09:00:00+07:00",
            "--pause",
            "2026-07-20",
            "2026-08-17",
        ],
        "2026-09-03",
    ),
    "D11": (
        [COMPLAINT, "resolution", "--from", "2026-10-12T09:00:00+07:00", "--with", "complex"],
        "2026-11-26",
    ),
    "D12": ([COMPLAINT, "send_decision", "--from", "2025-04-24T16:00:00+07:00"], "2025-04-28"),
    "D14": (["complaint_second", "filing_window", "--from", "2025-08-01T10:00:00+07:00"], "2025-09-03"),
    "D21": ([COMPLAINT, "legal_effect", "--from", "2026-03-10T17:00:00+07:00"], "2026-04-10"),
    "D38": (["grassroots_mediation", "start_mediation", "--from", "2026-02-12T18:00:00+07:00"], "2026-02-23"),
}


def installed() -> list[str]:
    """The console script beside this interpreter, or the module where none is installed."""
    script = Path(sys.executable).with_name("tiepdan")
    return [str(script)] if script.exists() else [sys.executable, "-m", "service.cli"]


def ask(arguments: list[str]) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["deadline", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("name", EXAMPLES)
def test_worked_examples_through_the_installed_command(name: str) -> None:
    arguments, due = EXAMPLES[name]
    command = [*installed(), "deadline", *arguments, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    found = json.loads(done.stdout)
    assert found["due"] == due
    assert set(found) == {"due", "raw", "promised", "provisional", "soft", "ledger"}
    assert done.stderr == ""


def test_the_examples_are_those_of_the_reference_file(shared_folder: Path) -> None:
    with (shared_folder / "law/deadline_examples.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    for name, (arguments, due) in EXAMPLES.items():
        row = rows[name]
        assert (row["procedure"], row["clock"], row["start"]) == (arguments[0], arguments[1], arguments[3])
        assert row["expected_due"] == due


def test_a_day_without_a_time_is_that_local_day() -> None:
    day = ask([COMPLAINT, "acceptance", "--from", "2024-04-19", "--json"])
    instant = ask([COMPLAINT, "acceptance", "--from", "2024-04-19T23:59:00+07:00", "--json"])
    assert day == instant and day[0] == 0


def test_the_ledger_is_a_table_in_vietnamese_or_english() -> None:
    code, shown, _ = ask([COMPLAINT, "acceptance", "--from", "2024-04-19"])
    assert code == 0 and "Hạn cuối: 07/05/2024" in shown and "Vì sao" in shown and "Mốc mềm" in shown
    code, shown, _ = ask([COMPLAINT, "legal_effect", "--from", "2026-03-10", "--lang", "en"])
    assert code == 0 and "First day in force: 10/04/2026" in shown and "Because" in shown


def test_a_year_without_a_calendar_is_provisional_or_refused() -> None:
    arguments = [COMPLAINT, "resolution", "--from", "2031-03-03"]
    code, shown, _ = ask([*arguments, "--json"])
    assert code == 0 and json.loads(shown)["provisional"] is True
    assert "Tạm tính" in ask(arguments)[1]
    code, shown, said = ask([*arguments, "--strict"])
    assert (code, shown) == (1, "") and said.startswith("tiepdan: ") and said.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["no_such", "acceptance", "--from", "2026-01-05"], 1),
        ([COMPLAINT, "no_such", "--from", "2026-01-05"], 1),
        ([COMPLAINT, "resolution", "--from", "2026-01-05", "--with", "no_such"], 1),
        ([COMPLAINT, "resolution", "--from", "2026-01-05", "--extend", "9"], 1),
        ([COMPLAINT, "acceptance", "--from", "2026-01-05T14:00"], 2),
        ([COMPLAINT, "acceptance", "--from", "yesterday"], 2),
        ([COMPLAINT, "acceptance"], 2),
        ([COMPLAINT, "resolution", "--from", "2026-01-05", "--pause", "2026-01-10", "soon"], 2),
        ([COMPLAINT, "acceptance", "--from", "2026-01-05", "--definitions", "no/such/folder"], 2),
    ],
)
def test_wrong_input_gets_a_sentence_and_no_traceback(arguments: list[str], code: int) -> None:
    given, shown, said = ask(arguments)
    assert (given, shown) == (code, "")
    assert said.strip() and "Traceback" not in said
