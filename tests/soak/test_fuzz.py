"""Whatever is sent, by whomever, the API answers as its document says, and never with a fault of its own."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.client import make_app, operations
from tests.api.fuzzing import Heads, add_people, fill, heads_of_roles, heads_of_scopes, told
from tests.operations.worlds import clone, copy_of
from tests.soak.conftest import Noting
from tests.soak.sizes import sizes
from tests.world import World

SHARE = {"sqlite": 10, "postgres": 3}
"""Examples of an operation in every run, four times over for the heads that are drawn (decision 31)."""
FULL = {"sqlite": 40, "postgres": 10}
"""Examples of an operation for each head, and as many again for all narrow tokens together."""
THINNED = {"share": 8, "full": 1}
"""Every run sends each eighth of the constructed cases, the soak all of them, the heads taking turns."""
TURNS = {"share": 1, "full": 3}
"""How many heads send each of them."""
WALKERS = ("chair", "clerk", "team_leader", "inspector", "administrator")
WALKS = {"share": 5, "full": 20}
"""Walks from operation to operation: of the first walker in every run, of each in the soak."""

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
QUIET: dict[str, Any] = {
    "phases": [Phase.generate],
    "suppress_health_check": list(HealthCheck),
    "deadline": None,
}


@dataclass
class Fuzzed:
    """A world with cases, the document with its ids over its API, everybody's heads, and the answers."""

    database: str
    schema: Any
    roles: Heads
    scopes: Heads
    answers: Counter[int] = field(default_factory=Counter)

    def send(self, case: Any, head: dict[str, str]) -> None:
        """Send a request under a head and hold the answer against the document."""
        # A list drawn for a place in the path would be written there as it is, question marks included.
        case.path_parameters = {name: str(value) for name, value in (case.path_parameters or {}).items()}
        answer = case.call(headers=head)
        self.answers[answer.status_code] += 1
        if case.method.upper() == case.operation.method.upper():
            case.validate_response(answer, checks=CHECKS, headers=head)
        else:  # a method that the document does not have there; these two are every address's
            is_fine = answer.status_code < 500 and case.method.upper() in ("HEAD", "OPTIONS")
            assert is_fine or answer.status_code == 405, (case.method, case.path, answer.status_code)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def fuzzed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fuzzed]:
    made = request.getfixturevalue("sqlite_made" if request.param == "sqlite" else "pg_made")
    folder = tmp_path_factory.mktemp("fuzzed")
    if request.param == "sqlite":
        world = copy_of(made, folder)
    else:
        cluster, name = request.getfixturevalue("pg_cluster"), f"fuzzed_{folder.parent.name}_{made.source}"
        world = clone(made, cluster.create_database(name.replace("-", "_"), template=made.source), folder)
    with pytest.MonkeyPatch.context() as patch:
        yield fuzzed_over(world, request.param, patch)
    world.database.engine.dispose()


def fuzzed_over(world: World, database: str, patch: pytest.MonkeyPatch) -> Fuzzed:
    add_people(world)
    schema = schemathesis.openapi.from_dict(told(fill(world)))
    schema.app = make_app(world, patch)
    return Fuzzed(database, schema, heads_of_roles(world), heads_of_scopes(world))


@pytest.mark.parametrize("size", sizes("share", "full"))
@pytest.mark.parametrize("name", sorted(operations()))
def test_no_input_breaks_an_operation(name: str, size: str, fuzzed: Fuzzed, figures: Noting) -> None:
    """Drawn requests, good and bad: in every role, with tokens for one thing, and with none."""
    operation = fuzzed.schema.find_operation_by_id(name)
    sent = st.one_of(
        operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
        operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
        operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
    )
    roles, scopes = list(fuzzed.roles.values()), list(fuzzed.scopes.values())
    groups = [[head] for head in roles] + [scopes] if size == "full" else [roles + scopes]
    examples = FULL[fuzzed.database] if size == "full" else 4 * SHARE[fuzzed.database]
    fuzzed.answers.clear()
    for heads in groups:

        @settings(max_examples=examples, **QUIET)
        @given(sent, st.sampled_from(heads))
        def fuzz(case: Any, head: dict[str, str]) -> None:
            fuzzed.send(case, head)

        fuzz()
    figures(**statuses(fuzzed))


@pytest.mark.parametrize("size", sizes("share", "full"))
def test_no_constructed_case_breaks_an_operation(size: str, fuzzed: Fuzzed, figures: Noting) -> None:
    """Every value at and beyond its limits, every member missing, every method that is not there."""
    turns = itertools.cycle([*fuzzed.roles.values(), *fuzzed.scopes.values()])
    modes = list(GenerationMode)
    fuzzed.answers.clear()
    for name in sorted(operations()):
        operation = fuzzed.schema.find_operation_by_id(name)
        made = fuzzed.schema.iter_coverage_cases(
            operation, generation_modes=modes, generation_config=fuzzed.schema.config.generation
        )
        for case in itertools.islice(made, 0, None, THINNED[size]):
            for head in itertools.islice(turns, TURNS[size]):
                fuzzed.send(case, head)
    figures(**statuses(fuzzed))


@pytest.mark.parametrize("size", sizes("share", "full"))
def test_no_walk_breaks_the_api(size: str, fuzzed: Fuzzed, figures: Noting) -> None:
    """From operation to operation, with the ids that the answers before gave."""
    fuzzed.answers.clear()
    for role in WALKERS if size == "full" else WALKERS[:1]:

        class Walk(fuzzed.schema.as_state_machine()):  # type: ignore[misc]
            head = fuzzed.roles[role]

            def get_call_kwargs(self, case: Any) -> dict[str, Any]:
                return {"headers": self.head}

            def validate_response(self, response: Any, case: Any, **more: Any) -> None:
                fuzzed.answers[response.status_code] += 1
                case.validate_response(response, checks=CHECKS, headers=self.head)

        Walk.run(settings=settings(max_examples=WALKS[size], stateful_step_count=8, **QUIET))
    figures(**statuses(fuzzed))


def statuses(fuzzed: Fuzzed) -> dict[str, int]:
    """How many requests were sent, and how many were answered with each status."""
    counted = {str(status): count for status, count in sorted(fuzzed.answers.items())}
    return {"requests": fuzzed.answers.total(), **counted}
