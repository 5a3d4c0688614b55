"""Personal values live apart (decision 15): nothing else in the database ever holds one; and the record only
grows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, text

from models import cases, evidence
from models.crypto import Sealed, salted_digest
from models.errors import Immutable
from models.session import Session
from tests.operations.journeys import accept, dispute_to, open_dispute
from tests.operations.record import read
from tests.operations.worlds import copy_of
from tests.world import World
from workflow.errors import NotFound, NotPermitted
from workflow.operations.case.answer_request import answer_request
from workflow.operations.case.confirm_proposal import confirm_proposal
from workflow.operations.case.send_request import send_request
from workflow.operations.evidence.reveal_value import reveal_value

WORDS = st.text(alphabet="ăđêơưạẹịọụzqxj", min_size=6, max_size=12)
"""Stems of canaries: letters in an order that no definition, name or sentence holds."""


def _cells(session: Session, table: str) -> Iterator[str]:
    for row in session.execute(text(f'SELECT * FROM "{table}"')):
        for cell in row:
            plain = bytes(cell).decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell)
            # JSON may be stored with escapes: read it as it reads.
            yield re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), plain)


def everything(world: World) -> list[tuple[str, str]]:
    """(table, text of a cell) of the whole database."""
    with world.database.transaction(read_only=True) as session:
        tables = inspect(session.connection).get_table_names()
        return [(table, cell) for table in tables if table != "definition" for cell in _cells(session, table)]


def found_outside(world: World, canaries: list[str]) -> set[tuple[str, str]]:
    """Where a canary stands that should only be in cipher."""
    forms = {form: canary for canary in canaries for form in (canary, canary.casefold())}
    return {
        (table, canary) for table, cell in everything(world) for form, canary in forms.items() if form in cell
    }


def parties(*words: str) -> list[dict[str, Any]]:
    name, address, identity, contact = words
    return [{"name": name, "address": address, "identity": identity, "contact": contact}]


def walk_complaint(world: World, canary: Any) -> UUID:
    """A complaint with a canary in every personal place its procedure has up to the sending."""
    fields = {
        "complainants": parties(canary(), canary(), canary(), canary()),
        "respondent": {"kind": "official", "user": world.user("chair"), "name": canary(), "act": canary()},
        "content": canary(),
        "subject": "Việc thử",
        "people": 1,
    }
    ref: UUID = world.open("reception", "complaint_first", fields, command_id="k").case_id
    world.take("reception", ref, "supplement", {"limitation_excuse": canary()}, command_id="l")
    accept(world, ref)
    world.take("chair", ref, "assign", {"lead": world.user("officer")}, ("assignment",))
    world.take("officer", ref, "start_verification", {})
    question, answer = canary(), canary()
    world.run(send_request, world.act("clerk", "r"), str(ref), "information", world.orgs["police"], question)
    request_id = world.read(cases.read_requests, ref)[0]["request_id"]
    world.run(answer_request, world.act("police", "s"), str(ref), request_id, answer)
    world.take("officer", ref, "report", {"views_differ": False}, ("verification_report",))
    world.take("chair", ref, "decide", {"outcome": "right"}, ("decision",))
    world.take("clerk", ref, "send", {"recipients": [canary(), canary()]})
    return ref


def walk_dispute(world: World, canary: Any) -> UUID:
    """A dispute with a canary in every personal place, a sealed one among them, revealed once."""
    fields = {
        "requesters": parties(canary(), canary(), canary(), canary()),
        "content": canary(),
        "subject": "Việc thử",
        "informant": canary(),
    }
    ref = dispute_to(world, "mediating").case_id
    own = {name: value for name, value in fields.items() if name != "informant"}
    world.open("reception", "dispute", own, command_id="d")
    report = {"ground_escalated": "violence", "informant": fields["informant"]}
    world.take("mediator", ref, "report_danger", report, ("incident_report",))
    value = UUID(read(world, ref).row["fields"]["informant"]["value"])
    revealed = world.run(reveal_value, world.act("chair"), str(ref), value, canary())
    assert revealed == fields["informant"]
    world.take("chair", ref, "decide", {}, ("decision",))
    world.take("clerk", ref, "follow_decision", {})
    return ref


@settings(max_examples=3, suppress_health_check=list(HealthCheck))
@given(stem=WORDS)
def test_no_personal_value_leaves_its_table(template_worlds: Iterator[World], stem: str) -> None:
    world = next(template_worlds)
    canaries: list[str] = []

    def canary() -> str:
        canaries.append(f"{stem.upper()}{len(canaries)}Q")
        return canaries[-1]

    walk_complaint(world, canary)
    walk_dispute(world, canary)
    assert len(canaries) == 19
    assert found_outside(world, canaries) == set()


@pytest.fixture
def template_worlds(request: pytest.FixtureRequest) -> Iterator[Iterator[World]]:
    """One fresh world after another, for a test that hypothesis runs several times; SQLite."""
    made = request.getfixturevalue("sqlite_made")
    folder = request.getfixturevalue("tmp_path_factory").mktemp("personal")
    worlds: list[World] = []

    def fresh() -> Iterator[World]:
        for place in range(1000):
            worlds.append(copy_of(made, folder / str(place)))
            yield worlds[-1]

    yield fresh()
    for one in worlds:
        one.database.engine.dispose()


def test_the_same_holds_on_either_database(world: World) -> None:
    canaries: list[str] = []

    def canary() -> str:
        canaries.append(f"Ẹ{len(canaries)}ĐQXZ")
        return canaries[-1]

    walk_complaint(world, canary)
    ref = walk_dispute(world, canary)
    assert found_outside(world, canaries) == set()
    assert found_outside(world, ["Việc thử"]) != set()  # the search finds what is in the open
    body = read(world, ref).body("value_revealed")
    assert body["field"] == "informant" and set(body["reason"]) == {"value", "digest"}


def sealed_value(world: World) -> tuple[UUID, UUID]:
    ref = dispute_to(world, "mediating").case_id
    report = {"ground_escalated": "violence", "informant": "Người báo tin"}
    world.take("mediator", ref, "report_danger", report, ("incident_report",))
    return ref, UUID(read(world, ref).row["fields"]["informant"]["value"])


@pytest.mark.parametrize("who", ["clerk", "mediator", "leader", "officer"])
def test_only_who_may_reveal_sees_a_sealed_value(world: World, who: str) -> None:
    ref, value = sealed_value(world)
    before = read(world, ref)
    with pytest.raises(NotPermitted):
        world.run(reveal_value, world.act(who), str(ref), value, "Muốn biết")
    assert read(world, ref) == before
    # What is read for a page never opens a sealed value, whoever asks.
    assert world.read(evidence.open_values, ref, [value]) == {}


def test_the_reason_of_a_reveal_is_on_the_chain(world: World) -> None:
    ref, value = sealed_value(world)
    assert world.run(reveal_value, world.act("chair"), str(ref), value, "Xử lý tin báo") == "Người báo tin"
    body = read(world, ref).body("value_revealed")
    assert body["value"] == str(value)
    kept = world.read(evidence.read_personal, ref, UUID(body["reason"]["value"]))
    assert body["reason"]["digest"] == salted_digest(kept["salt"], "Xử lý tin báo")
    other = open_dispute(world)
    with pytest.raises(NotFound):
        world.run(reveal_value, world.act("chair"), str(other.case_id), value, "Nhầm vụ việc")


def test_a_cipher_moved_to_another_row_does_not_open(world: World) -> None:
    ref, value = sealed_value(world)
    row = world.read(evidence.read_personal, ref, value)
    sealed = Sealed(row["key_id"], row["nonce"], row["cipher"], row["salt"])
    assert world.database.keys.open(ref, value, sealed) == "Người báo tin"
    for case_id, value_id in ((world.new_id(), value), (ref, world.new_id())):
        with pytest.raises(InvalidTag):
            world.database.keys.open(case_id, value_id, sealed)


@pytest.mark.parametrize("table", ["audit_event", "definition", "calendar_edition"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_database_refuses_to_change_the_record(world: World, table: str, change: str) -> None:
    column = {"audit_event": "seq", "definition": "deployed_no", "calendar_edition": "edition_no"}[table]
    open_dispute(world)
    for statement in (change.format(table, column, column), change.format(table, column, f"{column} + 1")):
        with pytest.raises(Immutable), world.database.transaction() as session:
            session.execute(text(statement))


def test_a_proposal_keeps_marks_of_what_was_entered(world: World) -> None:
    ref = dispute_to(world, "monitored").case_id
    world.take("mediator", ref, "close", {"outcome": "kept"}, ("performance",))
    proposal = world.read(cases.read_proposal, ref)
    assert proposal["entry"]["fields"] == {"outcome": "kept"}
    world.run(confirm_proposal, world.act("leader"), str(ref))
    assert world.read(cases.read_proposal, ref) is None
