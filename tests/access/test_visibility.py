"""Who sees how much of a case (decision 5): out of scope is not found; and what a limited token may do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from models import cases
from tests.operations.journeys import complaint_to, dispute_to, open_complaint, open_dispute
from tests.operations.record import read
from tests.world import World, paper
from workflow.access.policy import Depth
from workflow.errors import CaseNotFound, NotPermitted
from workflow.operations.case.answer_request import answer_request
from workflow.operations.case.assign_case import assign_case
from workflow.operations.case.confirm_proposal import confirm_proposal
from workflow.operations.case.offer_transitions import offer_transitions
from workflow.operations.case.open_case import Opening, open_case
from workflow.operations.case.send_request import send_request
from workflow.operations.case.take_transition import take_transition
from workflow.operations.evidence.attach_document import attach_document
from workflow.operations.evidence.reveal_value import reveal_value
from workflow.operations.steps.library import library
from workflow.operations.steps.loading import depth_of

EVERYBODY = [
    "reception",
    "clerk",
    "officer",
    "chair",
    "mediator",
    "leader",
    "police",
    "inspector",
    "supervisor",
    "upper",
    "stranger",
    "admin",
]


def seen(world: World, case_id: UUID) -> dict[str, str]:
    """How deep each person of the world sees; who sees nothing is left out."""
    found = {}
    with world.database.transaction(read_only=True) as session:
        row = cases.read_case(session, case_id)
        assert row is not None
        for who in EVERYBODY:
            depth = depth_of(session, library(session), world.act(who), row)
            if depth is not None:
                found[who] = str(depth)
    return found


OFFICE = dict.fromkeys(("reception", "clerk", "officer", "chair", "leader"), "full")
WATCHERS = {"inspector": "outline", "supervisor": "outline"}


def test_the_office_sees_its_cases_and_the_levels_above_their_outline(world: World) -> None:
    assert seen(world, open_dispute(world).case_id) == OFFICE | WATCHERS


def test_an_assigned_mediator_sees_the_case(world: World) -> None:
    opened = dispute_to(world, "assigned")
    assert seen(world, opened.case_id) == OFFICE | WATCHERS | {"mediator": "full"}


def test_a_unit_asked_sees_what_the_request_carries(world: World) -> None:
    opened = dispute_to(world, "classified")
    world.run(
        send_request, world.act("leader"), str(opened.case_id), "help", world.orgs["police"], "Hiện trạng?"
    )
    assert seen(world, opened.case_id) == OFFICE | WATCHERS | {"police": "request"}
    request = world.read(cases.read_requests, opened.case_id)[0]
    assert set(request["carries"]) == {"subject"}
    with pytest.raises(CaseNotFound):  # it may answer, not act
        world.run(offer_transitions, world.act("police"), str(opened.case_id))
    with pytest.raises(NotPermitted):
        world.run(
            answer_request, world.act("leader"), str(opened.case_id), request["request_id"], "Trả lời thay"
        )
    world.run(answer_request, world.act("police"), str(opened.case_id), request["request_id"], "Hiện trạng…")
    assert read(world, opened.case_id).timer("help_reply")["verdict"] == "in_time"


def test_the_level_above_reads_what_is_escalated_to_it(world: World) -> None:
    opened = complaint_to(world, "decided")
    assert "upper" not in seen(world, opened.case_id)
    ground = {"ground_escalated": "second_complaint_after_decision"}
    world.take("clerk", opened.case_id, "complain_again", ground, ("second_complaint",))
    depths = seen(world, opened.case_id)
    assert (depths["upper"], depths["supervisor"], depths["inspector"]) == ("full", "full", "outline")


def test_the_offices_own_committee_is_not_the_level_above(world: World) -> None:
    opened = dispute_to(world, "mediating")
    fields = {"ground_escalated": "violence"}
    world.take("mediator", opened.case_id, "report_danger", fields, ("incident_report",))
    assert seen(world, opened.case_id) == OFFICE | WATCHERS | {"mediator": "full"}


@pytest.mark.parametrize("who", ["admin", "stranger"])
def test_who_administers_or_only_shares_a_unit_sees_no_content(world: World, who: str) -> None:
    opened = dispute_to(world, "classified")
    org = world.orgs["commune" if who == "admin" else "neighbour"]
    world.run(send_request, world.act("leader"), str(opened.case_id), "help", org, "Hiện trạng?")
    assert seen(world, opened.case_id).get(who) == (None if who == "admin" else "request")


VERBS: dict[str, Any] = {
    "take": (take_transition, ("classify", {"matter": "family", "mediable": True})),
    "assign": (assign_case, ("lead",)),
    "attach": (attach_document, ([paper("request")],)),
    "offer": (offer_transitions, ()),
    "confirm": (confirm_proposal, ()),
    "reveal": (reveal_value, (UUID(int=1), "vì")),
    "ask": (send_request, ("help", UUID(int=2), "Hỏi")),
    "answer": (answer_request, (UUID(int=3), "Đáp")),
}


@pytest.mark.parametrize("verb", VERBS)
def test_for_a_stranger_a_case_is_not_found(world: World, verb: str) -> None:
    opened = open_dispute(world)
    before = read(world, opened.case_id)
    call, arguments = VERBS[verb]
    errors = []
    for who in ("stranger", "police", "admin", "upper"):
        for ref in (str(opened.case_id), opened.number, str(UUID(int=99))):
            with pytest.raises(CaseNotFound) as caught:
                world.run(call, world.act(who), ref, *arguments)
            errors.append((str(caught.value), caught.value.facts))
    assert len({str(one) for one in errors}) == 1, (
        "the answer must not tell a case that is from one that is not"
    )
    assert read(world, opened.case_id) == before


def test_an_inspector_sees_clocks_and_may_not_act(world: World) -> None:
    opened = open_dispute(world)
    with pytest.raises(CaseNotFound):
        world.take("inspector", opened.case_id, "classify", {"matter": "family", "mediable": True})


def test_a_child_needs_a_parent_in_sight(world: World) -> None:
    parent = open_dispute(world)
    fields = {"requesters": [{"name": "A"}], "content": "B", "subject": "C"}
    for who, org, found in (("stranger", "neighbour", False), ("reception", "commune", True)):
        opening = Opening("dispute", world.orgs[org], world.today(), fields, parent_id=parent.case_id)
        if found:
            assert world.run(open_case, world.act(who), opening).number == f"{parent.number}.1"
        else:
            with pytest.raises(CaseNotFound):
                world.run(open_case, world.act(who), opening)


@pytest.mark.parametrize("who", ["officer", "police", "inspector", "stranger", "admin"])
def test_a_case_is_opened_by_who_may_open_cases_there(world: World, who: str) -> None:
    with pytest.raises(NotPermitted):
        open_complaint(world, who)


LIMITED: dict[str, tuple[str, str, Any]] = {
    "take_transition": ("take", "classified", "leader"),
    "assign_case": ("assign", "classified", "leader"),
    "attach_document": ("attach", "classified", "leader"),
    "send_request": ("ask", "classified", "leader"),
}


@pytest.mark.parametrize("permission", LIMITED)
def test_a_token_does_what_its_scopes_name(world: World, permission: str) -> None:
    verb, state, who = LIMITED[permission]
    opened = dispute_to(world, state)
    call, arguments = VERBS[verb]
    act = world.act(who)
    limited = replace(act, actor=replace(act.actor, scopes=frozenset({"see_deadlines"})))
    before = read(world, opened.case_id)
    with pytest.raises(NotPermitted) as caught:
        world.run(call, limited, str(opened.case_id), *arguments)
    assert caught.value.facts == {"permission": permission}
    assert read(world, opened.case_id) == before


def test_a_confirmation_and_an_opening_need_their_scopes_too(world: World) -> None:
    opened = dispute_to(world, "monitored")
    world.take("mediator", opened.case_id, "close", {"outcome": "kept"}, ("performance",))
    act = world.act("leader")
    limited = replace(act, actor=replace(act.actor, scopes=frozenset({"open_case"})))
    with pytest.raises(NotPermitted):
        world.run(confirm_proposal, limited, str(opened.case_id))
    named = replace(act, actor=replace(act.actor, scopes=frozenset({"take_transition"})))
    assert world.run(confirm_proposal, named, str(opened.case_id)).state == "closed"
    opening = Opening("dispute", world.orgs["commune"], world.today(), {})
    with pytest.raises(NotPermitted):
        world.run(open_case, named, opening)


def test_the_depths_are_ordered_words() -> None:
    assert [str(one) for one in Depth] == ["full", "request", "outline"]
