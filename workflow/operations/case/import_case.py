"""Bring cases in from an old register: their true state, with their true dates (decision 11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from models import cases
from models.copying import insert_many
from models.session import Session
from workflow.access.actor import Place
from workflow.audit.entry import GENESIS, Entry, canonical_text, digest
from workflow.audit.kinds import EventKind
from workflow.case_type.model import CaseType, Trigger
from workflow.engine.clocks import clock_effects
from workflow.engine.facts import Attempt, CaseFacts, Happened
from workflow.engine.replay import Replayed, replay
from workflow.engine.terms import Reckoning
from workflow.importers.old_case import OldCase
from workflow.operations.steps.acting import Act, derived_id
from workflow.operations.steps.library import Library, library
from workflow.operations.steps.personal import Kept, keep
from workflow.operations.steps.places import demand_at
from workflow.operations.steps.rows import case_row, filing_row, holding_row
from workflow.operations.steps.timers import replayed_rows, urgency
from workflow.operations.steps.work import moment


@dataclass(frozen=True, slots=True)
class Register:
    """Where old cases come from and go to: the register's name, the file's sha256, the office."""

    name: str
    file_sha256: str
    org_id: UUID


@dataclass(slots=True)
class _Batch:
    """The rows of one transaction, written with one statement per table."""

    cases: list[dict[str, Any]] = field(default_factory=list)
    timers: list[dict[str, Any]] = field(default_factory=list)
    rungs: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    holdings: list[dict[str, Any]] = field(default_factory=list)
    filings: list[dict[str, Any]] = field(default_factory=list)
    values: list[dict[str, Any]] = field(default_factory=list)
    tokens: list[dict[str, Any]] = field(default_factory=list)
    parties: list[dict[str, Any]] = field(default_factory=list)


def import_cases(session: Session, act: Act, register: Register, old: Sequence[OldCase]) -> tuple[int, int]:
    """Store a batch of old cases. Gives (imported, skipped): a case that an earlier run brought in is
    skipped.

    A case's id is made of the register's name and the row's key, so that a second run doubles nothing. Raises
    NotPermitted, NotFound,
    Duplicate (a number that the office has already).
    """
    held = library(session)
    place = demand_at(session, held, act.actor, "import_register", register.org_id, act.at)
    ids = {derived_id("register", register.name, one.key): one for one in old}
    known = cases.existing_cases(session, ids)
    batch = _Batch()
    terms = {sha256: _terms(held, sha256) for sha256 in {one.definition_sha256 for one in old}}
    for case_id, one in ids.items():
        if case_id not in known:
            _import(session, terms[one.definition_sha256], act, register, place, case_id, one, batch)
    _write(session, batch)
    return len(batch.cases), len(old) - len(batch.cases)


@dataclass(frozen=True, slots=True)
class _Terms:
    """What the cases of one version are reckoned with, looked up once per batch."""

    case_type: CaseType
    edition: str
    reckoning: Reckoning


def _terms(held: Library, definition_sha256: str) -> _Terms:
    case_type = held.case_type(definition_sha256)
    edition, calendar = held.edition(case_type.calendar)
    return _Terms(case_type, edition, Reckoning(held.law(), calendar))


def _import(
    session: Session,
    terms: _Terms,
    act: Act,
    register: Register,
    place: Place,
    case_id: UUID,
    old: OldCase,
    batch: _Batch,
) -> None:
    case_type, edition = terms.case_type, terms.edition
    kept = keep(session, act, case_type, case_id, old.fields)
    timers = _history(case_type, act, place, case_id, old, kept, terms.reckoning)
    rows, rungs, marks = replayed_rows(case_type, edition, case_id, place.org_id, timers)
    row = _case_row(act, register, place, case_type, case_id, old, kept) | urgency(rows)
    body = {
        "register": register.name,
        "file": register.file_sha256,
        "line": old.line,
        "number": old.number,
        "to": old.state,
        "received": moment(old.received).isoformat(),
        "acts": [
            {"transition": name, "happened": moment(happened).isoformat()} for name, happened in old.acts
        ],
        "fields": {name: {"new": value} for name, value in kept.recorded.items()},
        "clocks": marks,
        "version": 1,
    }
    _append(act, row, case_type, edition, old, body, batch)
    batch.cases.append(row)
    batch.timers += rows
    batch.rungs += rungs
    batch.values += kept.values
    batch.tokens += kept.tokens
    batch.parties += [{**row, "from_seq": 1} for row in kept.parties]
    batch.holdings.append(holding_row(act, case_id, place.org_id))
    batch.filings.append(filing_row(act, case_id, old.received.day, old.channel))


def _history(
    case_type: CaseType,
    act: Act,
    place: Place,
    case_id: UUID,
    old: OldCase,
    kept: Kept,
    reckoning: Reckoning,
) -> tuple[Replayed, ...]:
    """The clocks as the opening and each known act left them. Guards are not asked: this is what happened."""
    fields = {name: _known(value) for name, value in kept.stored.items()}
    parties = tuple(
        row["party_id"] for row in kept.parties if case_type.fields[row["field"]].type == "parties"
    )
    first = next((name for name in case_type.starts), old.state)
    opened = [Trigger("opened"), Trigger("opened", first), Trigger("unassigned")]
    opened += [
        Trigger("date_field", name) for name in fields if case_type.fields[name].type in ("date", "instant")
    ]
    timers: tuple[Replayed, ...] = ()
    state = first
    events: list[tuple[str, Happened, list[Trigger]]] = [("", old.received, opened)]
    events += [(name, happened, [Trigger("transition", name)]) for name, happened in old.acts]
    for position, (name, happened, triggers) in enumerate(events):
        last = position == len(events) - 1
        target = old.state if last else _target(case_type, name, state)
        facts = CaseFacts(
            case_id,
            state,
            None,
            place,
            old.received.day,
            happened,
            fields,
            timers=tuple(one.fact for one in timers),
            parties=parties,
        )
        attempt = Attempt(name, act.actor, happened, act.at)
        effects = clock_effects(case_type, facts, attempt, triggers, target, reckoning)
        timers = replay(timers, effects.effects, act.new_id)
        state = target
    return timers


def _target(case_type: CaseType, name: str, state: str) -> str:
    target = case_type.transitions[name].target if name in case_type.transitions else state
    return target if target in case_type.states else state


def _known(value: Any) -> Any:
    return True if isinstance(value, Mapping) else value


def _case_row(
    act: Act,
    register: Register,
    place: Place,
    case_type: CaseType,
    case_id: UUID,
    old: OldCase,
    kept: Kept,
) -> dict[str, Any]:
    state = case_type.states[old.state]
    last = old.acts[-1][1] if old.acts else old.received
    return case_row(
        act,
        case_type,
        case_id,
        place,
        old.state,
        old.received.day,
        last,
        old.fields.get("subject"),
        number=old.number,
        channel=old.channel,
        escalated_at=last.at if state.stage == "escalated" else None,
        fields=dict(kept.stored),
        register=register.name,
    )


def _append(
    act: Act,
    row: dict[str, Any],
    case_type: CaseType,
    edition: str,
    old: OldCase,
    body: Mapping[str, Any],
    batch: _Batch,
) -> None:
    text = canonical_text(
        Entry(
            chain_id=str(row["case_id"]),
            seq=1,
            kind=EventKind.CASE_IMPORTED,
            actor=act.actor_name,
            happened=moment(old.received),
            recorded=act.at,
            case_type=f"{case_type.name}@{case_type.version}",
            definition=case_type.sha256,
            calendar=edition,
            organisation=str(row["org_id"]),
            body=body,
            previous=GENESIS,
        )
    )
    row["head_seq"], row["head_hash"] = 1, digest(text)
    batch.events.append(
        {
            "chain_id": row["case_id"],
            "seq": 1,
            "kind": str(EventKind.CASE_IMPORTED),
            "org_id": row["org_id"],
            "recorded_at": act.at,
            "text": text,
            "hash": row["head_hash"],
        }
    )


def _write(session: Session, batch: _Batch) -> None:
    if not batch.cases:
        return
    for table, rows in (
        ("cases", batch.cases),
        ("audit_event", batch.events),
        ("unsealed", [{"chain_id": one["chain_id"], "seq": one["seq"]} for one in batch.events]),
        ("holding", batch.holdings),
        ("filing", batch.filings),
        ("timer", batch.timers),
        ("rung", batch.rungs),
        ("personal_value", batch.values),
        ("blind_token", batch.tokens),
        ("party", batch.parties),
    ):
        insert_many(session, table, rows)
