"""The published examples: the product agrees with each, and together they touch everything that is dated."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from click.testing import CliRunner

from service.cli import main
from tests.calendar.calendars import vn
from tests.law.books import law
from tests.law.vectors import Vector, answered, command, published, reckoned, vectors

HANOI = timezone(timedelta(hours=7))
DATED = [one for one in vectors() if "rule" in one["expected"]]
A_SHARE = [one for place, one in enumerate(vectors()) if place % 25 == 3]
DAY = timedelta(days=1)


def local(asked: Vector) -> date:
    return datetime.fromisoformat(asked["start"]).astimezone(HANOI).date()


@pytest.mark.parametrize("vector", vectors(), ids=lambda one: str(one["id"]))
def test_the_product_agrees(vector: Vector) -> None:
    assert answered(vector["input"]) == vector["expected"], vector["reasoning"]


@pytest.mark.parametrize("vector", A_SHARE, ids=lambda one: str(one["id"]))
def test_the_command_agrees(vector: Vector) -> None:
    result = CliRunner().invoke(main, command(vector["input"]))
    if "refused" in vector["expected"]:
        assert (result.exit_code, result.stdout) == (1, "")
        return
    found = json.loads(result.stdout)
    assert (found["raw"], found["due"]) == (vector["expected"]["raw_due"], vector["expected"]["legal_due"])


def test_a_changed_date_is_noticed() -> None:
    for vector in DATED[::7]:
        for name in ("raw_due", "legal_due"):
            moved = date.fromisoformat(vector["expected"][name]) + DAY
            assert answered(vector["input"]) != {**vector["expected"], name: moved.isoformat()}


def test_there_are_many_and_each_says_why() -> None:
    assert len(vectors()) >= 200 and len(DATED) >= 200
    assert len({one["id"] for one in vectors()}) == len(vectors())
    assert len({json.dumps(one["input"], sort_keys=True) for one in vectors()}) == len(vectors())
    for one in vectors():
        named = one["expected"].get("legal_due")
        day = date.fromisoformat(named) if named else local(one["input"])
        assert f"{day.day}/{day.month}/{day.year}" in one["reasoning"], one["id"]


def test_every_clock_rule_variant_and_extension_is_touched() -> None:
    asked = [one["input"] for one in DATED]
    assert {(one["procedure"], one["clock"]) for one in asked} == set(law().procedures)
    assert {one["expected"]["rule"] for one in DATED} == {rule.id for rule in law().rules}
    with_variants: dict[str, set[frozenset[str]]] = defaultdict(set)
    extended: dict[str, int] = defaultdict(int)
    for one in DATED:
        rule = one["expected"]["rule"]
        with_variants[rule].add(frozenset(one["input"].get("with", ())))
        extended[rule] = max(extended[rule], one["input"].get("extend", 0))
    for rule in law().rules:
        cells = {frozenset({name}) for name in rule.variants} | set(rule.cells)
        assert cells <= with_variants[rule.id], rule.id
        assert extended[rule.id] == sum(step.times for step in rule.steps.values()), rule.id
    paused = [one for one in DATED if one["input"].get("pauses")]
    assert {law().rule_by_id(one["expected"]["rule"]).length.unit for one in paused} == {
        "days",
        "working_days",
    }


def test_both_sides_of_every_legal_boundary_are_touched() -> None:
    days = {rule.first_day for rule in law().rules} | {
        rule.last_day + DAY for rule in law().rules if rule.last_day
    }
    assert sorted(day.isoformat() for day in days if day) == published()["boundaries"]
    given: dict[tuple[str, str, date], dict[str, Any]] = {
        (one["input"]["procedure"], one["input"]["clock"], local(one["input"])): one["expected"]
        for one in vectors()
        if not {"with", "extend", "pauses"} & set(one["input"])
    }
    for day in days:
        assert day is not None
        pairs = [
            (before, given[procedure, clock, day])
            for (procedure, clock, on), before in given.items()
            if on == day - DAY and (procedure, clock, day) in given
        ]
        assert any(before.get("rule") != after["rule"] for before, after in pairs if "rule" in after), day


def test_the_same_facts_on_either_side_of_july_2026_have_different_clocks() -> None:
    asked = {"procedure": "complaint_first", "clock": "acceptance"}
    before = reckoned({**asked, "start": "2026-06-30T09:00:00+07:00"})
    after = reckoned({**asked, "start": "2026-07-01T09:00:00+07:00"})
    assert (str(before.rule.length), str(after.rule.length)) == ("10 working_days", "7 working_days")
    assert after.due.legal < before.due.legal


@pytest.mark.parametrize("year", range(2020, 2028))
def test_every_tet_stands_inside_some_example(year: int) -> None:
    about = [one for one in vectors() if f"tet-{year}" in one.get("touches", ())]
    assert {one["expected"]["rule"] for one in about} >= {
        "TCD-REPLY",
        "TC-INIT",
        "KN-R1",
        "KN-EFF",
        "TCD-POST",
    }
    assert all("Tết" in one["reasoning"] for one in about)


def test_every_worked_saturday_is_the_end_of_some_example() -> None:
    ends = {date.fromisoformat(one["expected"]["legal_due"]) for one in DATED}
    assert set(vn().work) <= ends
    swapped = {day for day, note in vn().off.items() if "hoán đổi" in note.because}
    assert len(swapped) == len(vn().work)
    assert swapped <= {date.fromisoformat(one["expected"]["raw_due"]) for one in DATED}
    assert date(2026, 11, 24) in {date.fromisoformat(one["expected"]["raw_due"]) for one in DATED}


def test_the_days_that_the_file_prints_are_those_of_the_calendar() -> None:
    printed: dict[str, set[date]] = {"off": set(), "worked": set()}
    for year, days in published()["calendar"]["years"].items():
        for kind, found in printed.items():
            found.update(date.fromisoformat(text[:10]) for text in days[kind])
        assert vn().is_provisional(datetime(int(year), 6, 1, tzinfo=UTC).date()) is days.get(
            "provisional", False
        )
    assert printed == {"off": set(vn().off), "worked": set(vn().work)}
