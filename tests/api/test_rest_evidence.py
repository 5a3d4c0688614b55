"""Papers, receipts, assignments and late entries over the API."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from tests.api.client import Caller, make_app
from tests.api.conftest import Callers
from tests.api.sample import problem
from tests.operations.journeys import complaint_to, dispute_to, open_dispute, party_of
from tests.world import World

PDF = b"%PDF-1.7 \x00\xff"


def upload(content: bytes = PDF, media_type: str = "application/pdf", **said: str) -> dict[str, Any]:
    """A multipart form with one file."""
    return {
        "content_type": "multipart/form-data",
        "data": {"file": (io.BytesIO(content), "đơn.pdf", media_type), **said},
    }


def test_a_paper_goes_in_and_comes_out_as_a_download(sqlite_world: World, caller: Callers) -> None:
    ref, clerk = str(open_dispute(sqlite_world).case_id), caller("clerk")
    made = clerk.post(
        f"/cases/{ref}/documents", key="p", **upload(kind="request", title="Đơn", dated="2026-07-01")
    )
    assert made.status_code == 201 and made.get_json()["row_version"] == 2
    again = clerk.post(
        f"/cases/{ref}/documents", key="p", **upload(kind="request", title="Đơn", dated="2026-07-01")
    )
    assert again.get_json() == made.get_json()
    paper = clerk.read(f"/cases/{ref}/documents")["items"]
    assert [(one["kind"], one["revision"], one["size"], one["scan"]) for one in paper] == [
        ("request", 1, len(PDF), "not_scanned")
    ]
    fetched = clerk.get(f"/cases/{ref}/documents/{paper[0]['id']}/content")
    assert fetched.data == PDF and fetched.mimetype == "application/octet-stream"
    assert fetched.headers["Content-Disposition"] == 'attachment; filename="request-1.pdf"'
    assert fetched.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in fetched.headers["Content-Security-Policy"]
    problem(
        caller("supervisor").get(f"/cases/{ref}/documents/{paper[0]['id']}/content"), 404, "case-not-found"
    )
    other = str(open_dispute(sqlite_world).case_id)
    problem(clerk.get(f"/cases/{other}/documents/{paper[0]['id']}/content"), 404, "not-found")


def test_what_is_no_paper_is_refused(sqlite_world: World, monkeypatch: Any) -> None:
    ref = str(open_dispute(sqlite_world).case_id)
    clerk = Caller(make_app(sqlite_world, monkeypatch, max_upload=1000), sqlite_world, "clerk")
    path = f"/cases/{ref}/documents"
    large: dict[str, Any] = {"data": b"x" * 2**21, "content_type": "multipart/form-data; boundary=x"}
    problem(clerk.post(path, **large), 413, "too-large")
    problem(clerk.post(path, {"kind": "request"}), 415, "wrong-media-type")
    problem(clerk.post(path, **upload(b"<html>", "text/html", kind="request")), 422, "invalid-input")
    problem(clerk.post(path, **upload(kind="request", strange="x")), 422, "invalid-input")
    problem(clerk.post(path, **upload()), 422, "invalid-input")
    problem(clerk.post(f"/cases/{ref}/requests", data="kind=help"), 415, "wrong-media-type")
    problem(
        clerk.post(f"/cases/{ref}/requests", data="{", content_type="application/json"), 400, "malformed-body"
    )
    assert clerk.read(path)["items"] == []


def test_a_held_paper_is_not_given_out(sqlite_world: World, caller: Callers) -> None:
    ref, clerk = str(open_dispute(sqlite_world).case_id), caller("clerk")
    clerk.make(f"/cases/{ref}/documents", **upload(kind="request"))
    with sqlite_world.database.transaction() as session:
        session.connection.exec_driver_sql("UPDATE document SET quarantine = 'held'")
    paper = clerk.read(f"/cases/{ref}/documents")["items"][0]
    assert paper["scan"] == "held"
    problem(clerk.get(f"/cases/{ref}/documents/{paper['id']}/content"), 403, "paper-held")


def test_a_lead_and_units_are_named_and_taken_back(sqlite_world: World, caller: Callers) -> None:
    world = sqlite_world
    ref, clerk = str(open_dispute(world).case_id), caller("clerk")
    path = f"/cases/{ref}/assignments"
    clerk.make(path, {"part": "lead", "users": [world.user("officer")]})
    clerk.make(path, {"part": "coordinating", "offices": [str(world.orgs["team"])]})
    found = clerk.read(path)["items"]
    assert [(one["part"], one["user_name"], one["office_name"]) for one in found] == [
        ("lead", "Officer", None),
        ("coordinating", None, "team"),
    ]
    assert clerk.read("/cases", holder=world.user("officer"))["items"][0]["id"] == ref
    clerk.make(path, {"part": "lead"})
    assert [one["part"] for one in clerk.read(path)["items"]] == ["coordinating"]
    absent = clerk.post(path, {"part": "lead", "users": [world.user("stranger")]})
    assert problem(absent, 422, "invalid-input")["errors"][0]["code"] == "nobody-there"
    problem(caller("reception", "assign_case").post(path, {"part": "lead"}), 403, "not-permitted")


def test_a_request_goes_to_a_unit_that_may_answer_once(sqlite_world: World, caller: Callers) -> None:
    world = sqlite_world
    ref = str(dispute_to(world, "mediating").case_id)
    clerk, path = caller("clerk"), f"/cases/{ref}/requests"
    body = {"kind": "help", "office": str(world.orgs["police"]), "question": "Xin xác minh."}
    assert clerk.post(path, body, key="r").get_json() == clerk.post(path, body, key="r").get_json()
    asked = clerk.read(path)["items"]
    assert [(one["office_name"], one["question"], one["answer"]) for one in asked] == [
        ("police", "Xin xác minh.", None)
    ]
    answer = f"{path}/{asked[0]['id']}/answer"
    problem(clerk.post(answer, {"answer": "Không"}), 403, "not-permitted")
    problem(caller("leader").post(answer, {"answer": "Không"}), 403, "scope-missing")
    caller("police").make(answer, {"answer": "Đã xác minh."})
    again = caller("police").post(answer, {"answer": "Đã xác minh lại."})
    assert problem(again, 422, "invalid-input")["errors"][0]["code"] == "answered-already"
    problem(clerk.post(path, body | {"kind": "none"}), 422, "invalid-input")


def test_a_receipt_starts_the_citizens_time(sqlite_world: World, caller: Callers) -> None:
    world = sqlite_world
    opened = complaint_to(world, "sent")
    party = str(party_of(world, opened, "complainants"))
    clerk, ref = caller("clerk"), str(opened.case_id)
    made = clerk.make(f"/cases/{ref}/receipts", {"party": party, "happened": "2026-07-06"})
    assert clerk.read(f"/cases/{ref}/events/{made['seq']}")["kind"] == "receipt_recorded"
    assert clerk.read(f"/cases/{ref}")["parties"][0]["received_decision_on"] == "2026-07-06"
    problem(clerk.post(f"/cases/{ref}/receipts", {"party": ref}), 422, "invalid-input")


def test_a_late_entry_needs_a_reason_and_somebody_elses_word(sqlite_world: World, caller: Callers) -> None:
    world = sqlite_world
    ref = str(open_dispute(world).case_id)
    world.at = datetime(2026, 7, 14, 2, 0, tzinfo=UTC)
    reception, chair, path = caller("reception"), caller("chair"), f"/cases/{ref}/transitions"
    body = {
        "transition": "classify",
        "fields": {"matter": "land_use", "mediable": True},
        "happened": "2026-07-07",
    }
    found = problem(reception.post(path, body, etag='"1"'), 422, "invalid-input")
    assert found["errors"][0]["code"] == "late-reason-needed"
    taken = reception.make(path, body | {"late_reason": "Mất điện."}, etag='"1"')
    entry = reception.read(f"/cases/{ref}")["late_entries"]
    assert [(one["seq"], one["reason"], one["confirmed"]) for one in entry] == [
        (taken["seq"], "Mất điện.", False)
    ]
    confirm = f"/cases/{ref}/late-entries/{taken['seq']}/confirmation"
    problem(caller("clerk", "confirm_late_entry").post(confirm), 403, "not-permitted")
    assert chair.read("/cases", unconfirmed=True)["items"][0]["id"] == ref
    chair.make(confirm)
    assert chair.read(f"/cases/{ref}")["late_entries"][0]["confirmed"]
    problem(chair.post(confirm), 404, "not-found")
