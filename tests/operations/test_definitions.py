"""A deployed definition is read back as it was written, on either database."""

from __future__ import annotations

from models import definitions
from service.definition_files import HERE, read_file
from tests.world import World
from workflow.case_type.schema import load_case_type
from workflow.operations.steps.library import library, names_known


def test_the_order_of_a_definition_is_kept(world: World) -> None:
    # The caches know a definition by its hash: the rows are read past them.
    source = read_file(HERE / "case_types" / "dispute" / "2026.1.yaml")
    with world.database.transaction(read_only=True) as session:
        row = definitions.find_version(session, "case_type", "dispute", "2026.1")
        names = names_known(session, library(session))
    assert row is not None
    written = load_case_type(source, names)
    for part in ("states", "transitions", "clocks", "fields"):
        assert list(row["canonical"][part]) == list(getattr(written, part))
    assert row["canonical"]["starts"] == ["received", "noticed"]
