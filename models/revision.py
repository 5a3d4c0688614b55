"""Where a database stands, read without the migrations: who serves pages never needs those in memory."""

from __future__ import annotations

from sqlalchemy import Engine, inspect, text

REVISION = "0008"
"""The schema that this release works with: the newest of `models.migrations`."""


def revision_of(engine: Engine) -> str | None:
    """The revision a database is at, or None for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found
