"""The present tree keeps the rules of the house."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.architecture import rules
from tests.architecture.tree import PACKAGES, python_files, text_files

EVERYWHERE = (*PACKAGES, "tests", "bench", "scripts")

RULES: list[tuple[Callable[[str, str], list[rules.Breach]], tuple[str, ...]]] = [
    (rules.inner_imports, EVERYWHERE),
    (rules.bare_ignores, EVERYWHERE),
    (rules.banned_words, EVERYWHERE),
    (rules.unpure, ("workflow",)),
]


@pytest.mark.parametrize(("check", "folders"), RULES, ids=[check.__name__ for check, _ in RULES])
def test_rule_holds(check: Callable[[str, str], list[rules.Breach]], folders: tuple[str, ...]) -> None:
    assert _lines([breach for path, source in python_files(*folders) for breach in check(path, source)]) == ""


def test_files_and_functions_have_a_limit() -> None:
    # A revision of the schema is written once by a tool, frozen, and never read for its design.
    breaches = [
        breach
        for path, source in python_files(*EVERYWHERE)
        if not path.startswith("models/migrations/versions/")
        for breach in rules.too_long(path, source)
    ]
    assert _lines(breaches) == ""


def test_tests_neither_sleep_nor_read_the_clock() -> None:
    # Support waits for servers to come up and go away; nothing else waits.
    breaches = [
        breach
        for path, source in python_files("tests")
        if not path.startswith("tests/support/")
        for breach in rules.untimely_tests(path, source)
    ]
    assert _lines(breaches) == ""


def test_one_commit_in_the_whole_project() -> None:
    found = [breach for path, source in python_files(*PACKAGES) for breach in rules.commits(path, source)]
    assert [breach.path for breach in found] == ["models/session.py"], _lines(found)


def test_every_package_says_what_it_is() -> None:
    sources = dict(python_files(*PACKAGES))
    assert rules.folders_without_init(sources) == []
    inits = [(path, source) for path, source in sources.items() if path.endswith("/__init__.py")]
    assert _lines([breach for init in inits for breach in rules.without_docstring(*init)]) == ""


def test_no_machine_paths_or_registry_hosts() -> None:
    # The rules' own test plants such places.
    own = "tests/architecture/test_rules.py"
    breaches = [b for path, text in text_files() if path != own for b in rules.foreign_places(path, text)]
    assert _lines(breaches) == ""


def test_nine_functions_in_ten_are_short() -> None:
    lengths = [length for _, source in python_files(*PACKAGES) for _, _, length in rules.functions(source)]
    assert rules.percentile(lengths, 0.9) <= rules.FUNCTION_P90


def _lines(breaches: list[rules.Breach]) -> str:
    return "\n".join(map(str, breaches))
