"""The published examples stand on their own: a second, plain way to count gives the same days, for them and
for any other."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calendar.calendars import pause, vn
from tests.law.books import law
from tests.law.recount import Spans, counted, is_worked
from tests.law.vectors import Vector, vectors
from workflow.calendar.due import reckon
from workflow.law.rule import Rule
from workflow.law.terms import extensions, step_names, terms

HANOI = timezone(timedelta(hours=7))
PLAIN = [
    one for one in vectors() if "rule" in one["expected"] and one["input"]["procedure"] != "local_reporting"
]
RULES = [rule for rule in law().rules if rule.before is None]


@pytest.mark.parametrize("vector", PLAIN, ids=lambda one: str(one["id"]))
def test_the_examples_are_counted_again(vector: Vector) -> None:
    asked, expected = vector["input"], vector["expected"]
    rule = law().rule_by_id(expected["rule"])
    chosen = frozenset(asked.get("with", ()))
    added = extensions(rule, step_names(rule, asked.get("extend", 0)), chosen)
    lengths = [rule.total(chosen).count, *(one.length.count for one in added)]
    since = rule.standstill.first_day if rule.standstill else None
    given_pauses = [(date.fromisoformat(a), date.fromisoformat(b)) for a, b in asked.get("pauses", ())]
    pauses: Spans = [one for one in given_pauses if since is None or one[0] >= since]
    start = datetime.fromisoformat(asked["start"]).astimezone(HANOI).date()
    raw, legal = counted(start, lengths, rule.length.unit, rule.kind, pauses)
    assert (raw.isoformat(), legal.isoformat()) == (expected["raw_due"], expected["legal_due"])


@given(st.sampled_from(RULES), st.dates(date(2018, 1, 1), date(2029, 12, 31)), st.data())
def test_any_day_is_counted_alike(found: Rule, start: date, drawn: st.DataObject) -> None:
    chosen = drawn.draw(st.sampled_from([frozenset[str](), *({name} for name in found.variants)]), "variants")
    stands: Spans = []
    if found.kind != "notice" and found.length.unit != "months":
        for first, days in drawn.draw(
            st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40)), max_size=1)
        ):
            stands.append((start + timedelta(first), start + timedelta(first + days)))
    due = reckon(start, terms(found, frozenset(chosen)), vn(), [pause(*one) for one in stands])
    total = found.total(frozenset(chosen)).count
    assert counted(start, [total], found.length.unit, found.kind, stands) == (due.raw, due.legal)


@given(st.dates(date(2015, 1, 1), date(2032, 12, 31)))
def test_the_printed_days_are_enough_to_tell_a_working_day(day: date) -> None:
    assert is_worked(day) is vn().is_working(day)
