"""Migrated databases to clone: the migration runs once per run, every test gets a copy of its own."""

from __future__ import annotations

import importlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.support.living import locked
from tests.support.postgres import Cluster

TEMPLATE = "template_of_tests"


def migrate(url: str) -> None:
    """Bring a database to the present schema. Storage is imported only here, so pure rooms run without it."""
    importlib.import_module("models.migrate").upgrade(url)


def postgres_template(cluster: Cluster, folder: Path) -> str:
    """Name of a migrated database to clone; made by whoever comes first under the lock in `folder`."""
    with locked(folder / "postgres_template.lock"):
        done = folder / "postgres_template"
        if not done.exists():
            cluster.drop_database(TEMPLATE)
            migrate(cluster.create_database(TEMPLATE))
            done.touch()
    return TEMPLATE


def sqlite_template(folder: Path) -> Path:
    """Path of a migrated SQLite file to copy; made by whoever comes first under the lock in `folder`."""
    path = folder / "template.sqlite"
    with locked(folder / "sqlite_template.lock"):
        if not path.exists():
            fresh = folder / "fresh.sqlite"
            fresh.unlink(missing_ok=True)
            migrate(f"sqlite:///{fresh}")
            with closing(sqlite3.connect(fresh)) as connection:
                # What still stands in the write-ahead log would be missing from a copy of the file.
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            fresh.rename(path)
    return path


def copy_sqlite(template: Path, target: Path) -> str:
    """A copy of the template, as a SQLAlchemy address."""
    shutil.copyfile(template, target)
    return f"sqlite:///{target}"
