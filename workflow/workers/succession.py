"""Carries a succession out, batch by batch: each batch is one transaction of acts, each act one case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from uuid import UUID

from models.session import Database, Session
from workflow.errors import NotFound
from workflow.operations.case.succeed_case import Move, Succession, succeed_cases
from workflow.operations.people.offices import today
from workflow.operations.people.plan_succession import Choices, Plan, plan_succession
from workflow.operations.people.relate_organisation import relate_organisation
from workflow.operations.steps.acting import Act
from workflow.workers.batches import done_or_tried, in_batches


@dataclass(slots=True)
class Succeeded:
    """The plan, and which of its cases were passed now."""

    plan: Plan
    passed: set[UUID] = field(default_factory=set)
    units_moved: tuple[UUID, ...] = ()

    @property
    def waiting(self) -> int:
        """How many cases wait for somebody's choice."""
        return sum(1 for one in self.plan.cases if one.to is None and one.why == "choice_needed")

    @property
    def staying(self) -> int:
        """How many cases stay because somebody chose so."""
        return sum(1 for one in self.plan.cases if one.why == "stays")


def succeed_office(
    database: Database,
    make_act: Callable[[], Act],
    org_id: UUID,
    day: date,
    choices: Choices,
    because: str = "",
    cites: str = "",
    *,
    size: int = 50,
    dry_run: bool = False,
    move_units: bool = False,
    progress: Callable[[int], None] = lambda count: None,
) -> Succeeded:
    """Pass every open case of the office whose destination is known. A dry run does everything but commit,
    and may look at a day to come.

    Killed and run again, it goes on where it was: what has been passed lies elsewhere. A case that somebody
    changes meanwhile is waited for. With `move_units` the units of an ended office become part of the one
    office that succeeds it, from the day on, and their people work there. Raises InvalidInput where that is
    not one.
    """

    def planned(session: Session) -> Plan:
        return plan_succession(session, make_act(), org_id, day, choices)

    with database.transaction(read_only=True) as session:
        plan = planned(session)
    if move_units and plan.units and plan.units_to is None:
        raise NotFound(f"No one office succeeds {plan.old.name} wholly; name with --to who takes its units.")
    result = Succeeded(plan)
    order = Succession(org_id, day, because.strip(), cites.strip(), plan.basis)
    if plan.fresh_successor is not None and not dry_run:
        _record_successor(database, make_act(), org_id, plan.fresh_successor, day)
    tried = replace(order, day=min(day, _today(database, make_act()))) if dry_run else order
    moves = [Move(one.case_id, one.to, one.why) for one in plan.cases if one.to is not None]
    for batch in in_batches(moves, size):
        work = partial(_pass, make_act=make_act, order=tried, batch=batch)
        result.passed.update(done_or_tried(database, work, dry_run=dry_run))
        progress(len(batch))
    if move_units and plan.units_to is not None:
        result.units_moved = tuple(plan.units)
        if not dry_run:
            _move_units(database, make_act(), plan.units_to, plan)
    return result


def _move_units(database: Database, act: Act, to: UUID, plan: Plan) -> None:
    with database.transaction() as session:
        for unit in plan.units:
            relate_organisation(session, act, unit, "part_of", to, plan.day)


def _pass(
    session: Session, *, make_act: Callable[[], Act], order: Succession, batch: list[Move]
) -> list[UUID]:
    return succeed_cases(session, make_act(), order, batch)


def _record_successor(database: Database, act: Act, org_id: UUID, other: UUID, day: date) -> None:
    with database.transaction() as session:
        relate_organisation(session, act, org_id, "successor", other, day)


def _today(database: Database, act: Act) -> date:
    with database.transaction(read_only=True) as session:
        return today(session, act)
