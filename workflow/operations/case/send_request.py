"""Ask another unit to coordinate: a request beside the state, with a clock of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from models import cases, organisations
from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.case_type.model import RequestKind, Trigger
from workflow.engine.decision import ReasonCode
from workflow.engine.entry import LONGEST_TEXT, read_text_value
from workflow.engine.facts import Happened
from workflow.engine.roles import holds_any
from workflow.engine.sentences import reason
from workflow.errors import FieldError, InvalidInput, TransitionRefused
from workflow.operations.steps.acting import Act
from workflow.operations.steps.events import touch_clocks
from workflow.operations.steps.library import library
from workflow.operations.steps.loading import lock_visible, work_facts
from workflow.operations.steps.personal import seal_text
from workflow.operations.steps.places import demand_scope
from workflow.operations.steps.results import Taken, repeated
from workflow.operations.steps.work import CaseWork


def send_request(session: Session, act: Act, ref: str, kind: str, org_id: UUID, question: str) -> Taken:
    """Send a coordination request of a declared kind to a unit, with the words of the question.

    The unit sees what the request carries, nothing else of the case (decision 5). Raises CaseNotFound,
    InvalidInput, TransitionRefused.
    """
    held = library(session)
    work = lock_visible(session, held, act, ref)
    request = {"request": kind, "org": str(org_id), "question": question}
    if (earlier := repeated(session, act, work, request)) is not None:
        return earlier
    demand_scope(act.actor, "send_request")
    declared = _declared(session, work, kind, org_id)
    text = read_text_value("question", question, LONGEST_TEXT)
    facts = work_facts(held, work, act)
    if work.row["state"] not in declared.states:
        title = work.case_type.states[work.row["state"]].title
        raise TransitionRefused([reason(ReasonCode.WRONG_STATE, work.row["state"], title)])
    if not holds_any(work.case_type, facts, act.actor, declared.by):
        raise TransitionRefused([reason(ReasonCode.ROLE, declared.by[0], _titles(work, declared))])
    now = Happened(held.calendar(work.case_type.calendar).local_day(act.at), act.at)
    request_id = act.new_id()
    value_id, mark = seal_text(session, act, work.case_id, f"request:{kind}", text)
    marks, rules = touch_clocks(
        session, held, act, work, [Trigger("request_sent", kind)], now, ("request", request_id)
    )
    carried = {name: work.row["fields"][name] for name in declared.carries if name in work.row["fields"]}
    cases.insert_rows(
        session, "request", [_row(act, work, request_id, kind, org_id, value_id, carried, marks)]
    )
    body: dict[str, Any] = {
        "request": str(request_id),
        "request_kind": kind,
        "asked": str(org_id),
        "question": mark,
        "carries": sorted(carried),
        "clocks": marks,
        "to": work.row["state"],
        "version": work.next_version,
    }
    seq = work.append(EventKind.REQUEST_SENT, act, now, body, rules=rules)
    work.flush()
    return Taken(work.case_id, work.row["number"], seq, work.row["state"], work.row["row_version"])


def _declared(session: Session, work: CaseWork, kind: str, org_id: UUID) -> RequestKind:
    declared = work.case_type.requests.get(kind)
    if declared is None:
        raise InvalidInput([FieldError("kind", "unknown-request")])
    if organisations.read_organisation(session, org_id) is None:
        raise InvalidInput([FieldError("organisation", "unknown-organisation")])
    return declared


def _titles(work: CaseWork, declared: RequestKind) -> tuple[str, str]:
    titles = [work.case_type.roles[name].title for name in declared.by]
    return (
        ", ".join(title.vi for title in titles if title),
        ", ".join(title.say("en") for title in titles if title),
    )


def _row(
    act: Act,
    work: CaseWork,
    request_id: UUID,
    kind: str,
    org_id: UUID,
    value_id: UUID,
    carried: Mapping[str, Any],
    marks: list[dict[str, Any]],
) -> dict[str, Any]:
    due = next((mark["legal_due"] for mark in marks if mark.get("act") == "armed"), None)
    return {
        "case_id": work.case_id,
        "request_id": request_id,
        "kind": kind,
        "org_id": org_id,
        "asked_by": act.actor.user_id,
        "question_value": value_id,
        "carries": dict(carried),
        "sent_at": act.at,
        "answered_at": None,
        "answered_by": None,
        "answer_value": None,
        "due_on": date.fromisoformat(due) if due else None,
    }
