"""The import contracts hold, are listed, and catch what they forbid."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.architecture import contracts

CONTRACTS = {
    "models-know-nobody",
    "pure-rooms",
    "pure-arrows",
    "audit-stands-alone",
    "workflow-below-doors",
    "workflow-frameworks",
    "acts-layers",
    "operations-independent",
    "steps-know-no-verb",
    "api-through-operations",
    "service-storage",
    "door-storage",
    "door-flask",
    "door-transitions",
    "door-marshmallow",
    "door-apscheduler",
    "door-yaml",
    "door-cryptography",
    "door-xlsx",
    "no-cycles",
}

# Module → text, and the contract that must break.
PLANTED = [
    ({"models/cases.py": "import workflow.errors"}, "models-know-nobody"),
    ({"workflow/audit/chain.py": "import models.session"}, "pure-rooms"),
    ({"workflow/calendar/due.py": "import workflow.engine.machine"}, "pure-arrows"),
    ({"workflow/audit/chain.py": "import workflow.engine.machine"}, "audit-stands-alone"),
    ({"workflow/operations/open_case.py": "import api"}, "workflow-below-doors"),
    ({"workflow/operations/open_case.py": "import sqlalchemy"}, "workflow-frameworks"),
    ({"workflow/operations/open_case.py": "import workflow.workers.sweeper"}, "acts-layers"),
    (
        {"workflow/operations/open_case.py": "import workflow.operations.take_transition"},
        "operations-independent",
    ),
    (
        {"workflow/operations/case/open_case.py": "import workflow.operations.take_transition"},
        "operations-independent",
    ),
    ({"workflow/operations/steps/record.py": "import workflow.operations.open_case"}, "steps-know-no-verb"),
    ({"api/rest.py": "import workflow.engine.machine"}, "api-through-operations"),
    ({"service/cli.py": "import models.cases"}, "service-storage"),
    ({"service/cli.py": "import psycopg"}, "door-storage"),
    ({"service/cli.py": "import flask_wtf"}, "door-flask"),
    ({"workflow/engine/sentry.py": "import transitions.extensions"}, "door-transitions"),
    ({"api/rest.py": "import marshmallow"}, "door-marshmallow"),
    ({"service/web.py": "import apscheduler.schedulers"}, "door-apscheduler"),
    ({"workflow/engine/sentry.py": "import ruamel.yaml"}, "door-yaml"),
    ({"models/session.py": "import cryptography.hazmat"}, "door-cryptography"),
    ({"service/register_files.py": "import openpyxl"}, "door-xlsx"),
    (
        {
            "workflow/engine/sentry.py": "import workflow.engine.machine",
            "workflow/engine/machine.py": "import workflow.engine.sentry",
        },
        "no-cycles",
    ),
]

_EMPTY = """
workflow/__init__ workflow/errors workflow/calendar/__init__ workflow/calendar/due workflow/engine/__init__
workflow/engine/sentry workflow/audit/__init__ workflow/audit/chain workflow/operations/__init__
workflow/operations/take_transition workflow/operations/case/__init__ workflow/operations/steps/__init__
workflow/workers/__init__ workflow/workers/sweeper models/__init__ models/cases api/__init__
api/schemas/__init__ service/__init__ service/web service/wiring
"""
HOUSE = dict.fromkeys((f"{name}.py" for name in _EMPTY.split()), "") | {
    "workflow/operations/steps/record.py": "import models.cases",
    "workflow/operations/open_case.py": "import workflow.operations.steps.record",
    "workflow/calendar/schema.py": "import marshmallow",
    "workflow/engine/machine.py": "import transitions",
    "workflow/source.py": "import ruamel.yaml",
    "models/session.py": "import sqlalchemy",
    "models/crypto.py": "import cryptography",
    "api/rest.py": "import workflow.operations.open_case, models.cases, flask",
    "service/scheduler.py": "import apscheduler",
    "service/cli.py": "import models.session, workflow.workers.sweeper, api.rest",
}


def test_the_contracts_are_these_and_no_fewer() -> None:
    assert {contract["id"] for contract in _table()["contracts"]} == CONTRACTS


def test_the_contracts_hold_over_the_rooms_that_exist() -> None:
    outcome = contracts.run(contracts.ROOT, contracts.present())
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_a_lawful_house_keeps_every_contract(tmp_path: Path) -> None:
    outcome = _run_on(tmp_path, {})
    assert outcome == (0, set())


@pytest.mark.parametrize(("planted", "contract"), PLANTED)
def test_a_planted_import_breaks_its_contract(tmp_path: Path, planted: dict[str, str], contract: str) -> None:
    code, broken = _run_on(tmp_path, planted)
    assert code == 1
    assert _names()[contract] in broken


def test_a_room_that_is_not_there_drops_out_and_is_named() -> None:
    table = {
        "root_packages": ["workflow"],
        "contracts": [
            {"id": "a", "source_modules": ["workflow.law", "workflow.text"], "forbidden_modules": ["flask"]},
            {"id": "b", "source_modules": ["workflow.law"], "forbidden_modules": ["flask"]},
        ],
    }
    selection = contracts.select(table, frozenset({"workflow", "workflow.text"}))
    assert [contract["source_modules"] for contract in selection.contracts] == [["workflow.text"]]
    assert selection.dropped == {"a": ("workflow.law",), "b": ("workflow.law",)}


def _run_on(folder: Path, planted: dict[str, str]) -> tuple[int, set[str]]:
    for name, text in {**HOUSE, **planted}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text + "\n", encoding="utf-8")
    table = _table()
    selection = contracts.select(table, contracts.existing_modules(folder, table["root_packages"]))
    outcome = contracts.run(folder, selection)
    report = " ".join(outcome.stdout.split())
    return outcome.returncode, {name for name in _names().values() if f"{name} BROKEN" in report}


def _names() -> dict[str, str]:
    return {contract["id"]: contract["name"] for contract in _table()["contracts"]}


def _table() -> dict[str, Any]:
    settings = tomllib.loads((contracts.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    table: dict[str, Any] = settings["tool"]["importlinter"]
    return table
