"""What a lawyer may write wrong, through the command: each is refused at its place, with its code and a
sentence that says what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli import main
from service.cli.group import sentence
from service.definition_files import HERE
from workflow.errors import FieldError, InvalidInput

CITES = "    cites: [{law: TCD, article: 28, clause: 1, confidence: H}]\n"
RULES, YEAR = "rules/petitions.yaml", "calendars/vn_2026.yaml"
COMPLAINT = "case_types/complaint_first/2026.1.yaml"


def told(*arguments: str) -> tuple[int, str]:
    """Exit code and everything said."""
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout + result.stderr


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


BAD = [
    # A clock of a case type that binds somebody and takes its length from nowhere but a field.
    (
        COMPLAINT, "{given: review_due_on, cites: NĐ 124 Điều 38,", "{given: review_due_on,",
        "no-citation", "  review:", "who may set the end of review",
    ),
    # A rule that names no law, and one whose list of laws is empty.
    (RULES, CITES, "", "no-citation", "  XLD-2014:", '"cites" is missing: say on which law'),
    (RULES, CITES, "    cites: []\n", "no-citation", "    cites: []", "name the law and its article"),
    # Two rules of one family in force on the same day.
    (
        RULES, "{from: 2021-11-15}", "{from: 2021-11-01}",
        "overlapping-validity", "    in_force: {from: 2021-11-01}", "end one of them the day before",
    ),
    # A day that is off and worked at once.
    (
        YEAR, "work:\n", "work:\n  - {day: 2026-09-01, because: Làm bù, source: TB 1}\n",
        "day-both-off-and-worked", "  - {day: 2026-09-01, because: Làm bù", "keep one of them",
    ),
    # A limit of the law that stands still on nobody's paper.
    (
        COMPLAINT, "ground_suspended, issues: suspension, ", "ground_suspended, may_attach: suspension, ",
        "pause-without-document", "    pauses: suspend", "name the decision under attaches or issues",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    "file, good, bad, code, at, words", BAD, ids=[f"{one[3]}-{i}" for i, one in enumerate(BAD)]
)
def test_a_wrong_file_is_refused_where_it_is_wrong(
    tmp_path: Path, file: str, good: str, bad: str, code: str, at: str, words: str
) -> None:
    text = (HERE / file).read_text(encoding="utf-8")
    assert good in text
    path = tmp_path / Path(file).name
    path.write_text(text.replace(good, bad, 1), encoding="utf-8")
    exit_code, said = told("definition", "check", str(path))
    found = re.findall(r":(\d+):\d+: error: ([a-z-]+): (.*)", said)
    assert exit_code == 1 and [one[1] for one in found] == [code], said
    assert int(found[0][0]) == line_of(path.read_text(encoding="utf-8"), at)
    assert words in found[0][2]


def test_the_file_that_is_right_is_taken(tmp_path: Path) -> None:
    for file in (RULES, YEAR, COMPLAINT):
        assert told("definition", "check", str(HERE / file))[0] == 0


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("denunciation", "resolution", "--extend", "3"), "TC-RES.*can be extended 2 times, not 3"),
        (("complaint_first", "acceptance", "--extend", "1"), "KN-ACC3.*it cannot be extended"),
        (("complaint_first", "resolution", "--pause", "2026-07-20", "2026-07-15"), "ends before it begins"),
    ],
)
def test_a_wrong_question_is_refused_with_its_rule(asked: tuple[str, ...], words: str) -> None:
    exit_code, said = told("deadline", *asked, "--from", "2026-07-10")
    assert exit_code != 0 and re.search(words, said), said


def test_what_is_entered_wrong_is_told_in_a_sentence() -> None:
    said = sentence(
        InvalidInput([FieldError("late_reason", "late-reason-needed"), FieldError("x", "no-such")])
    )
    assert said is not None
    assert "late_reason: A late entry needs a reason. (late-reason-needed); x: " in said
