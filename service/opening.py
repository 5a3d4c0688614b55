"""Opens the database for a command, once it is sure that its schema is the present one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from models.revision import REVISION, revision_of
from models.session import Database
from service.settings import Settings, read_settings
from service.wiring import make_database


class NotReady(Exception):
    """The database is not ready for this command; the message says what to do."""

    code = "not-ready"


def environment_settings() -> Settings:
    """The settings of this process. Raises SettingInvalid."""
    return read_settings(os.environ)


@contextmanager
def opened(settings: Settings, *, migrated: bool = True) -> Iterator[Database]:
    """The database of the settings, its connections closed afterwards. Raises NotReady unless its schema is
    the present one (`migrated=False`: whatever it is), Busy where it is away."""
    database = make_database(settings)
    try:
        if migrated:
            demand_schema(database)
        yield database
    finally:
        database.engine.dispose()


def demand_schema(database: Database) -> None:
    """Raise NotReady where the schema is missing or of another release, Busy where the database is away."""
    with database.transaction(read_only=True):
        pass
    reached, wanted = revision_of(database.engine), REVISION
    if reached is None:
        raise NotReady("The database is empty. Run `tiepdan db upgrade` first.")
    if reached != wanted:
        raise NotReady(
            f"The database stands at {reached}, this release needs {wanted}. Run `tiepdan db upgrade` first."
        )
