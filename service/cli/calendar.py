"""`tiepdan calendar`: deploy calendar files and reckon the open clocks anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import click

from models.session import Database
from service.acting import OPERATOR, act_source
from service.cli.definition import files_argument
from service.cli.speaking import json_option, print_json
from service.cli.texts import read_text
from service.opening import environment_settings, opened
from workflow.operations.clock.rearm_timers import Moved, rearm_timers
from workflow.operations.definition.deploy_calendar import CalendarDeployed, deploy_calendar
from workflow.operations.steps.acting import Act


@click.group()
def calendar() -> None:
    """Working calendars."""


@calendar.command()
@files_argument
@json_option
def deploy(files: tuple[Path, ...], as_json: bool) -> None:
    """Deploy the base file or the years of a calendar, then reckon open clocks anew and print what moved.

    Closed clocks keep their verdict. Interrupted, run it again: it goes on where it stopped.
    """
    done: list[CalendarDeployed] = []
    with opened(environment_settings()) as database:
        act = act_source(OPERATOR)
        for path in files:
            source = read_text(path)
            with database.transaction() as session:
                done.append(deploy_calendar(session, act(), source))
        moved = [
            one for name in dict.fromkeys(one.calendar for one in done) for one in rearm(database, act, name)
        ]
    if as_json:
        print_json({"calendars": [_edition(one) for one in done], "moved": [_moved(one) for one in moved]})
        return
    for edition in done:
        click.echo(
            f"{edition.calendar}: {'deployed' if edition.fresh else 'there already'} ({edition.edition[:12]})"
        )
    for one in moved:
        click.echo(f"{one.number}  {one.clock}  {one.before:%d/%m/%Y} -> {one.after:%d/%m/%Y}")
    click.echo(f"{len(moved)} clocks moved.")


def rearm(database: Database, act: Callable[[], Act], name: str, size: int = 100) -> list[Moved]:
    """Reckon the open clocks of a calendar anew, `size` cases in one transaction; gives what moved."""
    moved: list[Moved] = []
    after: UUID | None = None
    while True:
        with database.transaction() as session:
            some, after = rearm_timers(session, act(), name, after, size)
        moved += some
        if after is None:
            return moved


def _edition(one: CalendarDeployed) -> dict[str, object]:
    return {"calendar": one.calendar, "edition": one.edition, "fresh": one.fresh}


def _moved(one: Moved) -> dict[str, str]:
    return {
        "number": one.number,
        "clock": one.clock,
        "before": one.before.isoformat(),
        "after": one.after.isoformat(),
    }
