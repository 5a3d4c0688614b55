"""Who succeeds an office on a day, with names; and what is said where an ended office is asked for something
new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from models import organisations, registers
from models.memo import recall
from models.session import Session
from workflow.engine.decision import ReasonCode
from workflow.engine.sentences import reason
from workflow.errors import NotFound, Reason
from workflow.organisation.succession import WHOLE, Link, Successor, successors

FARTHEST = 20
"""How many mergers one after the other are followed."""


@dataclass(frozen=True, slots=True)
class SuccessorOffice:
    """A successor with the code and the name it bears on the day, and the names of the ended offices on the
    way."""

    office: Successor
    code: str
    name: str
    through: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OldOffice:
    """An office with its successors. `goes_on`: it bears a name on the day itself."""

    org_id: UUID
    code: str
    name: str
    goes_on: bool
    successors: tuple[SuccessorOffice, ...]


def old_office(session: Session, org_id: UUID, day: date) -> OldOffice:
    """The office and its successors on a day. Raises NotFound."""
    if organisations.read_organisation(session, org_id) is None:
        raise NotFound(f"There is no office with the id {org_id}.")
    found = _followed(session, org_id, day)
    named = {org_id, *(one for each in found for one in (each.org_id, *each.through))}
    names = organisations.names_on(session, named, day)
    held = registers.names_held(session, list(named), day)
    last = organisations.name_on(session, org_id, day)
    offices = tuple(
        SuccessorOffice(
            one,
            (held[one.org_id]["code"] or "") if one.org_id in held else "",
            names.get(one.org_id, ""),
            tuple(names.get(each, "") for each in one.through),
        )
        for one in found
    )
    code = (last["code"] or "") if last else ""
    return OldOffice(org_id, code, names.get(org_id, ""), org_id in held, offices)


def _followed(session: Session, org_id: UUID, day: date) -> tuple[Successor, ...]:
    links: dict[UUID, list[Link]] = {}
    ended: set[UUID] = set()
    frontier = {org_id}
    for _ in range(FARTHEST):
        rows = registers.successors_of(session, frontier, day)
        for row in rows:
            links.setdefault(row["org_id"], []).append(Link(row["other_id"], row["extent"], row["source"]))
        reached = {row["other_id"] for row in rows} - set(links) - {org_id}
        held = registers.names_held(session, reached, day) if reached else {}
        frontier = reached - set(held)
        ended |= frontier
        if not frontier:
            break
    return successors(org_id, links, ended)


def ended_reasons(session: Session, org_id: UUID, day: date) -> list[Reason]:
    """Why an office takes nothing new on a day: it has ended. The sentence names whoever succeeds it."""
    old = _ended(session, org_id, day)
    if old is None:
        return []
    named = ", ".join(one.name for one in old.successors)
    code = ReasonCode.OFFICE_ENDED if named else ReasonCode.OFFICE_ENDED_ALONE
    return [reason(code, str(org_id), (named, named))]


def _ended(session: Session, org_id: UUID, day: date) -> OldOffice | None:
    """The office with its successors where it bears no name on the day any more; None where it goes on."""

    def read() -> OldOffice | None:
        if registers.names_held(session, [org_id], day):
            return None
        last = organisations.name_on(session, org_id, day)
        has_ended = last is not None and last["to_day"] is not None and last["to_day"] < day
        return old_office(session, org_id, day) if has_ended else None

    return recall(session, ("ended", org_id, day), read)


def office_for_new(session: Session, org_id: UUID, day: date) -> UUID:
    """The office that takes what is handed to another: itself, or where it has ended the one office that
    succeeds the whole of it; itself again where nobody can say which, so that it is refused with the
    names."""
    old = _ended(session, org_id, day)
    if old is None or len(old.successors) != 1 or old.successors[0].office.extent != WHOLE:
        return org_id
    return old.successors[0].office.org_id
