"""The verbs about people and places: what they store, whom they let, what they record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from models import audit, organisations, people
from models.session import Session
from models.tables.audit import chains as chain_table
from tests.world import World, make_world
from workflow.audit.chain import verify
from workflow.errors import CommandReused, InvalidInput, NotFound, NotPermitted
from workflow.operations.people.end_role import end_role
from workflow.operations.people.end_user import end_user
from workflow.operations.people.give_role import give_role
from workflow.operations.people.issue_token import issue_token
from workflow.operations.people.record_leave import record_leave
from workflow.operations.people.record_organisation import OrganisationEntry, record_organisation
from workflow.operations.people.record_substitute import record_substitute
from workflow.operations.people.record_user import record_user
from workflow.operations.people.relate_organisation import relate_organisation, unrelate_organisation
from workflow.operations.people.rename_organisation import rename_organisation
from workflow.operations.people.revoke_token import revoke_token
from workflow.operations.people.set_password import set_password
from workflow.operations.steps.places import actor_of, place_on

DAY = date(2026, 7, 6)


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[World]:
    made = make_world(database_url, tmp_path)
    yield made
    made.database.engine.dispose()


def events(world: World, subject: str) -> list[dict[str, Any]]:
    """Of every office's chain of the subject, in the order in which they were recorded."""
    begun = world.read(lambda session: session.execute(select(chain_table)).mappings().all())
    own = [row["chain_id"] for row in begun if row["subject"].split(":")[0] == subject]
    found = [json.loads(row["text"]) for chain in own for row in world.read(audit.read_events, chain)]
    return sorted(found, key=lambda event: (event["recorded"], event["seq"]))


def faults(caught: pytest.ExceptionInfo[InvalidInput]) -> list[tuple[str, str]]:
    return [(one.path, one.code) for one in caught.value.errors]


def new_user(world: World, name: str = "new.person", who: str = "admin", **more: Any) -> UUID:
    made: UUID = world.run(
        record_user, world.act(who, **more), name, "Người Mới", world.orgs["commune"], date(2026, 7, 1)
    )
    return made


def test_a_user_with_a_role_can_act_and_the_record_tells_no_name(world: World) -> None:
    user_id = new_user(world)
    world.run(give_role, world.act("admin"), user_id, "clerk", world.orgs["team"], DAY)
    actor = world.read(actor_of, user_id, DAY)
    assert [(grant.role, grant.org_id, grant.office_id) for grant in actor.grants] == [
        ("clerk", world.orgs["team"], world.orgs["commune"])
    ]
    written = events(world, "users")
    assert [one["kind"] for one in written] == ["user_recorded", "role_given"]
    assert written[1]["body"] == {
        "user": str(user_id),
        "role": "clerk",
        "office": str(world.orgs["team"]),
        "from": "2026-07-06",
    }
    assert "new.person" not in json.dumps(written) and "Mới" not in json.dumps(written, ensure_ascii=False)


def test_a_role_ends_on_its_last_day(world: World) -> None:
    officer, commune = world.users["officer"], world.orgs["commune"]
    world.run(end_role, world.act("admin"), officer, "officer", commune, DAY)
    assert len(world.read(actor_of, officer, DAY).grants) == 1
    assert world.read(actor_of, officer, DAY + timedelta(days=1)).grants == ()
    with pytest.raises(InvalidInput) as caught:
        world.run(end_role, world.act("admin"), officer, "officer", commune, DAY)
    assert faults(caught) == [("role", "not-held")]


@pytest.mark.parametrize(
    ("role", "who", "fault"),
    [
        ("king", "officer", ("role", "unknown-role")),
        ("officer", "officer", ("role", "already-held")),
        ("chair", "officer", ("role", "held-by-another")),
    ],
)
def test_roles_that_cannot_be_given(world: World, role: str, who: str, fault: tuple[str, str]) -> None:
    with pytest.raises(InvalidInput) as caught:
        world.run(give_role, world.act("admin"), world.users[who], role, world.orgs["commune"], DAY)
    assert faults(caught) == [fault]


@pytest.mark.parametrize(
    ("name", "fault"),
    [("officer", "taken"), ("A B", "bad-form"), ("x", "bad-form"), ("ông.ba", "bad-form"), ("", "bad-form")],
)
def test_names_that_cannot_be_had(world: World, name: str, fault: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        new_user(world, name)
    assert faults(caught) == [("username", fault)]


@pytest.mark.parametrize("who", ["clerk", "chair", "inspector", "stranger"])
def test_only_an_administrator_of_the_office_may(world: World, who: str) -> None:
    act, commune, officer = world.act(who), world.orgs["commune"], world.users["officer"]
    attempts: list[tuple[Any, ...]] = [
        (record_user, "some.one", "Ai Đó", commune, DAY),
        (give_role, officer, "clerk", commune, DAY),
        (end_role, officer, "officer", commune, DAY),
        (set_password, officer, "hash"),
        (end_user, officer, DAY),
        (record_leave, officer, DAY, DAY),
        (record_substitute, world.users["clerk"], officer, DAY, DAY),
        (issue_token, officer, "x", ["open_case"], b"x" * 32, world.at + timedelta(days=1)),
        (rename_organisation, commune, DAY, "Xã Mới", "XM"),
        (relate_organisation, commune, "successor", world.orgs["neighbour"], DAY),
    ]
    for verb, *arguments in attempts:
        with pytest.raises(NotPermitted):
            world.run(verb, act, *arguments)
    assert events(world, "users") == events(world, "organisations") == events(world, "tokens") == []


def test_an_administrator_has_no_power_over_a_person_who_also_serves_elsewhere(world: World) -> None:
    officer = world.users["officer"]
    world.run(give_role, world.act(), officer, "clerk", world.orgs["province"], DAY)
    with pytest.raises(NotPermitted):
        world.run(set_password, world.act("admin"), officer, "hash")
    with pytest.raises(NotPermitted):
        world.run(give_role, world.act("admin"), officer, "administrator", world.orgs["province"], DAY)


def test_a_password_ends_every_session_and_leaves_no_trace_of_itself(world: World) -> None:
    officer, sha = world.users["officer"], b"s" * 32
    row = {"token_sha256": sha, "user_id": officer, "created_at": world.at}
    world.run(people.insert_web_session, {**row, "expires_at": world.at + timedelta(hours=1)})
    world.run(set_password, world.act("officer"), officer, "$argon2id$secret")
    assert world.read(people.read_web_session, sha, world.at) is None
    assert world.read(people.read_user, officer)["password_hash"] == "$argon2id$secret"
    (event,) = events(world, "users")
    assert (event["kind"], event["body"]) == ("password_changed", {"user": str(officer)})


def test_substitutes_and_leave(world: World) -> None:
    officer, colleague, admin = world.users["officer"], world.users["colleague"], world.act("admin")
    world.run(record_leave, world.act("officer"), officer, DAY, DAY + timedelta(days=2))
    world.run(record_substitute, admin, colleague, officer, DAY, DAY + timedelta(days=2))
    assert world.read(people.on_leave, [officer, colleague], DAY) == {officer}
    assert officer in world.read(actor_of, colleague, DAY).people
    assert officer not in world.read(actor_of, colleague, DAY + timedelta(days=3)).people
    for verb, first, second, fault in [
        (record_leave, officer, DAY, ("from_day", "already-recorded")),
        (record_leave, colleague, DAY + timedelta(days=9), ("to_day", "ends-before-it-begins")),
    ]:
        with pytest.raises(InvalidInput) as caught:
            world.run(verb, admin, first, second, DAY + timedelta(days=3))
        assert faults(caught) == [fault]
    with pytest.raises(InvalidInput) as caught:
        world.run(record_substitute, admin, officer, officer, DAY, DAY)
    assert faults(caught) == [("user_id", "same-person")]


def test_tokens(world: World) -> None:
    officer, ends = world.users["officer"], world.at + timedelta(days=30)
    given = ("thử", ["take_transition", "attach_document"], b"t" * 32, ends)
    token_id, is_new = world.run(issue_token, world.act("admin", "key-1"), officer, *given)
    assert is_new
    again = ("thử", ["attach_document", "take_transition"], b"u" * 32, ends)
    assert world.run(issue_token, world.act("admin", "key-1"), officer, *again) == (token_id, False)
    stored = world.read(people.read_token, b"t" * 32, world.at)
    assert stored["scopes"] == ["attach_document", "take_transition"]
    assert world.read(people.read_token, b"t" * 32, ends) is None
    for scopes, expires, fault in [
        (["fly"], ends, ("scopes", "unknown-scope")),
        (["attach_document"], world.at, ("expires_at", "expired")),
    ]:
        with pytest.raises(InvalidInput) as caught:
            world.run(issue_token, world.act("admin"), officer, "x", scopes, b"v" * 32, expires)
        assert faults(caught) == [fault]
    world.run(revoke_token, world.act("officer"), officer, token_id)
    assert world.read(people.read_token, b"t" * 32, world.at) is None
    with pytest.raises(NotFound):
        world.run(revoke_token, world.act("officer"), officer, token_id)
    assert [one["kind"] for one in events(world, "tokens")] == ["token_issued", "token_revoked"]
    assert b"t".hex() * 32 not in json.dumps(events(world, "tokens"))


def test_a_user_who_left_is_no_actor(world: World) -> None:
    officer = world.users["officer"]
    world.run(end_user, world.act("admin"), officer, DAY)
    assert world.read(actor_of, officer, DAY) is not None
    assert world.read(actor_of, officer, DAY + timedelta(days=1)) is None


def test_an_organisation_and_its_later_life(world: World) -> None:
    province, inspectorate = world.orgs["province"], world.orgs["inspectorate"]
    entry = OrganisationEntry(
        "commune",
        "Xã Thử",
        "XT",
        date(2026, 7, 1),
        code="001",
        above=province,
        inspected_by=(inspectorate,),
        traits={"remote": (True, "Quyết định")},
    )
    made = world.run(record_organisation, world.act("cli", "key"), entry)
    assert world.run(record_organisation, world.act("cli", "key"), entry) == made
    place = world.read(place_on, made, DAY)
    assert (place.above, place.inspected_by) == ((province,), frozenset({inspectorate}))
    assert place.traits == {"remote": True}
    system, later = world.act(), date(2026, 8, 1)
    world.run(rename_organisation, system, made, later, "Xã Thử Mới", "XTM", "002")
    assert world.read(organisations.name_on, made, DAY)["name"] == "Xã Thử"
    assert world.read(organisations.name_on, made, later)["code"] == "002"
    world.run(relate_organisation, system, made, "above", inspectorate, later)
    assert world.read(place_on, made, DAY).above == (province,)
    assert world.read(place_on, made, later).above == (inspectorate,)
    world.run(unrelate_organisation, system, made, "inspected_by", inspectorate, DAY)
    assert world.read(place_on, made, later).inspected_by == frozenset()
    changed = [one["body"]["changed"] for one in events(world, "organisations")]
    assert changed == ["recorded", "name", "above", "inspected_by"]


@pytest.mark.parametrize(
    ("relation", "org", "other", "fault"),
    [
        ("friend", "commune", "province", ("relation", "no-such-relation")),
        ("above", "commune", "commune", ("other_id", "same-office")),
        ("above", "province", "commune", ("other_id", "same-office")),
        ("above", "commune", "province", ("other_id", "already-recorded")),
    ],
)
def test_relations_that_cannot_be(
    world: World, relation: str, org: str, other: str, fault: tuple[str, str]
) -> None:
    with pytest.raises(InvalidInput) as caught:
        world.run(relate_organisation, world.act(), world.orgs[org], relation, world.orgs[other], DAY)
    assert faults(caught) == [fault]


def test_an_unknown_office_above_is_named(world: World) -> None:
    entry = OrganisationEntry("commune", "Xã Thử", "XT", DAY, inspected_by=(world.new_id(),))
    with pytest.raises(InvalidInput) as caught:
        world.run(record_organisation, world.act(), entry)
    assert faults(caught) == [("inspected_by", "unknown-office")]


def test_a_repeated_command_gives_the_first_result_and_another_request_is_refused(world: World) -> None:
    first = new_user(world, command_id="same-key")
    assert new_user(world, command_id="same-key") == first
    assert len(events(world, "users")) == 1
    with pytest.raises(CommandReused):
        new_user(world, "other.person", command_id="same-key")
    other = world.run(
        record_user, world.act("cli", "same-key"), "third.person", "Người Ba", world.orgs["commune"], DAY
    )
    assert other != first


def test_the_chains_hold(world: World) -> None:
    for number in range(3):
        new_user(world, f"person.{number}")

    def verdict(session: Session) -> Any:
        heads = {chain_id: (seq, digest) for chain_id, seq, digest in audit.read_heads(session)}
        return verify(audit.stream_events(session), heads)

    found = world.read(verdict)
    assert found.ok and found.events >= 3
