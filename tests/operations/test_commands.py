"""A command repeated gives its first result; the same key for another request is refused; a stale page is
told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from models import cases
from tests.operations.journeys import DISPUTE, dispute_to, open_dispute
from tests.operations.record import read
from tests.world import World, paper
from workflow.errors import CommandReused, StaleCase
from workflow.operations.case.answer_request import answer_request
from workflow.operations.case.assign_case import assign_case
from workflow.operations.case.confirm_proposal import confirm_proposal
from workflow.operations.case.send_request import send_request
from workflow.operations.evidence.attach_document import attach_document
from workflow.operations.steps.results import Taken


@dataclass(frozen=True)
class Command:
    """A verb with a request, and the same verb with another."""

    state: str
    who: str
    first: Callable[[World, Any, str], Taken]
    other: Callable[[World, Any, str], Taken]
    prepare: Callable[[World, Any], None] = lambda world, ref: None


def _ask(question: str) -> Callable[[World, Any, str], Taken]:
    def run(world: World, ref: Any, key: str) -> Taken:
        act = world.act("leader", key)
        return world.run(send_request, act, str(ref), "help", world.orgs["police"], question)  # type: ignore[no-any-return]

    return run


def _answer(words: str) -> Callable[[World, Any, str], Taken]:
    def run(world: World, ref: Any, key: str) -> Taken:
        request_id = world.read(cases.read_requests, ref)[0]["request_id"]
        return world.run(answer_request, world.act("police", key), str(ref), request_id, words)  # type: ignore[no-any-return]

    return run


def _assign(who: str) -> Callable[[World, Any, str], Taken]:
    def run(world: World, ref: Any, key: str) -> Taken:
        users = [world.users[who]]
        return world.run(assign_case, world.act("leader", key), str(ref), "lead", users)  # type: ignore[no-any-return]

    return run


def _classify(matter: str) -> Callable[[World, Any, str], Taken]:
    def run(world: World, ref: Any, key: str) -> Taken:
        return world.take("reception", ref, "classify", {"matter": matter, "mediable": True}, command_id=key)

    return run


def _attach(words: str) -> Callable[[World, Any, str], Taken]:
    def run(world: World, ref: Any, key: str) -> Taken:
        papers = [paper("request", words)]
        return world.run(attach_document, world.act("clerk", key), str(ref), papers)  # type: ignore[no-any-return]

    return run


def _propose(outcome: str) -> Callable[[World, Any, str], Taken]:
    def run(world: World, ref: Any, key: str) -> Taken:
        return world.take("mediator", ref, "close", {"outcome": outcome}, ("performance",), command_id=key)

    return run


def _confirm(accept: bool) -> Callable[[World, Any, str], Taken]:
    def run(world: World, ref: Any, key: str) -> Taken:
        return world.run(confirm_proposal, world.act("leader", key), str(ref), accept=accept)  # type: ignore[no-any-return]

    return run


COMMANDS = {
    "transition": Command("received", "reception", _classify("land_use"), _classify("family")),
    "assignment": Command("classified", "leader", _assign("mediator"), _assign("leader")),
    "request": Command("classified", "leader", _ask("Hiện trạng?"), _ask("Ranh giới?")),
    "answer": Command(
        "classified", "police", _answer("Có."), _answer("Không."), lambda world, ref: _sent(world, ref)
    ),
    "paper": Command("received", "clerk", _attach("Đơn."), _attach("Đơn khác.")),
    "proposal": Command("monitored", "mediator", _propose("kept"), _propose("partly_kept")),
    "confirmation": Command(
        "monitored", "leader", _confirm(True), _confirm(False), lambda world, ref: _waiting(world, ref)
    ),
}


def _sent(world: World, ref: Any) -> None:
    _ask("Hiện trạng?")(world, ref, "sent")


def _waiting(world: World, ref: Any) -> None:
    _propose("kept")(world, ref, "waiting")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_repeated_command_gives_the_first_result(world: World, name: str) -> None:
    command = COMMANDS[name]
    ref = dispute_to(world, command.state).case_id
    command.prepare(world, ref)
    version = read(world, ref).row["row_version"]
    first = command.first(world, ref, "key-1")
    record = read(world, ref)
    assert first.version == record.row["row_version"] == version + 1
    assert first.seq == record.events[-1].seq and record.events[-1].command_id == "key-1"
    world.later(hours=1)
    again = command.first(world, ref, "key-1")
    assert again == replace(first, repeated=True)
    with pytest.raises(CommandReused):
        command.other(world, ref, "key-1")
    assert read(world, ref) == record


def test_a_repeated_opening_finds_its_case(world: World) -> None:
    first = open_dispute(world, command_id="open-1")
    world.take("reception", first.case_id, "classify", {"matter": "land_use", "mediable": True})
    again = open_dispute(world, command_id="open-1")
    assert again == replace(first, repeated=True)
    with pytest.raises(CommandReused):
        open_dispute(world, command_id="open-1", fields={"subject": "Việc khác"})
    other = open_dispute(world, "clerk", command_id="open-1")  # another person's key is another key
    assert other.case_id != first.case_id
    assert (first.number, other.number) == ("HG-CO-2026-0001", "HG-CO-2026-0002")
    assert first.case_id.version == 8


def test_who_saw_an_older_state_is_told(world: World) -> None:
    opened = open_dispute(world)
    fields = {"matter": "land_use", "mediable": True}
    with pytest.raises(StaleCase) as caught:
        world.take("reception", opened.case_id, "classify", fields, expected_version=7)
    assert caught.value.facts == {"version": 1}
    world.take("reception", opened.case_id, "classify", fields, expected_version=1, command_id="c")
    # A repeat carries the version its sender saw at first: it is still a repeat, not stale.
    assert world.take(
        "reception", opened.case_id, "classify", fields, expected_version=1, command_id="c"
    ).repeated
    assert DISPUTE["subject"] == read(world, opened.case_id).row["subject"]
