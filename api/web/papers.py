"""Papers of a form: a file, or words written here. A chosen file is held in the document store while the form
comes back or is checked, so that nobody chooses it twice; the form carries a signed mark of it.

A held file that no act takes in the end is swept with the other orphans of the store (decision 21).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from api.request.language import say as _
from api.request.wiring import wiring
from api.web.faults import Faults
from api.web.fields import Input, Typed, first
from workflow.case_type.model import Document
from workflow.errors import FieldError
from workflow.operations.steps.papers import LARGEST_PAPER, Paper
from workflow.text.dates import parse_date
from workflow.text.numbers import format_integer
from workflow.text.unreadable import Unreadable

_BEGINNINGS = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
)
_KEPT_FOR = 12 * 3600  # seconds: a form left open longer asks for its file again


@dataclass(frozen=True, slots=True)
class Held:
    """A file in the store that no row names yet: its mark as the form carries it, and its size in bytes."""

    mark: str
    sha256: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of a form as they were brought: those that can be taken, faults, and held files by kind."""

    papers: tuple[Paper, ...]
    errors: Sequence[FieldError]
    held: dict[str, Held]


def hold_files(kinds: Iterable[str], user: str) -> tuple[dict[str, Held], list[FieldError]]:
    """The files that came with this request, or that an earlier turn of the same form holds. Raises nothing:
    a file that cannot be taken is a fault."""
    found: dict[str, Held] = {}
    errors: list[FieldError] = []
    for kind in kinds:
        path = f"documents.{kind}"
        stored = request.files.get(path)
        content = stored.read() if stored is not None and stored.filename else b""
        if stored is not None and stored.filename:
            code = _fault(content)
            if code:
                errors.append(FieldError(path, code))
            else:
                found[kind] = _hold(content, user)
        elif mark := request.form.get(f"{path}.held", ""):
            if held := _known(mark, user):
                found[kind] = held
            else:
                errors.append(FieldError(path, "file-lost"))
    return found, errors


def read_papers(documents: Iterable[Document], typed: Typed, held: dict[str, Held]) -> Papers:
    """The papers that were brought, each a file or words, with number and day where they were typed."""
    papers: list[Paper] = []
    errors: list[FieldError] = []
    for one in documents:
        path = f"documents.{one.name}"
        words, number = first(typed, f"{path}.words"), first(typed, f"{path}.number")
        dated, fault = _dated(f"{path}.dated", typed)
        errors += fault
        if one.name in held and words:
            errors.append(FieldError(path, "file-or-words"))
        elif one.name in held:
            file = held[one.name]
            content = wiring().database.blobs.get(file.sha256)
            papers.append(Paper(one.name, content, file.media_type, "", "scan", number or None, dated))
        elif words:
            papers.append(Paper(one.name, words.encode(), "text/plain", "", "written", number or None, dated))
        elif number or first(typed, f"{path}.dated"):
            errors.append(FieldError(path, "details-without-paper"))
    return Papers(tuple(papers), errors, held)


def paper_inputs(
    documents: Iterable[Document],
    needed: Iterable[str],
    typed: Typed,
    held: dict[str, Held],
    faults: Faults,
    language: str,
) -> list[Input]:
    """A group of inputs for each paper: file, words, number, day."""
    names = set(needed)
    made = []
    for one in documents:
        path = f"documents.{one.name}"
        kept = held.get(one.name)
        note = (
            _("Đã nhận tệp (%(size)s byte); không cần chọn lại", size=format_integer(kept.size))
            if kept
            else ""
        )
        row = [
            Input(path, _("Chọn tệp"), "file", held=note, help=_("PDF, DOCX, JPG hoặc PNG, đến 20 MB")),
            Input(f"{path}.words", _("hoặc ghi nội dung"), "area", typed.get(f"{path}.words", ())),
            Input(f"{path}.number", _("Số, ký hiệu"), values=typed.get(f"{path}.number", ()), size="short"),
            Input(
                f"{path}.dated", _("Ngày văn bản"), "date", typed.get(f"{path}.dated", ()),
                error=faults.at(f"{path}.dated"), size="date",
            ),
        ]  # fmt: skip
        title = one.title.say(language)
        made.append(
            Input(
                f"paper.{one.name}",
                title,
                "group",
                error=faults.at(path),
                required=one.name in names,
                rows=[row],
            )
        )
    return made


def marks_of(held: dict[str, Held]) -> dict[str, str]:
    """Hidden inputs that keep the held files: name → mark."""
    return {f"documents.{kind}.held": one.mark for kind, one in held.items()}


def _dated(path: str, typed: Typed) -> tuple[date | None, list[FieldError]]:
    text = first(typed, path)
    if not text:
        return None, []
    try:
        return parse_date(text), []
    except Unreadable as error:
        return None, [FieldError(path, error.code)]


def _fault(content: bytes) -> str:
    if not content:
        return "empty-file"
    if len(content) > LARGEST_PAPER:
        return "file-too-large"
    return "" if _media_type(content) else "file-type-not-taken"


def _media_type(content: bytes) -> str:
    return next((kind for beginning, kind in _BEGINNINGS if content.startswith(beginning)), "")


def _hold(content: bytes, user: str) -> Held:
    sha256, kind = wiring().database.blobs.put(content), _media_type(content)
    return Held(_signer().dumps([user, sha256, kind, len(content)]), sha256, kind, len(content))


def _known(mark: str, user: str) -> Held | None:
    # The mark is signed for one person: a hash that somebody heard of opens no file of others.
    try:
        owner, sha256, kind, size = _signer().loads(mark, max_age=_KEPT_FOR)
        if owner != user:
            return None
        wiring().database.blobs.get(sha256)
    except (BadSignature, ValueError, OSError):
        return None
    return Held(mark, sha256, kind, size)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt="held-file")
