"""`tiepdan selftest`: does a warning come when it is due?"""

from __future__ import annotations

import click

from service.acting import act_source
from service.cli.speaking import json_option, print_json
from service.opening import environment_settings, opened
from workflow.workers.selftest import run_selftest


@click.command()
@json_option
@click.pass_context
def selftest(ctx: click.Context, as_json: bool) -> None:
    """Open a dummy case whose warning is due, fire it by the very sweep that serves real cases, and measure
    how late it was.

    The case lies in an office of its own that no list, number, report or export includes. Exit code 1 where
    the test fails.
    """
    with opened(environment_settings()) as database:
        probed = run_selftest(database, act_source(), again=True)
    if probed is None:
        raise click.ClickException("Another self-test ran at this very instant; try again.")
    if as_json:
        values = {"slot": probed.slot.isoformat(), "passed": probed.passed}
        print_json({**values, "lateness_ms": probed.lateness_ms, "failure": probed.failure})
    elif probed.passed:
        click.echo(f"The warning fired {probed.lateness_ms} ms after it was due.")
    else:
        click.echo(f"The self-test failed: {probed.failure}.", err=True)
    ctx.exit(0 if probed.passed else 1)
