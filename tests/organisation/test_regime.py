"""Who stands above whom and who inspects whom: data with days and citations; a faulty file is refused with
the place."""

from __future__ import annotations

from datetime import date

import pytest

from service.definition_files import HERE, read_file
from workflow.errors import DefinitionInvalid
from workflow.organisation.regime import Span
from workflow.organisation.schema import read_regime
from workflow.source import read_source

FILE = HERE / "organisations" / "vn.yaml"
TEXT = FILE.read_text(encoding="utf-8")
REGIME = read_regime(read_file(FILE))
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


@pytest.mark.parametrize(
    ("level", "day", "above"),
    [
        ("commune", BEFORE, "district"),
        ("district", BEFORE, "province"),
        ("commune", AFTER, "province"),
        ("province", BEFORE, None),
        ("province", AFTER, None),
    ],
)
def test_who_stands_above(level: str, day: date, above: str | None) -> None:
    standing = REGIME.standing(level, day)
    assert standing is not None and standing.above == above and standing.cites


def test_the_district_level_is_gone() -> None:
    assert REGIME.standing("district", AFTER) is None


def test_who_inspects() -> None:
    def found(day: date) -> set[tuple[str | None, str]]:
        return {(REGIME.bodies[one.body].of, level) for one in REGIME.inspecting(day) for level in one.levels}

    assert found(BEFORE) == {(None, "province"), ("province", "district"), ("district", "commune")}
    assert found(AFTER) == {(None, "province"), ("province", "commune")}


def test_every_rule_is_cited() -> None:
    assert all(one.cites for one in REGIME.standings) and all(one.cites for one in REGIME.inspections)
    assert REGIME.kinds == {"province", "district", "commune", "inspectorate"}


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("    above: district\n", "    above: canton\n", "unknown-name"),
        ("  - body: government\n", "  - body: nobody\n", "unknown-name"),
        ("law: chinh_quyen_2025, confidence: H}]", "law: no_law, confidence: H}]", "unknown-name"),
        ("    of: province\n", "    at: province\n", "unknown-name"),
        ("confidence: M}]\n  - level: district", "confidence: X}]\n  - level: district", "no-citation"),
        ("in_force: {from: 2025-07-01}\n    cites: [{law: chinh", "in_force: {}\n    cites: [{law: chinh",
         "overlapping-validity"),
        ("in_force: {from: 2025-07-01}\n    cites: [{law: chinh",
         "in_force: {from: soon}\n    cites: [{law: chinh",
         "wrong-type"),
    ],
)  # fmt: skip
def test_a_faulty_file_is_refused(before: str, after: str, code: str) -> None:
    if code == "no-citation":
        before, after = "article: 2, confidence: M}]", "article: 2, confidence: X}]"
    assert before in TEXT
    with pytest.raises(DefinitionInvalid) as refused:
        read_regime(read_source(TEXT.replace(before, after, 1), "vn.yaml"))
    assert {one.code for one in refused.value.findings} == {code}
    assert all(one.line > 1 for one in refused.value.findings)


def test_spans_meet_where_a_day_lies_in_both() -> None:
    early, late = Span(None, BEFORE), Span(AFTER, None)
    assert not early.meets(late) and not late.meets(early)
    assert early.meets(Span(BEFORE, None)) and Span(None, None).meets(late)
