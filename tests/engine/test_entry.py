"""What was entered becomes typed values, or faults that name their place; nothing else ever comes out."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.types import TYPES
from workflow.engine.entry import read_fields, read_text_value
from workflow.errors import InvalidInput

CASE_TYPE = TYPES["complaint_first@2026.1"]
NAMES = tuple(CASE_TYPE.fields)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


def faults(name: str, value: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as caught:
        read_fields(CASE_TYPE, NAMES, {name: value})
    return [(error.path, error.code) for error in caught.value.errors]


@given(st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=4))
def test_any_json_is_taken_or_refused_and_what_is_taken_is_taken_again(raw: dict[str, Any]) -> None:
    try:
        typed = read_fields(CASE_TYPE, NAMES, raw)
    except InvalidInput as error:
        assert error.errors
        assert all(one.path.startswith("fields.") for one in error.errors)
        return
    assert json.loads(json.dumps(typed)) == typed
    assert read_fields(CASE_TYPE, NAMES, typed) == typed


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("people", 1.5, ("fields.people", "not-a-number")),
        ("people", True, ("fields.people", "not-a-number")),
        ("people", 0, ("fields.people", "too-small")),
        ("people", 10**10, ("fields.people", "too-large")),
        ("subject", "a\x00b", ("fields.subject", "control-character")),
        ("subject", "a\ud800", ("fields.subject", "control-character")),
        ("subject", "x" * 301, ("fields.subject", "too-long")),
        ("decision_received_on", "31/12/2026", ("fields.decision_received_on", "not-a-date")),
        ("decision_received_on", "2026-02-30", ("fields.decision_received_on", "not-a-date")),
        ("competence", "mine", ("fields.competence", "not-a-choice")),
        ("views_differ", "no", ("fields.views_differ", "not-yes-or-no")),
        ("lead", "lan", ("fields.lead", "not-an-id")),
        ("complainants", [{"address": "Thôn 3"}], ("fields.complainants.0.name", "missing")),
        ("complainants", [{"name": "A", "age": 4}], ("fields.complainants.0.age", "unknown-field")),
        ("respondent", {"kind": "official"}, ("fields.respondent.name", "missing")),
        ("nonsense", 1, ("fields.nonsense", "unknown-field")),
    ],
)
def test_faults_name_their_place_and_their_rule(name: str, value: Any, expected: tuple[str, str]) -> None:
    assert faults(name, value) == [expected]


def test_texts_are_kept_composed_and_trimmed() -> None:
    typed = read_fields(CASE_TYPE, NAMES, {"subject": "  Khie\u0302\u0301u na\u0323i "})
    assert typed == {"subject": "Khiếu nại"}


def test_what_is_left_empty_is_left_out() -> None:
    assert read_fields(CASE_TYPE, NAMES, {"subject": "", "coordinating": [], "views_differ": None}) == {}


def test_choices_stand_in_the_order_of_their_list_once() -> None:
    codes = [option.code for option in CASE_TYPE.fields["complexity"].options]
    typed = read_fields(CASE_TYPE, NAMES, {"complexity": [codes[2], codes[0], codes[2]]})
    assert typed == {"complexity": [codes[0], codes[2]]}


def test_ids_are_written_in_one_way() -> None:
    one = UUID(int=7)
    assert read_fields(CASE_TYPE, NAMES, {"lead": one.hex.upper()}) == {"lead": str(one)}


def test_a_needed_text_may_not_be_blank() -> None:
    with pytest.raises(InvalidInput) as caught:
        read_text_value("question", " \n ", 100)
    assert [(error.path, error.code) for error in caught.value.errors] == [("question", "missing")]
