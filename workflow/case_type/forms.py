"""Forms and letters as data: which blanks each sheet has, what fills them, and how sure that is. Pure.

One file of `definitions/forms/` holds the forms of one legal text, one of `definitions/letters/` letters that
no text prescribes, each citing the article it carries out. Documents of case types name them by `form` (a
paper that comes in) or `letter` (a paper that the office writes).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflow.case_type.blanks import HAND, Sources, fault_of, read_sources, sources_of
from workflow.case_type.build import read_option, read_text
from workflow.case_type.model import Option, Text
from workflow.case_type.plain import (
    Misread,
    each_of,
    many,
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
    """One blank of a form. `kind` is one of KINDS; `options` are those of a choice; `sources`: what fills it,
    the first that has something; `by_document`: the same where it depends on the document of the case. A
    signature has neither: it is made by hand."""

    name: str
    kind: str
    title: Text
    required: bool = False
    options: tuple[Option, ...] = ()
    cites: str | None = None
    sources: Sources = (HAND,)
    by_document: Mapping[str, Sources] = field(default_factory=dict)

    def sources_for(self, document: str) -> Sources:
        """What fills the blank on this document of a case; nothing where the form does not say."""
        return self.by_document.get(document, ()) if self.by_document else self.sources


@dataclass(frozen=True, slots=True)
class Form:
    """A statutory form, or a letter of the office (`statutory` false). `code`: its number in the annex, None
    where it has not been read or there is none; `in_force_from` and `in_force_to`: inclusive days;
    `confidence`: one of CONFIDENCE, of number and fields together, for a letter of the article cited;
    `sealed`: a paper that is kept or handed over under seal, so that it may name whom the case keeps sealed;
    `follows`: the forms of earlier texts whose place it takes."""

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
    statutory: bool = True
    sealed: bool = False
    follows: tuple[str, ...] = ()


Shape = Mapping[str, tuple[Callable[[Any], object], bool]]
"""Key → (what reads it, whether it must be there)."""


def _kept(value: Any) -> Any:
    return value


_FORCE: Shape = {"from": (read_day, True), "to": (read_day, False)}
_GROUP: Shape = {
    "title": (read_words, True), "law": (read_line, True), "in_force": (_kept, True),
    "confidence": (one_of(*CONFIDENCE), True), "note": (read_line, False), "forms": (_kept, True),
}  # fmt: skip
_FORM: Shape = {
    "title": (read_words, True), "by": (one_of(*WRITTEN_BY), True), "fields": (_kept, True),
    "code": (read_line, False), "cites": (read_line, False), "note": (read_line, False),
    "confidence": (one_of(*CONFIDENCE), False), "in_force": (_kept, False), "sealed": (read_flag, False),
    "follows": (each_of(read_line), False),
}  # fmt: skip
_LETTER: Shape = {
    key: (read, needed or key == "cites") for key, (read, needed) in _FORM.items() if key != "code"
}
_FIELD: Shape = {
    "type": (one_of(*KINDS), True), "title": (read_words, True), "required": (read_flag, False),
    "of": (read_options, False), "cites": (read_line, False), "from": (read_sources, False),
}  # fmt: skip


def load_forms(source: Source) -> dict[str, Form]:
    """The forms or letters of one file by name. Raises DefinitionInvalid with every finding at its place."""
    problems = list(_problems(source.value))
    if problems:
        raise DefinitionInvalid(place(problems, source))
    group = source.value
    return {name: _form(name, entry, group) for name, entry in group["forms"].items()}


def _form(name: str, entry: Mapping[str, Any], group: Mapping[str, Any]) -> Form:
    force = entry.get("in_force", group["in_force"])
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
        statutory="forms_of" in group,
        sealed=entry.get("sealed", False),
        follows=many(entry.get("follows")),
    )


def _field(name: str, entry: Mapping[str, Any]) -> FormField:
    options = tuple(read_option(code, text) for code, text in entry.get("of", {}).items())
    title = read_text(entry["title"], name)
    sources, by_document = sources_of(entry.get("from", "hand"))
    required, cites = entry.get("required", False), entry.get("cites")
    return FormField(name, entry["type"], title, required, options, cites, sources, by_document)


def _problems(group: Any) -> Iterator[Problem]:
    own = "letters_of" if isinstance(group, Mapping) and "letters_of" in group else "forms_of"
    yield from _shape(group, (), {own: (read_word, True), **_GROUP})
    if not isinstance(group, Mapping):
        return
    yield from _shape(group.get("in_force", {}), ("in_force",), _FORCE)
    for path, form in _entries(group.get("forms", {}), ("forms",)):
        yield from _shape(form, path, _FORM if own == "forms_of" else _LETTER)
        if not isinstance(form, Mapping):
            continue
        if "in_force" in form:
            yield from _shape(form["in_force"], (*path, "in_force"), _FORCE)
        for inner, blank in _entries(form.get("fields") or {}, (*path, "fields")):
            yield from _shape(blank, inner, _FIELD)
            yield from _blank(blank, inner)


def _blank(written: Any, path: Path) -> Iterator[Problem]:
    """What a blank's keys say beside each other."""
    if not isinstance(written, Mapping):
        return
    kind = written.get("type")
    if (kind == "choice") != ("of" in written):
        yield Problem(path, "wrong-type", "A choice has its options under `of`, nothing else has.")
    if kind == "signature":
        if "from" in written:
            yield Problem(
                (*path, "from"), "wrong-type", "A signature is made by hand; leave out from.", key=True
            )
        return
    if "from" not in written:
        told = "from is missing; write what fills the blank, or hand where it is typed by hand."
        yield Problem(path, "wrong-type", told)
        return
    fault = fault_of(written["from"], written.get("of") or {})
    if fault:
        yield Problem((*path, "from"), "wrong-type", fault)


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
