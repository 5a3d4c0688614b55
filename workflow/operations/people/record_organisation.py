"""Record an office or a unit with its first dated rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from uuid import UUID

from models import organisations
from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.errors import FieldError, InvalidInput, NotPermitted
from workflow.operations.people.offices import demand_office, demand_text
from workflow.operations.steps import chains
from workflow.operations.steps.acting import Act

SUBJECT = "organisations"


@dataclass(frozen=True, slots=True)
class OrganisationEntry:
    """An office as it is recorded first. All rows hold from `from_day`; `traits`: trait → (value,
    because)."""

    kind: str
    name: str
    short_name: str
    from_day: date
    code: str | None = None
    register: str | None = None
    above: UUID | None = None
    inspected_by: tuple[UUID, ...] = ()
    part_of: UUID | None = None
    traits: Mapping[str, tuple[bool, str]] = field(default_factory=dict)
    selftest: bool = False


def record_organisation(
    session: Session, act: Act, entry: OrganisationEntry, org_id: UUID | None = None
) -> UUID:
    """The new office's id. Needs `manage_organisations` at the office above, or at that of which it is a
    unit; an office at
    the top is recorded by the system only. Raises InvalidInput, NotFound, NotPermitted, CommandReused."""
    superior = entry.part_of or entry.above
    if superior is not None:
        demand_office(session, act, "manage_organisations", superior)
    elif act.actor.user_id is not None:
        raise NotPermitted(permission="manage_organisations")
    request = {"verb": "record_organisation", **asdict(entry)}
    made = org_id or chains.id_for(act, "organisation")
    if chains.was_done(session, act, SUBJECT, request):
        return made
    _check(session, entry)
    _store(session, act, entry, made)
    body = {"office": str(made), "changed": "recorded", "from": entry.from_day.isoformat(), "to": None}
    chains.append(session, act, SUBJECT, EventKind.ORGANISATION_RECORDED, entry.from_day, body, made, request)
    return made


def _check(session: Session, entry: OrganisationEntry) -> None:
    for name, longest in (("kind", 40), ("name", 200), ("short_name", 60)):
        demand_text(name, getattr(entry, name), longest)
    named = [
        ("above", entry.above),
        ("part_of", entry.part_of),
        *(("inspected_by", one) for one in entry.inspected_by),
    ]
    unknown = [
        FieldError(path, "unknown-office")
        for path, one in named
        if one is not None and organisations.read_organisation(session, one) is None
    ]
    if unknown:
        raise InvalidInput(unknown)


def _store(session: Session, act: Act, entry: OrganisationEntry, org_id: UUID) -> None:
    own = {"org_id": org_id, "from_day": entry.from_day}
    head = {"org_id": org_id, "kind": entry.kind, "selftest": entry.selftest, "recorded_at": act.at}
    name = {
        "name": entry.name.strip(),
        "short_name": entry.short_name.strip(),
        "code": entry.code,
        "register": entry.register,
    }
    links = [
        ("above", entry.above),
        ("part_of", entry.part_of),
        *(("inspected_by", one) for one in entry.inspected_by),
    ]
    organisations.insert_organisation_rows(session, "organisation", [head])
    organisations.insert_organisation_rows(session, "name", [{**own, **name}])
    organisations.insert_organisation_rows(
        session,
        "link",
        [{**own, "relation": relation, "other_id": other} for relation, other in links if other],
    )
    organisations.insert_organisation_rows(
        session,
        "trait",
        [
            {**own, "trait": trait, "value": value, "because": why}
            for trait, (value, why) in entry.traits.items()
        ],
    )
