"""`tiepdan obligations`: the duties that plans lay on an office, one case for each period."""

from __future__ import annotations

from collections import Counter
from typing import Any

import click

from service.acting import OPERATOR, act_source
from service.cli.bringing_in import office as office_of
from service.cli.speaking import json_option, print_json
from service.definition_files import read_plans
from service.opening import environment_settings, opened
from workflow.errors import NotFound
from workflow.obligation.plan import Plan
from workflow.workers.obligations import Duty, Standing, open_duties

SAID = {
    Standing.OPENED: "mở",
    Standing.THERE: "đã có",
    Standing.PAST: "đã qua",
    Standing.TO_COME: "chưa đến kỳ",
}


@click.group()
def obligations() -> None:
    """Duties that come back: a plan's tasks and reports."""


@obligations.command("open")
@click.option("--office", required=True, help="Code or id of the office whose duties they are.")
@click.option("--year", type=click.IntRange(2014, 2100), required=True, help="The year of the periods.")
@click.option("--plan", "codes", multiple=True, help="Only this plan; may be given again. [default: all]")
@click.option("--past", is_flag=True, help="Open periods too that were over before anybody opened them.")
@click.option("--dry-run", is_flag=True, help="Say what would be opened; write nothing.")
@json_option
def open_(office: str, year: int, codes: tuple[str, ...], past: bool, dry_run: bool, as_json: bool) -> None:
    """Open the duties of a year for an office, from the plans in definitions/obligations.

    What has begun is opened; what begins later is opened by the scheduler on the first day of its period. Run
    again, it opens nothing twice.
    """
    plans = _chosen(codes)
    make_act = act_source(OPERATOR)
    with opened(environment_settings()) as database:
        org_id = office_of(database, make_act(), office)
        duties = open_duties(database, make_act, plans, org_id, year, past=past, dry_run=dry_run)
    if as_json:
        print_json(_as_json(duties, plans, dry_run))
    else:
        _say(duties, plans, dry_run)


def _chosen(codes: tuple[str, ...]) -> list[Plan]:
    plans = read_plans()
    known = {plan.code for plan in plans}
    if unknown := sorted(set(codes) - known):
        raise NotFound(f"There is no plan {', '.join(unknown)}; there are: {', '.join(sorted(known))}.")
    return [plan for plan in plans if not codes or plan.code in codes]


def _say(duties: tuple[Duty, ...], plans: list[Plan], dry_run: bool) -> None:
    for duty in duties:
        day = duty.period.first if duty.standing is Standing.TO_COME else duty.period.last
        what = "từ" if duty.standing is Standing.TO_COME else "hạn"
        click.echo(
            f"{SAID[duty.standing]:<12} {duty.number or '–':<20} {duty.period.name:<10} "
            f"{what} {day:%d/%m/%Y}  {duty.task.subject.vi} ({duty.task.lead.vi})"
        )
    for plan in plans:
        for task in plan.tasks:
            if task.when is not None:
                click.echo(f"{'theo việc':<12} {'–':<20} {'':<10} {task.when.vi}: {task.subject.vi}")
    told = ", ".join(f"{SAID[one]} {count}" for one, count in _counted(duties).items())
    click.echo(f"{'Chạy thử: ' if dry_run else ''}{told}.", err=True)


def _counted(duties: tuple[Duty, ...]) -> dict[Standing, int]:
    found = Counter(duty.standing for duty in duties)
    return {one: found[one] for one in Standing}


def _as_json(duties: tuple[Duty, ...], plans: list[Plan], dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        **{str(one): count for one, count in _counted(duties).items()},
        "duties": [
            {
                "task": f"{duty.plan.code}.{duty.task.code}",
                "period": duty.period.name,
                "from": duty.period.first.isoformat(),
                "due": duty.period.last.isoformat(),
                "subject": duty.task.subject.vi,
                "lead": duty.task.lead.vi,
                "coordinating": [unit.vi for unit in duty.task.coordinating],
                "source": f"{duty.plan.source}, {duty.task.source}",
                "standing": str(duty.standing),
                "number": duty.number,
            }
            for duty in duties
        ],
        "on_event": [
            {"task": f"{plan.code}.{task.code}", "subject": task.subject.vi, "when": task.when.vi}
            for plan in plans
            for task in plan.tasks
            if task.when is not None
        ],
    }
