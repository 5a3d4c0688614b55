"""Brings a database to the present schema, and the definitions of a folder into it."""

from __future__ import annotations

from models import migrate
from service.acting import OPERATOR, act_source
from service.definition_files import deploy_folder
from service.opening import opened
from service.settings import Settings
from service.wiring import make_database


def upgrade_database(settings: Settings) -> tuple[str, int]:
    """(schema reached, how many definitions were new). Safe to repeat. Raises DefinitionInvalid, Busy."""
    make_database(settings).engine.dispose()  # makes the data folder and the keys
    revision = migrate.upgrade(settings.database_url)
    with opened(settings) as database:
        return revision, deploy_folder(database, act_source(OPERATOR)(), settings.definitions)
