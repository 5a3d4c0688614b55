"""Transitions: what is offered and why the rest is refused, taking one, and the second person's word."""

from __future__ import annotations

from typing import Any

from api.request.calls import Call
from api.resources import Given, Reply, Resources
from api.rest.papers import papers_of
from api.rest.showing import reasons, taken
from api.schemas.acts import OffersShown, TakenShown, TransitionIn
from workflow.case_type.model import Transition
from workflow.operations.case.confirm_proposal import confirm_proposal
from workflow.operations.case.offer_transitions import offer_transitions
from workflow.operations.case.take_transition import take_transition
from workflow.operations.steps.acting import Told
from workflow.operations.steps.results import Taken

resources = Resources("transitions")


@resources.get(
    "/cases/{ref}/transitions",
    "List the transitions of the present state",
    answers={200: OffersShown()},
    gives_etag=True,
)
def list_transitions(call: Call, given: Given, ref: str) -> Reply:
    """Each is possible now, or refused with reasons in the definition's own words; fields and papers that its
    form asks for are listed beside it."""
    offered = offer_transitions(call.session, call.act, ref)
    edges, language = offered.case_type.transitions, call.language
    items = [
        _asked(edges[one.transition], language)
        | {"possible": one.possible, "reasons": reasons(one.reasons, language)}
        for one in offered.offers
    ]
    shown: dict[str, Any] = {"state": offered.facts.state, "items": items}
    shown["row_version"] = offered.facts.version
    if offered.confirm is not None:
        shown["confirmation"] = reasons(offered.confirm, language)
    return Reply(shown, etag=offered.facts.version)


@resources.post(
    "/cases/{ref}/transitions",
    "Take a transition",
    body=TransitionIn(),
    answers={201: TakenShown()},
    permission="take_transition",
    idempotent=True,
    if_match=True,
    gives_etag=True,
)
def take_one(call: Call, given: Given, ref: str) -> Reply:
    """Move the case, or propose to where a second person is needed. The same Idempotency-Key with the same
    body gives the first result; a case changed since its ETag was read is 412."""
    body = given.body
    result = take_transition(
        call.session,
        call.act,
        ref,
        body["transition"],
        body["fields"],
        papers_of(body["documents"]),
        Told(body.get("happened"), body["late_reason"]),
        expected_version=given.version,
    )
    return acted(result)


@resources.post(
    "/cases/{ref}/proposal/confirmation",
    "Confirm the open proposal",
    answers={201: TakenShown()},
    permission="take_transition",
    idempotent=True,
    if_match=True,
    gives_etag=True,
)
def confirm_open_proposal(call: Call, given: Given, ref: str) -> Reply:
    """The second person confirms: the transition is taken. Never the proposer, nor a substitute of either."""
    return acted(confirm_proposal(call.session, call.act, ref, expected_version=given.version))


@resources.post(
    "/cases/{ref}/proposal/refusal",
    "Turn down the open proposal",
    answers={201: TakenShown()},
    permission="take_transition",
    idempotent=True,
    if_match=True,
    gives_etag=True,
)
def refuse_open_proposal(call: Call, given: Given, ref: str) -> Reply:
    """The second person turns it down: the proposal lapses and the case stays where it is."""
    return acted(confirm_proposal(call.session, call.act, ref, accept=False, expected_version=given.version))


def acted(result: Taken) -> Reply:
    """The answer to an act on a case; its place is that of its event."""
    place = f"/api/v1/cases/{result.case_id}/events/{result.seq}"
    return Reply(taken(result), etag=result.version, location=place)


def _asked(edge: Transition, language: str) -> dict[str, Any]:
    names = ("cites", "asks", "may_ask", "attaches", "may_attach", "issues", "second", "confirms")
    return {"transition": edge.name, "title": edge.title.say(language)} | {
        name: getattr(edge, name) for name in names
    }
