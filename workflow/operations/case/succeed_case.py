"""Pass cases of a merged or split office to the offices that succeed it. One act writes one case; many acts
may share a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from models import organisations, succession
from models.columns import FAR
from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.engine.facts import Happened
from workflow.errors import CaseNotFound, FieldError, InvalidInput
from workflow.operations.people.offices import demand_office
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import Library, library
from workflow.operations.steps.loading import lock_work
from workflow.operations.steps.work import CaseWork, flush_all
from workflow.organisation.succession import Why

LONGEST_TEXT = 500


@dataclass(frozen=True, slots=True)
class Succession:
    """What is carried out: whose cases, as of which day the succession was judged, the reason and the legal
    basis that the operator gave, and where the succession is written."""

    old_id: UUID
    day: date
    because: str = ""
    cites: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """A case, the office it goes to, and why that one."""

    case_id: UUID
    to: UUID
    why: Why


def succeed_cases(session: Session, act: Act, order: Succession, moves: Sequence[Move]) -> list[UUID]:
    """Pass each case that still lies with the old office; gives those that were passed. A case that has gone
    already is left alone, so that the same order may be given again.

    Clocks keep their dates, the number stays, assignments and requests stay; the chain tells both offices and
    the reason. Needs `manage_organisations` at all offices. A person passes no sealed
    case. Raises CaseNotFound, NotPermitted, InvalidInput.
    """
    held = library(session)
    for org_id in sorted({order.old_id, *(one.to for one in moves)}):
        demand_office(session, act, "manage_organisations", org_id)
    _check(held, act, order, moves)
    names = organisations.names_on(session, [order.old_id, *(one.to for one in moves)], order.day)
    works = []
    # In the order of their ids, as everybody who holds two cases locks them.
    for move in sorted(moves, key=lambda one: one.case_id):
        work = lock_work(session, held, act, move.case_id)
        if work.row["sealed"] and act.actor.user_id is not None:
            raise CaseNotFound()
        if work.row["org_id"] == order.old_id and not _is_over(work):
            _pass(session, held, act, work, order, move, names)
            works.append(work)
    flush_all(session, works)
    return [work.case_id for work in works]


def _is_over(work: CaseWork) -> bool:
    """Closed, and no duty runs on it: such a case stays with the office that closed it."""
    return bool(work.row["stage"] == "closed" and work.row["due_at"] == FAR)


def _check(held: Library, act: Act, order: Succession, moves: Sequence[Move]) -> None:
    errors = [
        FieldError(name, "too-long", (("longest", str(LONGEST_TEXT)),))
        for name, text in (("because", order.because), ("cites", order.cites))
        if len(text) > LONGEST_TEXT
    ]
    if order.day > held.today(act.at):
        errors.append(FieldError("as_of", "in-the-future"))
    if any(one.to == order.old_id for one in moves):
        errors.append(FieldError("to", "same-office"))
    if errors:
        raise InvalidInput(errors)


def _pass(
    session: Session,
    held: Library,
    act: Act,
    work: CaseWork,
    order: Succession,
    move: Move,
    names: dict[UUID, str],
) -> None:
    succession.pass_case(session, work.case_id, order.old_id, move.to, act.at)
    work.changes["org_id"] = move.to
    body: dict[str, Any] = {
        "from_office": str(order.old_id),
        "from_name": names.get(order.old_id, ""),
        "to_office": str(move.to),
        "to_name": names.get(move.to, ""),
        "why": str(move.why),
        "as_of": order.day.isoformat(),
        "because": order.because or None,
        "cites": order.cites or None,
        "basis": order.basis or None,
        "to": work.row["state"],
        "version": work.next_version,
    }
    now = Happened(held.calendar(work.case_type.calendar).local_day(act.at), act.at)
    work.append(EventKind.CASE_SUCCEEDED, act, now, body)
