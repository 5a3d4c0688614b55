"""The page of forms says what the definitions say."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from service.cli import main

PROJECT = Path(__file__).parents[2]


def test_the_page_of_forms_is_what_the_command_says() -> None:
    page = (PROJECT / "docs" / "reference" / "forms.md").read_text(encoding="utf-8")
    told = CliRunner().invoke(main, ["definition", "forms"])
    assert told.exit_code == 0
    assert page == told.output, "write it anew: tiepdan definition forms > docs/reference/forms.md"


def test_every_form_is_told_as_json_with_its_acts_and_its_blanks() -> None:
    told = CliRunner().invoke(main, ["definition", "forms", "--json"])
    rows = {row["form"]: row for row in json.loads(told.output)}
    notice = rows["nd155_14a"]
    assert notice["blanks"]["ly_do"] == {
        "suspension": ["ground_suspended"],
        "termination": ["ground_terminated"],
    }
    used = [use for use in notice["used"] if use["case_type"] == "complaint_first@2026.1"]
    assert [(use["document"], use["acts"]) for use in used] == [
        ("suspension", ["suspend"]),
        ("termination", ["terminate", "withdraw"]),
    ]
    assert all(row["used"] for row in rows.values())
