"""Nobody but the named people sees a denunciation, and who is accused never does (decisions 3 and 5):
contents, lists, figures, notices, links, record and messages, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from models import audit, cases, deadlines, evidence, people
from models.asking import CaseFilter
from models.deadlines import DeadlineFilter
from models.lists import count_cases, count_views, list_cases
from models.session import Session
from models.tables.evidence import blind_tokens
from models.tables.queues import outbox
from tests.operations.record import codes, read, until
from tests.operations.test_personal import found_outside
from tests.world import World, paper
from workflow.access.policy import Depth
from workflow.errors import CaseNotFound, TransitionRefused
from workflow.operations.audit.pull_audit import pull_audit
from workflow.operations.audit.read_pull import find_pull, pull_rows
from workflow.operations.case.assign_case import assign_case
from workflow.operations.case.open_case import Opened
from workflow.operations.case.read_case import read_case
from workflow.operations.evidence.attach_document import attach_document
from workflow.operations.evidence.reveal_value import reveal_value
from workflow.operations.steps.library import library
from workflow.operations.steps.loading import depth_of
from workflow.operations.steps.scopes import scope_of
from workflow.workers.opener import deliver

EVERYBODY = (
    "reception", "clerk", "officer", "colleague", "chair", "deputy", "mediator", "leader", "police",
    "inspector",
    "supervisor", "upper", "stranger", "admin",
)  # fmt: skip
NAME, HOME, WORDS = "ẠXQZĐ Ưỡợ", "ẸXQZĐ Ịạọ", "ỤXQZĐ Ọwợ"
"""Letters in an order that no definition, name or sentence holds."""

OURS = {"accused_post": "official", "competence": "own", "conditions": "met", "signed": "known"}


@pytest.fixture
def office(world: World) -> World:
    """The world with a vice chair."""
    user_id = world.users["deputy"] = world.new_id()
    user = {"username": "deputy", "display_name": "Deputy", "password_hash": None, "imported": False}
    dates = {"active_from": date(2020, 1, 1), "active_to": None, "recorded_at": world.at}
    world.run(people.insert_people_row, "user", {"user_id": user_id, **user, **dates})
    held = {"user_id": user_id, "role": "vice_chair", "org_id": world.orgs["commune"]}
    world.run(people.insert_people_row, "role", {**held, "from_day": date(2020, 1, 1), "to_day": None})
    return world


def denounce(world: World, accused: str = "colleague", who: str = "reception", **more: Any) -> Opened:
    """A denunciation of somebody of the world, received today."""
    fields = {
        "denouncer_name": NAME,
        "denouncer_address": HOME,
        "content": WORDS,
        "respondent": {"kind": "official", "user": world.user(accused), "name": accused},
    }
    return world.open(who, "denunciation", fields | more)


def taken_up(world: World, accused: str = "colleague") -> UUID:
    """A denunciation in verification: chair, verifier and a clerk are named."""
    ref = denounce(world, accused).case_id
    world.take("reception", ref, "screen", OURS)
    world.take("reception", ref, "submit", {"resolver": world.user("chair")})
    world.take("chair", ref, "accept", {}, ("acceptance",))
    named = {"lead": world.user("officer"), "secretary": world.user("clerk")}
    world.take("chair", ref, "assign", named, ("team_decision",))
    return UUID(str(ref))


def seen(world: World, case_id: UUID) -> dict[str, str]:
    """How deep each person sees; who sees nothing is left out. Lists and counts must say the same."""
    found: dict[str, str] = {}
    with world.database.transaction(read_only=True) as session:
        held = library(session)
        row = cases.read_case(session, case_id)
        assert row is not None
        for who in EVERYBODY:
            act = world.act(who)
            depth = depth_of(session, held, act, row)
            scope = scope_of(session, held, act.actor, act.at)
            wanted = CaseFilter(org_id=row["org_id"], case_type=row["case_type"])
            listed = {one["case_id"] for one in list_cases(session, scope, wanted)}
            assert (case_id in listed) == (depth is not None), who
            clocks = deadlines.list_deadlines(session, scope, DeadlineFilter(org_id=row["org_id"]))
            assert depth is not None or case_id not in {one["case_id"] for one in clocks}, who
            if depth is not None:
                found[who] = str(depth)
            elif not listed:
                assert count_cases(session, scope, wanted) == 0, who
    return found


def test_only_the_named_people_see_it_as_it_goes_on(office: World) -> None:
    ref = denounce(office).case_id
    assert seen(office, ref) == {"reception": "full"}
    office.take("reception", ref, "screen", OURS)
    office.take("reception", ref, "submit", {"resolver": office.user("chair")})
    assert seen(office, ref) == {"reception": "full", "chair": "full"}
    office.take("chair", ref, "accept", {}, ("acceptance",))
    fields = {"lead": office.user("officer"), "secretary": office.user("clerk")}
    office.take("chair", ref, "assign", fields, ("team_decision",))
    # Whoever received it has done their part.
    assert seen(office, ref) == dict.fromkeys(("chair", "clerk", "officer"), "full")
    with pytest.raises(CaseNotFound):
        office.run(read_case, office.act("reception"), str(ref))


@pytest.mark.parametrize("accused", ["chair", "deputy"])
def test_who_heads_the_office_never_meets_a_denunciation_of_who_heads_it(office: World, accused: str) -> None:
    opened = denounce(office, accused)
    ref = opened.case_id
    for named in ("chair", "deputy"):
        for act in (
            lambda named=named: office.run(
                assign_case, office.act("clerk"), str(ref), "coordinating", [office.users[named]]
            ),
            lambda named=named: office.take("reception", ref, "submit", {"resolver": office.user(named)}),
        ):
            with pytest.raises((TransitionRefused, CaseNotFound)):
                act()
    assert seen(office, ref) == {"reception": "full"}
    post = "chair" if accused == "chair" else "vice_chair"
    office.take("reception", ref, "forward_sealed", {"accused_post": post}, ("sealed_dispatch",))
    # The office keeps a stub: number and dates, and no act.
    assert seen(office, ref) == {"reception": "outline"}
    shown = office.run(read_case, office.act("reception"), str(ref))
    assert (shown.number, shown.received_on, shown.depth) == (opened.number, office.today(), Depth.OUTLINE)
    assert (shown.fields, shown.parties, shown.documents, shown.subject) == ((), (), (), "")
    assert shown.closed_at is not None
    for call, arguments in ((attach_document, ([paper("denunciation")],)), (assign_case, ("lead",))):
        with pytest.raises(CaseNotFound):
            office.run(call, office.act("reception"), str(ref), *arguments)
    (above,) = deliver(office.database, office.act).opened
    assert seen(office, above) == {"upper": "full"}
    row = read(office, above).row
    assert row["org_id"] == office.orgs["province"] and set(row["fields"]) >= {"denouncer_name", "content"}


def test_an_assignment_by_verb_lets_nobody_barred_in(office: World) -> None:
    ref = denounce(office, who="clerk").case_id
    for part in ("lead", "coordinating"):
        with pytest.raises(TransitionRefused) as caught:
            office.run(assign_case, office.act("clerk"), str(ref), part, [office.users["colleague"]])
        assert codes(caught.value) == {("conflict-of-interest", "sealed")}
    office.run(assign_case, office.act("clerk"), str(ref), "coordinating", [office.users["officer"]])
    assert seen(office, ref) == {"clerk": "full", "officer": "full"}


def test_who_stands_in_for_the_accused_sees_nothing_of_it(office: World) -> None:
    ref = taken_up(office)
    row = {"user_id": office.users["officer"], "for_user_id": office.users["colleague"]}
    office.run(
        people.insert_people_row,
        "substitute",
        {**row, "from_day": date(2026, 7, 1), "to_day": date(2026, 12, 31)},
    )
    assert seen(office, ref) == {"chair": "full", "clerk": "full"}


def test_nobody_enters_a_denunciation_of_themselves(office: World) -> None:
    with pytest.raises(TransitionRefused) as caught:
        denounce(office, "clerk", who="clerk")
    assert codes(caught.value) == {("conflict-of-interest", "sealed")}


def test_notices_reach_the_named_people_and_no_post(office: World) -> None:
    ref = taken_up(office)
    until(office, date(2026, 8, 20))
    record = read(office, ref)
    assert record.row["marked_late"] and record.timer("resolution")["legal_due"] == date(2026, 8, 5)
    told = {(one["to_user_id"], one["to_org_id"], one["to_role"]) for one in record.notices}
    named = {office.users[who] for who in ("reception", "chair", "officer", "clerk")}
    assert told and {UUID(str(user)) for user, _org, _role in told} <= named
    assert {(org, role) for _user, org, role in told} == {(None, None)}


def test_a_case_of_ours_is_never_late_for_forwarding(office: World) -> None:
    opened = denounce(office)
    until(office, date(2026, 7, 14))
    assert not read(office, opened.case_id).row["marked_late"]
    office.take("reception", opened.case_id, "screen", OURS)
    office.take("reception", opened.case_id, "submit", {"resolver": office.user("chair")})
    until(office, date(2026, 7, 15))
    office.take("chair", opened.case_id, "accept", {}, ("acceptance",))
    record = read(office, opened.case_id)
    assert (record.timer("transfer")["verdict"], record.timer("initial_processing")["verdict"]) == (
        "none",
        "in_time",
    )


def test_the_denouncer_stands_nowhere_in_the_open(office: World) -> None:
    ref = taken_up(office)
    office.run(attach_document, office.act("officer"), str(ref), [_titled(NAME)])
    value = UUID(read(office, ref).row["fields"]["denouncer_name"]["value"])
    assert office.run(reveal_value, office.act("chair"), str(ref), value, "Lập thông báo.") == NAME
    office.take("officer", ref, "ask_protection", {}, ("protection_request",))
    assert found_outside(office, [NAME, HOME, WORDS]) == set()
    (child,) = deliver(office.database, office.act).opened
    assert seen(office, child) == dict.fromkeys(("chair", "clerk", "officer"), "full")
    held = UUID(read(office, child).row["fields"]["denouncer_name"]["value"])
    assert office.run(reveal_value, office.act("chair"), str(child), held, "Bảo vệ.") == NAME
    assert found_outside(office, [NAME, HOME, WORDS]) == set()
    assert found_outside(office, ["Lập thông báo."]) == set()
    record = read(office, ref)
    assert record.row["subject"] == "Giải quyết tố cáo"
    assert {one["title"] for one in office.read(evidence.read_documents, ref)} <= {
        "Quyết định thụ lý tố cáo", "Quyết định thành lập tổ xác minh", "Biên bản làm việc",
        "Văn bản đề nghị bảo vệ",
    }  # fmt: skip
    bodies = office.read(lambda session: [row.body for row in session.execute(outbox.select())])
    assert bodies and NAME not in str(bodies) and WORDS not in str(bodies)
    assert office.read(lambda session: list(session.execute(blind_tokens.select()))) == [], (
        "the duplicate search must not find who denounced whom"
    )


def _titled(words: str) -> Any:
    return replace(paper("working_minutes"), title=f"Biên bản với {words}")


def test_a_pull_of_the_record_holds_nothing_of_it(office: World) -> None:
    ref = taken_up(office)
    open_one = office.open(
        "reception", "dispute", {"requesters": [{"name": "A"}], "content": "B", "subject": "C"}
    )
    today = office.today()
    pulled = office.run(pull_audit, office.act("inspector", "p"), office.orgs["commune"], today, today)
    actor = office.act("inspector").actor

    def chains(session: Session) -> set[str]:
        return {chain for chain, *_ in pull_rows(session, find_pull(session, actor, pulled.pull_id))}

    found = office.read(chains)
    assert str(open_one.case_id) in found and str(ref) not in found
    assert pulled.verdict.ok and len(audit_of(office, ref)) > 4


def audit_of(world: World, case_id: UUID) -> list[Any]:
    """The events of a case."""
    return list(world.read(audit.read_events, case_id))


def test_figures_count_it_for_its_people_alone(office: World) -> None:
    taken_up(office)
    counts = {}
    with office.database.transaction(read_only=True) as session:
        held = library(session)
        for who in EVERYBODY:
            act = office.act(who)
            scope = scope_of(session, held, act.actor, act.at)
            counts[who] = count_views(session, scope, act.at, act.at, act.at, CaseFilter()).all
    assert {who for who, count in counts.items() if count} == {"chair", "clerk", "officer"}
