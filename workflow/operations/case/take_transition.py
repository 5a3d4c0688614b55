"""Take a transition of a case, or propose it where two persons are needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models import cases
from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.case_type.model import CaseType, Transition
from workflow.engine.decide import decide
from workflow.engine.decision import Decision, Refusal
from workflow.engine.entry import read_fields
from workflow.engine.facts import Happened
from workflow.errors import StaleCase, TransitionRefused
from workflow.operations.steps.acting import Act, Told, demand_reason, is_late_entry, when
from workflow.operations.steps.joining import check_joined
from workflow.operations.steps.library import library
from workflow.operations.steps.loading import lock_visible, work_facts
from workflow.operations.steps.naming import check_named
from workflow.operations.steps.papers import Paper, check_papers
from workflow.operations.steps.places import demand_scope
from workflow.operations.steps.recording import (
    Brought,
    Stored,
    attempt_of,
    follow_system,
    record_decision,
    store,
)
from workflow.operations.steps.results import Taken, repeated
from workflow.operations.steps.work import CaseWork


def take_transition(
    session: Session,
    act: Act,
    ref: str,
    transition: str,
    fields: Mapping[str, Any],
    papers: Sequence[Paper] = (),
    told: Told = Told(),  # noqa: B008 - a frozen value
    *,
    expected_version: int | None = None,
) -> Taken:
    """Move the case `ref` along `transition` with the values and papers it asks for.

    `fields` are JSON values by field name; `told` says when it happened (default: now). `expected_version` is
    the row version the caller saw. A known command id gives the earlier result. Raises CaseNotFound,
    CommandReused, StaleCase, InvalidInput, TransitionRefused, NotPermitted.
    """
    held = library(session)
    work = lock_visible(session, held, act, ref)
    request = _request(transition, fields, papers, told)
    if (earlier := repeated(session, act, work, request)) is not None:
        return earlier
    if expected_version is not None and expected_version != work.row["row_version"]:
        raise StaleCase(version=work.row["row_version"])
    facts = work_facts(held, work, act)
    demand_scope(act.actor, "take_transition")
    calendar = held.calendar(work.case_type.calendar)
    happened = when(told, act, calendar)
    brought = _read(work.case_type, transition, fields, papers, told, is_late_entry(happened, act, calendar))
    check_named(session, work.case_type, facts.place, brought.fields, calendar.local_day(act.at))
    decision = decide(
        work.case_type,
        facts,
        attempt_of(work.case_type, act, transition, happened, brought),
        held.reckoning(work.case_type),
    )
    if isinstance(decision, Refusal):
        raise TransitionRefused(decision.reasons)
    check_joined(session, held, act, work, transition, brought.fields)
    if decision.proposes:
        seq = _propose(session, act, work, decision, store(session, act, work, brought))
    else:
        seq = record_decision(session, act, work, decision, store(session, act, work, brought))
        follow_system(session, held, act, work)
    work.flush()
    return Taken(
        work.case_id, work.row["number"], seq, work.row["state"], work.row["row_version"], decision.proposes
    )


def _request(
    transition: str, fields: Mapping[str, Any], papers: Sequence[Paper], told: Told
) -> dict[str, Any]:
    return {
        "transition": transition,
        "fields": dict(fields),
        "papers": [paper.fingerprint for paper in papers],
        "happened": str(told.happened),
    }


def _read(
    case_type: CaseType,
    name: str,
    fields: Mapping[str, Any],
    papers: Sequence[Paper],
    told: Told,
    late: bool,
) -> Brought:
    """What was entered, typed. An unknown transition takes nothing and is refused by the engine with its
    reasons."""
    transition = case_type.transitions.get(name, Transition(name, case_type.title, (), ""))
    check_papers(case_type, papers, (*transition.attaches, *transition.may_attach, *transition.issues))
    typed = read_fields(case_type, (*transition.asks, *transition.may_ask), fields)
    return Brought(typed, tuple(papers), demand_reason(told, late))


def _propose(session: Session, act: Act, work: CaseWork, decision: Decision, brought: Stored) -> int:
    """Record the proposal of a two-person act: an event and a row, no change of state or clock (decision
    17)."""
    kept, papers = brought.kept, list(brought.papers)
    kept.write(session, work.case_id, work.next_seq)
    entry = {
        "fields": kept.stored,
        "recorded": kept.recorded,
        "documents": papers,
        "happened": _told(decision.happened),
        "late_reason": brought.late_reason,
    }
    cases.insert_rows(
        session,
        "proposal",
        [
            {
                "case_id": work.case_id,
                "proposal_id": act.new_id(),
                "transition": decision.transition,
                "entry": entry,
                "proposer_id": act.actor.user_id,
                "on_behalf_of": decision.on_behalf_of,
                "proposed_at": act.at,
                "state": decision.source,
                "outcome": "open",
            }
        ],
    )
    body = {
        "transition": decision.transition,
        "to": decision.source,
        "fields": {name: {"new": value} for name, value in kept.recorded.items()},
        "documents": papers,
        "version": work.next_version,
    }
    return work.append(
        EventKind.TRANSITION_PROPOSED, act, decision.happened, body, on_behalf_of=decision.on_behalf_of
    )


def _told(happened: Happened) -> dict[str, str]:
    return {"at": happened.at.isoformat(), "day": happened.day.isoformat(), "precision": happened.precision}
