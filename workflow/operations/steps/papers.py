"""Papers brought by an act: checked, written and fsynced before any row names them (decision 21)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from models import evidence
from models.session import Session
from workflow.case_type.model import CaseType
from workflow.engine.entry import LONGEST_LINE
from workflow.errors import FieldError, InvalidInput
from workflow.operations.steps.acting import Act

LARGEST_PAPER = 20 * 1024 * 1024
SOURCES = ("scan", "letter", "written", "signed_scan")

_BEGINNINGS: Mapping[str, tuple[bytes, ...]] = {
    "application/pdf": (b"%PDF-",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (b"PK\x03\x04",),
    "text/plain": (b"",),
}
"""The kinds of files taken, and how their bytes begin: a name's ending proves nothing."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: `kind` is a document of the case type; `content` its bytes, or the words of a paper written
    here."""

    kind: str
    content: bytes
    media_type: str
    title: str = ""
    source: str = "scan"
    official_number: str | None = None
    dated: date | None = None

    @property
    def fingerprint(self) -> list[str]:
        """What tells this paper from any other, for comparing requests."""
        digest = hashlib.sha256(self.content).hexdigest()
        return [self.kind, self.title, self.source, self.official_number or "", str(self.dated), digest]


def check_papers(case_type: CaseType, papers: Iterable[Paper], allowed: Iterable[str]) -> None:
    """Raise InvalidInput for a paper the act does not take, or a file that is not what it says."""
    names = set(allowed)
    errors = [
        FieldError(f"documents.{paper.kind}", code)
        for paper in papers
        if (code := _fault(paper, paper.kind in names and paper.kind in case_type.documents))
    ]
    if errors:
        raise InvalidInput(errors)


def _fault(paper: Paper, known: bool) -> str | None:
    if not known:
        return "unknown-document"
    if not paper.content.strip():
        return "empty-file"
    if len(paper.content) > LARGEST_PAPER:
        return "file-too-large"
    if paper.source not in SOURCES or len(paper.title) > 200 or len(paper.official_number or "") > 60:
        return "not-a-paper"
    beginnings = _BEGINNINGS.get(paper.media_type)
    if beginnings is None:
        return "file-type-not-taken"
    if not paper.content.startswith(beginnings):
        return "file-type-differs"
    if paper.media_type == "text/plain" and _unreadable(paper.content):
        return "not-a-text"
    return None


def _unreadable(content: bytes) -> bool:
    try:
        return "\x00" in content.decode()
    except UnicodeDecodeError:
        return True


def store_papers(
    session: Session, act: Act, case_type: CaseType, case_id: UUID, papers: Iterable[Paper]
) -> list[dict[str, Any]]:
    """Write the bytes, then the rows; gives what the record says of each: kind, revision, number, hash."""
    rows: list[dict[str, Any]] = []
    for paper in papers:
        # A typed title could name somebody: a sealed case's papers are called by their kind.
        typed = "" if case_type.sealed else paper.title
        title = (typed or case_type.documents[paper.kind].title.vi)[:LONGEST_LINE]
        rows.append(
            {
                "case_id": case_id,
                "document_id": act.new_id(),
                "kind": paper.kind,
                "revision": evidence.next_revision(session, case_id, paper.kind)
                + sum(row["kind"] == paper.kind for row in rows),
                "source": paper.source,
                "title": title[:200],
                "official_number": paper.official_number,
                "dated": paper.dated,
                "media_type": paper.media_type,
                "size": len(paper.content),
                "sha256": session.blobs.put(paper.content),
                "quarantine": "not_scanned",
                "recorded_at": act.at,
                "recorded_by": act.actor_name,
            }
        )
    evidence.insert_documents(session, rows)
    return [paper_mark(row) for row in rows]


def paper_mark(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the record says of a paper: never its words."""
    return {
        "document": str(row["document_id"]),
        "kind": row["kind"],
        "revision": row["revision"],
        "source": row["source"],
        "number": row["official_number"],
        "sha256": row["sha256"],
        "size": row["size"],
    }


def citations(case_type: CaseType, papers: Iterable[Paper]) -> dict[str, str]:
    """How each paper is called in a ledger: its title with its number and day where it has them."""
    found: dict[str, str] = {}
    for paper in papers:
        parts = [case_type.documents[paper.kind].title.vi]
        if paper.official_number:
            parts.append(f"số {paper.official_number}")
        if paper.dated:
            parts.append(f"ngày {paper.dated:%d/%m/%Y}")
        found[paper.kind] = " ".join(parts)
    return found
