"""Views and rows as plain values for the schemas, with titles in the caller's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from api.request.calls import Call
from models import clocks
from models.columns import FAR
from models.session import Row
from workflow.access.policy import Depth
from workflow.case_type.model import CaseType
from workflow.errors import Reason
from workflow.operations.clock.explain_clocks import ClockView
from workflow.operations.steps.library import Library
from workflow.operations.steps.results import Taken
from workflow.operations.steps.views import CaseView, ShownValue, stage_title

Plain = dict[str, Any]
LEDGERS = "/api/v1/cases"
_FIELDS_OF_ALL = (
    "number", "version", "state", "stage", "received_on", "moved_at", "closed_at", "due_at", "due_clock",
    "paused", "marked_late", "unconfirmed",
)  # fmt: skip


def ledger_url(case_id: UUID, timer_id: UUID | None) -> str | None:
    """Where the ledger of a timer is read, which proves its dates."""
    return f"{LEDGERS}/{case_id}/clocks/{timer_id}" if timer_id else None


def case_rows(rows: Sequence[Mapping[str, Any]], call: Call) -> list[Plain]:
    """Rows of a list, each with the ledger of the clock it is due by."""
    due = clocks.first_due(call.session, [row["case_id"] for row in rows])
    return [case_row(row, call.held, call.language, call.act.at, due.get(row["case_id"])) for row in rows]


def case_row(row: Mapping[str, Any], held: Library, language: str, now: datetime, due: Row | None) -> Plain:
    """A row of a list and the running timer that it is due by. Its subject is empty exactly where the caller
    sees numbers and clocks only."""
    case_type = held.case_type(row["definition_sha256"])
    found = {name: row[name] for name in _FIELDS_OF_ALL} | {
        "id": row["case_id"],
        "type": row["case_type"],
        "office": row["org_id"],
        "due_at": None if row["due_at"] == FAR else row["due_at"],
        "overdue": row["due_at"] <= now,
        "ledger_url": ledger_url(row["case_id"], due["timer_id"] if due else None),
        **_titles(case_type, row["state"], row["stage"], language),
    }
    if row["subject"]:
        found |= {"subject": row["subject"], "holder": row["holder_id"]}
    return found


def case_view(view: CaseView, call: Call) -> Plain:
    """A case as deep as its view reaches."""
    language, now = call.language, call.act.at
    due = clocks.first_due(call.session, [view.case_id]) if view.due_at else {}
    found = {name: getattr(view, name) for name in _FIELDS_OF_ALL} | {
        "id": view.case_id,
        "depth": str(view.depth),
        "type": view.case_type,
        "type_title": view.type_title.say(language),
        "state_title": view.state_title.say(language),
        "stage_title": view.stage_title.say(language),
        "stages": [{"stage": name, "title": title.say(language)} for name, title in view.stages],
        "office": view.org_id,
        "office_name": view.org_name,
        "opened_at": view.opened_at,
        "overdue": view.due_at is not None and view.due_at <= now,
        "ledger_url": ledger_url(view.case_id, due[view.case_id]["timer_id"]) if due else None,
        "row_version": view.row_version,
        "definition_sha256": view.definition_sha256,
    }
    if view.depth is Depth.OUTLINE:
        return found
    found["fields"] = [_value(one, language) for one in view.fields]
    found["requests"] = request_views(view, language)
    return found | _contents(view, language) if view.depth is Depth.FULL else found


def _contents(view: CaseView, language: str) -> Plain:
    proposal = view.proposal
    return {
        "subject": view.subject,
        "holder": view.holder_id,
        "holder_name": view.holder_name,
        "channel": view.channel,
        "register": view.register,
        "parties": [_party(one, language) for one in view.parties],
        "documents": document_views(view, language),
        "assignments": assignment_views(view),
        "proposal": proposal
        and {
            "transition": proposal.transition,
            "title": proposal.title.say(language),
            "proposer": proposal.proposer_name,
            "proposed_at": proposal.proposed_at,
            "second": proposal.second,
        },
        "late_entries": [asdict(one) for one in view.late_entries],
        "links": [{"kind": kind, "case": case, "number": number} for kind, case, number in view.links],
        "parent": view.parent_id,
    }


def document_views(view: CaseView, language: str) -> list[Plain]:
    """The papers of a case."""
    return [
        asdict(one)
        | {"id": one.document_id, "kind_title": one.kind_title.say(language), "scan": one.quarantine}
        for one in view.documents
    ]


def assignment_views(view: CaseView) -> list[Plain]:
    """Who leads and coordinates."""
    return [
        {
            "part": one.part,
            "user": one.user_id,
            "user_name": one.user_name,
            "office": one.org_id,
            "office_name": one.org_name,
            "since": one.from_at,
        }
        for one in view.assignments
    ]


def request_views(view: CaseView, language: str) -> list[Plain]:
    """The coordination requests of a case."""
    return [
        asdict(one)
        | {
            "id": one.request_id,
            "title": one.title.say(language),
            "office": one.org_id,
            "office_name": one.org_name,
            "due_at": one.hour,
            "ledger_url": ledger_url(view.case_id, one.timer_id),
        }
        for one in view.requests
    ]


def clock_view(one: ClockView, language: str, case_id: UUID) -> Plain:
    """A clock with its ledger."""
    return asdict(one) | {
        "ledger_url": ledger_url(case_id, one.timer_id),
        "id": one.timer_id,
        "title": one.title.say(language),
        "subject": one.subject_id,
        "rule": one.rule_id,
        "ledger": [asdict(span) | {"from": span.from_} for span in one.ledger],
    }


def reasons(listed: Iterable[Reason], language: str) -> list[Plain]:
    """Why an act is refused."""
    return [
        {"code": one.code, "name": one.name, "detail": one.en if language == "en" and one.en else one.vi}
        for one in listed
    ]


def taken(result: Taken) -> Plain:
    """What an act on a case came to."""
    return {
        "case": result.case_id,
        "number": result.number,
        "seq": result.seq,
        "state": result.state,
        "row_version": result.version,
        "proposed": result.proposed,
    }


def paged(found: Sequence[Any], size: int) -> tuple[Sequence[Any], bool]:
    """The first `size` of the rows found, and whether there are more (one more was asked for)."""
    return found[:size], len(found) > size


def _titles(case_type: CaseType, state: str, stage: str, language: str) -> Plain:
    return {
        "type_title": case_type.title.say(language),
        "state_title": case_type.states[state].title.say(language),
        "stage_title": stage_title(case_type, stage).say(language),
    }


def _value(one: ShownValue, language: str) -> Plain:
    return asdict(one) | {
        "title": one.title.say(language),
        "shown": [title.say(language) for title in one.shown],
    }


def _party(one: Any, language: str) -> Plain:
    return asdict(one) | {"id": one.party_id, "title": one.title.say(language), "user": one.user_id}
