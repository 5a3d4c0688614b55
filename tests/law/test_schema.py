"""Rule files that are refused, each with its code and place; stored values give the same book."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from service.cli import main
from tests.calendar.calendars import JUNK, places, sources, spoiled
from tests.law.books import law
from workflow.errors import DeadlineRefused, DefinitionInvalid
from workflow.law.schema import build_law, law_from_values
from workflow.law.terms import extensions, step_names
from workflow.source import canonical, read_source

FILE = """\
subject: s
laws: {L: Law 1}
rules:
  A:
    family: f.one
    kind: duty
    length: 30 days
    because: One
    cites: [{law: L, article: 1, confidence: H}]
    in_force: {from: 2020-01-01, to: 2025-12-31}
    variants:
      far: {kind: place, length: 40 days, cap: 60 days, because: Far}
      hard: {kind: finding, length: 45 days, because: Hard}
    combined:
      - {of: [far, hard], length: 60 days}
    extensions:
      more: {length: 5 days, times: 3, because: More}
    cap: 45 days
  B:
    family: f.one
    kind: duty
    length: 20 days
    because: Two
    cites: [{law: L, article: 2, confidence: M}]
    in_force: {from: 2026-01-01}
procedures:
  p: {clock: f.one}
"""
BROKEN = [
    ("subject: s", "subject: s\nsubjekt: s", "unknown-name", (2, 1)),
    ("kind: duty", "kind: duties", "wrong-type", (6, 11)),
    ("30 days", "a month", "wrong-type", (7, 13)),
    ("because: One", "because: One\n    why: One", "unknown-name", (9, 5)),
    ("because: One", "because: {en: One}", "no-text", (8, 5)),
    ("    cites: [{law: L, article: 1, confidence: H}]\n", "", "no-citation", (4, 3)),
    ("[{law: L, article: 1, confidence: H}]", "[]", "no-citation", (9, 5)),
    ("law: L, article: 1", "law: M, article: 1", "unknown-name", (9, 19)),
    ("article: 1, confidence: H", "article: 1, confidence: X", "wrong-type", (9, 46)),
    ("article: 1,", "article: [1],", "wrong-type", (9, 22)),
    ("from: 2020-01-01, to: 2025-12-31", "from: 2020-01-01, to: 2019-12-31", "wrong-type", (10, 5)),
    ("from: 2020-01-01", "from: yesterday", "wrong-type", (10, 22)),
    ("length: 45 days, because: Hard", "length: 20 days, because: Hard", "wrong-type", (13, 37)),
    ("length: 45 days, because: Hard", "length: 50 days, because: Hard", "limits-exceed", (13, 37)),
    ("length: 45 days, because: Hard", "length: 45 working_days, because: Hard", "wrong-type", (13, 37)),
    ("[far, hard]", "[far, hart]", "unknown-name", (15, 10)),
    ("length: 60 days}", "length: 61 days}", "limits-exceed", (15, 9)),
    ("length: 60 days}", "length: 39 days}", "wrong-type", (15, 9)),
    ("length: 5 days, times", "times", "wrong-type", (17, 7)),
    ("length: 5 days, times", "finding: far, times", "unknown-name", (17, 23)),
    ("from: 2026-01-01", "from: 2025-12-31", "overlapping-validity", (25, 5)),
    ("length: 5 days, times: 3", "length: 16 days, times: 3", "limits-exceed", (17, 22)),
    ("because: More}", "because: More, after: much}", "unknown-name", (17, 62)),
    ("because: More}", "because: More, after: more}", "unknown-name", (17, 62)),
    ("article: 1, confidence: H", "article: 1, confidence: H, part: 7", "wrong-type", (9, 55)),
    ("to: 2025-12-31", "to: 2025-12-31, confidence: sure", "wrong-type", (10, 62)),
    ("length: 20 days\n", "length: 20 days\n    before: 31-02\n", "wrong-type", (23, 13)),
    ("length: 20 days\n", "length: 20 days\n    before: 2026-06-10\n", "wrong-type", (23, 13)),
    ("duty\n    length: 20", "window\n    before: 10-06\n    length: 20", "wrong-type", (21, 11)),
    ("from: 2026-01-01}\n", "from: 2026-01-01}\n    soft: [{because: S, cites: [{law: L, confidence: H}]}]\n",
     "wrong-type", (26, 12)),
    ("from: 2026-01-01}\n",
     "from: 2026-01-01}\n    soft: [{reading: guess, because: S, cites: [{law: L, confidence: H}]}]\n",
     "wrong-type", (26, 22)),
    ("kind: duty\n    length: 20", "kind: window\n    length: 20", "wrong-type", (21, 11)),
    ("{clock: f.one}", "{clock: f.on}", "unknown-name", (27, 14)),
    ("  B:", "  A:", "duplicate-key", (19, 3)),
    ("to: 2025-12-31}\n", "to: 2025-12-31}\n    transition: {vi: T, cites: [{law: M, confidence: H}]}\n",
     "unknown-name", (11, 39)),
    ("to: 2025-12-31}\n", "to: 2025-12-31}\n    transition: {en: T}\n", "no-text", (11, 5)),
    ("to: 2025-12-31}\n", "to: 2025-12-31}\n    transition: 7\n", "wrong-type", (11, 17)),
]  # fmt: skip


def refusal(*texts: str) -> list[tuple[str, tuple[int, int], str]]:
    with pytest.raises(DefinitionInvalid) as refused:
        build_law([read_source(text, f"{n}.yaml") for n, text in enumerate(texts)])
    return [(one.code, (one.line, one.column), one.message) for one in refused.value.findings]


def test_the_whole_file_is_taken() -> None:
    book = build_law([read_source(FILE, "s.yaml")])
    assert [rule.id for rule in book.rules] == ["A", "B"]
    assert book.rule_by_id("B").citations[0].text == "Law 1, Điều 2 (cần đối chiếu)"


@pytest.mark.parametrize(("given", "marks"), [("T", []), ("{vi: T, en: U}", []),
                         ("{vi: T, cites: [{law: L, article: 3, confidence: M}]}", ["M"])])  # fmt: skip
def test_a_transitional_rule_is_a_text_with_or_without_where_it_stands(given: str, marks: list[str]) -> None:
    text = FILE.replace("to: 2025-12-31}\n", f"to: 2025-12-31}}\n    transition: {given}\n", 1)
    rule = build_law([read_source(text, "s.yaml")]).rule_by_id("A")
    assert rule.transition == "T" and [one.confidence for one in rule.transition_cites] == marks


def test_an_extension_of_its_own_length_stops_at_the_cap() -> None:
    rule = build_law([read_source(FILE, "s.yaml")]).rule_by_id("A")
    assert [one.length.count for one in extensions(rule, step_names(rule, 3))] == [5, 5, 5]
    for names, variants in [(["more"], {"hard"}), (["more"] * 4, set())]:
        with pytest.raises(DeadlineRefused) as refused:
            extensions(rule, names, frozenset(variants))
        assert refused.value.facts["why"] == "past-cap"
    assert len(extensions(rule, ["more"] * 3, frozenset({"far"}))) == 3, "far away the cap is higher"
    with pytest.raises(DeadlineRefused):
        extensions(rule, ["more"], frozenset({"far", "hard"}))


@pytest.mark.parametrize(("old", "new", "code", "place"), BROKEN)
def test_a_broken_file_is_refused(old: str, new: str, code: str, place: tuple[int, int]) -> None:
    assert old in FILE
    assert [(found, at) for found, at, _ in refusal(FILE.replace(old, new, 1))] == [(code, place)]


def test_a_near_name_is_offered() -> None:
    for old, new, offered in [
        ("{clock: f.one}", "{clock: f.on}", "f.one"),
        ("because: One", "because: One\n    becuase: One", "because"),
        ("article: 2,", "articel: 2,", "article"),
        ("because: Far", "because: Far, kap: 60 days", "cap"),
        ("subject: s", "subject: s\ntitel: S", "title"),
    ]:
        assert f"Did you mean {offered}?" in refusal(FILE.replace(old, new))[0][2]


def test_two_files_may_not_say_the_same_twice() -> None:
    other = FILE.replace("f.one", "f.two")
    assert [code for code, _, _ in refusal(FILE, other)] == ["duplicate-key"] * 3
    other = FILE.replace("  A:", "  C:").replace("  B:", "  D:").replace("  p:", "  q:")
    assert [code for code, _, _ in refusal(FILE, other)] == ["overlapping-validity"] * 2


def test_stored_values_give_the_same_book() -> None:
    files = sources("rules", "*.yaml")
    stored = [(json.loads(json.dumps(canonical(source.value))), source.sha256) for source in files]
    again = law_from_values(stored, law().sha256)
    assert (again.rules, again.procedures, again.sha256) == (law().rules, law().procedures, law().sha256)
    with pytest.raises(DefinitionInvalid):
        law_from_values([({"subject": 1}, "0" * 64)], "0" * 64)


@given(st.integers(0, 10**6), JUNK)
def test_no_content_fails_otherwise_than_by_findings(place: int, junk: Any) -> None:
    value = read_source(FILE, "s.yaml").value
    paths = list(places(value))
    with suppress(DefinitionInvalid):
        assert (
            law_from_values([(spoiled(value, paths[place % len(paths)], junk), "0" * 64)], "").procedures
            is not None
        )


SENTENCES = [
    ("    cites: [{law: L, article: 1, confidence: H}]\n", "", "on which law"),
    ("[{law: L, article: 1, confidence: H}]", "[]", "name the law and its article"),
    ("from: 2026-01-01", "from: 2025-12-31", "both in force on 2025-12-31"),
    ("length: 5 days, times: 3", "length: 16 days, times: 3", "past the cap of 45 days"),
]


@pytest.mark.parametrize(("old", "new", "said"), SENTENCES)
def test_the_command_gives_place_code_and_a_sentence(tmp_path: Path, old: str, new: str, said: str) -> None:
    file = tmp_path / "s.yaml"
    file.write_text(FILE.replace(old, new, 1), encoding="utf-8")
    checked = CliRunner().invoke(main, ["definition", "check", str(file)])
    lines = checked.stdout.splitlines()
    assert checked.exit_code == 1 and len(lines) == 1
    place, line, column, severity, code, sentence = lines[0].removeprefix(str(tmp_path)).split(":", 5)
    assert (place, severity.strip()) == ("/s.yaml", "error") and int(line) > 0 and int(column) > 0
    assert code.strip() in ("no-citation", "overlapping-validity", "limits-exceed")
    assert said in sentence and sentence.endswith(".")


def test_a_rule_before_a_day_of_the_year_has_one_length_alone() -> None:
    text = FILE.replace("length: 30 days\n", "length: 30 days\n    before: 10-06\n", 1)
    assert [code for code, _, _ in refusal(text)] == ["wrong-type"] * 4
    plain = build_law(
        [read_source(FILE.replace("length: 20 days\n", "length: 20 days\n    before: 10-06\n"), "s")]
    )
    assert plain.rule_by_id("B").before == (6, 10)


def test_an_extension_waits_for_the_one_it_comes_after() -> None:
    text = FILE.replace(
        "because: More}", "because: More}\n      last: {length: 5 days, after: more, because: L}"
    )
    rule = build_law([read_source(text, "s.yaml")]).rule_by_id("A")
    with pytest.raises(DeadlineRefused) as refused:
        extensions(rule, ["last"])
    assert refused.value.facts["why"] == "past-cap"
    assert len(extensions(rule, ["more", "last"])) == 2
