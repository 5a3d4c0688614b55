"""The five translators by the name of the case type they write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from tests.foreign import bezwaar, compensation, egov, rt, signals
from tests.foreign.translation import Translation
from workflow.case_type.library import Library
from workflow.case_type.schema import load_code_list
from workflow.source import read_source

TRANSLATORS: Mapping[str, Callable[[Path], Translation]] = {
    "egov_pgr": egov.translate,
    "signals": signals.translate,
    "rt_ticket": rt.translate,
    "compensation_request": compensation.translate,
    "bezwaar": bezwaar.translate,
}


def translate_all(originals: Path) -> dict[str, Translation]:
    """The five procedures from the folder of originals."""
    return {name: translate(originals) for name, translate in TRANSLATORS.items()}


def with_lists(library: Library, translations: Mapping[str, Translation]) -> Library:
    """A library that knows the code lists of the five too."""
    texts = [text for each in translations.values() for text in each.code_lists.values()]
    lists = dict(load_code_list(read_source(text, "list.yaml")) for text in texts)
    return replace(library, code_lists={**library.code_lists, **lists})


def write_files(translation: Translation, folder: Path) -> Path:
    """The case type and its code lists as files, laid out as `definitions/` is; gives the case type's."""
    path = folder / "case_types" / translation.name / "1.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(translation.text, encoding="utf-8")
    for name, text in translation.code_lists.items():
        (folder / "code_lists").mkdir(exist_ok=True)
        (folder / "code_lists" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return path
