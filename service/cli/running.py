"""The commands that stay: serve, web, scheduler."""

from __future__ import annotations

from dataclasses import replace

import click

from service.logs import set_up_logs
from service.opening import environment_settings
from service.scheduler import run_scheduler
from service.settings import MOST_WORKERS, Settings
from service.supervise import serve_both, serve_pages

_workers = click.option(
    "--workers",
    type=click.IntRange(1, MOST_WORKERS),
    help="Web processes behind one socket. [default: TIEPDAN_WORKERS, else 1]",
)


def settings_with_logs(workers: int | None = None) -> Settings:
    """The settings of this process, and its log set up by them. Raises SettingInvalid."""
    settings = environment_settings()
    set_up_logs(settings.log_level)
    return settings if workers is None else replace(settings, workers=workers)


@click.command()
@_workers
def serve(workers: int | None) -> None:
    """Web server and scheduler: all that an office needs. Never loads the demo.

    With one worker both run in one process, which is enough for a commune; with more, the scheduler has a
    process of its own. A process that dies is started again. Settings come from the environment
    (TIEPDAN_...). The schema must be the present one: `tiepdan db upgrade`.
    """
    settings = settings_with_logs(workers)
    click.echo(f"http://{settings.host}:{settings.port}")
    serve_both(settings)


@click.command()
@_workers
def web(workers: int | None) -> None:
    """The web server alone; run `tiepdan scheduler` beside it, or clocks will not fire."""
    settings = settings_with_logs(workers)
    click.echo(f"http://{settings.host}:{settings.port}")
    serve_pages(settings)


@click.command()
def scheduler() -> None:
    """The scheduler alone: fires clocks, opens child cases, cleans up, tests itself. Run as many as you
    like."""
    run_scheduler(settings_with_logs())
