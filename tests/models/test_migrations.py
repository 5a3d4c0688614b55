"""All migrations together equal the tables, on both databases; running them again changes nothing."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

import models.tables  # noqa: F401 - fills the metadata
from models.base import metadata
from models.migrate import head, upgrade
from models.revision import REVISION, revision_of


def test_the_migrations_equal_the_tables(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_a_second_upgrade_changes_nothing(database_url: str) -> None:
    assert upgrade(database_url) == head()
    engine = create_engine(database_url)
    assert revision_of(engine) == head()
    engine.dispose()


def test_an_empty_database_stands_nowhere() -> None:
    engine = create_engine("sqlite://")
    assert revision_of(engine) is None
    engine.dispose()


def test_the_release_names_its_newest_migration() -> None:
    assert head() == REVISION
