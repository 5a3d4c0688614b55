"""What readers are shown of a case: frozen plain values, titles in both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from workflow.access.policy import Depth
from workflow.case_type.model import STAGES, CaseType, Text


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A declared field with its value: plain JSON, the title of a choice in `shown`. `sealed`: kept secret,
    `value` is then its id."""

    name: str
    type: str
    title: Text
    value: Any
    shown: tuple[Text, ...] = ()
    personal: bool = False
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class ShownParty:
    """A party of this case. Names and addresses are there only for those who see the case whole."""

    party_id: UUID
    field: str
    title: Text
    kind: str
    name: str | None
    address: str | None
    identity: str | None
    contact: str | None
    representative: bool
    user_id: UUID | None
    received_decision_on: date | None


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """A paper on the case; its bytes are read apart."""

    document_id: UUID
    kind: str
    kind_title: Text
    title: str
    revision: int
    source: str
    official_number: str | None
    dated: date | None
    media_type: str
    size: int
    sha256: str
    quarantine: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class ShownRequest:
    """A coordination request. The question is there for the asking office and the unit asked; `due_on` is the
    end of its clock `timer_id`, at the instant `hour` where it ends within a day."""

    request_id: UUID
    kind: str
    title: Text
    org_id: UUID
    org_name: str
    question: str | None
    answer: str | None
    sent_at: datetime
    answered_at: datetime | None
    due_on: date | None
    timer_id: UUID | None = None
    hour: datetime | None = None


@dataclass(frozen=True, slots=True)
class ShownAssignment:
    """Who leads or coordinates."""

    part: str
    user_id: UUID | None
    user_name: str | None
    org_id: UUID | None
    org_name: str | None
    from_at: datetime


@dataclass(frozen=True, slots=True)
class ShownProposal:
    """An act that waits for a second person."""

    transition: str
    title: Text
    proposer_name: str
    proposed_at: datetime
    second: str


@dataclass(frozen=True, slots=True)
class ShownLateEntry:
    """An act entered late; unconfirmed until somebody entitled confirms it."""

    seq: int
    happened_on: date
    reason: str
    entered_by: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case for a page or an answer. What the depth does not reach is empty. `stages` are those this case
    type has, in order."""

    case_id: UUID
    number: str
    depth: Depth
    case_type: str
    version: str
    type_title: Text
    state: str
    state_title: Text
    stage: str
    stage_title: Text
    stages: tuple[tuple[str, Text], ...]
    org_id: UUID
    org_name: str
    holder_id: UUID | None
    holder_name: str | None
    subject: str
    channel: str
    received_on: date
    opened_at: datetime
    moved_at: datetime
    closed_at: datetime | None
    due_at: datetime | None
    due_clock: str | None
    paused: bool
    marked_late: bool
    unconfirmed: bool
    row_version: int
    definition_sha256: str
    register: str | None
    fields: tuple[ShownValue, ...] = ()
    parties: tuple[ShownParty, ...] = ()
    documents: tuple[ShownDocument, ...] = ()
    requests: tuple[ShownRequest, ...] = ()
    assignments: tuple[ShownAssignment, ...] = ()
    proposal: ShownProposal | None = None
    late_entries: tuple[ShownLateEntry, ...] = ()
    links: tuple[tuple[str, UUID, str], ...] = ()  # kind, case id, number
    parent_id: UUID | None = None


STAGE_TITLES = {
    "received": Text("Tiếp nhận", "Received"),
    "classified": Text("Phân loại, xử lý đơn", "Classified"),
    "assigned": Text("Phân công", "Assigned"),
    "mediated": Text("Hòa giải ở cơ sở", "Mediated at the grassroots"),
    "escalated": Text("Chuyển cấp trên", "Escalated"),
    "resolved": Text("Giải quyết", "Resolved"),
    "follow_up": Text("Theo dõi, đôn đốc thực hiện", "Follow-up"),
    "closed": Text("Kết thúc", "Closed"),
}
"""The stages' titles where a case type has none of its own (decision 2)."""


def stage_title(case_type: CaseType, stage: str) -> Text:
    """A stage's title in a case type: a complaint's dialogue is never called mediation."""
    return case_type.stage_titles.get(stage, STAGE_TITLES[stage])


def stages_of(case_type: CaseType) -> tuple[tuple[str, Text], ...]:
    """The stages a case type has states in, in order, and the closing."""
    used = {state.stage for state in case_type.states.values()}
    found = [(stage, stage_title(case_type, stage)) for stage in STAGES if stage in used]
    return (*found, ("closed", STAGE_TITLES["closed"]))


LINK_SEEN_FROM = {"child": "parent", "became": "came_from", "duplicate": "first"}
"""What a link is to the case that it leads to."""


def by_count(number: str) -> list[tuple[int, str]]:
    """The sort key of a case number: the tenth comes after the second."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"([0-9]+)", number)]
