"""The ledger that the command prints, in both languages."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from service.cli import main

ASKED = ["deadline", "complaint_first", "acceptance", "--from", "2026-07-06", "--promise", "5 working_days"]


@pytest.mark.parametrize(
    ("language", "said", "left_out"),
    [
        ("vi", ["Hạn cuối: 15/07/2026", "Đơn vị hẹn: 13/07/2026", "Nghỉ hằng tuần"], "Weekly rest"),
        (
            "en",
            ["Due: 15/07/2026", "The office promises: 13/07/2026", "Weekly rest", "unofficial transcription"],
            "Nghỉ hằng tuần",
        ),
    ],
)
def test_the_ledger_says_why(language: str, said: list[str], left_out: str) -> None:
    answer = CliRunner().invoke(main, [*ASKED, "--lang", language], env={"COLUMNS": "400"})
    assert answer.exit_code == 0
    assert all(one in answer.stdout for one in said), answer.stdout
    assert left_out not in answer.stdout
