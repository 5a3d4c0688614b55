"""Say where each open case of a merged or split office goes, and why. Reads only; the act is
`succeed_case`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from models import organisations, people, succession
from models.columns import FAR
from models.session import Session
from workflow.errors import DefinitionInvalid, Finding, InvalidInput, NotFound
from workflow.errors import FieldError as Fault
from workflow.operations.people.offices import demand_office
from workflow.operations.people.successors import office_on
from workflow.operations.steps.acting import Act
from workflow.operations.steps.successors import OldOffice, old_office
from workflow.organisation.succession import WHOLE, Why, destinations


@dataclass(frozen=True, slots=True)
class Choices:
    """What people chose: case number or id → (the successor's code or id, line in the file), and the
    successor of every case without a choice of its own."""

    by_case: Mapping[str, tuple[str, int]]
    for_all: str | None = None
    file: str = ""


@dataclass(frozen=True, slots=True)
class PlannedCase:
    """An open case, where it goes (None: it waits, or stays) and why. `due_at` is shown so that it can be
    compared: it does not change."""

    case_id: UUID
    number: str
    case_type: str
    state: str
    received_on: date
    due_at: datetime | None
    to: UUID | None
    why: Why


@dataclass(frozen=True, slots=True)
class Post:
    """A role that somebody still holds at the ended office or a unit of it. It opens nothing new there; who
    manages users gives the person a role at the successor."""

    user_id: UUID
    username: str
    display_name: str
    role: str
    org_id: UUID


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole plan. `basis`: where the succession is written; `moved_before`: cases chosen for that lie
    elsewhere already; `requests`, `parts`: what cases of other offices still ask of the old one. `names`: of
    every office that a case goes to. `units`: what is part of the old office still, by name; `units_to`: the
    one successor that could take them over; `posts`: the roles held there. An office that goes on keeps
    both."""

    old: OldOffice
    day: date
    basis: str
    fresh_successor: UUID | None
    cases: tuple[PlannedCase, ...]
    moved_before: int
    requests: int
    parts: int
    names: Mapping[UUID, str]
    units: Mapping[UUID, str] = field(default_factory=dict)
    units_to: UUID | None = None
    posts: tuple[Post, ...] = ()


def plan_succession(session: Session, act: Act, org_id: UUID, day: date, choices: Choices) -> Plan:
    """The open cases of the office, each with its destination on a day.

    `for_all` may name an office that is not a recorded successor only where the office has none: it is then
    recorded as one (`fresh_successor`). Raises NotFound, NotPermitted, InvalidInput (no successor), and
    DefinitionInvalid for a choice of no such case or of an office that is no successor.
    """
    demand_office(session, act, "manage_organisations", org_id)
    old = old_office(session, org_id, day)
    found = [one.office for one in old.successors]
    for_all, fresh = _for_all(session, old, day, choices)
    if not found and fresh is None:
        raise NotFound(
            f"{old.name} has no successor on {day}; record the succession, or name the office it goes to."
        )
    # Whoever does not handle a sealed case does not learn that it is there; the product itself passes it.
    rows = [
        row
        for row in succession.open_cases_of(session, org_id)
        if act.actor.user_id is None or not row["sealed"]
    ]
    chosen, moved_before = _chosen(session, old, choices, rows, fresh)
    going = destinations({row["case_id"]: row["parent_id"] for row in rows}, org_id, found, chosen, for_all)
    planned = tuple(
        PlannedCase(
            row["case_id"],
            row["number"],
            row["case_type"],
            row["state"],
            row["received_on"],
            None if row["due_at"] == FAR else row["due_at"],
            going[row["case_id"]].to,
            going[row["case_id"]].why,
        )
        for row in rows
    )
    units, posts = ({}, ()) if old.goes_on else _left_there(session, org_id, day)
    whole = [one.org_id for one in found if one.extent == WHOLE]
    units_to = for_all or fresh or (whole[0] if len(found) == 1 and whole else None)
    named = {*filter(None, (fresh, units_to, *(one.to for one in planned)))}
    names = organisations.names_on(session, named, day)
    sources = list(dict.fromkeys(one.source for one in found if one.source))
    left = succession.left_behind(session, org_id)
    asked = left["requests"], left["parts"]
    return Plan(
        old, day, "; ".join(sources), fresh, planned, moved_before, *asked, names, units, units_to, posts
    )


def _left_there(session: Session, org_id: UUID, day: date) -> tuple[dict[UUID, str], tuple[Post, ...]]:
    """The units that are part of an ended office on a day, by name, and the roles held in them and in it."""
    units = organisations.units_of(session, org_id, day)
    names = organisations.names_on(session, units, day)
    rows = people.users_at(session, [org_id, *units], day)
    named = ("user_id", "username", "display_name", "role", "org_id")
    by_name = sorted(names.items(), key=lambda one: (one[1], one[0]))
    return dict(by_name), tuple(Post(**{name: row[name] for name in named}) for row in rows)


def _for_all(
    session: Session, old: OldOffice, day: date, choices: Choices
) -> tuple[UUID | None, UUID | None]:
    """The successor chosen for all, and the one that is not recorded yet."""
    if choices.for_all is None:
        return None, None
    among = {one.code: one.office.org_id for one in old.successors}
    to = among.get(choices.for_all) or office_on(session, choices.for_all, day)
    if to == old.org_id:
        raise InvalidInput([Fault("to", "same-office")])
    if to in among.values():
        return to, None
    if old.successors:
        raise NotFound(f"{choices.for_all} is not among the successors of {old.name}: {_named(old)}.")
    return to, to


def _chosen(
    session: Session, old: OldOffice, choices: Choices, rows: Any, fresh: UUID | None
) -> tuple[dict[UUID, UUID], int]:
    """Case → successor of the choices made, and how many of them are of cases that lie elsewhere already."""
    by_ref: dict[str, list[UUID]] = {}
    for row in rows:
        by_ref.setdefault(row["number"], []).append(row["case_id"])
        by_ref[str(row["case_id"])] = [row["case_id"]]
    unknown = [ref for ref in choices.by_case if ref not in by_ref]
    elsewhere = {one["number"] for one in succession.cases_numbered(session, unknown, old.org_id)}
    successors = {one.code: one.office.org_id for one in old.successors if one.code}
    successors |= {str(one.office.org_id): one.office.org_id for one in old.successors}
    stays = {old.code, str(old.org_id)} if old.goes_on else set()
    chosen: dict[UUID, UUID] = {}
    faults: list[Finding] = []
    for ref, (code, line) in choices.by_case.items():
        to = successors.get(code) or (old.org_id if code in stays else None)
        to = to or (fresh if fresh and code == choices.for_all else None)
        if ref not in by_ref and ref not in elsewhere:
            said = f"{old.name} has no open case with the number {ref}."
            faults.append(Finding(choices.file, line, 1, "unknown-case", "error", said))
        elif to is None:
            said = f"{code} is not among the successors of {old.name}: {_named(old)}."
            faults.append(Finding(choices.file, line, 1, "no-successor", "error", said))
        elif len(by_ref.get(ref, ())) > 1:
            ids = ", ".join(str(one) for one in by_ref[ref])
            said = f"Several cases bear the number {ref}; choose by id: {ids}."
            faults.append(Finding(choices.file, line, 1, "ambiguous", "error", said))
        elif ref in by_ref:
            chosen[by_ref[ref][0]] = to
    if faults:
        raise DefinitionInvalid(faults)
    return chosen, sum(1 for ref in unknown if ref in elsewhere)


def _named(old: OldOffice) -> str:
    return ", ".join(f"{one.code or one.office.org_id} {one.name}" for one in old.successors)
