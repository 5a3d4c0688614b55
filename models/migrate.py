"""Bring a database to the present schema."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from models.engines import SERVICE_ROLE, prepare_sqlite
from models.faults import translate


def upgrade(url: str) -> str:
    """Run every missing revision as the owner of the schema and grant the service its rights. Gives the
    revision reached.

    Safe to run twice, and from two processes at once (PostgreSQL: advisory lock for the length of the
    transaction; SQLite: write lock).
    """
    engine = _owner_engine(url)
    try:
        with engine.connect() as connection:
            _take_turn(connection)
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            if engine.dialect.name == "postgresql":
                _grant(connection)
            _finish(connection)
    except DBAPIError as error:
        raise translate(error) from error
    finally:
        engine.dispose()
    return head()


def head() -> str:
    """The newest of the migrations (`models.revision` says the same without reading them)."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def _owner_engine(url: str) -> Engine:
    if url.startswith("postgres://"):
        url = "postgresql://" + url.removeprefix("postgres://")
    return create_engine(url, isolation_level="AUTOCOMMIT")


def _take_turn(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        raw = connection.connection.driver_connection
        prepare_sqlite(raw, None)
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql("BEGIN")
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7411520)")


def _finish(connection: Connection) -> None:
    connection.exec_driver_sql("COMMIT")


def _grant(connection: Connection) -> None:
    """The service may insert and read everything, change everything but the record, and delete only what is
    spent (decision 16)."""
    exists = connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": SERVICE_ROLE})
    if not exists:
        connection.exec_driver_sql(f"CREATE ROLE {SERVICE_ROLE} NOLOGIN")
    connection.exec_driver_sql(f"GRANT {SERVICE_ROLE} TO CURRENT_USER")
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA public TO {SERVICE_ROLE}")
    connection.exec_driver_sql(
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {SERVICE_ROLE}"
    )
    connection.exec_driver_sql(f"REVOKE UPDATE, DELETE, TRUNCATE ON audit_event FROM {SERVICE_ROLE}")
    connection.exec_driver_sql(f"REVOKE UPDATE, DELETE ON definition, calendar_edition FROM {SERVICE_ROLE}")
    connection.exec_driver_sql(f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {SERVICE_ROLE}")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
