"""Confirm or turn down a proposed two-person act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from models import cases
from models.session import RowMapping, Session
from workflow.audit.kinds import EventKind
from workflow.engine.decide import confirm_reasons, decide, precedes
from workflow.engine.decision import Refusal
from workflow.engine.facts import Attempt, CaseFacts, Happened
from workflow.errors import NotFound, StaleCase, TransitionRefused
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import Library, library
from workflow.operations.steps.loading import lock_visible, work_facts
from workflow.operations.steps.personal import Kept
from workflow.operations.steps.places import demand_scope
from workflow.operations.steps.recording import Stored, follow_system, record_decision
from workflow.operations.steps.results import Taken, repeated
from workflow.operations.steps.work import CaseWork


def confirm_proposal(
    session: Session, act: Act, ref: str, *, accept: bool = True, expected_version: int | None = None
) -> Taken:
    """A second person confirms the open proposal and the transition is taken, or turns it down and it lapses.

    Never the proposer, nor a substitute of either (decision 17). Raises CaseNotFound, NotFound (nothing is
    proposed), NotPermitted (a token's scopes), StaleCase, TransitionRefused, CommandReused.
    """
    held = library(session)
    work = lock_visible(session, held, act, ref)
    request = {"confirm": accept}
    if (earlier := repeated(session, act, work, request)) is not None:
        return earlier
    demand_scope(act.actor, "take_transition")
    proposal = cases.read_proposal(session, work.case_id)
    if proposal is None:
        raise NotFound("Nothing waits for a second person.")
    if expected_version is not None and expected_version != work.row["row_version"]:
        raise StaleCase(version=work.row["row_version"])
    facts = work_facts(held, work, act)
    now = Happened(held.calendar(work.case_type.calendar).local_day(act.at), act.at)
    if reasons := confirm_reasons(work.case_type, facts, act.actor, now, act.at):
        raise TransitionRefused(reasons)
    if accept:
        seq = _take(session, held, act, work, facts, proposal)
        follow_system(session, held, act, work)
    else:
        cases.settle_proposals(session, work.case_id, "lapsed")
        body = {"transition": proposal["transition"], "to": work.row["state"], "version": work.next_version}
        seq = work.append(EventKind.PROPOSAL_LAPSED, act, now, body)
    work.flush()
    return Taken(work.case_id, work.row["number"], seq, work.row["state"], work.row["row_version"])


def _take(
    session: Session, held: Library, act: Act, work: CaseWork, facts: CaseFacts, proposal: RowMapping
) -> int:
    """Decide on what was proposed and record it; gives the number of its event. Raises TransitionRefused."""
    entry = proposal["entry"]
    attempt = Attempt(
        proposal["transition"],
        act.actor,
        _happened(entry["happened"], facts.moved),
        act.at,
        _marks(entry["fields"]),
        frozenset(paper["kind"] for paper in entry["documents"]),
        confirming=True,
    )
    decision = decide(work.case_type, facts, attempt, held.reckoning(work.case_type))
    if isinstance(decision, Refusal):
        raise TransitionRefused(decision.reasons)
    kept = Kept(stored=dict(entry["fields"]), recorded=dict(entry["recorded"]))
    brought = Stored(kept, entry["documents"], entry["late_reason"])
    return record_decision(session, act, work, decision, brought)


def _happened(told: Mapping[str, str], moved: Happened) -> Happened:
    """When the proposed act happened; where another act came between, not before that one (decision 11)."""
    proposed = Happened(
        date.fromisoformat(told["day"]), datetime.fromisoformat(told["at"]), told["precision"]
    )
    return moved if precedes(proposed, moved) else proposed


def _marks(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Personal values were kept when the act was proposed; here the rules only need to know that they are
    there."""
    return {name: True if isinstance(value, Mapping) else value for name, value in stored.items()}
