"""Lengths that a field chooses, hours by the wall clock, and time in a state: what the loader refuses."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.case_type.test_checks import findings
from workflow.calendar.period import Length
from workflow.case_type.library import Library
from workflow.case_type.promise import ByField
from workflow.case_type.schema import load_case_type
from workflow.source import read_source

GOOD = (
    (Path(__file__).parent / "corpus" / "no-text" / "good.yaml")
    .read_text(encoding="utf-8")
    .replace(
        "outcome: {type: line, ",
        "subject: {type: line, title: {vi: Trích yếu, en: Subject}}\n"
        "  outcome: {type: choice, of: {granted: {vi: Đồng ý, en: Granted}}, ",
    )
)
CLOCK = """  care:
    promise: {by: outcome, of: {granted: 90 minutes}, otherwise: 5 working days}
    because: {vi: Chỉ tiêu, en: Target}
    starts: entered.received
    stops: [left.received]
    title: {vi: Xử lý, en: Handling}
"""


def with_clock(**replaced: str) -> str:
    clock = CLOCK
    for key, written in replaced.items():
        lines = [line for line in clock.splitlines() if not line.startswith(f"    {key}:")]
        clock = "\n".join([*lines, f"    {key}: {written}"]) + "\n"
    head, tail = GOOD.split("clocks:\n")
    return f"{head}clocks:\n{clock}{tail}"


def test_the_three_ways_are_read(library: Library) -> None:
    clock = load_case_type(read_source(with_clock(), "c"), library).clocks["care"]
    assert (clock.promise, clock.hours) == (Length(5, "working_days"), None)
    assert clock.by_field == ByField("outcome", (("granted", timedelta(minutes=90)),))
    assert [(one.kind, one.name) for one in (*clock.starts, *clock.stops)] == [
        ("entered", "received"),
        ("left", "received"),
    ]
    assert [one.code for one in findings(with_clock(), library) if one.severity == "error"] == []


@pytest.mark.parametrize(
    ("key", "written", "code", "said"),
    [
        ("promise", "4 hour", None, ""),
        ("promise", "0 hours", "wrong-type", "4 hours"),
        ("promise", "[4 hours]", "wrong-type", "4 hours"),
        ("promise", "{by: outcome, of: {granted: 3 days}}", "wrong-type", "otherwise"),
        ("promise", "{by: outcome, of: {}, otherwise: 3 days}", "wrong-type", "mapping"),
        ("promise", "{by: outcome, of: {granted: soon}, otherwise: 3 days}", "wrong-type", "30 minutes"),
        ("promise", "{by: outcome, of: {grnated: 3 days}, otherwise: 3 days}", "unknown-name", "granted"),
        ("promise", "{by: outcom, of: {granted: 3 days}, otherwise: 3 days}", "unknown-name", "outcome"),
        ("promise", "{by: subject, of: {granted: 3 days}, otherwise: 3 days}", "wrong-type", "one value"),
        ("rule", "test.reply", "wrong-type", "wall"),
        ("pauses", "close", "wrong-type", "wall"),
        ("extends", "[{by: close, days: 2}]", "wrong-type", "wall"),
        ("rungs", "[half]", "wrong-type", "reached and late"),
        ("starts", "entered.recieved", "unknown-name", "received"),
        ("stops", "left.closed", "stop-without-start", "left.closed"),
    ],
)
def test_what_is_refused_says_why(
    key: str, written: str, code: str | None, said: str, library: Library
) -> None:
    errors = [one for one in findings(with_clock(**{key: written}), library) if one.severity == "error"]
    if code is None:
        assert errors == []
        return
    assert any(one.code == code and said in one.message for one in errors), errors


def test_a_long_choice_is_compared_with_its_rule(library: Library) -> None:
    text = with_clock(
        promise="{by: outcome, of: {granted: 40 days}, otherwise: 5 working days}", rule="test.reply"
    )
    assert [one.code for one in findings(text, library)] == ["limits-exceed"]
