"""One filing, the cases it makes, and what stays of it: counted once, kept with the case it repeats, gone
from the open register where the law seals it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from models import cases, evidence
from models.session import Session
from tests.operations.journeys import open_complaint
from tests.operations.record import chains_hold, read
from tests.world import World, paper
from workflow.errors import CaseNotFound, InvalidInput
from workflow.operations.case.open_case import Opened
from workflow.operations.case.read_case import read_case
from workflow.workers.opener import deliver

CANARY = "Chim Hoàng Yến"
FIELDS: dict[str, Any] = {
    "senders": [
        {"name": CANARY, "address": "Thôn Kín", "identity": "001099012345"},
        {"name": "Người Thứ Hai", "contact": "0902"},
    ],
    "content": f"{CANARY} trình bày sự việc.",
    "subject": "Đơn của thôn Kín",
    "people": 2,
}
ACT = {"kind": "act", "act": "Quyết định 12"}


def received(world: World, **more: Any) -> Opened:
    return world.open("reception", "intake", {**FIELDS, **more}, papers=(paper("filing", CANARY),))


def classified(world: World, kind: str, **more: Any) -> Opened:
    opened = received(world, **more)
    world.take("reception", opened.case_id, "classify", {"kind": kind, "competence": "own"})
    return opened


def sent(world: World) -> tuple[UUID, ...]:
    delivered = deliver(world.database, world.act)
    assert delivered.failed == ()
    return delivered.opened


def plain(world: World, case_id: UUID, field: str) -> str:
    """The text of a personal field, sealed or not."""
    value_id = UUID(read(world, case_id).row["fields"][field]["value"])
    with world.database.transaction(read_only=True) as session:
        return evidence.open_values(session, case_id, [value_id], sealed=True)[value_id]


def filings(world: World, case_id: UUID) -> list[Any]:
    return list(world.read(cases.read_filings, case_id))


def rows_of(world: World, table: str, case_id: UUID) -> int:
    """How many rows a table holds for a case."""

    def count(session: Session) -> int:
        key = case_id.hex if session.is_sqlite else case_id
        statement = text(f"SELECT count(*) AS found FROM {table} WHERE case_id = :key")
        return int(session.execute(statement, {"key": key}).mappings().one()["found"])

    return world.read(count)  # type: ignore[no-any-return]


def test_two_parts_split_off_before_the_first_is_opened_keep_their_own_content(world: World) -> None:
    ref = classified(world, "mixed").case_id
    parts = (("Thu hồi đất", "Quyết định 12"), ("Xử phạt", "Quyết định 34"))
    for subject, decision in parts:
        asked = {
            "part_subject": subject,
            "part_content": f"Về {decision}.",
            "respondent": {"kind": "act", "act": decision},
        }
        world.take("clerk", ref, "split_complaint", asked)
    world.take("clerk", ref, "finish_split", {"split_ground": "different_matters"}, ("split_note",))
    views = [world.read(read_case, world.act("clerk"), str(case)) for case in sent(world)]
    found = sorted(
        (
            one.subject,
            next(value.value for value in one.fields if value.name == "content"),
            named(one, "respondent"),
        )
        for one in views
    )
    assert found == sorted((subject, f"Về {decision}.", decision) for subject, decision in parts)
    assert {named(one, "complainants") for one in views} == {CANARY}
    assert {one.links for one in views} == {(("came_from", ref, read(world, ref).row["number"]),)}
    made = world.read(read_case, world.act("clerk"), str(ref)).links
    assert [kind for kind, _, _ in made] == ["became"] * len(parts)
    assert [number for _, _, number in made] == sorted(number for _, _, number in made)
    assert all([paper.kind for paper in one.documents] == ["petition"] for one in views)


def named(view: Any, field: str) -> str:
    """The first party of a field."""
    return str(next(one.name for one in view.parties if one.field == field))


def test_one_filing_is_counted_once_in_the_cases_it_makes(world: World) -> None:
    ref = world.open("reception", "intake", FIELDS, channel="front").case_id
    world.take("reception", ref, "classify", {"kind": "mixed", "competence": "own"})
    for name in ("petition", "dispute"):
        world.take("clerk", ref, f"split_{name}", {"part_subject": "Phần", "part_content": "Nội dung."})
    made = sent(world)
    assert len(made) == 2
    ids = {one["filing_id"] for case in (ref, *made) for one in filings(world, case)}
    assert len(ids) == 1
    assert {read(world, case).row["channel"] for case in made} == {"front"}


@pytest.mark.parametrize("kind", ["petition", "complaint", "intake"])
def test_a_repeat_is_kept_with_the_first_case_and_makes_none(world: World, kind: str) -> None:
    first = {
        "complaint": lambda: open_complaint(world),
        "petition": lambda: world.open("reception", "petition", FIELDS),
        "intake": lambda: received(world),
    }[kind]()
    before = read(world, first.case_id)
    world.later(days=3)
    again = classified(world, "petition")
    world.take("clerk", again.case_id, "keep", {"duplicate_of": first.number}, ("kept_note",))
    assert sent(world) == (first.case_id,)
    after = read(world, first.case_id)
    assert (after.row["state"], after.running()) == (before.row["state"], before.running())
    assert after.body("case_linked")["number"] == again.number
    assert [one["received_on"] for one in filings(world, first.case_id)] == [
        before.row["received_on"],
        world.today(),
    ]
    links = world.read(read_case, world.act("clerk"), str(again.case_id)).links
    assert links == (("first", first.case_id, first.number),)
    at_first = world.read(read_case, world.act("chair"), str(first.case_id)).links
    assert at_first == (("duplicate", again.case_id, again.number),)
    assert sent(world) == ()
    chains_hold(world)


def test_a_petition_that_repeats_another_is_kept_with_it(world: World) -> None:
    first = world.open("reception", "petition", FIELDS)
    again = world.open("reception", "petition", FIELDS)
    world.take("reception", again.case_id, "classify", {"area": "other", "competence": "own"})
    world.take("clerk", again.case_id, "keep", {"duplicate_of": first.number}, ("kept_note",))
    sent(world)
    assert read(world, again.case_id).row["state"] == "kept"
    assert len(filings(world, first.case_id)) == 2


def test_a_case_that_is_not_there_or_elsewhere_cannot_be_repeated(world: World) -> None:
    elsewhere = world.open("stranger", "intake", FIELDS, org="neighbour")
    again = classified(world, "petition")
    # Two offices may give the same number: the one of this office is the filing itself.
    for number in ("TN-XX-2026-9999", elsewhere.number, again.number):
        with pytest.raises(InvalidInput) as caught:
            world.take("clerk", again.case_id, "keep", {"duplicate_of": number}, ("kept_note",))
        assert [(one.path, one.code) for one in caught.value.errors] == [
            ("fields.duplicate_of", "unknown-case")
        ]
    assert read(world, again.case_id).row["state"] == "classified"


def seal(world: World, ref: UUID, accused: str = "officer") -> None:
    asked = {
        "seal_ground": "secrecy",
        "respondent": {"kind": "official", "user": world.user(accused)},
        "accused_post": "chair" if accused == "chair" else "official",
    }
    world.take("reception", ref, "hand_on_sealed", asked, ("seal_slip",))


def test_what_the_law_seals_leaves_number_and_dates_alone(world: World) -> None:
    ref = received(world).case_id
    seal(world, ref)
    held = read(world, ref)
    assert held.row["sealed"]
    (made,) = sent(world)
    left = read(world, ref).row
    assert (left["number"], left["received_on"]) == (held.row["number"], held.row["received_on"])
    assert left["fields"] == {"seal_ground": "secrecy"}
    assert left["subject"] == "Tiếp nhận, phân loại đơn"
    for table in ("personal_value", "blind_token", "party", "document"):
        assert rows_of(world, table, ref) == 0, table
    assert rows_of(world, "filing", ref) == 1, "the filing stays counted"
    assert CANARY not in str(read(world, ref))
    chains_hold(world)
    # All of it went on: the people, the words, the paper.
    assert plain(world, made, "denouncer_name") == CANARY
    assert plain(world, made, "other_denouncers") == "Người Thứ Hai – 0902"
    assert plain(world, made, "content") == FIELDS["content"]
    assert rows_of(world, "document", made) == 1
    assert read(world, made).row["received_on"] == held.row["received_on"]


@pytest.mark.parametrize("who", ["clerk", "chair", "officer", "supervisor", "inspector", "stranger"])
def test_of_a_sealed_filing_nobody_learns_but_who_handed_it_on(world: World, who: str) -> None:
    ref = received(world).case_id
    seal(world, ref, accused="chair")

    def nothing() -> None:
        with pytest.raises(CaseNotFound):
            world.read(read_case, world.act(who), str(ref))

    nothing()
    sent(world)
    nothing()
    seen = world.read(read_case, world.act("reception"), str(ref))
    assert (seen.depth, seen.subject, seen.fields, seen.parties, seen.documents) == (
        "outline",
        "",
        (),
        (),
        (),
    )


def test_a_sealed_case_is_no_case_to_keep_a_filing_with(world: World) -> None:
    ref = received(world).case_id
    seal(world, ref)
    (made,) = sent(world)
    number = read(world, made).row["number"]
    again = classified(world, "petition")
    with pytest.raises(InvalidInput):
        world.take("clerk", again.case_id, "keep", {"duplicate_of": number}, ("kept_note",))


def test_what_cannot_go_on_waits_under_its_seal(world: World) -> None:
    ref = received(world).case_id
    seal(world, ref, accused="reception")  # whoever received it is the person it names
    delivered = deliver(world.database, world.act)
    assert delivered.opened == () and len(delivered.failed) == 1
    assert CANARY not in delivered.failed[0].failure
    assert rows_of(world, "personal_value", ref) > 0, "nothing is lost"
    with pytest.raises(CaseNotFound):
        world.read(read_case, world.act("reception"), str(ref))
