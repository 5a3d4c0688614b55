"""What a new version touches: every changed value before and after, and the states where a case feels it."""

from __future__ import annotations

import json

from tests.case_type.test_migration_map import LIBRARY
from tests.operations.matters import FIRST, version
from workflow.case_type.difference import differences, plain, touched_states
from workflow.case_type.model import CaseType, Condition, Text, Trigger
from workflow.case_type.schema import load_case_type
from workflow.source import read_source


def both(*changes: tuple[str, str]) -> tuple[CaseType, CaseType]:
    a = load_case_type(read_source(FIRST, "a.yaml"), LIBRARY)
    return a, load_case_type(version("2", *changes), LIBRARY)


def touched(*changes: tuple[str, str]) -> dict[str, tuple[str, ...]]:
    a, b = both(*changes)
    return touched_states(a, differences(a, b))


def test_only_what_a_case_there_feels_touches_a_state() -> None:
    assert touched() == {}
    assert touched(("en: Acceptance}", "en: Taking on}")) == {}  # a clock is told by the dry run
    assert touched(("en: Resting}", "en: At rest}")) == {"resting": ("states.resting",)}
    other = ("to: examining, by: clerk", "to: examining, by: chair")
    assert touched(other) == {"received": ("transitions.accept",)}
    assert touched(("en: Closed}", "en: Ended}")) == {}  # who is closed stays closed
    renamed = touched(("examining", "inquiring"))
    assert renamed["examining"] == (
        "states.examining", "transitions.note", "transitions.rest", "transitions.close",
    )  # fmt: skip
    assert set(renamed) == {"received", "examining"}


def test_every_altered_value_is_given_before_and_after() -> None:
    a, b = both(("en: Resting}", "en: At rest}"), ("rungs: [due, late]", "rungs: [due]"))
    found = {(one.section, one.name): one for one in differences(a, b)}
    title = found[("states", "resting")]
    assert title.as_values()["altered"] == {
        "title": {"before": {"vi": "Tạm dừng", "en": "Resting"}, "after": {"vi": "Tạm dừng", "en": "At rest"}}
    }
    rungs = found[("clocks", "acceptance")].as_values()["altered"]
    assert rungs == {"rungs": {"before": ["due", "late"], "after": ["due"]}}
    assert str(found[("clocks", "acceptance")]) == "clocks.acceptance altered (rungs)"
    assert json.loads(json.dumps([one.as_values() for one in found.values()]))


def test_values_of_the_model_are_plain_and_short() -> None:
    assert plain(Text("Một")) == {"vi": "Một", "en": None}
    assert plain(Trigger("entered", "examining")) == "entered.examining"
    condition = Condition("not", parts=(Condition("field", "people", "below", 5),))
    assert plain(condition) == {
        "kind": "not", "parts": [{"kind": "field", "name": "people", "test": "below", "value": 5}],
    }  # fmt: skip
