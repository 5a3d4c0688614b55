"""An office's own promise beside the shipped rules: what `tiepdan definition check` says of its length."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from service.cli.checking import read_library
from service.definition_files import HERE
from tests.calendar.calendars import vn
from tests.engine.types import TYPES
from tests.law.books import law
from workflow.calendar.period import Length
from workflow.case_type.checks.limits import problems
from workflow.case_type.model import Clock, Text
from workflow.engine.terms import Reckoning, due_of

LIBRARY = read_library(HERE)
ORDINARY = TYPES["complaint_first@2026.1"]
OWN = Text("Chỉ tiêu của đơn vị", "The office's own target")


def promised(rule: str, kind: str, promise: str) -> Clock:
    return Clock(
        "own",
        kind,
        OWN,
        ORDINARY.clocks["acceptance"].starts,
        rule=rule,
        promise=Length.parse(promise),
        because=OWN,
    )


@pytest.mark.parametrize(
    ("rule", "kind", "promise", "told"),
    [
        ("complaint.resolution_first", "duty", "20 days", False),
        ("complaint.resolution_first", "duty", "31 days", True),
        ("denunciation.transfer", "duty", "3 working_days", False),
        ("denunciation.transfer", "duty", "6 working_days", True),
        ("complaint.dialogue_notice", "notice", "7 days", False),
        ("denunciation.execution_report", "duty", "20 days", False),
        ("denunciation.execution_report", "duty", "32 days", True),
        ("local_reporting.annual_report", "duty", "6 working_days", False),
    ],
)
def test_a_promise_longer_than_its_rule_is_told(rule: str, kind: str, promise: str, told: bool) -> None:
    one = replace(ORDINARY, clocks={"own": promised(rule, kind, promise)})
    assert [found.code for found in problems(one, LIBRARY)] == (["limits-exceed"] if told else [])


@pytest.mark.parametrize("family", sorted(set(law().families)))
def test_every_rule_takes_a_promise_and_keeps_the_day_of_the_law(family: str) -> None:
    rule = max(
        (one for one in law().rules if one.family == family), key=lambda one: one.first_day or date.min
    )
    day = max(rule.first_day or date.min, date(2026, 3, 2)) if rule.last_day is None else rule.last_day
    with_promise = promised(family, rule.kind, "2 working_days")
    own, _ = due_of(with_promise, day, {}, Reckoning(law(), vn()))
    plain, rule_id = due_of(replace(with_promise, promise=None), day, {}, Reckoning(law(), vn()))
    assert rule_id == rule.id and plain.promised is None
    assert (own.raw, own.legal, own.ledger) == (plain.raw, plain.legal, plain.ledger)
    assert own.promised is not None and own.promised <= own.legal
