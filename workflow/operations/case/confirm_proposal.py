"""Confirm or turn down a proposed two-person act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from models import cases
from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.engine.decide import confirm_reasons, decide
from workflow.engine.decision import Refusal
from workflow.engine.facts import Attempt, Happened
from workflow.errors import NotFound, StaleCase, TransitionRefused
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import library
from workflow.operations.steps.loading import load_facts, lock_visible
from workflow.operations.steps.personal import Kept
from workflow.operations.steps.recording import Stored, follow_system, record_decision
from workflow.operations.steps.results import Taken, repeated
from workflow.operations.steps.work import remember, request_digest


def confirm_proposal(
    session: Session, act: Act, ref: str, *, accept: bool = True, expected_version: int | None = None
) -> Taken:
    """A second person confirms the open proposal and the transition is taken, or turns it down and it lapses.

    Never the proposer, nor a substitute of either (decision 17). Raises CaseNotFound, NotFound (nothing is proposed), StaleCase,
    TransitionRefused, CommandReused.
    """
    held = library(session)
    work = lock_visible(session, held, act, ref)
    fingerprint = request_digest(session, {"confirm": accept})
    if (earlier := repeated(session, act, work, fingerprint)) is not None:
        return earlier
    proposal = cases.read_proposal(session, work.case_id)
    if proposal is None:
        raise NotFound("Nothing waits for a second person.")
    if expected_version is not None and expected_version != work.row["row_version"]:
        raise StaleCase(version=work.row["row_version"])
    facts = load_facts(session, held, work.row, act)
    now = Happened(held.calendar(work.case_type.calendar).local_day(act.at), act.at)
    if reasons := confirm_reasons(work.case_type, facts, act.actor, now, act.at):
        raise TransitionRefused(reasons)
    entry = proposal["entry"]
    if not accept:
        cases.settle_proposals(session, work.case_id, "lapsed")
        body = {"transition": proposal["transition"], "to": work.row["state"], "version": work.next_version}
        seq = work.append(EventKind.PROPOSAL_LAPSED, act, now, body)
    else:
        decision = decide(
            work.case_type,
            facts,
            Attempt(
                proposal["transition"],
                act.actor,
                _happened(entry["happened"]),
                act.at,
                _marks(entry["fields"]),
                frozenset(paper["kind"] for paper in entry["documents"]),
                confirming=True,
            ),
            held.reckoning(work.case_type),
        )
        if isinstance(decision, Refusal):
            raise TransitionRefused(decision.reasons)
        kept = Kept(stored=dict(entry["fields"]), recorded=dict(entry["recorded"]))
        seq = record_decision(
            session, act, work, decision, Stored(kept, entry["documents"], entry["late_reason"])
        )
        follow_system(session, held, act, work)
    remember(session, act, work.case_id, seq, fingerprint)
    work.flush()
    return Taken(work.case_id, work.row["number"], seq, work.row["state"], work.row["row_version"])


def _happened(told: Mapping[str, str]) -> Happened:
    return Happened(date.fromisoformat(told["day"]), datetime.fromisoformat(told["at"]), told["precision"])


def _marks(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Personal values were kept when the act was proposed; here the rules only need to know that they are there."""
    return {name: True if isinstance(value, Mapping) else value for name, value in stored.items()}
