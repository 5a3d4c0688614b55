"""The audit trail: pulls on the record, their streams, and the chain's verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID

from flask import Response

from api.request.calls import Call
from api.request.wiring import wiring
from api.resources import Given, Reply, Resources
from api.rest.scoping import demand_anywhere
from api.schemas.audit import PullIn, PullShown, VerdictShown
from models.session import Session
from workflow.operations.audit.export_pull import csv_lines, json_lines
from workflow.operations.audit.pull_audit import pull_audit
from workflow.operations.audit.read_pull import find_pull, pull_rows
from workflow.operations.audit.verify_audit import verify_audit

resources = Resources("audit")
CSV, JSON_LINES = "text/csv", "application/x-ndjson"
Lines = Callable[[Session], Iterator[str]]


@resources.post(
    "/audit/pulls",
    "Pull the audit trail of an office",
    body=PullIn(),
    answers={201: PullShown()},
    permission="pull_audit",
    idempotent=True,
)
def make_pull(call: Call, given: Given) -> Reply:
    """Puts the pull on the record and verifies what it holds; the events are then streamed from the addresses
    given, up to this instant."""
    body = given.body
    made = pull_audit(call.session, call.act, body["office"], body["from_"], body["to"])
    place = f"/api/v1/audit/pulls/{made.pull_id}"
    return Reply(
        {
            "id": made.pull_id,
            "office": made.org_id,
            "from": made.from_day,
            "to": made.to_day,
            "up_to": made.up_to,
            "events": made.events,
            "chains": made.chains,
            "verdict": _verdict(made.verdict, call.language),
            "events_jsonl": f"{place}/events.jsonl",
            "events_csv": f"{place}/events.csv",
        }
    )


@resources.get(
    "/audit/pulls/{pull_id:uuid}/events.jsonl",
    "Stream a pull as JSON Lines",
    answers={200: JSON_LINES},
    permission="pull_audit",
    own_transactions=True,
)
def stream_json_lines(run: Any, given: Given, pull_id: UUID) -> Response:
    """The evidence: whole chains, verifiable alone. For whoever made the pull."""
    pull = run(lambda call: dict(find_pull(call.session, call.actor, pull_id)), read_only=True)
    return _stream(lambda session: json_lines(pull_rows(session, pull), pull), JSON_LINES, f"{pull_id}.jsonl")


@resources.get(
    "/audit/pulls/{pull_id:uuid}/events.csv",
    "Stream a pull as CSV",
    answers={200: CSV},
    permission="pull_audit",
    own_transactions=True,
)
def stream_csv(run: Any, given: Given, pull_id: UUID) -> Response:
    """To read in a spreadsheet, which runs none of it. For whoever made the pull."""

    def find(call: Call) -> tuple[Mapping[str, Any], str]:
        return dict(find_pull(call.session, call.actor, pull_id)), call.language

    pull, language = run(find, read_only=True)
    return _stream(lambda session: csv_lines(pull_rows(session, pull), language), CSV, f"{pull_id}.csv")


@resources.get(
    "/audit/verification",
    "Verify every chain",
    answers={200: VerdictShown()},
    permission="verify_audit",
)
def verify_chains(call: Call, given: Given) -> Mapping[str, Any]:
    """Reads the whole record in order and names the first break."""
    demand_anywhere(call, "verify_audit")
    return _verdict(verify_audit(call.session), call.language)


def _verdict(verdict: Any, language: str) -> dict[str, Any]:
    broken = verdict.first_break
    shown = broken and {
        "chain": broken.chain_id,
        "seq": broken.seq,
        "what": str(broken.what),
        "detail": broken.say(language),
    }
    return {"ok": verdict.ok, "events": verdict.events, "chains": verdict.chains, "first_break": shown}


def _stream(lines: Lines, media_type: str, name: str) -> Response:
    """The lines as they are read, in one read-only snapshot that is open as long as the stream."""
    database = wiring().database

    def flow() -> Iterator[str]:
        with database.transaction(read_only=True) as session:
            yield from lines(session)

    shown = Response(flow(), mimetype=media_type)
    shown.headers["Content-Disposition"] = f'attachment; filename="audit-{name}"'
    return shown
