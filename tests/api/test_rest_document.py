"""The OpenAPI document is valid, nothing in it is left unexercised, and every error code has its sentence."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openapi_spec_validator import validate

import workflow
from api.request.sentences import FIELD_SENTENCES
from api.schemas.sentences import VERB_SENTENCES
from tests.api.client import Caller, described, operations
from tests.api.conftest import Callers
from tests.operations.journeys import complaint_to, dispute_to, party_of
from tests.world import World

MUST: tuple[tuple[str, str], ...] = (
    ("/cases", "post get"),
    ("/cases/{ref}", "get"),
    ("/cases/{ref}/transitions", "get post"),
    ("/cases/{ref}/clocks", "get"),
    ("/cases/{ref}/events", "get"),
    ("/cases/{ref}/documents", "get post"),
    ("/cases/{ref}/requests", "get post"),
    ("/cases/{ref}/assignments", "get post"),
    ("/deadlines", "get"),
    ("/deadlines/preview", "post"),
    ("/definitions", "get post"),
    ("/organisations", "get post"),
    ("/users", "get post"),
    ("/tokens", "get post"),
    ("/audit/pulls", "post"),
)
"""What others script against."""


def test_the_document_is_valid_and_holds_what_others_script_against() -> None:
    made = described()
    validate(made)
    assert made["openapi"].startswith("3.1")
    for path, methods in MUST:
        assert set(methods.split()) <= set(made["paths"][path]), path


def test_every_operation_says_what_it_takes_and_gives() -> None:
    for operation in operations().values():
        assert operation.view.__doc__ and operation.summary, operation.name
        if operation.method == "POST" and 201 in operation.answers:
            assert operation.idempotent, f"{operation.name} creates without an Idempotency-Key"
        path = operation.path.replace(":uuid", "").replace(":int", "")
        told = described()["paths"][path][operation.method.lower()]["responses"]
        assert {"400", "401", "403", "404", "413", "422", "503"} <= set(told)
        assert ("428" in told) == operation.if_match


CODES = re.compile(r"""(?:FieldError\(\s*[^,()]+(?:\([^)]*\))?,|_Fault\(|why=)\s*"([a-z-]+)\"""")


def test_every_fault_that_a_verb_names_has_its_sentence() -> None:
    folder = Path(workflow.__file__).parent
    named = {code for path in sorted(folder.rglob("*.py")) for code in CODES.findall(path.read_text("utf-8"))}
    assert len(named) > 40
    assert named - set(FIELD_SENTENCES) - set(VERB_SENTENCES) == set()


def test_without_a_token_every_operation_is_closed(rest_app: Flask) -> None:
    client = rest_app.test_client()
    place = "00000000-0000-4000-8000-000000000000"
    for operation in operations().values():
        path = operation.path
        for name, kind in operation.places:
            path = path.replace(f"{{{name}{':' + kind if kind else ''}}}", place if kind != "int" else "1")
        response = client.open(f"/api/v1{path}", method=operation.method)
        assert (response.status_code, response.mimetype) == (401, "application/problem+json"), operation.name


@pytest.fixture
def walked(sqlite_world: World, caller: Callers, rest_app: Flask) -> set[str]:
    """The operations that answered well on a walk through all of them."""
    world, clerk = sqlite_world, caller("clerk")
    _one_case(world, caller, clerk)
    _complaint(world, caller, clerk)
    _references(world, caller("admin"), caller("inspector"))
    found: set[str] = rest_app.extensions["answered"]
    return found


def test_each_documented_operation_is_exercised(walked: set[str]) -> None:
    assert walked == set(operations())


def _one_case(world: World, caller: Callers, clerk: Caller) -> None:
    office = str(world.orgs["commune"])
    body = {"case_type": "dispute", "office": office, "received_on": "2026-07-06"}
    entered = {"requesters": [{"name": "A"}], "content": "Nội dung.", "subject": "Ranh giới"}
    ref = clerk.make("/cases", body | {"fields": entered})["id"]
    clerk.read(clerk.read(f"/cases/{ref}")["ledger_url"].removeprefix("/api/v1"))
    world.later(days=9)
    fields = {"matter": "land_use", "mediable": True}
    taken = clerk.take(ref, "classify", fields, happened="2026-07-07", late_reason="Mất điện.")
    caller("chair").make(f"/cases/{ref}/late-entries/{taken['seq']}/confirmation")
    clerk.make(f"/cases/{ref}/assignments", {"part": "coordinating", "offices": [str(world.orgs["team"])]})
    question = {"kind": "help", "office": str(world.orgs["police"]), "question": "Xin giúp."}
    clerk.make(f"/cases/{ref}/requests", question)
    asked = clerk.read(f"/cases/{ref}/requests")["items"][0]["id"]
    caller("police").make(f"/cases/{ref}/requests/{asked}/answer", {"answer": "Được."})
    file = {"data": {"file": (io.BytesIO(b"%PDF-1"), "a.pdf", "application/pdf"), "kind": "request"}}
    clerk.make(f"/cases/{ref}/documents", content_type="multipart/form-data", **file)
    paper = clerk.read(f"/cases/{ref}/documents")["items"][0]["id"]
    assert clerk.get(f"/cases/{ref}/documents/{paper}/content").data == b"%PDF-1"
    for path in ("", "/transitions", "/clocks", "/events", "/events/1", "/assignments"):
        assert clerk.read(f"/cases/{ref}{path}")
    assert clerk.read("/cases")["items"] and clerk.read("/deadlines")["items"]
    preview = {"procedure": "grassroots_mediation", "clock": "start_mediation", "from": "2026-02-12"}
    assert clerk.make("/deadlines/preview", preview)["due"] == "2026-02-23"


def _complaint(world: World, caller: Callers, clerk: Caller) -> None:
    complaint = complaint_to(world, "sent")
    party = {"party": str(party_of(world, complaint, "complainants"))}
    clerk.make(f"/cases/{complaint.case_id}/receipts", party)
    ref = str(dispute_to(world, "monitored").case_id)
    mediator, leader = caller("mediator"), caller("leader")
    for answer in ("refusal", "confirmation"):
        mediator.take(ref, "close", {"outcome": "kept"}, ("performance",))
        leader.make(f"/cases/{ref}/proposal/{answer}", etag=leader.etag(ref))
    assert clerk.read(f"/cases/{ref}")["state"] == "closed"
    ref = str(dispute_to(world, "mediating").case_id)
    fields = {"ground_escalated": "violence", "informant": "Người báo"}
    leader.take(ref, "report_danger", fields, ("incident_report",))
    shown = caller("chair").read(f"/cases/{ref}")["fields"]
    sealed = next(one["value"] for one in shown if one["sealed"])
    assert caller("chair").make(f"/cases/{ref}/values/{sealed}/reveal", {"reason": "Bảo vệ."}) == {
        "value": "Người báo"
    }


def _references(world: World, admin: Caller, inspector: Caller) -> None:
    office = str(world.orgs["commune"])
    assert admin.read("/definitions")["items"] and admin.read("/users")["items"]
    text = admin.read("/definitions/case_type/dispute/2026.1")["text"]
    assert admin.get("/definitions/dispute/2026.1/diagram").status_code == 200
    admin.make("/definitions", {"text": text})
    unit: dict[str, Any] = {
        "kind": "mediation_team",
        "name": "Tổ 2",
        "short_name": "T2",
        "from": "2026-07-01",
    }
    made = admin.make("/organisations", unit | {"part_of": office})["id"]
    assert admin.read(f"/organisations/{made}") and admin.read("/organisations")["items"]
    person = {"username": "nguoi.moi", "display_name": "Mới", "office": office, "active_from": "2026-07-01"}
    user = admin.make("/users", person)["id"]
    admin.make(f"/users/{user}/roles", {"role": "officer", "office": office, "from": "2026-07-01"})
    token = {"user": user, "label": "x", "scopes": [], "expires_at": "2027-01-01T00:00:00+07:00"}
    issued = admin.make("/tokens", token)["id"]
    assert (
        admin.read("/tokens", user=user)["items"]
        and admin.delete(f"/tokens/{issued}", user=user).status_code == 204
    )
    admin.make(f"/users/{user}/roles/end", {"role": "officer", "office": office, "last_day": "2026-07-02"})
    assert admin.read("/audit/verification")["ok"]
    pulled = inspector.make("/audit/pulls", {"office": office, "from": "2026-07-01", "to": "2026-07-31"})
    for name in ("events_jsonl", "events_csv"):
        assert inspector.get(pulled[name].removeprefix("/api/v1")).data
