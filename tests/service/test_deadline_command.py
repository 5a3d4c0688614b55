"""Worked examples of the law through the installed command, and what it says to wrong input."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from service.cli import main
from tests.law.books import law
from tests.law.examples import EXAMPLES, OTHERWISE
from tests.law.vectors import command

COMPLAINT = "complaint_first"


def installed() -> list[str]:
    """The console script beside this interpreter, or the module where none is installed."""
    script = Path(sys.executable).with_name("tiepdan")
    return [str(script)] if script.exists() else [sys.executable, "-m", "service.cli"]


def ask(arguments: list[str]) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["deadline", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("name", EXAMPLES)
def test_worked_examples_through_the_command(name: str) -> None:
    asked, due = EXAMPLES[name]
    code, shown, said = ask(command(asked)[1:])
    assert (code, said) == (0, "")
    found = json.loads(shown)
    assert found["due"] == due
    assert set(found) == {"due", "raw", "promised", "provisional", "soft", "ledger"}


def test_the_installed_command_answers_too() -> None:
    asked, due = EXAMPLES["D26"]
    line = [*installed(), *command(asked)]
    done = subprocess.run(line, capture_output=True, text=True, timeout=60, check=True)
    assert (json.loads(done.stdout)["due"], done.stderr) == (due, "")


def test_every_row_of_the_reference_file_is_answered(shared_folder: Path) -> None:
    with (shared_folder / "law/deadline_examples.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert set(rows) == set(EXAMPLES) | OTHERWISE
    for name, (asked, due) in EXAMPLES.items():
        row = rows[name]
        told = (asked["procedure"], asked["clock"], asked["start"], due)
        assert told == (row["procedure"], row["clock"], row["start"], row["expected_due"])


def told(*arguments: str) -> dict[str, Any]:
    """What the command answers as JSON."""
    code, shown, said = ask([*arguments, "--json"])
    assert code == 0, said
    found: dict[str, Any] = json.loads(shown)
    return found


def test_d01_another_reading_is_the_soft_limit() -> None:
    found = told(COMPLAINT, "acceptance", "--from", "2024-04-19T09:30:00+07:00")
    assert [one["due"] for one in found["soft"]] == ["2024-05-02"]


def test_d16_a_window_begins_where_the_period_before_it_ended_lawfully() -> None:
    period = told(COMPLAINT, "resolution", "--from", "2026-07-10T09:00:00+07:00")
    assert (period["raw"], period["due"]) == ("2026-08-09", "2026-08-10")
    assert told("complaint_second", "filing_window", "--from", period["due"])["due"] == "2026-09-09"


@pytest.mark.parametrize(
    ("more", "raw"),
    [
        ([], "2026-04-01"),
        (["--extend", "1"], "2026-05-01"),
        (["--with", "complex"], "2026-05-01"),
        (["--extend", "2"], "2026-05-31"),
        (["--with", "especially_complex"], "2026-05-31"),
    ],
)
def test_of_a_denunciation_acts_and_findings_say_the_same(more: list[str], raw: str) -> None:
    assert told("denunciation", "resolution", "--from", "2026-03-02", *more)["raw"] == raw


def test_a_local_report_is_a_deadline_and_not_a_notice() -> None:
    code, shown, _ = ask(["local_reporting", "annual_report", "--from", "2024-01-01"])
    assert code == 0 and "Hạn cuối: 08/11/2024" in shown and "Kế hoạch" in shown


def test_the_office_s_promise_is_shown_beside_the_law() -> None:
    arguments = [COMPLAINT, "acceptance", "--from", "2026-08-03", "--promise", "5 working_days"]
    found = told(*arguments)
    assert (found["promised"], found["due"]) == ("2026-08-10", "2026-08-12")
    assert "Đơn vị hẹn: 10/08/2026" in ask(arguments)[1]


def test_what_can_be_asked_is_listed() -> None:
    shown = CliRunner().invoke(main, ["definition", "clocks", "--json"])
    rows = json.loads(shown.stdout)
    assert {(row["procedure"], row["clock"]) for row in rows} == set(law().procedures)
    assert {row["rule"] for row in rows} == {rule.id for rule in law().rules}
    lines = CliRunner().invoke(main, ["definition", "clocks"]).stdout.splitlines()
    assert len(lines) == len(rows)
    assert any("local_reporting annual_report: 1 days before 10-11, KH-YEAR of" in line for line in lines)


def test_weak_facts_are_listed_for_whoever_goes_live() -> None:
    rows = json.loads(CliRunner().invoke(main, ["definition", "weak", "--json"]).stdout)
    assert {row["confidence"] for row in rows} == {"H*", "M", "L"}
    assert {"KN-ACC3", "TCD-REFUSE", "vn 2026", "vn 2027"} <= {row["fact"] for row in rows}
    shown = CliRunner().invoke(main, ["definition", "weak"])
    assert len(shown.stdout.splitlines()) == len(rows) and f"{len(rows)} facts" in shown.stderr


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
        (["denunciation", "resolution", "--from", "2026-01-05", "--with", "complex", "--extend", "1"], 1),
        (["denunciation", "resolution", "--from", "2026-01-05", "--with", "remote"], 1),
        (["local_reporting", "annual_report", "--from", "2026-01-05", "--extend", "1"], 1),
        (["land_dispute", "resolution", "--from", "2025-06-30"], 1),
        ([COMPLAINT, "acceptance", "--from", "2026-01-05", "--promise", "soon"], 2),
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
