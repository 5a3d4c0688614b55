"""Rows to facts, and finding a case for an actor: what is out of scope is not found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from models import cases, clocks, people
from models.around import lock_everything
from models.session import Row, Session
from workflow.access.actor import Place
from workflow.access.policy import CaseStanding, Depth, depth
from workflow.calendar.working_calendar import WorkingCalendar
from workflow.case_type.model import CaseType, Condition
from workflow.engine.facts import CaseFacts, Happened, ProposalFact, TimerFact
from workflow.errors import CaseNotFound
from workflow.operations.steps.acting import Act
from workflow.operations.steps.around import Around, read_around
from workflow.operations.steps.library import Library
from workflow.operations.steps.places import place_on
from workflow.operations.steps.work import CaseWork


def find_visible(session: Session, held: Library, act: Act, ref: str) -> tuple[Row, Depth]:
    """The case with this id or number that the actor may see, and how deep. Raises CaseNotFound."""
    for row in cases.find_cases(session, ref):
        seen = depth_of(session, held, act, row)
        if seen is not None:
            if row["sealed"] and act.actor.user_id is not None:
                session.sensitive.add(row["case_id"])
            return row, seen
    raise CaseNotFound()


def depth_of(
    session: Session, held: Library, act: Act, row: Row, around: Around | None = None
) -> Depth | None:
    """How deep the actor sees into a case today, or None."""
    if act.actor.user_id is None:
        return Depth.FULL
    standing = standing_of(
        row,
        place_on(session, row["org_id"], held.today(act.at)),
        around or read_around(session, row["case_id"]),
    )
    return depth(act.actor, standing, held.roles())


def standing_of(row: Row, place: Place, around: Around) -> CaseStanding:
    """What about the case decides who sees it."""
    return CaseStanding(
        place,
        row["case_type"],
        frozenset(one["user_id"] for one in around.assignments if one["user_id"]),
        frozenset(one["org_id"] for one in around.assignments if one["org_id"]),
        around.asked,
        around.named if row["sealed"] else frozenset(),
        row["escalated_at"] is not None,
        row["sealed"],
    )


def lock_visible(session: Session, held: Library, act: Act, ref: str) -> CaseWork:
    """The case under its lock, for an actor who sees all of it. Raises CaseNotFound.

    A case named by its id is locked before it is looked at: one read less, and what decides who sees it
    cannot change in between.
    """
    case_id = cases.case_id_of(ref) or lock_free_row(session, held, act, ref)["case_id"]
    work = lock_work(session, held, act, case_id)
    if depth_of(session, held, act, work.row, work.around) is not Depth.FULL:
        raise CaseNotFound()
    return work


def lock_free_row(session: Session, held: Library, act: Act, ref: str) -> Row:
    """The row of a case that the actor sees whole, without its lock: for what only looks. Raises
    CaseNotFound."""
    row, seen = find_visible(session, held, act, ref)
    if seen is not Depth.FULL:
        raise CaseNotFound()
    return row


def lock_work(session: Session, held: Library, act: Act, case_id: UUID) -> CaseWork:
    """A case under its lock, whoever asks. Raises CaseNotFound."""
    locked, around, timers = lock_everything(session, case_id, act.command_id)
    if locked is None:
        raise CaseNotFound()
    work = work_on(session, held, locked, act.command_id)
    work.know(around, timers)
    return work


def work_on(session: Session, held: Library, row: Row, command_id: str | None = None) -> CaseWork:
    """A locked row as work to be done on it."""
    case_type = held.case_type(row["definition_sha256"])
    sha256, _ = held.edition(case_type.calendar)
    return CaseWork(session, row, case_type, sha256, command_id=command_id)


def work_facts(held: Library, work: CaseWork, act: Act) -> CaseFacts:
    """The facts of a locked case as it stands in the middle of a verb."""
    row = {**work.row, **work.changes}
    return _facts(work.session, held, row, act, work.around, timer_facts(work.timers.values()))


def read_facts(session: Session, held: Library, row: Row, act: Act) -> CaseFacts:
    """The facts of a case as the rules need them, for what only looks."""
    timers = clocks.read_timers(session, row["case_id"])
    return _facts(session, held, row, act, read_around(session, row["case_id"]), timer_facts(timers))


def _facts(
    session: Session, held: Library, row: Row, act: Act, around: Around, timers: tuple[TimerFact, ...]
) -> CaseFacts:
    case_type = held.case_type(row["definition_sha256"])
    calendar = held.calendar(case_type.calendar)
    today = calendar.local_day(act.at)
    posts = posts_at(session, row["org_id"], today) if around.named else frozenset()
    return CaseFacts(
        case_id=row["case_id"],
        state=row["state"],
        previous_state=row["previous_state"],
        place=place_on(session, row["org_id"], today),
        received_on=row["received_on"],
        moved=Happened(calendar.local_day(row["moved_at"]), row["moved_at"], row["moved_precision"]),
        fields=row["fields"],
        documents=around.documents,
        timers=timers,
        leads=around.users("lead"),
        coordinating=around.users("coordinating"),
        lead_orgs=around.offices("lead"),
        coordinating_orgs=around.offices("coordinating"),
        barred=barred_by(session, around.named, posts, today),
        respondent_roles=frozenset(role for user_id, role in posts if user_id in around.named),
        parties=tuple(one["id"] for one in around.parties if _asks(case_type, one["name"])),
        proposal=_proposal(session, around.proposal, calendar),
        version=row["row_version"],
        open_children=_open_children(session, row, case_type),
    )


LEADERS = ("chair", "vice_chair")
"""Who heads an office: where one of them is accused, the others are superiors or deputies (decision 3)."""


def posts_at(session: Session, org_id: UUID, day: date) -> frozenset[tuple[UUID, str]]:
    """Who holds which role at an office on a day, its units left out."""
    return frozenset((one["user_id"], one["role"]) for one in people.users_at(session, [org_id], day))


def barred_by(
    session: Session, named: frozenset[UUID], posts: frozenset[tuple[UUID, str]], day: date
) -> dict[str, frozenset[UUID]]:
    """Whom the officials that a case is about bar from it: themselves, and where one of them heads the office
    everybody who heads it; each with whoever stands in for them that day (decision 3)."""
    heads = frozenset(user_id for user_id, role in posts if role in LEADERS)
    superiors = heads if heads & named else frozenset[UUID]()
    return {
        "respondent_person": _with_substitutes(session, named, day),
        "respondent_superior": _with_substitutes(session, superiors, day),
    }


def _with_substitutes(session: Session, users: frozenset[UUID], day: date) -> frozenset[UUID]:
    return users | frozenset(people.substitutes_of(session, users, day)) if users else users


def _open_children(session: Session, row: Row, case_type: CaseType) -> int:
    """How many child cases have not ended; counted only where an act that is possible now asks for it."""
    asked = any(
        _reads_children(case_type.sentries[name].condition)
        for one in case_type.transitions.values()
        if row["state"] in one.sources
        for name in one.needs
    )
    return cases.count_open_children(session, row["case_id"]) if asked else 0


def _reads_children(condition: Condition) -> bool:
    return condition.kind == "children" or any(_reads_children(part) for part in condition.parts)


def _asks(case_type: CaseType, field: str) -> bool:
    return field in case_type.fields and case_type.fields[field].type == "parties"


def _proposal(session: Session, row: Row | None, calendar: WorkingCalendar) -> ProposalFact | None:
    if row is None:
        return None
    happened = Happened(calendar.local_day(row["at"]), row["at"])
    stood_in_for = people.stands_in_for(session, row["user_id"], happened.day)
    proposers = frozenset(filter(None, (row["user_id"], row["org_id"], *stood_in_for)))
    return ProposalFact(row["id"], row["name"], proposers, happened)


def timer_facts(rows: Iterable[Row]) -> tuple[TimerFact, ...]:
    """Timer rows, read with what is settled of their rungs, as the rules see them."""
    return tuple(timer_fact(row, row["settled"]) for row in rows)


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
