"""Put a paper on a case by an act of its own."""

from __future__ import annotations

from collections.abc import Sequence

from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.engine.facts import Happened
from workflow.errors import FieldError, InvalidInput
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import library
from workflow.operations.steps.loading import lock_visible
from workflow.operations.steps.papers import Paper, check_papers, store_papers
from workflow.operations.steps.places import demand, place_on
from workflow.operations.steps.results import Taken, repeated


def attach_document(session: Session, act: Act, ref: str, papers: Sequence[Paper]) -> Taken:
    """Attach papers of kinds the case type declares. A paper of a kind that is there already is its next
    revision; nothing is replaced.

    Raises CaseNotFound, NotPermitted, InvalidInput.
    """
    held = library(session)
    work = lock_visible(session, held, act, ref)
    request = {"attach": [paper.fingerprint for paper in papers]}
    if (earlier := repeated(session, act, work, request)) is not None:
        return earlier
    demand(act.actor, "attach_document", place_on(session, work.row["org_id"], held.today(act.at)), held)
    if not papers:
        raise InvalidInput([FieldError("documents", "missing")])
    check_papers(work.case_type, papers, work.case_type.documents)
    marks = store_papers(session, act, work.case_type, work.case_id, papers)
    now = Happened(held.calendar(work.case_type.calendar).local_day(act.at), act.at)
    body = {"documents": marks, "to": work.row["state"], "version": work.next_version}
    seq = work.append(EventKind.DOCUMENT_ATTACHED, act, now, body)
    work.flush()
    return Taken(work.case_id, work.row["number"], seq, work.row["state"], work.row["row_version"])
