"""Forms and letters: what a document names is there and in force, and this case can fill every blank.

No finding here can be waived: a paper that cannot be printed is a gap, whoever accepts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from workflow.case_type.blanks import FACTS, Filled, Sources
from workflow.case_type.checks.endings import recorded, records
from workflow.case_type.checks.graph import Edge, edges
from workflow.case_type.forms import Form, FormField
from workflow.case_type.model import CaseType, Document, Transition
from workflow.case_type.problems import Path, Problem, nearest

CODES = (
    "unknown-name", "no-letter", "no-act", "form-not-in-force", "blank-unbound", "blank-may-be-empty",
    "sealed-in-letter", "wrong-type",
)  # fmt: skip
"""Of a case type's documents; all are errors."""
FILE_CODES = ("form-unused", "source-unused")
"""Of a file of forms beside all case types: warnings."""

_NOT_CERTAIN = ("office.above", "papers")
_HOLDS: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "instant"), "instant": ("instant",), "integer": ("integer",), "yes_no": ("yes_no",),
    "choice": ("choice",),
}  # fmt: skip
"""What kind of blank takes which types; lines, texts and lists take everything, in words."""


def problems(case_type: CaseType, forms: Mapping[str, Form]) -> Iterator[Problem]:
    """Everything that keeps a document of this case type from being printed or taken in."""
    sheets = _Sheets(case_type)
    issued = {name for one in case_type.transitions.values() for name in one.issues}
    for document in case_type.documents.values():
        if document.name in issued and document.letter is None:
            told = f"An act issues {document.name}; say with letter: NAME which sheet the office writes."
            yield Problem(("documents", document.name), "no-letter", told)
        for key, name in (("form", document.form), ("letter", document.letter)):
            if name is None:
                continue
            path: Path = ("documents", document.name, key)
            if name not in forms:
                told = f"There is no form or letter {name}{nearest(name, forms)}."
                yield Problem(path, "unknown-name", told)
            else:
                yield from sheets.problems(path, document, forms[name])


def unused(forms: Mapping[str, Form], case_types: Iterable[CaseType]) -> Iterator[Problem]:
    """Warnings: forms that no document names, and sources that no case type has that prints the form."""
    users: dict[str, list[tuple[CaseType, Document]]] = {}
    for case_type in case_types:
        for document in case_type.documents.values():
            for name in (document.form, document.letter):
                users.setdefault(name or "", []).append((case_type, document))
    for form in forms.values():
        path: Path = ("forms", form.name)
        if form.name not in users:
            told = f"No document of any case type is {form.name}: nothing prints it and nothing takes it in."
            yield Problem(path, "form-unused", told, "warning", key=True)
            continue
        for blank in form.fields.values():
            for source in sorted(_idle(blank, users[form.name])):
                told = f"No case type that uses {form.name} has {source}; take it out of {blank.name}."
                yield Problem((*path, "fields", blank.name, "from"), "source-unused", told, "warning")


def _idle(blank: FormField, users: list[tuple[CaseType, Document]]) -> set[str]:
    idle = {name for name in blank.by_document if name not in {document.name for _, document in users}}
    for document_name, sources in {"": blank.sources, **blank.by_document}.items():
        using = [one for one, document in users if document_name in ("", document.name)]
        idle |= {
            str(one) for one in sources if using and not any(_has(case_type, one) for case_type in using)
        }
    return idle


class _Sheets:
    """The documents of one case type with the acts that bring them, and what is known when they do."""

    def __init__(self, case_type: CaseType) -> None:
        self.case_type = case_type
        self.edges = edges(case_type)
        self.before = recorded(case_type, self.edges)

    def problems(self, path: Path, document: Document, form: Form) -> Iterator[Problem]:
        """What is wrong with one document and its form."""
        acts = [one for one in self.edges if document.name in _papers(one.transition)]
        if not acts:
            told = f"No act issues or attaches {document.name}; name it in one, or take the document out."
            yield Problem(path, "no-act", told)
        elif not any(self._overlaps(one.transition, form) for one in acts):
            told = f"{form.name} is in force {_span(form)}; no act that brings it is in force then."
            yield Problem(path, "form-not-in-force", told)
        for blank in form.fields.values():
            if blank.kind != "signature":
                yield from self._blank(path, document, form, blank, acts)

    def _blank(
        self, path: Path, document: Document, form: Form, blank: FormField, acts: list[Edge]
    ) -> Iterator[Problem]:
        written = blank.sources_for(document.name)
        sources = tuple(one for one in written if _has(self.case_type, one))
        if not sources:
            wanted = " or ".join(map(str, written)) or "documents that are named there"
            told = f"{blank.name} of {form.name} is filled from {wanted}; this case type has nothing of that."
            yield Problem(path, "blank-unbound", told)
            return
        for one in sources:
            yield from self._source(path, form, blank, one)
        for act in acts if blank.required and form.by != "citizen" else ():
            if act.source in self.before and not self._certain(sources, act):
                told = (
                    f"{blank.name} of {form.name} may be empty when {act.transition.name} is taken; "
                    "ask for it before, or add hand to its sources."
                )
                yield Problem(path, "blank-may-be-empty", told)
                return

    def _source(self, path: Path, form: Form, blank: FormField, source: Filled) -> Iterator[Problem]:
        field = self.case_type.fields.get(source.name) if source.kind in ("field", "part") else None
        if field is not None and field.sealed and not form.sealed and form.by != "citizen":
            told = f"{blank.name} of {form.name} would show {field.name}, which is sealed; the form is not."
            yield Problem(path, "sealed-in-letter", told)
        type_ = _type(self.case_type, source)
        if type_ and blank.kind in _HOLDS and type_ not in _HOLDS[blank.kind]:
            told = f"{blank.name} of {form.name} holds a {blank.kind}; {source} is of type {type_}."
            yield Problem(path, "wrong-type", told)
        elif field is not None and source.kind == "field" and blank.kind == "choice":
            theirs, ours = {one.code for one in field.options}, {one.code for one in blank.options}
            if not ours <= theirs or (blank.required and theirs != ours):
                listed = ", ".join(sorted(theirs))
                told = f"{blank.name} of {form.name} has other options than {source}: {listed}."
                yield Problem(path, "wrong-type", told)

    def _certain(self, sources: Sources, act: Edge) -> bool:
        known = self.before[act.source] | records(self.case_type, act)
        return any(
            one.kind in ("hand", "option")
            or (one.kind == "fact" and one.name not in _NOT_CERTAIN)
            or (one.kind == "clock" and f"clock.{one.name}" in known)
            or (one.kind == "field" and f"field.{one.name}" in known)
            or (one.kind == "part" and one.part == "name" and f"field.{one.name}" in known)
            for one in sources
        )

    def _overlaps(self, transition: Transition, form: Form) -> bool:
        first = max(filter(None, (self.case_type.received_from, transition.in_force_from)), default=date.min)
        last = transition.in_force_to or date.max
        return form.in_force_from <= last and first <= (form.in_force_to or date.max)


def _papers(transition: Transition) -> tuple[str, ...]:
    return (*transition.issues, *transition.attaches, *transition.may_attach)


def _span(form: Form) -> str:
    until = f" to {form.in_force_to.isoformat()}" if form.in_force_to else ""
    return f"from {form.in_force_from.isoformat()}{until}"


def _has(case_type: CaseType, source: Filled) -> bool:
    """Whether this case type has what a source names; of people, only people have parts."""
    if source.kind == "clock":
        return source.name in case_type.clocks
    if source.kind == "field":
        return source.name in case_type.fields
    if source.kind == "part":
        return source.name in case_type.fields and case_type.fields[source.name].type == "parties"
    return True


def _type(case_type: CaseType, source: Filled) -> str | None:
    if source.kind == "fact":
        return FACTS[source.name]
    if source.kind == "clock":
        return "instant" if case_type.clocks[source.name].hours else "date"
    if source.kind == "part":
        return "line"
    return case_type.fields[source.name].type if source.kind == "field" else None
