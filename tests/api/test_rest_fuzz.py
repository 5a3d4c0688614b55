"""Whatever is sent, the API answers as its document says, and never with a fault of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.client import make_app, operations, permissions
from tests.api.fuzzing import fill, told
from tests.api.sample import bearer
from tests.operations.worlds import Made, clone
from tests.world import PEOPLE, World

EXAMPLES = 100 if os.environ.get("TIEPDAN_HYPOTHESIS") == "soak" else 10
"""How many requests of each role an operation gets."""
ROLES = ("officer", "supervisor", "inspector", "admin")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def fuzzed(sqlite_made: Made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Flask, Any]]:
    """A world with cases, the API over it, and the document with its ids."""
    folder = tmp_path_factory.mktemp("fuzzed")
    shutil.copyfile(sqlite_made.source, folder / "world.sqlite")
    world = clone(sqlite_made, f"sqlite:///{folder / 'world.sqlite'}", folder)
    ids = fill(world)
    with pytest.MonkeyPatch.context() as patch:
        app = make_app(world, patch)
        schema = schemathesis.openapi.from_dict(told(ids))
        schema.app = app
        yield world, app, schema
    world.database.engine.dispose()


@pytest.mark.parametrize("name", sorted(operations()))
def test_no_input_breaks_the_api(name: str, fuzzed: tuple[World, Flask, Any]) -> None:
    world, app, schema = fuzzed
    operation = schema.find_operation_by_id(name)
    able = [who for who in PEOPLE if operations()[name].permission in permissions(world, who)]
    # Beside the four roles of every operation, whoever may do it at all: else few would come past the door.
    heads = [bearer(world, who, *permissions(world, who), hours=24) for who in (*ROLES, *able[:3], "leader")]
    sent = st.one_of(
        operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
        operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
        operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
    )

    @settings(
        max_examples=EXAMPLES * len(ROLES),
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    @given(sent, st.sampled_from(heads))
    def fuzz(case: Any, head: dict[str, str]) -> None:
        case.call_and_validate(checks=CHECKS, headers=head)

    fuzz()
