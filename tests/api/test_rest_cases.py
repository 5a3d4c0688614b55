"""Opening, listing and moving cases: idempotency, versions, filters, cursors, and what is refused."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from tests.api.client import Caller
from tests.api.conftest import Callers
from tests.api.sample import problem
from tests.operations.journeys import DISPUTE, dispute_to, open_dispute
from tests.world import World


def opening(world: World, **more: Any) -> dict[str, Any]:
    """The body that opens a dispute received today."""
    office = str(world.orgs["commune"])
    return {"case_type": "dispute", "office": office, "received_on": "2026-07-06", "fields": DISPUTE, **more}


def test_a_repeated_opening_gives_the_first_result(sqlite_world: World, caller: Callers) -> None:
    reception = caller("reception")
    first = reception.post("/cases", opening(sqlite_world), key="once")
    again = reception.post("/cases", opening(sqlite_world), key="once")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.get_json() == again.get_json() and first.headers["ETag"] == again.headers["ETag"]
    assert reception.read("/cases", count=True)["total"] == 1
    other = reception.post("/cases", opening(sqlite_world, channel="post"), key="once")
    problem(other, 422, "command-reused")
    assert caller("clerk").make("/cases", opening(sqlite_world), key="once")["id"] != first.get_json()["id"]


def test_a_repeated_transition_gives_the_first_result_after_the_case_moved_on(
    sqlite_world: World, caller: Callers
) -> None:
    ref = str(open_dispute(sqlite_world).case_id)
    reception, leader = caller("reception"), caller("leader")
    body = {"transition": "classify", "fields": {"matter": "land_use", "mediable": True}}
    first = reception.post(f"/cases/{ref}/transitions", body, key="k", etag='"1"')
    leader.take(ref, "assign", {"lead": sqlite_world.user("mediator")}, ("assignment",))
    again = reception.post(f"/cases/{ref}/transitions", body, key="k", etag='"1"')
    assert again.status_code == 201 and again.get_json() == first.get_json()
    assert again.headers["Location"] == first.headers["Location"]
    body["fields"] = {"matter": "land_use", "mediable": False}
    problem(reception.post(f"/cases/{ref}/transitions", body, key="k", etag='"1"'), 422, "command-reused")


def test_a_stale_version_is_refused_and_nothing_moves(sqlite_world: World, caller: Callers) -> None:
    ref = str(open_dispute(sqlite_world).case_id)
    reception = caller("reception")
    body = {"transition": "classify", "fields": {"matter": "land_use", "mediable": True}}
    problem(reception.post(f"/cases/{ref}/transitions", body), 428, "if-match-missing")
    problem(reception.post(f"/cases/{ref}/transitions", body, etag='"9"'), 412, "stale-case")
    problem(reception.post(f"/cases/{ref}/transitions", body, etag="W/1"), 400, "if-match-bad")
    assert reception.read(f"/cases/{ref}")["state"] == "received"


@pytest.mark.parametrize(
    ("fields", "path", "code"),
    [
        ({"matter": "none"}, "fields.matter", "not-a-choice"),
        ({"mediable": "yes"}, "fields.mediable", "not-yes-or-no"),
        ({"lead": "x"}, "fields.lead", "unknown-field"),
    ],
)
def test_faults_of_declared_fields_have_paths(
    sqlite_world: World, caller: Callers, fields: dict[str, Any], path: str, code: str
) -> None:
    ref = str(open_dispute(sqlite_world).case_id)
    body = {"transition": "classify", "fields": {"matter": "land_use", "mediable": True, **fields}}
    found = problem(
        caller("reception").post(f"/cases/{ref}/transitions", body, etag='"1"'), 422, "invalid-input"
    )
    assert [(one["path"], one["code"]) for one in found["errors"]] == [(path, code)]


def test_a_refusal_names_its_reasons_in_the_language_asked_for(sqlite_world: World, caller: Callers) -> None:
    ref = str(open_dispute(sqlite_world).case_id)
    for language, role in (("vi", "Tổ trưởng tổ hòa giải"), ("en", "Team leader")):
        officer = caller("officer", language=language)
        body = {"transition": "classify", "fields": {"matter": "land_use", "mediable": True}}
        found = problem(
            officer.post(f"/cases/{ref}/transitions", body, etag='"1"'), 409, "transition-refused"
        )
        assert [one["code"] for one in found["reasons"]] == ["role-needed"]
        assert role in found["reasons"][0]["detail"]


def test_offers_say_what_a_form_asks_for_and_why_the_rest_is_refused(
    sqlite_world: World, caller: Callers
) -> None:
    ref = str(open_dispute(sqlite_world).case_id)
    offered = caller("reception").read(f"/cases/{ref}/transitions")
    found = {one["transition"]: one for one in offered["items"]}
    assert offered["row_version"] == 1 and "confirmation" not in offered
    assert found["classify"]["possible"] and found["classify"]["asks"] == ["matter", "mediable"]
    mediator = caller("officer").read(f"/cases/{ref}/transitions")
    refused = {one["transition"]: one for one in mediator["items"]}["classify"]
    assert not refused["possible"] and refused["reasons"][0]["code"] == "role-needed"


def test_a_paper_comes_as_words_or_as_bytes(sqlite_world: World, caller: Callers) -> None:
    ref, reception = str(open_dispute(sqlite_world).case_id), caller("reception")
    pdf = base64.b64encode(b"%PDF-1.7 x").decode()
    good = {
        "kind": "request",
        "content_base64": pdf,
        "media_type": "application/pdf",
        "official_number": "12/ĐN",
    }
    for bad, path, code in (
        ({"kind": "request"}, "documents.0.content_base64", "required"),
        ({"kind": "request", "content_base64": pdf}, "documents.0.media_type", "required"),
        (good | {"content_base64": "%%%"}, "documents.0.content_base64", "bad-form"),
        (good | {"text": "x"}, "documents.0.content_base64", "invalid"),
        (good | {"media_type": "image/png"}, "documents.request", "file-type-differs"),
        (good | {"media_type": "text/html"}, "documents.request", "file-type-not-taken"),
        (good | {"kind": "minutes"}, "documents.minutes", "unknown-document"),
    ):  # fmt: skip
        body = {"transition": "supplement", "documents": [bad]}
        found = problem(reception.post(f"/cases/{ref}/transitions", body, etag='"1"'), 422, "invalid-input")
        assert [(one["path"], one["code"]) for one in found["errors"]] == [(path, code)]
    body = {"transition": "supplement", "documents": [good]}
    assert reception.make(f"/cases/{ref}/transitions", body, etag='"1"')["row_version"] == 2
    paper = reception.read(f"/cases/{ref}/documents")["items"][0]
    assert (paper["source"], paper["media_type"], paper["official_number"]) == (
        "scan",
        "application/pdf",
        "12/ĐN",
    )


def test_lists_page_to_the_end_most_urgent_first(sqlite_world: World, caller: Callers) -> None:
    numbers = [open_dispute(sqlite_world).number for _ in range(5)]
    clerk, seen, cursor = caller("clerk"), [], None
    for _ in range(3):
        page = clerk.read("/cases", size=2, count=True, **({"cursor": cursor} if cursor else {}))
        seen += page["items"]
        cursor = page["next"]
        assert page["total"] == 5
    assert cursor is None
    assert sorted(one["number"] for one in seen) == numbers
    assert [(one["due_at"], one["id"]) for one in seen] == sorted((one["due_at"], one["id"]) for one in seen)
    problem(clerk.get("/cases", cursor="bad"), 422, "invalid-input")
    problem(clerk.get("/cases", size=201), 422, "invalid-input")
    problem(clerk.get("/cases", strange=1), 422, "invalid-input")


def test_filters_narrow(sqlite_world: World, caller: Callers) -> None:
    world, clerk = sqlite_world, caller("clerk")
    mediated = str(dispute_to(world, "mediating").case_id)
    waiting = open_dispute(world, fields={"subject": "Đền bù ruộng"})
    both, one, other = {mediated, str(waiting.case_id)}, {mediated}, {str(waiting.case_id)}
    soon = {"due_before": "2026-07-08"}
    for query, expected in (
        ({}, both),
        ({"open": True}, both),
        ({"open": False}, set()),
        ({"type": "dispute", "stage": "mediated"}, one),
        ({"state": "received"}, other),
        ({"office": str(world.orgs["commune"])}, both),
        ({"office": str(world.orgs["province"])}, set()),
        ({"holder": world.user("mediator")}, one),
        ({"unassigned": True}, other),
        ({"overdue": True}, set()),
        (soon, other),
        ({"received_from": "2026-07-06", "received_to": "2026-07-06"}, both),
        ({"received_from": "2026-07-07"}, set()),
        ({"q": "den bu"}, other),
        ({"number": waiting.number}, other),
        ({"paused": True}, set()),
        ({"mine": True}, set()),
    ):
        assert {row["id"] for row in clerk.read("/cases", **query)["items"]} == expected, query
    assert {row["id"] for row in caller("mediator").read("/cases", mine=True)["items"]} == one
    world.later(days=60)
    overdue = clerk.read("/cases", overdue=True)["items"]
    assert {row["id"] for row in overdue} == both and all(row["overdue"] for row in overdue)


def test_deadlines_are_listed_by_time_office_and_holder(sqlite_world: World, caller: Callers) -> None:
    world, supervisor = sqlite_world, caller("supervisor")
    dispute_to(world, "mediating")
    open_dispute(world)
    found = supervisor.read("/deadlines", count=True)
    assert [one["due_at"] for one in found["items"]] == sorted(one["due_at"] for one in found["items"])
    assert found["total"] == len(found["items"]) == 4
    first = supervisor.read("/deadlines", size=3)
    rest = supervisor.read("/deadlines", size=3, cursor=first["next"])
    assert [one["id"] for one in first["items"] + rest["items"]] == [one["id"] for one in found["items"]]
    held = supervisor.read("/deadlines", holder=world.user("mediator"))["items"]
    assert [(one["clock"], one["holder_name"]) for one in held] == [("mediation", "Mediator")]
    assert "subject" not in held[0]["case"]
    assert {one["clock"] for one in supervisor.read("/deadlines", when="soon")["items"]} == {
        "unassigned",
        "classification",
    }
    assert supervisor.read("/deadlines", when="overdue")["items"] == []
    world.later(days=60)
    # A mediation has an end of the office's own: it is never late by law.
    assert supervisor.read("/deadlines", when="overdue", clock="mediation")["items"] == []
    late = supervisor.read("/deadlines", when="past_promise", clock="mediation")["items"]
    assert [(one["overdue"], one["past_promise"]) for one in late] == [(False, True)]
    problem(caller("mediator", "take_transition").get("/deadlines"), 403, "scope-missing")
    problem(
        Caller(supervisor.app, world, "mediator", "see_deadlines").get("/deadlines"), 403, "not-permitted"
    )
