"""Reading YAML: values, places, refusals."""

from __future__ import annotations

import hashlib
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.errors import DefinitionInvalid
from workflow.source import LARGEST_TEXT, canonical, read_source

TEXT = """\
name: no
version: "2026.1"
valid: {from: 2026-07-01, at: 12:30}
list:
  - one
  - {two: 2, three: ~}
"""


def test_values_follow_yaml_1_2() -> None:
    source = read_source(TEXT, "a.yaml")
    assert source.value == {
        "name": "no",
        "version": "2026.1",
        "valid": {"from": date(2026, 7, 1), "at": "12:30"},
        "list": ["one", {"two": 2, "three": None}],
    }
    assert source.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert json.loads(json.dumps(canonical(source.value)))["valid"] == {"from": "2026-07-01", "at": "12:30"}


@pytest.mark.parametrize(
    ("path", "key", "place"),
    [
        ((), False, (1, 1)),
        (("name",), False, (1, 7)),
        (("name",), True, (1, 1)),
        (("valid",), False, (3, 1)),
        (("valid", "from"), False, (3, 15)),
        (("valid", "from"), True, (3, 9)),
        (("list", 0), False, (5, 5)),
        (("list", 1, "two"), False, (6, 11)),
        (("list", 1, "two", "deeper", 3), False, (6, 11)),
        (("valid", "missing"), False, (3, 1)),
        (("missing",), False, (1, 1)),
    ],
)
def test_places(path: tuple[str | int, ...], key: bool, place: tuple[int, int]) -> None:
    assert read_source(TEXT, "a.yaml").position(path, key=key) == place


BOMB = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + "\n".join(
    f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)
)


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("a: 1\nb: 2\na: 3", "duplicate-key", (3, 1)),
        ("a: {b: 1, b: 2}", "duplicate-key", (1, 11)),
        ("a: [1,", "bad-syntax", (1, 7)),
        ("a: b: c", "bad-syntax", (1, 5)),
        ("a: 1\n---\nb: 2", "bad-syntax", (2, 1)),
        ("a: !!python/object:os.system x", "bad-syntax", (1, 4)),
        ("? [a]\n: 1", "bad-syntax", (1, 3)),
        ("&a [*a]", "bad-syntax", (1, 5)),
        ("a: \x00", "bad-syntax", (1, 1)),
        ('a: "\\UFFFFFFFF"', "bad-syntax", (1, 1)),
        ("a: \ud800", "bad-syntax", (1, 1)),
        ("a: 1.10", "unquoted-number", (1, 4)),
        ("a: 014", "unquoted-number", (1, 4)),
        ("a: .nan", "unquoted-number", (1, 4)),
        ("a: 0x1F", "unquoted-number", (1, 4)),
        ("a: 2026-02-30", "bad-date", (1, 4)),
        ("a: " + "[" * 60 + "]" * 60, "too-deep", (1, 43)),
        (BOMB, "too-large", (6, 14)),
        ("#" * (LARGEST_TEXT + 1), "too-large", (1, 1)),
    ],
)
def test_refusals_name_code_and_place(text: str, code: str, place: tuple[int, int]) -> None:
    with pytest.raises(DefinitionInvalid) as refused:
        read_source(text, "a.yaml")
    first = refused.value.findings[0]
    assert (first.code, (first.line, first.column), first.severity) == (code, place, "error")


def test_all_duplicates_are_told_at_once() -> None:
    with pytest.raises(DefinitionInvalid) as refused:
        read_source("a: 1\na: 2\nb: 1\nb: 2\nc: 1.5\n", "a.yaml")
    assert [(each.line, each.code) for each in refused.value.findings] == [
        (2, "duplicate-key"),
        (4, "duplicate-key"),
        (5, "unquoted-number"),
    ]


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        json.dumps(canonical(read_source(text, "a.yaml").value))
    except DefinitionInvalid as refused:
        assert refused.findings
