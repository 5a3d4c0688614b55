"""What a clock of a case type says of its rule must be in the rule: `tiepdan definition check` says where
it is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli import main
from service.definition_files import HERE

COMPLAINT = (HERE / "case_types" / "complaint_first" / "2026.1.yaml").read_text(encoding="utf-8")


def codes(tmp_path: Path, text: str) -> list[tuple[str, str]]:
    """Code and sentence of every finding of a changed case type, beside the shipped definitions."""
    file = tmp_path / "changed.yaml"
    file.write_text(text, encoding="utf-8")
    lines = CliRunner().invoke(main, ["definition", "check", str(file)]).stdout.splitlines()
    parts = [line.removeprefix(str(file)).split(": ", 3) for line in lines]
    assert all(place.strip(":").replace(":", "").isdigit() for place, *_ in parts)
    return [(code, sentence) for _, _, code, sentence in parts]


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("remote: {office: remote}", "remot: {office: remote}", "unknown-name",
         "no variant of the rule remot"),
        ("rule: complaint.limitation, kind: window", "rule: complaint.limitation, kind: duty", "wrong-type",
         "write kind: window"),
        ("rule: complaint.effect_first, kind: effect", "rule: complaint.effect_first, kind: duty",
         "wrong-type", "write kind: effect"),
        ("rule: complaint.send_first", "rule: complaint.send_frist", "unknown-name", "complaint.send_first"),
    ],
)  # fmt: skip
def test_a_clock_and_its_rule_agree(tmp_path: Path, old: str, new: str, code: str, said: str) -> None:
    assert old in COMPLAINT
    found = codes(tmp_path, COMPLAINT.replace(old, new, 1))
    assert [one for one in found if one[0] == code and said in one[1]], found


def test_the_shipped_case_type_agrees(tmp_path: Path) -> None:
    assert codes(tmp_path, COMPLAINT) == []
