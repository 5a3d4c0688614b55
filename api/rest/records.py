"""Acts about the record of a case: receipts, late entries, reveals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.request.calls import Call
from api.resources import Given, Reply, Resources
from api.rest.transitions import acted
from api.schemas.acts import TakenShown
from api.schemas.evidence import ReceiptIn, RevealIn, RevealShown
from workflow.operations.evidence.confirm_late_entry import confirm_late_entry
from workflow.operations.evidence.record_receipt import record_receipt
from workflow.operations.evidence.reveal_value import reveal_value
from workflow.operations.steps.acting import Told

resources = Resources("records")


@resources.post(
    "/cases/{ref}/receipts",
    "Record that a party received what was sent",
    body=ReceiptIn(),
    answers={201: TakenShown()},
    permission="record_receipt",
    idempotent=True,
    gives_etag=True,
)
def record_one_receipt(call: Call, given: Given, ref: str) -> Reply:
    """The party's time to go on is counted from it."""
    body = given.body
    told = Told(body.get("happened"), body["late_reason"])
    return acted(record_receipt(call.session, call.act, ref, body["party"], told))


@resources.post(
    "/cases/{ref}/late-entries/{seq:int}/confirmation",
    "Confirm a late entry",
    answers={201: TakenShown()},
    permission="confirm_late_entry",
    idempotent=True,
    gives_etag=True,
)
def confirm_entry(call: Call, given: Given, ref: str, seq: int) -> Reply:
    """By the chair, or the level above where the chair entered it; verdicts that rest on it are confirmed."""
    return acted(confirm_late_entry(call.session, call.act, ref, seq))


@resources.post(
    "/cases/{ref}/values/{value_id:uuid}/reveal",
    "Reveal a sealed value",
    body=RevealIn(),
    answers={200: RevealShown()},
    permission="reveal_value",
)
def reveal_one_value(call: Call, given: Given, ref: str, value_id: UUID) -> Mapping[str, Any]:
    """For the roles that its field names. Who, which value and why goes on the record, each time anew."""
    return {"value": reveal_value(call.session, call.act, ref, value_id, given.body["reason"])}
