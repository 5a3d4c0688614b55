"""What goes from one case to another beside its fields: papers, the filing, and the place a repeat has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from models import cases, evidence, queues
from models.session import Session
from workflow.errors import WorkflowError
from workflow.operations.case.link_case import link_case, repeat_of
from workflow.operations.steps.acting import Act
from workflow.operations.steps.joining import first_case
from workflow.operations.steps.library import library
from workflow.operations.steps.loading import lock_work
from workflow.operations.steps.papers import Paper
from workflow.operations.steps.work import CaseWork


def handed_papers(session: Session, source: CaseWork, pairs: Iterable[Sequence[str]]) -> tuple[Paper, ...]:
    """The papers that go on, each with its kind there; `pairs`: id of the paper, kind there."""
    found = []
    for document_id, kind in pairs:
        row = evidence.read_document(session, source.case_id, UUID(document_id))
        if row is not None:
            found.append(_paper(session, dict(row), kind))
    return tuple(found)


def _paper(session: Session, row: Mapping[str, Any], kind: str) -> Paper:
    return Paper(
        kind,
        session.blobs.get(row["sha256"]),
        row["media_type"],
        row["title"],
        row["source"],
        row["official_number"],
        row["dated"],
    )


def filing_of(session: Session, source: CaseWork) -> UUID | None:
    """The filing a case began with: the cases made of one filing share its id, so that filings are counted
    once."""
    filings = cases.read_filings(session, source.case_id)
    return filings[0]["filing_id"] if filings else None


def join(session: Session, act: Act, message: Mapping[str, Any]) -> UUID:
    """Keep the filing of the message's case with the case it repeats, and settle the message. Gives the first
    case's id."""
    held = library(session)
    row = cases.read_case(session, message["case_id"])
    assert row is not None
    found = first_case(session, row, str(message["body"]["number"]))
    if found is None:
        raise WorkflowError("the case that the filing repeats is not there")
    # Whoever must hold two cases locks them in id order (decision 17).
    for case_id in sorted((row["case_id"], found["case_id"])):
        lock_work(session, held, act, case_id)
    for filing in cases.read_filings(session, row["case_id"]):
        link_case(session, act.by_system(), found["case_id"], repeat_of(dict(row), dict(filing)))
    queues.settle_message(session, row["case_id"], message["message_id"], act.at)
    return found["case_id"]  # type: ignore[no-any-return]
