"""The worlds that these tests act in."""

from tests.operations.matters import two
from tests.operations.worlds import pg_made, pg_world, sqlite_made, sqlite_world, world

__all__ = ["pg_made", "pg_world", "sqlite_made", "sqlite_world", "two", "world"]
