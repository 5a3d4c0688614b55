"""Open a case: a filing is received, the version of the day is pinned, the first clocks are armed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from models import audit, cases, definitions
from models.session import Session
from workflow.access.actor import Place
from workflow.audit.kinds import EventKind
from workflow.case_type.beginning import DESK
from workflow.case_type.model import CaseType
from workflow.engine.entry import read_fields
from workflow.engine.facts import CaseFacts, Happened
from workflow.engine.roles import lead_reasons
from workflow.errors import CommandReused, FieldError, InvalidInput, TransitionRefused
from workflow.operations.steps.acting import Act, Told, demand_reason, derived_id, is_late_entry, when
from workflow.operations.steps.beginning import beginning_reasons
from workflow.operations.steps.forming import opening_fields
from workflow.operations.steps.library import Library, library
from workflow.operations.steps.loading import barred_by, find_visible, posts_at
from workflow.operations.steps.naming import check_named
from workflow.operations.steps.numbering import draw_number
from workflow.operations.steps.opening import opening_body, opening_clocks
from workflow.operations.steps.papers import Paper, check_papers
from workflow.operations.steps.places import demand_at
from workflow.operations.steps.recording import (
    Brought,
    Stored,
    assign,
    follow_system,
    note_late,
    store,
)
from workflow.operations.steps.results import remember, result_of
from workflow.operations.steps.rows import case_row, filing_row, holding_row
from workflow.operations.steps.timers import write_effects
from workflow.operations.steps.work import CaseWork, request_digest


@dataclass(frozen=True, slots=True)
class Opening:
    """What a case is opened with. `received_on` picks the version and starts the clocks; `state` one of the
    type's start states."""

    case_type: str
    org_id: UUID
    received_on: date
    fields: Mapping[str, Any] = field(default_factory=dict)
    papers: Sequence[Paper] = ()
    channel: str = "in_person"
    state: str | None = None
    parent_id: UUID | None = None
    late_reason: str = ""
    named: Sequence[UUID] = ()
    """For a sealed case that the product opens: the people named, the first of them in the lead."""
    filing_id: UUID | None = None
    """The filing, where another case began with it too: filings are counted once."""
    door: str = DESK
    """How it begins: at the desk, from another case, by the product itself."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The new case. `repeated`: the command was known and this is the case it made."""

    case_id: UUID
    number: str
    state: str
    version: int
    repeated: bool = False


def open_case(session: Session, act: Act, opening: Opening) -> Opened:
    """Open a case in an office.

    With a command id the case id is derived from it, so that a repeat finds its case (decision 18). Raises
    NotPermitted, InvalidInput (unknown type, no version for the day, missing fields, a day in the future, a
    late entry without its reason), CommandReused, TransitionRefused (the type is not opened so, here or by
    this person; the office has ended; a sealed case about its receiver).
    """
    held = library(session)
    place = demand_at(session, held, act.actor, "open_case", opening.org_id, act.at)
    fingerprint = request_digest(session, _request(opening))
    case_id = derived_id(act.actor_name, act.command_id) if act.command_id else act.new_id()
    if act.command_id and (earlier := _repeated(session, act, case_id, fingerprint)):
        return earlier
    case_type = held.case_type(_version(session, opening))
    if reasons := beginning_reasons(
        session, act.actor, case_type, place, opening.door, held.today(act.at), opening.parent_id
    ):
        raise TransitionRefused(reasons)
    calendar = held.calendar(case_type.calendar)
    happened = when(Told(opening.received_on), act, calendar)
    # What the product opens by itself is no entry of a person, and nobody's lateness.
    is_late = act.actor.user_id is not None and is_late_entry(happened, act, calendar)
    late = demand_reason(Told(None, opening.late_reason), is_late)
    brought = _read(case_type, opening, late)
    check_named(session, case_type, place, brought.fields, held.today(act.at))
    named = _named(session, act, case_type, place, opening, brought, held.today(act.at))
    if opening.parent_id is not None:
        find_visible(session, held, act, str(opening.parent_id))
    work = _new_work(session, held, act, case_type, case_id, place, opening, happened, brought)
    _record(session, held, act, work, place, happened, opening, brought, named)
    follow_system(session, held, act, work)
    remember(session, act, case_id, 1, fingerprint)
    work.flush()
    return Opened(case_id, work.row["number"], work.row["state"], work.row["row_version"])


def _request(opening: Opening) -> dict[str, Any]:
    return {
        "case_type": opening.case_type,
        "org": str(opening.org_id),
        "received_on": opening.received_on.isoformat(),
        "fields": dict(opening.fields),
        "papers": [paper.fingerprint for paper in opening.papers],
        "channel": opening.channel,
        "state": opening.state,
    }


def _repeated(session: Session, act: Act, case_id: UUID, fingerprint: str) -> Opened | None:
    row = cases.read_case(session, case_id)
    if row is None:
        return None
    known = audit.read_command(session, case_id, act.command_id or "")
    if known is not None and known["request_digest"] != fingerprint:
        raise CommandReused()
    state, version = result_of(session, case_id, 1)
    return Opened(case_id, row["number"], state, version, repeated=True)


def _version(session: Session, opening: Opening) -> str:
    sha256 = definitions.newest_for(session, opening.case_type, opening.received_on)
    if sha256 is None:
        known = bool(definitions.versions(session, "case_type", opening.case_type))
        code = "no-version-for-day" if known else "unknown-case-type"
        raise InvalidInput([FieldError("received_on" if known else "case_type", code)])
    return sha256


CHANNELS = ("in_person", "post", "online", "from_above", "front", "press", "own_initiative", "system")
"""How a filing reached the office (law.md, 4: sources)."""


def _read(case_type: CaseType, opening: Opening, late_reason: str) -> Brought:
    errors = []
    if opening.channel not in CHANNELS:
        errors.append(FieldError("channel", "not-a-choice"))
    if opening.state is not None and opening.state not in case_type.starts:
        errors.append(FieldError("state", "not-a-start"))
    names = opening_fields(case_type)
    typed: dict[str, Any] = {}
    try:
        typed = read_fields(case_type, names, opening.fields)
    except InvalidInput as error:
        errors += error.errors
    faulty = {error.path.split(".")[1] for error in errors if error.path.startswith("fields.")}
    errors += [
        FieldError(f"fields.{name}", "missing")
        for name in names
        if case_type.fields[name].required and name not in typed and name not in faulty
    ]
    if errors:
        raise InvalidInput(errors)
    check_papers(case_type, opening.papers, case_type.documents)
    return Brought(typed, tuple(opening.papers), late_reason)


def _named(
    session: Session,
    act: Act,
    case_type: CaseType,
    place: Place,
    opening: Opening,
    brought: Brought,
    today: date,
) -> tuple[UUID, ...]:
    """The people named in a sealed case as it opens: whoever received it, or those it is handed to. Raises
    TransitionRefused where it is about one of them: it would be lost to everybody else."""
    if not case_type.sealed:
        return ()
    named = tuple(opening.named) or ((act.actor.user_id,) if act.actor.user_id else ())
    accused = frozenset(
        UUID(value["user"])
        for name, value in brought.fields.items()
        if case_type.fields[name].type == "respondent" and "user" in value
    )
    barred = barred_by(session, accused, posts_at(session, place.org_id, today), today) if accused else {}
    facts = CaseFacts(place.org_id, "", None, place, today, Happened(today, act.at), barred=barred)
    if reasons := lead_reasons(case_type, facts, named):
        raise TransitionRefused(reasons)
    return named


def _new_work(
    session: Session,
    held: Library,
    act: Act,
    case_type: CaseType,
    case_id: UUID,
    place: Place,
    opening: Opening,
    happened: Happened,
    brought: Brought,
) -> CaseWork:
    state = opening.state or case_type.starts[0]
    row = case_row(
        act,
        case_type,
        case_id,
        place,
        state,
        opening.received_on,
        happened,
        brought.fields.get("subject"),
        number=draw_number(session, case_type, place, opening.received_on, opening.parent_id),
        channel=opening.channel,
        parent_id=opening.parent_id,
    )
    sha256, _ = held.edition(case_type.calendar)
    return CaseWork(session, row, case_type, sha256, is_new=True)


def _record(
    session: Session,
    held: Library,
    act: Act,
    work: CaseWork,
    place: Place,
    happened: Happened,
    opening: Opening,
    brought: Brought,
    named: Sequence[UUID],
) -> None:
    """The first event: what came in, when, and the clocks it starts."""
    stored: Stored = store(session, act, work, brought)
    stored.kept.write(session, work.case_id, 1)
    work.changes["fields"] = dict(stored.kept.stored)
    lead = brought.fields.get("lead")
    assigned = assign(session, act, work, "lead", [UUID(lead)], []) if lead else []
    for part, users in (("lead", named[:1]), ("coordinating", named[1:])):
        assigned += assign(session, act, work, part, users, []) if users else []
    cases.insert_rows(session, "holding", [holding_row(act, work.case_id, work.row["org_id"])])
    filing = filing_row(act, work.case_id, opening.received_on, opening.channel, filing_id=opening.filing_id)
    cases.insert_rows(session, "filing", [filing])
    effects = opening_clocks(held, act, work, place, happened, opening.received_on, brought, stored)
    clocks = write_effects(session, act, work, effects.effects, 1, unconfirmed=bool(brought.late_reason))
    body = opening_body(work, opening.received_on, stored, clocks, assigned)
    if brought.late_reason:
        body["late"] = True
        work.changes["unconfirmed"] = True
        note_late(session, act, work, happened, 1, brought.late_reason)
    work.append(EventKind.CASE_OPENED, act, happened, body, rules=effects.rules)
