"""Every YAML block of the reference page is what it says: lawful, or refused with the code it names."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from workflow.case_type.checks import check
from workflow.case_type.library import Library
from workflow.case_type.schema import load_case_type
from workflow.errors import DefinitionInvalid, Finding
from workflow.source import canonical, read_source

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "definition-language.md"
BLOCKS = re.findall(
    r"^```yaml(?: refused=([a-z-]+))?\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.M | re.S
)


def laid_over(base: Any, block: Any) -> Any:
    """`block` over `base`: two mappings of the outer levels are merged, everything deeper is replaced."""
    merged = dict(base)
    for section, entries in block.items():
        both = isinstance(entries, dict) and isinstance(base.get(section), dict)
        merged[section] = {**base[section], **entries} if both else entries
    return merged


def judged(value: Any, library: Library) -> list[Finding]:
    try:
        source = read_source(json.dumps(canonical(value), ensure_ascii=False), "reference.yaml")
        return check(load_case_type(source, library), source, library)
    except DefinitionInvalid as invalid:
        return list(invalid.findings)


def test_the_page_has_both_kinds() -> None:
    assert len(BLOCKS) > 15
    assert sum(bool(code) for code, _ in BLOCKS) >= 4


@pytest.mark.parametrize("index", range(len(BLOCKS)))
def test_block(index: int, library: Library) -> None:
    code, text = BLOCKS[index]
    base = read_source(BLOCKS[0][1], "base").value
    found = judged(laid_over(base, read_source(text, "block").value), library)
    if code:
        assert code in {each.code for each in found if each.severity == "error"}
    else:
        assert [each for each in found if each.severity != "waived"] == []
