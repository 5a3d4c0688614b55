"""Statutory forms as data: which fields each form has, where it comes from and how sure that is. Pure.

One file of `definitions/forms/` holds the forms of one legal text; documents of case types name them by
`form` (a paper that comes in) or `letter` (a paper that the office writes).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.case_type.build import read_option, read_text
from workflow.case_type.model import CaseType, Option, Text
from workflow.case_type.plain import (
    Misread,
    one_of,
    read_day,
    read_flag,
    read_line,
    read_options,
    read_word,
    read_words,
)
from workflow.case_type.problems import Path, Problem, nearest, place
from workflow.errors import DefinitionInvalid
from workflow.source import Source

CONFIDENCE = ("H", "H*", "M", "L")
"""H read in the law, H* read in an unofficial transcription, M from memory, L unsure."""
KINDS = ("line", "text", "date", "instant", "integer", "yes_no", "choice", "list", "signature")
WRITTEN_BY = ("citizen", "office", "mediator")


@dataclass(frozen=True, slots=True)
class FormField:
    """One blank of a form. `kind` is one of KINDS; `options` are those of a choice."""

    name: str
    kind: str
    title: Text
    required: bool = False
    options: tuple[Option, ...] = ()
    cites: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A statutory form. `code`: its number in the annex, None where it has not been read; `in_force_from` and
    `in_force_to`: inclusive days; `confidence`: one of CONFIDENCE, of number and fields together."""

    name: str
    code: str | None
    title: Text
    law: str
    by: str
    in_force_from: date
    in_force_to: date | None
    confidence: str
    fields: Mapping[str, FormField]
    cites: str | None = None
    note: str | None = None


Shape = Mapping[str, tuple[Callable[[Any], object], bool]]
"""Key → (what reads it, whether it must be there)."""


def _kept(value: Any) -> Any:
    return value


_FORCE: Shape = {"from": (read_day, True), "to": (read_day, False)}
_GROUP: Shape = {
    "forms_of": (read_word, True), "title": (read_words, True), "law": (read_line, True),
    "in_force": (_kept, True), "confidence": (one_of(*CONFIDENCE), True), "note": (read_line, False),
    "forms": (_kept, True),
}  # fmt: skip
_FORM: Shape = {
    "title": (read_words, True), "by": (one_of(*WRITTEN_BY), True), "fields": (_kept, True),
    "code": (read_line, False), "cites": (read_line, False), "note": (read_line, False),
    "confidence": (one_of(*CONFIDENCE), False),
}  # fmt: skip
_FIELD: Shape = {
    "type": (one_of(*KINDS), True), "title": (read_words, True), "required": (read_flag, False),
    "of": (read_options, False), "cites": (read_line, False),
}  # fmt: skip


def load_forms(source: Source) -> dict[str, Form]:
    """The forms of one file by name. Raises DefinitionInvalid with every finding, each at its place."""
    problems = list(_problems(source.value))
    if problems:
        raise DefinitionInvalid(place(problems, source))
    group = source.value
    return {name: _form(name, entry, group) for name, entry in group["forms"].items()}


def missing_forms(case_type: CaseType, forms: Mapping[str, Form], groups: Collection[str]) -> list[Problem]:
    """Documents that name a form which no file has: any `form`, and a `letter` that begins with the name of a
    group. Without any forms nothing is missing."""
    if not forms:
        return []
    problems = []
    for name, document in case_type.documents.items():
        is_numbered = document.letter is not None and document.letter.partition("_")[0] in groups
        named = {"form": document.form, "letter": document.letter if is_numbered else None}
        problems += [
            Problem(
                ("documents", name, key), "unknown-name", f"There is no form {form}{nearest(form, forms)}."
            )
            for key, form in named.items()
            if form is not None and form not in forms
        ]
    return problems


def _form(name: str, entry: Mapping[str, Any], group: Mapping[str, Any]) -> Form:
    force = group["in_force"]
    return Form(
        name=name,
        code=entry.get("code"),
        title=read_text(entry["title"], name),
        law=group["law"],
        by=entry["by"],
        in_force_from=read_day(force["from"]),
        in_force_to=read_day(force["to"]) if "to" in force else None,
        confidence=entry.get("confidence", group["confidence"]),
        fields={field: _field(field, written) for field, written in entry["fields"].items()},
        cites=entry.get("cites"),
        note=entry.get("note", group.get("note")),
    )


def _field(name: str, entry: Mapping[str, Any]) -> FormField:
    options = tuple(read_option(code, text) for code, text in entry.get("of", {}).items())
    title = read_text(entry["title"], name)
    return FormField(name, entry["type"], title, entry.get("required", False), options, entry.get("cites"))


def _problems(group: Any) -> Iterator[Problem]:
    yield from _shape(group, (), _GROUP)
    if not isinstance(group, Mapping):
        return
    yield from _shape(group.get("in_force", {}), ("in_force",), _FORCE)
    for path, form in _entries(group.get("forms", {}), ("forms",)):
        yield from _shape(form, path, _FORM)
        fields = form.get("fields") if isinstance(form, Mapping) else None
        for inner, field in _entries({} if fields is None else fields, (*path, "fields")):
            yield from _shape(field, inner, _FIELD)
            if isinstance(field, Mapping) and (field.get("type") == "choice") != ("of" in field):
                yield Problem(inner, "wrong-type", "A choice has its options under `of`, nothing else has.")


def _entries(written: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if not isinstance(written, Mapping) or not written:
        yield path, None
        return
    for name, entry in written.items():
        yield (*path, name), entry


def _shape(written: Any, path: Path, shape: Shape) -> Iterator[Problem]:
    if not isinstance(written, Mapping):
        yield Problem(path, "wrong-type", "Write a mapping of names to values here.")
        return
    if path and path[0] == "forms":
        yield from _read(read_word, path[-1], path)
    for key, value in written.items():
        if key in shape:
            yield from _read(shape[key][0], value, (*path, key))
        else:
            told = f"There is no key {key}{nearest(key, shape)}."
            yield Problem((*path, key), "unknown-name", told, key=True)
    for key, (_, needed) in shape.items():
        if needed and key not in written:
            yield Problem(path, "wrong-type", f"{key} is missing; write it.")


def _read(read: Callable[[Any], object], value: Any, path: Path) -> Iterator[Problem]:
    try:
        read(value)
    except Misread as misread:
        yield Problem((*path, *misread.path), "wrong-type", str(misread))
