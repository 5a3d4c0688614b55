"""`tiepdan definition forms`: which form or letter is printed by which act of which procedure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from service.cli.checking import read_library
from service.cli.speaking import json_option, print_json
from service.cli.texts import folder_option, read_folder, read_text
from workflow.case_type.blanks import Sources
from workflow.case_type.forms import Form, FormField, load_forms
from workflow.case_type.model import CaseType
from workflow.case_type.schema import load_case_type
from workflow.source import Source

INTRODUCTION = """# Forms and letters

Written by `tiepdan definition forms`; a test compares them. Which sheet is printed or taken in by which act
of which version of a procedure. What stands in each blank, and what fills it, is in `definitions/forms` and
`definitions/letters` ([how they are written](definition-language.md#documents)).

- Marks: H read in the law, H* read in an unofficial transcription, M from memory, L unsure;
  `tiepdan definition weak` lists all but H.
- "–" as a number: none is claimed, because the annex has not been read or no text prescribes the sheet.
- May: the act may bring the paper, but need not.
- Follows: the form of an earlier text whose place it takes. One of those has no successor: 04-TCD, a slip
  with the hour of an appointment, is no paper of a case.
"""


HEAD = ("| form | no. | title | article | mark | follows | printed or taken in by |", f"|{'---|' * 7}")


@dataclass(frozen=True)
class Use:
    """One document of one version, and the acts that issue, take in, or may bring it."""

    case_type: str
    document: str
    acts: tuple[str, ...]
    may: tuple[str, ...]

    def __str__(self) -> str:
        brought = ", ".join((*self.acts, *(f"may {name}" for name in self.may)))
        return f"{self.case_type} {self.document}: {brought or 'no act'}"


@click.command()
@folder_option
@json_option
def forms(folder: Path, as_json: bool) -> None:
    """List every form and letter with the acts that print it or take it in; needs no database.

    Prints the reference page as Markdown, or one JSON object for each form.
    """
    sources, case_types = _read(folder)
    if as_json:
        print_json([_row(form, case_types) for source in sources for form in load_forms(source).values()])
        return
    click.echo(page(sources, case_types), nl=False)


def page(sources: Sequence[Source], case_types: Sequence[CaseType]) -> str:
    """The reference page as Markdown."""
    return INTRODUCTION + "".join(_part(source, case_types) for source in sources)


def uses(form: str, case_types: Sequence[CaseType]) -> Iterator[Use]:
    """Where a form or letter is a document."""
    for case_type in case_types:
        for document in case_type.documents.values():
            if form not in (document.form, document.letter):
                continue
            acts = case_type.transitions.values()
            needed = (one.name for one in acts if document.name in (*one.issues, *one.attaches))
            may = (one.name for one in acts if document.name in one.may_attach)
            name = f"{case_type.name}@{case_type.version}"
            yield Use(name, document.name, tuple(needed), tuple(may))


def _read(folder: Path) -> tuple[list[Source], list[CaseType]]:
    library = read_library(folder)
    paths = sorted(folder.glob("case_types/*/*.yaml"))
    sources = [*read_folder(folder, "forms/*.yaml"), *read_folder(folder, "letters/*.yaml")]
    return sources, [load_case_type(read_text(path), library) for path in paths]


def _row(form: Form, case_types: Sequence[CaseType]) -> dict[str, object]:
    return {
        "form": form.name,
        "code": form.code,
        "title": {"vi": form.title.vi, "en": form.title.en},
        "law": form.law,
        "cites": form.cites,
        "confidence": form.confidence,
        "by": form.by,
        "in_force": [form.in_force_from.isoformat(), form.in_force_to and form.in_force_to.isoformat()],
        "follows": list(form.follows),
        "blanks": {
            name: {key or "*": [str(one) for one in sources] for key, sources in _sources(blank).items()}
            for name, blank in form.fields.items()
            if blank.kind != "signature"
        },
        "used": [
            {"case_type": use.case_type, "document": use.document, "acts": use.acts, "may": use.may}
            for use in uses(form.name, case_types)
        ],
    }


def _sources(blank: FormField) -> dict[str, Sources]:
    return dict(blank.by_document) if blank.by_document else {"": blank.sources}


def _part(source: Source, case_types: Sequence[CaseType]) -> str:
    value = source.value
    title = value["title"]["en"]
    kind = "Forms" if "forms_of" in value else "Letters of the office"
    path = Path(source.file)
    lines = [f"\n## {title}\n", f"{kind}: `{path.parent.name}/{path.name}`. {value['law']}.\n", *HEAD]
    for form in load_forms(source).values():
        title = f"{form.title.vi} ({form.title.en})"
        used = "<br>".join(str(use) for use in uses(form.name, case_types)) or "nothing"
        cells = (
            f"`{form.name}`", form.code or "–", title, form.cites or "–", form.confidence,
            ", ".join(form.follows) or "–", used,
        )  # fmt: skip
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
