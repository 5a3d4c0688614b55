"""`tiepdan db`: bring the database to the present schema and the definitions into it."""

from __future__ import annotations

import click

from service.cli.speaking import json_option, print_json
from service.opening import environment_settings
from service.upgrading import upgrade_database


@click.group()
def db() -> None:
    """The database."""


@db.command()
@json_option
def upgrade(as_json: bool) -> None:
    """Create or migrate the schema, then deploy the definitions that are new. Safe to repeat.

    On PostgreSQL run it as the owner of the schema: it makes the role that the service works under, which may
    add to the audit record but neither change nor delete it.
    """
    revision, fresh = upgrade_database(environment_settings())
    if as_json:
        print_json({"schema": revision, "definitions_deployed": fresh})
    else:
        click.echo(f"The schema is {revision}; {fresh} definitions were new.")
