"""What people read and where a state stands: texts in both languages, stages, citations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workflow.case_type.model import CaseType, Clock
from workflow.case_type.problems import Path, Problem
from workflow.source import Source

TITLED = ("roles", "fields", "documents", "states", "transitions", "clocks", "requests")


def problems(case_type: CaseType, source: Source) -> Iterator[Problem]:
    """no-text, no-stage, no-citation. Looks at the written value, because the model has filled in what is
    missing."""
    value = source.value
    yield from _text(("title",), value.get("title"), case_type.name)
    for section in TITLED:
        for name, entry in (value.get(section) or {}).items():
            yield from _text((section, name, "title"), entry.get("title"), name)
    for name, entry in (value.get("sentries") or {}).items():
        yield from _text(("sentries", name, "say"), entry.get("say"), f"the refusal of {name}")
    opened = value.get("opened") or {}
    if {"at", "from", "say"} & set(opened):
        yield from _text(("opened", "say"), opened.get("say"), "the refusal of an opening")
    for name, entry in (value.get("fields") or {}).items():
        yield from _options(("fields", name, "of"), entry.get("of"))
    for name, text in (value.get("stage_titles") or {}).items():
        yield from _text(("stage_titles", name), text, name)
    for name, state in case_type.states.items():
        if not state.ending and "stage" not in value["states"][name]:
            yield Problem(
                ("states", name),
                "no-stage",
                f"{name} stands in no stage; write stage: ... (one of the seven).",
            )
    for clock in case_type.clocks.values():
        yield from _citation(clock)


def _text(path: Path, text: Any, name: str) -> Iterator[Problem]:
    if text is None:
        yield Problem(path, "no-text", f"{name} has no text; write {{vi: ..., en: ...}}.")
    elif not isinstance(text, Mapping) or "en" not in text:
        yield Problem(path, "no-text", f"{name} has no English text; write {{vi: ..., en: ...}}.")


def _options(path: Path, of: Any) -> Iterator[Problem]:
    if isinstance(of, list):
        yield Problem(path, "no-text", "The options have no texts; write {OPTION: {vi: ..., en: ...}}.")
    elif isinstance(of, Mapping):
        for code, text in of.items():
            yield from _text((*path, code), text, code)


def _citation(clock: Clock) -> Iterator[Problem]:
    path, reason = ("clocks", clock.name), clock.cites or clock.because
    if (clock.promise or clock.hours) and clock.because is None:
        yield Problem(path, "no-citation", f"{clock.name} is the office's own target; say because: ...")
    elif clock.rule is None and clock.given is None and clock.kind != "internal":
        yield Problem(
            path, "no-citation", f"{clock.name} binds somebody ({clock.kind}); take its length from a rule."
        )
    elif clock.given and reason is None:
        yield Problem(
            path, "no-citation", f"Say who may set the end of {clock.name}: cites: ARTICLE, or because: ..."
        )
