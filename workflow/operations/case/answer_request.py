"""Answer a coordination request; its clock stops."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from models import cases
from models.session import RowMapping, Session
from workflow.access.actor import Actor
from workflow.audit.kinds import EventKind
from workflow.case_type.model import Trigger
from workflow.engine.entry import LONGEST_TEXT, read_text_value
from workflow.engine.facts import Happened
from workflow.errors import CaseNotFound, FieldError, InvalidInput, NotPermitted
from workflow.operations.steps.acting import Act
from workflow.operations.steps.events import touch_clocks
from workflow.operations.steps.library import Library, library
from workflow.operations.steps.loading import find_visible, lock_work
from workflow.operations.steps.personal import seal_text
from workflow.operations.steps.places import demand_scope
from workflow.operations.steps.results import Taken, repeated


def answer_request(session: Session, act: Act, ref: str, request_id: UUID, answer: str) -> Taken:
    """Record the answer of the unit that was asked, by somebody who may answer there.

    Raises CaseNotFound (also for a request the actor's unit was not sent), NotPermitted, InvalidInput
    (answered already, empty).
    """
    held = library(session)
    row, _ = find_visible(session, held, act, ref)
    work = lock_work(session, held, act, row["case_id"])
    request = cases.read_request(session, work.case_id, request_id)
    if request is None:
        raise CaseNotFound()
    asked_for = {"answer": str(request_id), "text": answer}
    if (earlier := repeated(session, act, work, asked_for)) is not None:
        return earlier
    _demand(held, act.actor, request, work.case_type.requests[request["kind"]].to)
    text = read_text_value("answer", answer, LONGEST_TEXT)
    now = Happened(held.calendar(work.case_type.calendar).local_day(act.at), act.at)
    value_id, mark = seal_text(session, act, work.case_id, f"answer:{request['kind']}", text)
    values = {"answered_at": act.at, "answered_by": act.actor.user_id, "answer_value": value_id}
    if not cases.answer_request(session, work.case_id, request_id, values):
        raise InvalidInput([FieldError("request", "answered-already")])
    marks, rules = touch_clocks(
        session, held, act, work, [Trigger("request_answered", request["kind"])], now, ("request", request_id)
    )
    body: dict[str, Any] = {
        "request": str(request_id),
        "request_kind": request["kind"],
        "answer": mark,
        "clocks": marks,
        "to": work.row["state"],
        "version": work.next_version,
    }
    seq = work.append(EventKind.REQUEST_ANSWERED, act, now, body, rules=rules)
    work.flush()
    return Taken(work.case_id, work.row["number"], seq, work.row["state"], work.row["row_version"])


def _demand(held: Library, actor: Actor, request: RowMapping, asked: Sequence[str]) -> None:
    """The answer is the asked unit's: one of the roles the request is for, which may answer requests."""
    roles = held.roles()
    demand_scope(actor, "answer_request")
    if not any(
        request["org_id"] in (grant.org_id, grant.office_id) and "answer_request" in roles[grant.role].may
        for grant in actor.grants
        if grant.role in roles and (grant.role in asked or not asked)
    ):
        raise NotPermitted(permission="answer_request")
