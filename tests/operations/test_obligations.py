"""Duties of plans are opened when their period begins, once, and come back by themselves."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from uuid import UUID

from models import cases
from service.definition_files import read_plans
from tests.operations.record import chains_hold, read
from tests.world import World
from workflow.obligation.plan import Plan
from workflow.workers.obligations import Duty, Standing, open_duties, renew

THIRD_QUARTER = datetime(2026, 8, 3, 2, 0, tzinfo=UTC)


def plan(code: str = "de_an_1895") -> Plan:
    return next(one for one in read_plans() if one.code == code)


def opened(world: World, **more: bool) -> tuple[Duty, ...]:
    return open_duties(world.database, world.act, [plan()], world.orgs["commune"], 2026, **more)


def counted(duties: tuple[Duty, ...]) -> Counter[str]:
    return Counter(str(duty.standing) for duty in duties)


def numbered(world: World, number: str) -> UUID:
    return UUID(str(world.read(cases.find_cases, number)[0]["case_id"]))


def case_of(world: World, duties: tuple[Duty, ...], task: str) -> str:
    (found,) = (one.number for one in duties if one.task.code == task and one.standing is Standing.OPENED)
    assert found is not None
    return found


def test_what_has_begun_is_opened_and_nothing_twice(world: World) -> None:
    world.at = THIRD_QUARTER
    tried = opened(world, dry_run=True)
    assert all(duty.number is None for duty in tried)
    done = opened(world)
    assert [duty.standing for duty in done] == [duty.standing for duty in tried]
    # This month, this quarter, and what is due later in this year; what the year's first half asked for is
    # over.
    now = {duty.task.code: duty.period.name for duty in done if duty.standing is Standing.OPENED}
    assert now["monthly_review"] == "2026-T8" and now["quarterly_list"] == "2026-Q3"
    assert now["annual_report"] == now["yearly_review"] == now["safe_places"] == "2026"
    assert "six_month_report" not in now and "training" not in now and "project_appraisal" not in now
    again = counted(opened(world))
    assert again["opened"] == 0 and again["there"] == len(now)
    assert again["to_come"] == 4 + sum(1 for duty in done if duty.period.name == "2026-Q4")
    chains_hold(world)


def test_a_duty_says_where_it_comes_from_and_when_it_is_due(world: World) -> None:
    world.at = THIRD_QUARTER
    done = opened(world)
    monthly = read(world, numbered(world, case_of(world, done, "monthly_review")))
    assert monthly.row["state"] == "planned" and monthly.row["received_on"] == date(2026, 8, 3)
    assert monthly.row["fields"]["source"].endswith("mục III, phần 7, dòng 1")
    assert monthly.row["fields"]["lead_unit"] == "Ủy ban nhân dân xã"
    assert monthly.row["fields"]["with_units"] == "Công an xã"
    # The last day of August is off in 2026: the day stands as the plan gives it, warnings come on the working
    # day before.
    assert monthly.timer("execution")["legal_due"] == date(2026, 8, 31)
    report = read(world, numbered(world, case_of(world, done, "annual_report")))
    assert report.row["state"] == "annual_report" and "due_on" not in report.row["fields"]
    assert report.timer("annual_report")["legal_due"] == date(2026, 11, 9)
    assert report.timer("annual_report")["rule_id"] == "KH-YEAR"


def test_the_next_period_is_opened_by_itself_on_its_first_day(world: World) -> None:
    world.at = THIRD_QUARTER
    plans = [plan(), plan("ky_hop_quoc_hoi_7")]
    assert renew(world.database, world.act, plans) == ()  # no office has taken a plan up
    first = opened(world)
    assert renew(world.database, world.act, plans) == ()
    world.later(days=28)  # 31 August
    assert renew(world.database, world.act, plans) == ()
    world.later(days=1)
    renewed = renew(world.database, world.act, plans)
    assert [(one.task.code, one.period.name) for one in renewed] == [("monthly_review", "2026-T9")]
    world.at = datetime(2026, 12, 31, 18, 0, tzinfo=UTC)  # 1 January in Viet Nam
    found = {(one.task.code, one.period.name) for one in renew(world.database, world.act, plans)}
    assert ("six_month_report", "2027") in found and ("monthly_review", "2027-T1") in found
    assert ("annual_report", "2027") in found and ("yearly_plan", "2027") in found
    assert counted(first)["opened"] > 10
    assert renew(world.database, world.act, plans) == ()


def test_periods_that_are_over_are_opened_only_where_asked(world: World) -> None:
    world.at = THIRD_QUARTER
    past = opened(world, past=True)
    assert counted(past)["past"] == 0
    report = read(world, numbered(world, case_of(world, past, "six_month_report")))
    assert report.row["received_on"] == date(2026, 1, 1)
    assert report.timer("six_month_report")["legal_due"] == date(2026, 6, 9)


def test_two_offices_have_each_their_own(world: World) -> None:
    world.at = THIRD_QUARTER
    here = opened(world)
    there = open_duties(world.database, world.act, [plan()], world.orgs["neighbour"], 2026)
    assert counted(here) == counted(there)
    numbers = [{one.number for one in each if one.number} for each in (here, there)]
    assert numbers[0].isdisjoint(numbers[1])
