"""Opens the duties of plans, one case for each period, when the period begins: each in a transaction of its
own, exactly once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from models import cases
from models.session import Database, Session
from workflow.case_type.beginning import SYSTEM
from workflow.obligation.periods import Period, periods_of
from workflow.obligation.plan import Plan, Task
from workflow.operations.case.open_case import Opening, open_case
from workflow.operations.steps.acting import Act, derived_id
from workflow.operations.steps.library import library
from workflow.operations.steps.successors import ended_reasons

CASE_TYPE = "obligation"


class Standing(StrEnum):
    """What there is to say of a period: opened now, opened before, over before anybody opened it, or not
    begun."""

    OPENED = "opened"
    THERE = "there"
    PAST = "past"
    TO_COME = "to_come"


@dataclass(frozen=True, slots=True)
class Duty:
    """One period of a task, how it stands, and the number of its case where there is one."""

    plan: Plan
    task: Task
    period: Period
    standing: Standing
    number: str | None = None


def open_duties(
    database: Database,
    make_act: Callable[[], Act],
    plans: Iterable[Plan],
    org_id: UUID,
    year: int,
    *,
    past: bool = False,
    dry_run: bool = False,
) -> tuple[Duty, ...]:
    """Open what the plans ask of an office in a year and what has begun; `past`: also what is over already.

    A repeat opens nothing twice. A dry run writes nothing and says what would be done. Raises InvalidInput,
    NotFound, Busy."""
    found = []
    for plan in plans:
        for task in plan.tasks:
            for period in periods_of(plan, task, year):
                act = _act_of(make_act(), plan, task, period, org_id)
                with database.transaction(read_only=True) as session:
                    duty = _standing(session, act, Duty(plan, task, period, Standing.OPENED), past)
                if duty.standing is Standing.OPENED and not dry_run:
                    with database.transaction() as session:
                        duty = replace(duty, number=_open(session, act, duty, org_id))
                found.append(duty)
    return tuple(found)


def renew(database: Database, make_act: Callable[[], Act], plans: Iterable[Plan]) -> tuple[Duty, ...]:
    """Open the periods that have begun, for every office that has a plan's duties already.

    Gives what was opened. An office takes a plan up by the command `tiepdan obligations open`; from then on
    its duties come back by themselves, until the plan's last day. Raises Busy."""
    known, today = {plan.code: plan for plan in plans}, _today(database, make_act())
    with database.transaction(read_only=True) as session:
        adopted = {
            (row["org_id"], str(row["fields"].get("task")).split(".")[0])
            for row in cases.fields_of_type(session, CASE_TYPE, today.replace(year=today.year - 1, day=1))
            # An office that has ended owes nothing new; what its successor has taken over comes back there.
            if not ended_reasons(session, row["org_id"], today)
        }
    opened: list[Duty] = []
    for org_id, code in sorted(adopted, key=str):
        if code in known:
            done = open_duties(database, make_act, [known[code]], org_id, today.year)
            opened += [duty for duty in done if duty.standing is Standing.OPENED]
    return tuple(opened)


def _today(database: Database, act: Act) -> date:
    with database.transaction(read_only=True) as session:
        return library(session).today(act.at)


def _act_of(act: Act, plan: Plan, task: Task, period: Period, org_id: UUID) -> Act:
    """The system's act that opens this period: its command id makes the id of the case (decision 18)."""
    named = derived_id(plan.code, task.code, period.name, str(org_id))
    return replace(act.by_system(), command_id=f"duty:{named}")


def _standing(session: Session, act: Act, duty: Duty, past: bool) -> Duty:
    row = cases.read_case(session, derived_id(act.actor_name, act.command_id or ""))
    if row is not None:
        return replace(duty, standing=Standing.THERE, number=row["number"])
    today = library(session).today(act.at)
    if today < duty.period.first:
        return replace(duty, standing=Standing.TO_COME)
    if today > duty.period.last and not past:
        return replace(duty, standing=Standing.PAST)
    return duty


def _open(session: Session, act: Act, duty: Duty, org_id: UUID) -> str:
    today = library(session).today(act.at)
    # One that is over is received when its period began, so that its clock is that period's and not the next.
    received_on = duty.period.first if today > duty.period.last else today
    fields = dict(_fields(duty))
    opening = Opening(
        CASE_TYPE, org_id, received_on, fields, channel="system", state=duty.task.opens_in, door=SYSTEM
    )
    return open_case(session, act, opening).number


def _fields(duty: Duty) -> Iterator[tuple[str, str]]:
    plan, task, period = duty.plan, duty.task, duty.period
    yield "subject", f"{task.subject.vi} ({period.name})"
    yield "plan", plan.title.vi
    yield "task", f"{plan.code}.{task.code}"
    yield "period", period.name
    yield "source", f"{plan.source}, {task.source}"
    yield "lead_unit", task.lead.vi
    if task.coordinating:
        yield "with_units", "; ".join(unit.vi for unit in task.coordinating)
    yield "reported_to", plan.reported_to.vi
    if task.opens_in == "planned":
        yield "due_on", period.last.isoformat()
