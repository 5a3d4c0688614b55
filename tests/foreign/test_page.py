"""The page on foreign procedures says what the translators and the checks say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from service.cli.checking import check_files
from service.definition_files import HERE
from tests.foreign.broken import BROKEN
from tests.foreign.report import broken, numbers, unsaid
from tests.foreign.translating import write_files
from tests.foreign.translation import Translation
from workflow.case_type.library import Library

PAGE = (Path(__file__).parents[2] / "docs" / "discussions" / "foreign-procedures.md").read_text(
    encoding="utf-8"
)


def test_its_tables_are_those_of_the_report(
    translations: Mapping[str, Translation], foreign_library: Library
) -> None:
    assert numbers(dict(translations), foreign_library) in PAGE
    for name, translation in translations.items():
        assert unsaid(translation) in PAGE
        assert not BROKEN[name] or broken(name) in PAGE


def test_its_prose_counts_what_is_there(
    translations: Mapping[str, Translation], foreign_library: Library
) -> None:
    """The numbers that stand in sentences."""
    lists = foreign_library.code_lists
    assert f"`signals` ({len(lists['signals_category'])} categories)" in PAGE
    assert f"`egov_pgr` ({len(lists['egov_service'])} services)" in PAGE
    signals = translations["signals"]
    became = re.search(r"Amsterdam's (\d+) become (\d+)", PAGE)
    assert became is not None
    transitions = signals.source.value["transitions"]
    assert (int(became[1]), int(became[2])) == (signals.original["changes"], len(transitions))


def test_the_command_finds_the_same_in_files(translations: Mapping[str, Translation], tmp_path: Path) -> None:
    for name, translation in translations.items():
        path = write_files(translation, tmp_path)
        files = [*sorted((tmp_path / "code_lists").glob("*.yaml")), path]
        errors = {
            (one.code, one.line, one.column) for one in check_files(files, HERE) if one.severity == "error"
        }
        source = translation.source
        assert errors == {(code, *source.position(tuple(at.split(".")))) for code, at in BROKEN[name]}
