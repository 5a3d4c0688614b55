"""A world on each database, whose connections are closed when the test is over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.world import World, make_world


@pytest.fixture
def base(database_url: str, tmp_path: Path) -> Iterator[World]:
    """The world of `tests.world` on SQLite and on PostgreSQL."""
    made = make_world(database_url, tmp_path)
    yield made
    made.database.engine.dispose()
