"""The commands that stay: serve, web, scheduler, demo."""

from __future__ import annotations

import click

from service.demo.running import run_demo
from service.logs import set_up_logs
from service.opening import environment_settings
from service.scheduler import run_scheduler
from service.settings import Settings
from service.supervise import serve_both, serve_pages


def _settings() -> Settings:
    settings = environment_settings()
    set_up_logs(settings.log_level)
    return settings


@click.command()
def serve() -> None:
    """Web server and scheduler in one process: all that a small office needs. Never loads the demo.

    Settings come from the environment (TIEPDAN_...). The schema must be the present one: `tiepdan db
    upgrade`.
    """
    settings = _settings()
    click.echo(f"http://{settings.host}:{settings.port}")
    serve_both(settings)


@click.command()
def web() -> None:
    """The web server alone; run `tiepdan scheduler` beside it, or clocks will not fire."""
    settings = _settings()
    click.echo(f"http://{settings.host}:{settings.port}")
    serve_pages(settings)


@click.command()
def scheduler() -> None:
    """The scheduler alone: fires clocks, opens child cases, cleans up, tests itself. Run as many as you
    like."""
    run_scheduler(_settings())


@click.command()
def demo() -> None:
    """Build a demo office at the first start and serve it on 127.0.0.1; prints its address and logins.

    The office lies in the data folder (TIEPDAN_DATA_DIR) in an embedded database; a second start keeps it.
    Every case came about by the acts that people take, on past days. No real person is named.
    """
    run_demo(_settings())
