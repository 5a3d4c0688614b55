"""`tiepdan db`: bring the database to the present schema and the definitions into it."""

from __future__ import annotations

from pathlib import Path

import click

from models import migrate
from service.acting import OPERATOR, act_source
from service.cli.speaking import json_option, print_json
from service.definition_files import deploy_folder
from service.opening import environment_settings, opened
from service.settings import Settings
from service.wiring import make_database


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
    settings = environment_settings()
    revision, fresh = upgrade_database(settings)
    if as_json:
        print_json({"schema": revision, "definitions_deployed": fresh})
    else:
        click.echo(f"The schema is {revision}; {fresh} definitions were new.")


def upgrade_database(settings: Settings, folder: Path | None = None) -> tuple[str, int]:
    """(schema reached, how many definitions were new)."""
    make_database(settings).engine.dispose()  # makes the data folder and the keys
    revision = migrate.upgrade(settings.database_url)
    with opened(settings) as database:
        return revision, deploy_folder(database, act_source(OPERATOR)(), folder or settings.definitions)
