"""The originals, their translations, and worlds in which these are deployed."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.cli.checking import read_library
from service.definition_files import HERE
from tests.foreign.translating import translate_all, with_lists
from tests.foreign.translation import Translation
from tests.operations.worlds import pg_made, pg_world, sqlite_made, sqlite_world, world
from tests.support import skips
from workflow.case_type.library import Library

__all__ = ["pg_made", "pg_world", "sqlite_made", "sqlite_world", "world"]


@pytest.fixture(scope="session")
def originals(shared_folder: Path) -> Path:
    """The folder of foreign workflows; the test is skipped where there is none."""
    folder = shared_folder / "data" / "workflows"
    if not folder.is_dir():
        skips.skip_for_lack_of(skips.SHARED)
    return folder


@pytest.fixture(scope="session")
def translations(originals: Path) -> dict[str, Translation]:
    """The five procedures by the name of their case type."""
    return translate_all(originals)


@pytest.fixture(scope="session")
def foreign_library(translations: dict[str, Translation]) -> Library:
    """What the product knows by name, with the code lists of the five."""
    return with_lists(read_library(HERE), translations)
