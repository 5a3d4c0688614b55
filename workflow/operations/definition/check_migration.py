"""Check what a migration moved: each case's chain from its first event to its head, and that nothing of it
hangs in the old version. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models import audit, clocks, definitions
from models.session import RowMapping, Session
from workflow.audit.chain import Row as ChainRow
from workflow.audit.chain import verify
from workflow.errors import DeadlineRefused, NotFound
from workflow.law.rules import LawBook
from workflow.operations.steps.library import Library, library


@dataclass(frozen=True, slots=True)
class Checked:
    """How many moved cases and events were read, what is wrong with any, and the id to go on after (None: the
    last)."""

    cases: int
    events: int
    faults: tuple[dict[str, str], ...]
    after: UUID | None


def check_migration(
    session: Session, migration_id: UUID, after: UUID | None = None, size: int = 200
) -> Checked:
    """Check the next moved cases. A case that has gone on since is checked as it stands now, in the version
    it stands in. Faults: chain, version, state, clock, rule; each with the case's number."""
    held = library(session)
    row = definitions.read_migration(session, migration_id)
    if row is None:
        raise NotFound(f"There is no migration {migration_id}.", why="no-such-migration")
    found = definitions.migration_cases_of(session, migration_id, ("moved",), after, size)
    faults: list[dict[str, str]] = []
    events = 0
    chains = _chains(session, [one["case_id"] for one in found])
    for one in found:
        own = chains.get(str(one["case_id"]), [])
        verdict = verify(own, {str(one["case_id"]): (one["now_seq"], one["now_hash"])})
        events += verdict.events
        if verdict.first_break is not None:
            faults.append(_fault(str(one["number"]), "chain", verdict.first_break.say("en")))
    timers, _ = clocks.read_many(session, [one["case_id"] for one in found])
    for one in found:
        faults += _faults(held, row, one, timers.get(one["case_id"], []))
    last = found[-1]["case_id"] if len(found) == size else None
    return Checked(len(found), events, tuple(faults), last)


def _chains(session: Session, case_ids: list[UUID]) -> dict[str, list[ChainRow]]:
    """The whole chains of some cases: each is proved alone, so that one break hides no other."""
    found: dict[str, list[ChainRow]] = {}
    if case_ids:
        for row in audit.stream_events(session, case_ids):
            found.setdefault(row[0], []).append(row)
    return found


def _faults(
    held: Library, migration: RowMapping, one: RowMapping, timers: list[dict[str, Any]]
) -> list[dict[str, str]]:
    number, found = str(one["number"]), []
    if one["seq"] is None or one["seq"] > one["now_seq"]:
        found.append(_fault(number, "chain", "The event that moved it is missing."))
    if one["definition_sha256"] == migration["from_sha256"]:
        found.append(_fault(number, "version", "It stands in the old version."))
    case_type, law = held.case_type(one["definition_sha256"]), held.law()
    if one["state"] not in case_type.states:
        found.append(_fault(number, "state", f"{case_type.version} has no state {one['state']}."))
    for timer in timers:
        if timer["running"] == "stopped":
            continue
        if timer["clock"] not in case_type.clocks:
            found.append(_fault(number, "clock", f"{case_type.version} has no clock {timer['clock']}."))
        if timer["rule_id"] and not _is_known(law, timer["rule_id"]):
            found.append(_fault(number, "rule", f"{timer['clock']} rests on no rule {timer['rule_id']}."))
    return found


def _is_known(law: LawBook, rule_id: str) -> bool:
    try:
        law.rule_by_id(rule_id)
    except DeadlineRefused:
        return False
    return True


def _fault(number: str, code: str, said: str) -> dict[str, str]:
    return {"case": number, "code": code, "says": said}
