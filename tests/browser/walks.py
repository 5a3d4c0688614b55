"""Which golden scenarios are walked in the browser: for each version of each procedure a short one that comes
to the procedure's ordinary ending. A procedure that only another case opens is walked with its parent. The
others are for `make soak`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

from service.definition_files import HERE, read_file
from tests.operations.golden.every import EVERY
from tests.operations.golden.scenario import Scenario
from workflow.case_type.beginning import CASE
from workflow.case_type.model import CaseType
from workflow.case_type.schema import build_case_type, load_code_list

Version = tuple[str, str]
"""A procedure's name and its version."""

ORDINARY: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "emergency_stay": frozenset({"lifted", "expired"}),
        "gate_checklist": frozenset({"passed"}),
        "intake": frozenset({"handed_over", "split"}),
        "petition": frozenset({"answered"}),
        "protection": frozenset({"ended"}),
    }
)
"""The endings that an ordinary case comes to, where they are not called `closed`."""


def ordinary(name: str) -> frozenset[str]:
    """The ordinary endings of a procedure."""
    return ORDINARY.get(name, frozenset({"closed"}))


@cache
def case_types() -> Mapping[Version, CaseType]:
    """Every version of every procedure in the folder; the self-test is none."""
    lists = dict(load_code_list(read_file(one)) for one in sorted((HERE / "code_lists").glob("*.yaml")))
    sources = [read_file(one) for one in sorted((HERE / "case_types").glob("*/*.yaml"))]
    built = [build_case_type(one.value, one.sha256, lists) for one in sources]
    return {(one.name, one.version): one for one in built if one.name != "selftest"}


@cache
def children() -> frozenset[str]:
    """What only another case opens."""
    return frozenset(one.name for one in case_types().values() if one.opened.doors == (CASE,))


def closes(scenario: Scenario) -> frozenset[Version]:
    """The versions that a scenario takes from receipt to an ordinary ending. Its own children count, what it
    becomes does not: that begins elsewhere."""
    own = (scenario.case_type, scenario.version)
    found = set()
    opened: dict[str, date] = {}
    for step in scenario.steps:
        if step.kind == "deliver":
            opened[step.of] = date.fromisoformat(step.day)
        name = step.of or scenario.case_type
        if step.to not in ordinary(name) or (name in children()) != bool(step.of):
            continue
        found.add((name, _version_on(name, opened[name])) if step.of else own)
    return frozenset(found)


def _version_on(name: str, day: date) -> str:
    fitting = [
        one
        for (known, _), one in case_types().items()
        if known == name and (one.received_from or date.min) <= day <= (one.received_to or date.max)
    ]
    return max(fitting, key=lambda one: one.received_from or date.min).version


@cache
def walks() -> Mapping[Version, Scenario]:
    """The scenario that is walked for each version that has one: of those that begin with the receipt and,
    for the newest version, come through the resolving stage where any does."""
    found: dict[Version, Scenario] = {}
    for version in case_types():
        fitting = [one for one in EVERY if version in closes(one) and "state" not in one.steps[0].more]
        if _is_newest(version):
            fitting = [one for one in fitting if _is_resolved(one, version)] or fitting
        if fitting:
            found[version] = min(fitting, key=lambda one: len(one.steps))
    return found


def _is_newest(version: Version) -> bool:
    return version[1] == _version_on(version[0], date.max)


def _is_resolved(scenario: Scenario, version: Version) -> bool:
    states = case_types()[version].states
    own = [one.to for one in scenario.steps if one.to and (one.of or scenario.case_type) == version[0]]
    return any(states[name].stage == "resolved" for name in own if name in states)
