"""Plans: what a file must say, and the periods it makes of a year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from service.definition_files import HERE, read_file, read_plans
from workflow.errors import DefinitionInvalid
from workflow.law.schema import build_law
from workflow.obligation.periods import periods_of
from workflow.obligation.plan import Plan, Task
from workflow.obligation.schema import read_plan
from workflow.source import read_source

PLAN = """\
obligations: trial
title: {vi: Kế hoạch thử, en: Trial plan}
source: Kế hoạch thử số 1
in_force: {from: 2026-02-10, to: 2026-11-20}
reported_to: {vi: Cấp trên, en: Level above}
units:
  office: {vi: Văn phòng, en: Office}
tasks:
  task: {subject: {vi: Việc, en: Task}, source: mục 1, recurs: RECURS, lead: office}
"""


def plan_of(recurs: str) -> tuple[Plan, Task]:
    plan = read_plan(read_source(PLAN.replace("RECURS", recurs), "trial.yaml"))
    return plan, plan.tasks[0]


@pytest.mark.parametrize(
    "recurs, expected",
    [
        ("quarterly",
            ["2026-Q1 01/01-31/03", "2026-Q2 01/04-30/06", "2026-Q3 01/07-30/09", "2026-Q4 01/10-31/12"]),
        ("yearly, due: 30-09", ["2026 01/01-30/09"]),
        ("yearly, due: 31-01", []),  # over before the plan
        ("once, until: 2026-06-15", ["đến 15/06/2026 10/02-15/06"]),
        ("on_event, when: {vi: Khi có việc, en: When it happens}", []),
    ],
)  # fmt: skip
def test_periods_of_a_year(recurs: str, expected: list[str]) -> None:
    found = [f"{one.name} {one.first:%d/%m}-{one.last:%d/%m}" for one in periods_of(*plan_of(recurs), 2026)]
    assert found == expected


def test_months_and_weeks_lie_within_the_plan() -> None:
    months = [one.name for one in periods_of(*plan_of("monthly"), 2026)]
    assert months == [f"2026-T{month}" for month in range(2, 12)]
    weeks = list(periods_of(*plan_of("weekly"), 2026))
    # The plan begins on a Tuesday and ends on a Friday: both weeks count.
    assert (weeks[0].first, weeks[-1].last) == (date(2026, 2, 9), date(2026, 11, 20))
    assert all(one.first.weekday() == 0 and one.last - one.first == timedelta(days=4) for one in weeks)
    assert weeks[0].name == "2026-W07"


@pytest.mark.parametrize("year", range(2020, 2032))
def test_every_monday_of_a_year_begins_one_week(year: int) -> None:
    plan, task = plan_of("weekly")
    always = Plan(plan.code, plan.title, plan.source, date(2000, 1, 1), None, plan.reported_to, plan.tasks)
    weeks = [one.first for one in periods_of(always, task, year)]
    days = (
        date(year, 1, 1) + timedelta(days=place)
        for place in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)
    )
    assert weeks == [day for day in days if day.weekday() == 0]
    assert len({one.name for one in periods_of(always, task, year)}) == len(weeks)


@pytest.mark.parametrize(
    "wrong, code, line",
    [
        (("recurs: RECURS", "recurs: daily"), "wrong-type", 9),
        (("recurs: RECURS", "recurs: yearly"), "wrong-type", 9),
        (("recurs: RECURS", "recurs: monthly, due: 30-09"), "wrong-type", 9),
        (("recurs: RECURS", "recurs: yearly, due: 31-02"), "wrong-type", 9),
        (("recurs: RECURS, lead: office", "recurs: monthly, lead: offce"), "unknown-name", 9),
        (("recurs: RECURS", "recurs: monthly, with: [police]"), "unknown-name", 9),
        (("from: 2026-02-10", "from: soon"), "wrong-type", 4),
        (("source: Kế hoạch thử số 1\n", ""), "wrong-type", 1),
    ],
)
def test_a_faulty_plan_is_refused_at_its_place(wrong: tuple[str, str], code: str, line: int) -> None:
    with pytest.raises(DefinitionInvalid) as caught:
        read_plan(read_source(PLAN.replace(*wrong).replace("RECURS", "monthly"), "trial.yaml"))
    assert [(one.code, one.line) for one in caught.value.findings] == [(code, line)]


def test_the_plans_that_come_with_the_product() -> None:
    plans = {plan.code: plan for plan in read_plans()}
    assert set(plans) == {"de_an_1895", "ky_hop_quoc_hoi_7"}
    assert sum(len(plan.tasks) for plan in plans.values()) == 30
    for plan in plans.values():
        assert all(task.source.startswith("mục ") and task.subject.en for task in plan.tasks)
        assert len({(task.subject.vi, task.source) for task in plan.tasks}) == len(plan.tasks)


def test_the_reports_fall_due_on_the_day_before_the_rules_day() -> None:
    """The plan's file names the last day, the rule the day before which it lies: both say the same."""
    book = build_law([read_file(HERE / "rules" / "local_reporting.yaml")])
    names = ("six_month_report", "annual_report")
    before = {name: book.rule_for(f"local_reporting.{name}", date(2026, 1, 1)).before for name in names}
    (plan,) = (one for one in read_plans() if one.code == "de_an_1895")
    tasks = {task.code: task for task in plan.tasks if task.opens_in != "planned"}
    assert set(tasks) == set(before)
    for name, task in tasks.items():
        told = before[name]
        assert task.due is not None and told is not None
        assert date(2026, *task.due) + timedelta(days=1) == date(2026, *told)
        assert task.opens_in == name
