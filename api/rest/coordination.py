"""Who works on a case: assignments, and requests to other units."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.request.calls import Call
from api.resources import Given, Reply, Resources
from api.rest.scoping import whole_case
from api.rest.showing import assignment_views, request_views
from api.rest.transitions import acted
from api.schemas.acts import TakenShown
from api.schemas.cases import AnswerIn, AssignmentIn, AssignmentPage, RequestIn, RequestPage
from workflow.access.policy import Depth
from workflow.errors import CaseNotFound
from workflow.operations.case.answer_request import answer_request
from workflow.operations.case.assign_case import assign_case
from workflow.operations.case.read_case import read_case
from workflow.operations.case.send_request import send_request

resources = Resources("coordination")


@resources.get("/cases/{ref}/assignments", "List who works on a case", answers={200: AssignmentPage()})
def list_assignments(call: Call, given: Given, ref: str) -> Mapping[str, Any]:
    """The lead and the coordinating units and people."""
    return {"items": assignment_views(whole_case(call, ref))}


@resources.post(
    "/cases/{ref}/assignments",
    "Assign a case",
    body=AssignmentIn(),
    answers={201: TakenShown()},
    permission="assign_case",
    idempotent=True,
    gives_etag=True,
)
def assign_one(call: Call, given: Given, ref: str) -> Reply:
    """Name who leads or coordinates from now on; whoever did so far does no longer."""
    body = given.body
    return acted(assign_case(call.session, call.act, ref, body["part"], body["users"], body["offices"]))


@resources.get("/cases/{ref}/requests", "List coordination requests", answers={200: RequestPage()})
def list_requests(call: Call, given: Given, ref: str) -> Mapping[str, Any]:
    """All of them for those who see the case whole; for a unit that was asked, its own."""
    view = read_case(call.session, call.act, ref)
    if view.depth is Depth.OUTLINE:
        raise CaseNotFound()
    return {"items": request_views(view, call.language)}


@resources.post(
    "/cases/{ref}/requests",
    "Ask another unit",
    body=RequestIn(),
    answers={201: TakenShown()},
    permission="send_request",
    idempotent=True,
    gives_etag=True,
)
def ask_unit(call: Call, given: Given, ref: str) -> Reply:
    """The unit sees what the request carries, nothing else of the case."""
    body = given.body
    return acted(send_request(call.session, call.act, ref, body["kind"], body["office"], body["question"]))


@resources.post(
    "/cases/{ref}/requests/{request_id:uuid}/answer",
    "Answer a request",
    body=AnswerIn(),
    answers={201: TakenShown()},
    permission="answer_request",
    idempotent=True,
    gives_etag=True,
)
def answer_one(call: Call, given: Given, ref: str, request_id: UUID) -> Reply:
    """By the unit asked; the request's clock stops."""
    return acted(answer_request(call.session, call.act, ref, request_id, given.body["answer"]))
