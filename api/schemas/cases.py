"""Cases: what they are opened with, listed by and shown as."""

from __future__ import annotations

from api.schemas.base import (
    Choice,
    Day,
    DayOrInstant,
    Id,
    Many,
    Part,
    QueryBool,
    QueryInt,
    Schema,
    Shown,
    Text,
    Values,
)
from api.schemas.evidence import DocumentShown, LateEntryShown
from api.schemas.shown import (
    LEFT_OUT,
    MAYBE,
    PageShown,
    a_day,
    an_id,
    an_instant,
    anything,
    part,
    parts,
    said,
    whole_number,
    words,
    yes,
)
from api.schemas.taking import PaperIn, name
from workflow.case_type.model import CLOSED, STAGES
from workflow.operations.case.open_case import CHANNELS

_BOTH = LEFT_OUT | MAYBE


class CaseIn(Schema):
    """A case to be opened: a filing was received by an office on a day."""

    case_type = name(required=True)
    office = Id(required=True)
    received_on = Day(required=True)
    fields = Values(load_default=dict)  # type: ignore[assignment]  # the library uses the name too
    documents = Many(Part(PaperIn), most=20, load_default=list)
    channel = name(load_default="in_person")
    state = name()
    parent = Id()
    late_reason = Text(1000, lines=True, load_default="")


class CaseQuery(Schema):
    """What a list of cases is narrowed by. Days are local and inclusive; `due_before` a day or an instant."""

    open = QueryBool()
    type = name()
    state = name()
    stage = Choice((*STAGES, CLOSED))
    channel = Choice(CHANNELS)
    office = Id()
    holder = Id()
    unassigned = QueryBool()
    overdue = QueryBool()
    paused = QueryBool()
    unconfirmed = QueryBool()
    mine = QueryBool()
    due_before = DayOrInstant()
    received_from = Day()
    received_to = Day()
    q = Text(200)
    number = Text(60)
    count = QueryBool()
    cursor = Text(1000)
    size = QueryInt(1, 200)


class CaseRow(Shown):
    """A case in a list. `overdue`: its first end, the law's or the office's own, is past (/deadlines parts
    them). `subject` and `holder` are left out where the caller sees numbers and clocks only."""

    id = an_id()
    number = said()
    type = said()
    type_title = said()
    version = said()
    state = said()
    state_title = said()
    stage = said()
    stage_title = said()
    office = an_id()
    received_on = a_day()
    moved_at = an_instant()
    closed_at = an_instant(**MAYBE)
    due_at = an_instant(**MAYBE)
    due_clock = said(**MAYBE)
    ledger_url = said(**MAYBE)
    overdue = yes()
    paused = yes()
    marked_late = yes()
    unconfirmed = yes()
    subject = said(**LEFT_OUT)
    holder = an_id(**_BOTH)


class CasePage(PageShown):
    """Cases, most urgent first."""

    items = parts(CaseRow)


class FieldShown(Shown):
    """A declared field. `shown`: titles of the chosen values. A sealed field's value is the id that a reveal
    takes."""

    name = said()
    type = said()
    title = said()
    value = anything()
    shown = words()
    personal = yes()
    sealed = yes()


class PartyShown(Shown):
    """A party of the case."""

    id = an_id()
    field = said()
    title = said()
    kind = said()
    name = said(**MAYBE)
    address = said(**MAYBE)
    identity = said(**MAYBE)
    contact = said(**MAYBE)
    representative = yes()
    user = an_id(**MAYBE)
    received_decision_on = a_day(**MAYBE)


class AssignmentShown(Shown):
    """Who leads or coordinates since when."""

    part = said()
    user = an_id(**MAYBE)
    user_name = said(**MAYBE)
    office = an_id(**MAYBE)
    office_name = said(**MAYBE)
    since = an_instant()


class AssignmentPage(Shown):
    """The assignments in force."""

    items = parts(AssignmentShown)


class AssignmentIn(Schema):
    """Who is to lead (one) or coordinate from now on; nobody named ends the assignment."""

    part = Choice(("lead", "coordinating"), required=True)
    users = Many(Id(), most=50, load_default=list)
    offices = Many(Id(), most=50, load_default=list)


class RequestShown(Shown):
    """A coordination request with its question, and the answer once there is one. `due_at`: of an end within
    a day; `ledger_url` proves it."""

    id = an_id()
    kind = said()
    title = said()
    office = an_id()
    office_name = said()
    question = said(**MAYBE)
    answer = said(**MAYBE)
    sent_at = an_instant()
    answered_at = an_instant(**MAYBE)
    due_on = a_day(**MAYBE)
    due_at = an_instant(**MAYBE)
    ledger_url = said(**MAYBE)


class RequestPage(Shown):
    """The coordination requests of a case."""

    items = parts(RequestShown)


class RequestIn(Schema):
    """A question to another unit, of a kind that the case type declares."""

    kind = name(required=True)
    office = Id(required=True)
    question = Text(20_000, shortest=1, lines=True, required=True)


class AnswerIn(Schema):
    """The answer of the unit asked."""

    answer = Text(20_000, shortest=1, lines=True, required=True)


class ProposalShown(Shown):
    """An act that waits for a second person of the role `second`."""

    transition = said()
    title = said()
    proposer = said()
    proposed_at = an_instant()
    second = said()


class StageShown(Shown):
    """A stage that this case type has."""

    stage = said()
    title = said()


class LinkShown(Shown):
    """A linked case; both keep their numbers. `kind` as seen from this one: child | parent, became |
    came_from, duplicate | first."""

    kind = said()
    case = an_id()
    number = said()


class CaseShown(CaseRow):
    """A case as deep as the caller sees it: `depth` is full, request (what the request carries) or outline
    (numbers and clocks)."""

    depth = said()
    row_version = whole_number()
    definition_sha256 = said()
    office_name = said()
    opened_at = an_instant()
    stages = parts(StageShown)
    holder_name = said(**_BOTH)
    channel = said(**LEFT_OUT)
    register = said(**_BOTH)
    fields = parts(FieldShown, **LEFT_OUT)  # type: ignore[assignment]
    parties = parts(PartyShown, **LEFT_OUT)
    documents = parts(DocumentShown, **LEFT_OUT)
    requests = parts(RequestShown, **LEFT_OUT)
    assignments = parts(AssignmentShown, **LEFT_OUT)
    proposal = part(ProposalShown, **_BOTH)
    late_entries = parts(LateEntryShown, **LEFT_OUT)
    links = parts(LinkShown, **LEFT_OUT)
    parent = an_id(**_BOTH)


class CaseOpened(Shown):
    """The new case. A repeat of the command gives the same."""

    id = an_id()
    number = said()
    state = said()
    row_version = whole_number()
