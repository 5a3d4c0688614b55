"""What leaves a case whose contents went on under seal: everything but number, dates and ground."""

from __future__ import annotations

from models import cases, evidence
from models.session import Session
from workflow.operations.steps.recording import title_columns
from workflow.operations.steps.work import CaseWork


def empties(work: CaseWork) -> bool:
    """Whether a case that is open to its office gave its contents into a sealed procedure."""
    return work.case_type.states[work.row["state"]].stub and not work.case_type.sealed


def empty(session: Session, work: CaseWork) -> None:
    """Take people, texts, papers and what finds them again from a locked case; the caller flushes it.

    The record keeps digests whose salt goes with the values, so that nothing can be read from it any more
    (Law on Denunciations, Art. 8). The filing stays counted.
    """
    ground = work.case_type.states[work.row["state"]].ground
    kept = {name: value for name, value in work.row["fields"].items() if name == ground}
    work.changes["fields"] = kept
    work.changes["subject"], work.changes["subject_key"] = title_columns(work.case_type.title.vi)
    evidence.erase_contents(session, work.case_id)
    cases.erase_parties(session, work.case_id)
