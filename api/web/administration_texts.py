"""A definition's text out of a form, pasted or uploaded, and the findings against it as they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request

from api.request.language import say as _
from api.web.administration_forms import Form, Turn
from api.web.faults import Faults
from api.web.fields import Input, Typed, first
from workflow.errors import FieldError, Finding, InvalidInput
from workflow.source import Source, read_source


@dataclass(frozen=True, slots=True)
class Pasted:
    """The text as it came, for the form to show again."""

    text: str
    name: str


def read_pasted(typed: Typed) -> Pasted:
    """The uploaded file where there is one, else what was pasted. Raises InvalidInput.

    Browsers send pasted line ends as CR LF: they are made one, so that the hash is that of the file.
    """
    stored = request.files.get("file")
    if stored is not None and stored.filename:
        try:
            text = stored.read().decode("utf-8")
        except UnicodeDecodeError:
            raise InvalidInput([FieldError("file", "not-utf8")]) from None
        return Pasted(text, stored.filename.rsplit("/", 1)[-1].rsplit("\\", 1)[-1][:120])
    text = next(iter(typed.get("text", ())), "").replace("\r\n", "\n")
    if not text.strip():
        raise InvalidInput([FieldError("text", "missing")])
    return Pasted(text if text.endswith("\n") else text + "\n", _("văn bản dán vào"))


def source_of(pasted: Pasted) -> Source:
    """The parsed text. Raises DefinitionInvalid."""
    return read_source(pasted.text, pasted.name)


def text_faults(errors: Sequence[FieldError]) -> Faults:
    """What is wrong with what was given, before it is read as a definition."""
    inputs = [Input("text", _("Văn bản")), Input("file", _("Tệp"))]
    return Turn({}, errors).faults([Form("", "", "", inputs)])


def typed_text(typed: Typed) -> str:
    """What was pasted, as it was typed."""
    return first(typed, "text")


def errors_first(findings: Sequence[Finding]) -> list[Finding]:
    """Findings in the order a person cures them: errors by place, then warnings."""
    return sorted(findings, key=lambda one: (one.severity != "error", one.line, one.column))
