"""A case as somebody may see it: plain values, as deep as their roles reach. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from models import audit, cases, clocks, evidence, organisations, people
from models.columns import FAR
from models.session import Row, Session
from workflow.access.policy import Depth
from workflow.case_type.model import CaseType, Field
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import Library, library
from workflow.operations.steps.loading import depth_of, find_visible
from workflow.operations.steps.views import (
    LINK_SEEN_FROM,
    CaseView,
    ShownAssignment,
    ShownDocument,
    ShownLateEntry,
    ShownParty,
    ShownProposal,
    ShownRequest,
    ShownValue,
    by_count,
    stage_title,
    stages_of,
)


def read_case(session: Session, act: Act, ref: str) -> CaseView:
    """The case with this id or number. Raises CaseNotFound, also for what is out of the actor's scope."""
    held = library(session)
    row, seen = find_visible(session, held, act, ref)
    case_type = held.case_type(row["definition_sha256"])
    header = _header(session, held, act, row, seen, case_type)
    if seen is Depth.OUTLINE:
        return CaseView(**header)
    reader = _Reader(session, held, act, row, case_type)
    if seen is Depth.REQUEST:
        units = {org for grant in act.actor.grants for org in (grant.org_id, grant.office_id)}
        asked = [one for one in reader.requests() if one.org_id in units]
        carried = reader.carried(units)
        subject = next((str(one.value) for one in carried if one.name == "subject"), "")
        return CaseView(**header | {"subject": subject}, requests=tuple(asked), fields=carried)
    return CaseView(
        **header,
        fields=reader.fields(),
        parties=reader.parties(),
        documents=reader.documents(),
        requests=reader.requests(),
        assignments=reader.assignments(),
        proposal=reader.proposal(),
        late_entries=reader.late_entries(),
        links=reader.links(),
        parent_id=row["parent_id"],
    )


_PLAIN = (
    "case_id",
    "number",
    "case_type",
    "version",
    "state",
    "stage",
    "org_id",
    "holder_id",
    "subject",
    "channel",
    "received_on",
    "opened_at",
    "moved_at",
    "closed_at",
    "due_clock",
    "paused",
    "marked_late",
    "unconfirmed",
    "row_version",
    "definition_sha256",
    "register",
)
"""What a view takes from the case's row as it stands there."""


def _header(
    session: Session, held: Library, act: Act, row: Mapping[str, Any], seen: Depth, case_type: CaseType
) -> dict[str, Any]:
    state = case_type.states[row["state"]]
    today = held.today(act.at)
    holder = row["holder_id"] if seen is not Depth.REQUEST else None
    plain = {name: row[name] for name in _PLAIN}
    return plain | {
        "depth": seen,
        "type_title": case_type.title,
        "state_title": state.title,
        "stage_title": stage_title(case_type, row["stage"]),
        "stages": stages_of(case_type),
        "org_name": organisations.names_on(session, [row["org_id"]], today).get(row["org_id"], ""),
        "holder_id": holder,
        "holder_name": people.names_of(session, [holder]).get(holder) if holder else None,
        "subject": row["subject"] if seen is Depth.FULL else "",
        "due_at": None if row["due_at"] == FAR else row["due_at"],
    }


@dataclass(slots=True)
class _Reader:
    """Reads the parts of one case that somebody sees whole."""

    session: Session
    held: Library
    act: Act
    row: Mapping[str, Any]
    case_type: CaseType

    def fields(self) -> tuple[ShownValue, ...]:
        """Every declared field that has a value, in the definition's order."""
        ids = [UUID(value["value"]) for value in self.row["fields"].values() if _is_kept(value)]
        plain = evidence.open_values(self.session, self.row["case_id"], ids)
        return tuple(
            _shown(declared, self.row["fields"][name], plain)
            for name, declared in self.case_type.fields.items()
            if name in self.row["fields"] and declared.type not in ("parties", "respondent")
        )

    def carried(self, units: set[UUID]) -> tuple[ShownValue, ...]:
        """What requests to these units carry of the case."""
        names: dict[str, Any] = {}
        for request in cases.read_requests(self.session, self.row["case_id"]):
            if request["org_id"] in units:
                names |= request["carries"]
        ids = [UUID(value["value"]) for value in names.values() if _is_kept(value)]
        plain = evidence.open_values(self.session, self.row["case_id"], ids)
        return tuple(
            _shown(self.case_type.fields[name], value, plain)
            for name, value in names.items()
            if name in self.case_type.fields
        )

    def parties(self) -> tuple[ShownParty, ...]:
        """The parties that stand now; a sealed one without its values."""
        rows = cases.read_parties(self.session, self.row["case_id"])
        keys = ("name_value", "address_value", "identity_value", "contact_value")
        plain = evidence.open_values(
            self.session, self.row["case_id"], [row[key] for row in rows for key in keys if row[key]]
        )
        return tuple(
            ShownParty(
                row["party_id"],
                row["field"],
                self.case_type.fields[row["field"]].title,
                row["kind"],
                plain.get(row["name_value"]),
                plain.get(row["address_value"]),
                plain.get(row["identity_value"]),
                plain.get(row["contact_value"]),
                row["representative"],
                row["user_id"],
                row["received_decision_on"],
            )
            for row in rows
            if row["field"] in self.case_type.fields
        )

    def documents(self) -> tuple[ShownDocument, ...]:
        """The papers, oldest first."""
        names = [name for name in ShownDocument.__dataclass_fields__ if name not in ("kind_title",)]
        return tuple(
            ShownDocument(
                kind_title=self.case_type.documents[row["kind"]].title, **{name: row[name] for name in names}
            )
            for row in evidence.read_documents(self.session, self.row["case_id"])
            if row["kind"] in self.case_type.documents
        )

    def requests(self) -> tuple[ShownRequest, ...]:
        """The coordination requests, oldest first."""
        rows = cases.read_requests(self.session, self.row["case_id"])
        names = organisations.names_on(
            self.session, [row["org_id"] for row in rows], self.held.today(self.act.at)
        )
        ids = [row[key] for row in rows for key in ("question_value", "answer_value") if row[key]]
        plain = evidence.open_values(self.session, self.row["case_id"], ids)
        timers = clocks.request_timers(self.session, [self.row["case_id"]]) if rows else {}
        return tuple(
            ShownRequest(
                row["request_id"],
                row["kind"],
                self.case_type.requests[row["kind"]].title,
                row["org_id"],
                names.get(row["org_id"], ""),
                plain.get(row["question_value"]),
                plain.get(row["answer_value"]),
                row["sent_at"],
                row["answered_at"],
                *_end_of(timers.get(row["request_id"]), row["due_on"]),
            )
            for row in rows
            if row["kind"] in self.case_type.requests
        )

    def assignments(self) -> tuple[ShownAssignment, ...]:
        """Who leads and who coordinates now."""
        rows = cases.read_assignments(self.session, self.row["case_id"])
        users = people.names_of(self.session, [row["user_id"] for row in rows if row["user_id"]])
        offices = organisations.names_on(
            self.session, [row["org_id"] for row in rows if row["org_id"]], self.held.today(self.act.at)
        )
        return tuple(
            ShownAssignment(
                row["part"],
                row["user_id"],
                users.get(row["user_id"]),
                row["org_id"],
                offices.get(row["org_id"]),
                row["from_at"],
            )
            for row in sorted(rows, key=lambda row: row["part"] != "lead")
        )

    def proposal(self) -> ShownProposal | None:
        """The act that waits for a second person, if one does."""
        row = cases.read_proposal(self.session, self.row["case_id"])
        if row is None:
            return None
        transition = self.case_type.transitions[row["transition"]]
        names = people.names_of(self.session, [row["proposer_id"]])
        return ShownProposal(
            row["transition"],
            transition.title,
            names.get(row["proposer_id"], ""),
            row["proposed_at"],
            transition.second or "",
        )

    def late_entries(self) -> tuple[ShownLateEntry, ...]:
        """The acts entered late, with their reasons."""
        rows = audit.read_late_entries(self.session, self.row["case_id"])
        names = people.names_of(self.session, [row["entered_by"] for row in rows if row["entered_by"]])
        return tuple(
            ShownLateEntry(
                row["seq"],
                row["happened_on"],
                row["reason"],
                names.get(row["entered_by"], ""),
                row["confirmed_by"] is not None,
            )
            for row in rows
        )

    def links(self) -> tuple[tuple[str, UUID, str], ...]:
        """Linked cases by kind as seen from this one, id and number, in the order of their numbers."""
        found = []
        for link in cases.read_links(self.session, self.row["case_id"]):
            leads = link["case_id"] == self.row["case_id"]
            other_id = link["other_id"] if leads else link["case_id"]
            other = cases.read_case(self.session, other_id)
            if other is not None and self._may_know(other):
                kind = link["kind"] if leads else LINK_SEEN_FROM[link["kind"]]
                found.append((kind, other_id, other["number"]))
        return tuple(sorted(found, key=lambda one: (one[0], by_count(one[2]))))

    def _may_know(self, other: Row) -> bool:
        """A link to a sealed case tells that it is there: only to whoever sees it."""
        return not other["sealed"] or depth_of(self.session, self.held, self.act, other) is not None


def _end_of(
    timer: Mapping[str, Any] | None, due_on: date | None
) -> tuple[date | None, UUID | None, datetime | None]:
    """When the answer is due as its clock has it now, whose ledger proves it."""
    if timer is None:
        return due_on, None, None
    return timer["legal_due"], timer["timer_id"], timer["due_at"] if timer["precision"] == "instant" else None


def _is_kept(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) == {"value"}


def _shown(declared: Field, value: Any, plain: Mapping[UUID, str]) -> ShownValue:
    titles = {option.code: option.title for option in declared.options}
    codes = value if isinstance(value, list) else [value]
    shown = tuple(titles[code] for code in codes if isinstance(code, str) and code in titles)
    personal = _is_kept(value)
    if personal:
        value_id = UUID(value["value"])
        value = plain.get(value_id, str(value_id) if declared.sealed else None)
    return ShownValue(
        declared.name, declared.type, declared.title, value, shown, personal, personal and declared.sealed
    )
