"""Rows to facts, and finding a case for an actor: what is out of scope is not found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from models import cases, clocks, evidence, people
from models.session import Row, Session
from workflow.access.actor import Place
from workflow.access.policy import CaseStanding, Depth, depth
from workflow.calendar.working_calendar import WorkingCalendar
from workflow.case_type.model import CaseType
from workflow.engine.facts import CaseFacts, Happened, ProposalFact, TimerFact
from workflow.errors import CaseNotFound
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import Library
from workflow.operations.steps.places import place_on
from workflow.operations.steps.work import CaseWork


def find_visible(session: Session, held: Library, act: Act, ref: str) -> tuple[Row, Depth]:
    """The case with this id or number that the actor may see, and how deep. Raises CaseNotFound."""
    for row in cases.find_cases(session, ref):
        seen = depth_of(session, held, act, row)
        if seen is not None:
            return row, seen
    raise CaseNotFound()


def depth_of(session: Session, held: Library, act: Act, row: Row) -> Depth | None:
    """How deep the actor sees into a case today, or None."""
    if act.actor.user_id is None:
        return Depth.FULL
    return depth(
        act.actor,
        standing_of(session, row, place_on(session, row["org_id"], held.today(act.at))),
        held.roles(),
    )


def standing_of(session: Session, row: Row, place: Place) -> CaseStanding:
    """What about the case decides who sees it."""
    assigned = cases.read_assignments(session, row["case_id"])
    accused: Iterable[UUID] = ()
    if row["sealed"]:
        accused = [one["user_id"] for one in cases.read_parties(session, row["case_id"]) if one["user_id"]]
    return CaseStanding(
        place,
        row["case_type"],
        frozenset(one["user_id"] for one in assigned if one["user_id"]),
        frozenset(one["org_id"] for one in assigned if one["org_id"]),
        frozenset(one["org_id"] for one in cases.read_requests(session, row["case_id"])),
        frozenset(accused),
        row["escalated_at"] is not None,
        row["sealed"],
    )


def lock_visible(session: Session, held: Library, act: Act, ref: str) -> CaseWork:
    """The case under its lock, for an actor who sees all of it. Raises CaseNotFound."""
    row, seen = find_visible(session, held, act, ref)
    if seen is not Depth.FULL:
        raise CaseNotFound()
    return lock_work(session, held, row["case_id"])


def lock_free_row(session: Session, held: Library, act: Act, ref: str) -> Row:
    """The row of a case that the actor sees whole, without its lock: for what only looks. Raises
    CaseNotFound."""
    row, seen = find_visible(session, held, act, ref)
    if seen is not Depth.FULL:
        raise CaseNotFound()
    return row


def lock_work(session: Session, held: Library, case_id: UUID) -> CaseWork:
    """A case under its lock, whoever asks. Raises CaseNotFound."""
    locked = cases.lock_case(session, case_id)
    if locked is None:
        raise CaseNotFound()
    return work_on(session, held, locked)


def work_on(session: Session, held: Library, row: Row) -> CaseWork:
    """A locked row as work to be done on it."""
    case_type = held.case_type(row["definition_sha256"])
    sha256, _ = held.edition(case_type.calendar)
    return CaseWork(session, row, case_type, sha256)


def load_facts(session: Session, held: Library, row: Row, act: Act) -> CaseFacts:
    """The facts of a case as the rules need them."""
    case_type = held.case_type(row["definition_sha256"])
    calendar = held.calendar(case_type.calendar)
    place = place_on(session, row["org_id"], calendar.local_day(act.at))
    assigned = cases.read_assignments(session, row["case_id"])
    parties = cases.read_parties(session, row["case_id"])
    return CaseFacts(
        case_id=row["case_id"],
        state=row["state"],
        previous_state=row["previous_state"],
        place=place,
        received_on=row["received_on"],
        moved=Happened(calendar.local_day(row["moved_at"]), row["moved_at"], row["moved_precision"]),
        fields=row["fields"],
        documents=evidence.document_kinds(session, row["case_id"]),
        timers=timer_facts(session, row["case_id"]),
        leads=_users(assigned, "lead"),
        coordinating=_users(assigned, "coordinating"),
        lead_orgs=_offices(assigned, "lead"),
        coordinating_orgs=_offices(assigned, "coordinating"),
        barred={"respondent_person": _conflicted(session, parties, calendar.local_day(act.at))},
        parties=tuple(one["party_id"] for one in parties if _asks(case_type, one["field"])),
        proposal=_proposal(session, row["case_id"], calendar),
        version=row["row_version"],
    )


def _conflicted(session: Session, parties: Iterable[Row], day: date) -> frozenset[UUID]:
    """The officials a case is about, and whoever stands in for them that day (decision 3)."""
    named = frozenset(one["user_id"] for one in parties if one["user_id"])
    return named | frozenset(people.substitutes_of(session, named, day)) if named else named


def _asks(case_type: CaseType, field: str) -> bool:
    return field in case_type.fields and case_type.fields[field].type == "parties"


def _users(assigned: list[Any], part: str) -> frozenset[UUID]:
    return frozenset(one["user_id"] for one in assigned if one["part"] == part and one["user_id"])


def _offices(assigned: list[Any], part: str) -> frozenset[UUID]:
    return frozenset(one["org_id"] for one in assigned if one["part"] == part and one["org_id"])


def _proposal(session: Session, case_id: UUID, calendar: WorkingCalendar) -> ProposalFact | None:
    row = cases.read_proposal(session, case_id)
    if row is None:
        return None
    happened = Happened(calendar.local_day(row["proposed_at"]), row["proposed_at"])
    stood_in_for = people.stands_in_for(session, row["proposer_id"], happened.day)
    proposers = frozenset(filter(None, (row["proposer_id"], row["on_behalf_of"], *stood_in_for)))
    return ProposalFact(row["proposal_id"], row["transition"], proposers, happened)


def timer_facts(session: Session, case_id: UUID) -> tuple[TimerFact, ...]:
    """The timers of a case with the rungs that are settled."""
    settled: dict[UUID, set[str]] = {}
    for rung in clocks.read_rungs(session, case_id):
        if rung["standing"] in ("fired", "passed"):
            settled.setdefault(rung["timer_id"], set()).add(rung["rung"])
    return tuple(
        timer_fact(row, frozenset(settled.get(row["timer_id"], ())))
        for row in clocks.read_timers(session, case_id)
    )


def timer_fact(row: Row, settled: frozenset[str] = frozenset()) -> TimerFact:
    """A timer row as the rules see it."""
    return TimerFact(
        timer_id=row["timer_id"],
        clock=row["clock"],
        subject_kind=row["subject_kind"],
        subject_id=row["subject_id"],
        running=row["running"],
        started_on=row["started_on"],
        raw_due=row["raw_due"],
        legal_due=row["legal_due"],
        promised_due=row["promised_due"],
        due_at=row["due_at"],
        precision=row["precision"],
        rule_id=row["rule_id"],
        provisional=row["provisional"],
        stopped_on=row["stopped_on"],
        kind=row["kind"],
        acts=row["acts"],
        settled_rungs=settled,
    )
