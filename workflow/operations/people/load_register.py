"""Bring in a register of administrative units as it stands on a day: offices begin, go on and end,
relations are dated. Nothing is overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from models import registers
from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.errors import DefinitionInvalid, Finding, NotPermitted
from workflow.operations.steps import chains
from workflow.operations.steps.acting import Act
from workflow.organisation.change import Change, Known, changed
from workflow.organisation.regime import Regime
from workflow.organisation.units import Unit, Wanted, name_key, wanted_offices

SUBJECT = "organisations"
ABOVE, INSPECTED_BY = "above", "inspected_by"
MOST_SAID = 50


@dataclass(frozen=True, slots=True)
class UnitRegister:
    """A register: its name, the day whose state it is, the file's name and SHA-256, its units. `is_part`:
    it has some top units only, and offices below others stay as they are."""

    name: str
    day: date
    file: str
    file_sha256: str
    units: Sequence[Unit]
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class LoadedRegister:
    """How many offices began, went on and ended, how many relations began and ended; `fresh`: anything
    did."""

    begun: int
    going_on: int
    ended: int
    links_begun: int
    links_ended: int
    fresh: bool


@dataclass(frozen=True, slots=True)
class _Writing:
    """One load: the rows to come, the rows to end, and the ids of the register's offices by code."""

    register: UnitRegister
    ids: Mapping[str, UUID]
    names: list[dict[str, Any]]
    names_ended: list[tuple[UUID, date]]
    links: list[dict[str, Any]]
    links_ended: list[tuple[UUID, str, UUID]]

    def name(self, org_id: UUID, code: str, name: str, short: str, last: date | None = None) -> None:
        """The office bears a name from the register's day on, until a day if that is known already."""
        own = {"org_id": org_id, "from_day": self.register.day, "to_day": last, "code": code}
        source = {"register": self.register.name, "register_on": self.register.day}
        self.names.append({**own, **source, "name": name, "short_name": short})

    def link(self, org_id: UUID, relation: str, other: UUID) -> None:
        """A relation holds from the register's day on."""
        row = {"org_id": org_id, "relation": relation, "other_id": other, "from_day": self.register.day}
        self.links.append({**row, "to_day": None, "extent": None, "source": self.register.name})


def load_register(session: Session, act: Act, regime: Regime, register: UnitRegister) -> LoadedRegister:
    """Compare the register with what stands on its day, and write what changes; one event tells of all.

    The same register again changes nothing. Raises NotPermitted for anybody but the product itself, and
    DefinitionInvalid: newer-register, code-taken.
    """
    if act.actor.user_id is not None:
        raise NotPermitted(permission="manage_organisations")
    newest = registers.newest_register(session)
    if newest is not None and newest > register.day:
        said = f"The register of {newest} is there already; registers come in in the order of their days."
        raise DefinitionInvalid([_fault(register, "newer-register", said)])
    known, above = _standing(session, regime, register.day)
    wanted = wanted_offices(register.units, regime, register.day)
    change = changed(wanted, known, above, is_part=register.is_part)
    if change.taken:
        raise DefinitionInvalid([_taken(register, *one) for one in change.taken[:MOST_SAID]])
    writing = _write(session, act, register, change)
    result = LoadedRegister(
        len(change.begin),
        len(change.go_on),
        len(change.end),
        len(writing.links),
        len(writing.links_ended),
        bool(writing.names or writing.names_ended or writing.links or writing.links_ended),
    )
    if result.fresh:
        _record(session, act, regime, register, result)
    return result


def _standing(session: Session, regime: Regime, day: date) -> tuple[list[Known], dict[UUID, UUID]]:
    """The offices that bear a code on the day and are of the regime's kinds, and who stands above whom."""
    links = registers.links_on(session, (ABOVE, INSPECTED_BY), day)
    above = {row["org_id"]: row["other_id"] for row in links if row["relation"] == ABOVE}
    inspectors: dict[UUID, set[UUID]] = {}
    for row in links:
        if row["relation"] == INSPECTED_BY:
            inspectors.setdefault(row["org_id"], set()).add(row["other_id"])
    known = [
        Known(
            row["org_id"],
            row["code"],
            row["name"],
            row["short_name"],
            row["from_day"],
            row["to_day"],
            row["register"],
            row["register_on"],
            above.get(row["org_id"]),
            frozenset(inspectors.get(row["org_id"], ())),
        )
        for row in registers.named_by_code(session, day)
        if row["kind"] in regime.kinds
    ]
    return known, above


def _write(session: Session, act: Act, register: UnitRegister, change: Change) -> _Writing:
    last = register.day - timedelta(days=1)
    ids = {one.code: act.new_id() for one in change.begin}
    ids |= {one.code: office.org_id for office, one in change.go_on}
    writing = _Writing(register, ids, [], [], [], [])
    for one in change.begin:
        writing.name(ids[one.code], one.code, one.name, one.short_name)
        _relate(writing, ids[one.code], one, None)
    for office, one in change.go_on:
        _rename(writing, office, one)
        _relate(writing, office.org_id, one, office)
    for ended in change.end:
        writing.names_ended.append((ended.office.org_id, ended.office.from_day))
        _leave(writing, ended.office, ended.overseer)
    heads = [
        {"org_id": ids[one.code], "kind": one.kind, "selftest": False, "recorded_at": act.at}
        for one in change.begin
    ]
    # What ends goes first: a relation may begin again on the day on which another of its kind ended.
    registers.end_names(session, writing.names_ended, last)
    registers.end_links(session, writing.links_ended, last)
    registers.insert_offices(session, heads, writing.names, writing.links)
    return writing


def _rename(writing: _Writing, office: Known, one: Wanted) -> None:
    """The same name with the register's source; a title that somebody typed by hand stays."""
    register = writing.register
    if office.from_day >= register.day or (office.register, office.register_on) == (
        register.name,
        register.day,
    ):
        return
    own = name_key(office.name) != name_key(one.name)
    writing.names_ended.append((office.org_id, office.from_day))
    writing.name(office.org_id, one.code, office.name if own else one.name, office.short_name, office.to_day)


def _relate(writing: _Writing, org_id: UUID, one: Wanted, office: Known | None) -> None:
    above = writing.ids[one.above] if one.above else None
    inspectors = {writing.ids[code] for code in one.inspectors}
    _move(writing, org_id, ABOVE, {office.above} if office and office.above else set(), {above} - {None})
    _move(writing, org_id, INSPECTED_BY, set(office.inspectors) if office else set(), inspectors)


def _leave(writing: _Writing, office: Known, overseer: UUID | None) -> None:
    """What an ended office leaves is overseen by who goes on above it; nobody inspects it any more."""
    stays = {overseer} - {None}
    _move(writing, office.org_id, ABOVE, {office.above} - {None}, stays)
    _move(writing, office.org_id, INSPECTED_BY, set(office.inspectors), set())


def _move(
    writing: _Writing,
    org_id: UUID,
    relation: str,
    before: Iterable[UUID | None],
    after: Iterable[UUID | None],
) -> None:
    was, is_now = set(before), set(after)
    for other in _in_order(was - is_now):
        writing.links_ended.append((org_id, relation, other))
    for other in _in_order(is_now - was):
        writing.link(org_id, relation, other)


def _in_order(ids: Iterable[UUID | None]) -> Iterator[UUID]:
    yield from sorted(one for one in ids if one is not None)


def _record(
    session: Session, act: Act, regime: Regime, register: UnitRegister, result: LoadedRegister
) -> None:
    body = {
        "changed": "register",
        "register": register.name,
        "from": register.day.isoformat(),
        "to": None,
        "file": register.file_sha256,
        "regime": regime.sha256,
        "part": register.is_part,
        "rows": len(register.units),
        "begun": result.begun,
        "going_on": result.going_on,
        "ended": result.ended,
        "links_begun": result.links_begun,
        "links_ended": result.links_ended,
    }
    chains.append(session, act, SUBJECT, EventKind.ORGANISATION_RECORDED, register.day, body)


def _taken(register: UnitRegister, code: str, name: str) -> Finding:
    said = f"{name} bears the code {code} on {register.day}; give it another name, code or last day first."
    line = next((unit.line for unit in register.units if unit.code == code), 1)
    return _fault(register, "code-taken", said, line)


def _fault(register: UnitRegister, code: str, said: str, line: int = 1) -> Finding:
    return Finding(register.file, line, 1, code, "error", said)
