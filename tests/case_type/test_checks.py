"""Every code has a file that triggers it alone, and a lawful neighbour that triggers nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from workflow.case_type.checks import CODES, check
from workflow.case_type.library import Library
from workflow.case_type.schema import load_case_type
from workflow.errors import DefinitionInvalid, Finding
from workflow.source import read_source

CORPUS = Path(__file__).parent / "corpus"


def findings(text: str, library: Library) -> list[Finding]:
    try:
        source = read_source(text, "case.yaml")
        return check(load_case_type(source, library), source, library)
    except DefinitionInvalid as invalid:
        return list(invalid.findings)


def corpus(code: str, name: str) -> str:
    return (CORPUS / code / f"{name}.yaml").read_text(encoding="utf-8")


WARNINGS = ("limits-exceed", "never-opened")


def test_every_code_has_its_files() -> None:
    assert sorted(path.name for path in CORPUS.iterdir()) == sorted(CODES)


@pytest.mark.parametrize("code", CODES)
def test_code_is_found_and_neighbour_is_lawful(code: str, library: Library) -> None:
    found = findings(corpus(code, "bad"), library)
    assert {each.code for each in found} == {code}
    assert {each.severity for each in found} == {"warning" if code in WARNINGS else "error"}
    assert all(each.line > 1 and each.column >= 1 and len(each.message) > 20 for each in found)
    assert findings(corpus(code, "good"), library) == []


def test_two_ways_to_one_state_are_two_answers(library: Library) -> None:
    text = corpus("two-answers", "bad").replace("to: checking, by: system", "to: waiting, by: system")
    text = text.replace("waiting, checking]", "waiting]").replace("  checking: {stage", "  # {stage")
    found = findings(text, library)
    assert [(each.code, each.severity) for each in found] == [("two-answers", "error")]
    assert (
        findings(
            text.replace("to: waiting, by: system, on", "to: waiting, by: system, priority: 1, on", 1),
            library,
        )
        == []
    )


POLICY = [
    "no-clock", "no-citation", "ending-without-ground", "no-text", "no-stage", "pause-without-document",
]  # fmt: skip


@pytest.mark.parametrize("code", sorted(set(CODES) - {"unknown-name", "duplicate-key", "wrong-type"}))
def test_policy_only_warns_in_an_internal_procedure(code: str, library: Library) -> None:
    found = findings(corpus(code, "bad").replace("kind: statutory", "kind: internal"), library)
    expected = "warning" if code in [*POLICY, *WARNINGS] else "error"
    assert {(each.code, each.severity) for each in found} == {(code, expected)}


def test_waiver_with_a_reason_is_listed_and_an_unused_one_warned_of(library: Library) -> None:
    waiver = "waive:\n  - {code: no-text, at: transitions.close, because: chỉ dùng nội bộ}\n"
    waived = findings(corpus("no-text", "bad") + waiver, library)
    assert [(each.code, each.severity) for each in waived] == [("no-text", "waived")]
    assert "chỉ dùng nội bộ" in waived[0].message
    unused = findings(corpus("no-text", "good") + waiver, library)
    assert [(each.code, each.severity, each.line) for each in unused] == [("waiver-unused", "warning", 19)]


def test_a_waiver_reaches_only_its_own_thing(library: Library) -> None:
    text = corpus("no-text", "bad").replace("title: {vi: Kết quả, en: Outcome}", "title: Kết quả")
    found = findings(text + "waive:\n  - {code: no-text, at: fields.out, because: khác}\n", library)
    assert sorted(each.code for each in found) == ["no-text", "no-text", "waiver-unused"]


def test_a_capped_exploration_says_so(library: Library) -> None:
    options = ", ".join(f"a{n}" for n in range(30))
    fields = "".join(f"  f{n}: {{type: choice, of: [{options}]}}\n" for n in range(3))
    sentries = "".join(f"  s{n}: {{if: {{f{n}: a1}}}}\n" for n in range(3))
    text = (
        corpus("no-text", "good")
        .replace("kind: statutory", "kind: internal")
        .replace("fields:\n", f"fields:\n{fields}")
    )
    text = text.replace("transitions:\n", f"sentries:\n{sentries}transitions:\n")
    text = text.replace("by: clerk,", "by: clerk, needs: [s0, s1, s2],")
    capped = [each for each in findings(text, library) if each.code == "stuck-data"]
    assert [each.severity for each in capped] == ["warning"]
    assert "29791" in capped[0].message


def test_deployed_case_types_have_no_finding(library: Library, case_type_files: list[Path]) -> None:
    assert len(case_type_files) >= 3
    for path in case_type_files:
        if path.parts[-2] in ("complaint_first", "dispute"):
            assert findings(path.read_text(encoding="utf-8"), library) == []


OPENED = "title: {vi: Việc nhỏ, en: Small matter}\nopened: "
SAY = "say: {vi: Không mở ở đây., en: Not opened here.}"


@pytest.mark.parametrize(
    ("opened", "code", "line", "column", "said"),
    [
        ("{by: clrk}", "unknown-name", 5, 14, "no role clrk; perhaps clerk"),
        (f"{{at: comune, {SAY}}}", "unknown-name", 5, 14, "no level of office comune; perhaps commune"),
        (f"{{from: dsk, {SAY}}}", "wrong-type", 5, 16, "one of desk, case, system"),
        ("{by: watcher}", "nobody-may", 5, 14, "may open cases"),
        ("{by: lead}", "nobody-may", 5, 14, "stands at the office"),
        (f"{{by: clerk, from: system, {SAY}}}", "nobody-may", 5, 14, "no case of this type is opened"),
        ("{at: commune}", "no-text", 5, 1, "the refusal of an opening has no text"),
        ("{who: clerk}", "unknown-name", 5, 10, "no key who"),
    ],
)  # fmt: skip
def test_who_opens_a_case_is_checked(
    opened: str, code: str, line: int, column: int, said: str, library: Library
) -> None:
    text = corpus("no-text", "good").replace(OPENED.split("\n")[0] + "\n", OPENED + opened + "\n")
    roles = (
        "roles:\n  watcher: {holds: inspector, title: {vi: Thanh tra, en: Inspector}}\n"
        "  lead: {holds: clerk, is: lead, title: {vi: Người phụ trách, en: In charge}}\n"
    )
    found = findings(text.replace("roles:\n", roles), library)
    assert [(each.code, each.line, each.column) for each in found] == [(code, line, column)]
    assert said in found[0].message


def test_an_act_of_another_type_belies_a_type_that_no_case_opens(library: Library) -> None:
    text = corpus("never-opened", "good").replace("from: case", "from: [desk, system]")
    assert [(each.code, each.line, each.severity) for each in findings(text, library)] == [
        ("not-opened-by-case", 5, "error")
    ]
