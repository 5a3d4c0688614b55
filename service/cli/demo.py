"""`tiepdan demo`: apart from the commands that serve, which need neither its story nor the migrations in
memory."""

from __future__ import annotations

import click

from service.cli.running import settings_with_logs
from service.demo.running import run_demo


@click.command()
def demo() -> None:
    """Build a demo office at the first start and serve it on 127.0.0.1; prints its address and logins.

    The office lies in the data folder (TIEPDAN_DATA_DIR) in an embedded database; a second start keeps it.
    Every case came about by the acts that people take, on past days. No real person is named.
    """
    run_demo(settings_with_logs())
