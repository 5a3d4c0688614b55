"""Deploy a calendar's base file or the file of a year; a new edition of the calendar then rules."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from models import definitions
from models.session import RowMapping, Session
from workflow.audit.kinds import EventKind
from workflow.calendar.schema import build_calendar
from workflow.errors import DefinitionInvalid, Finding, NotPermitted
from workflow.operations.steps.acting import Act
from workflow.operations.steps.chains import append
from workflow.operations.steps.library import Library, library
from workflow.source import Source, canonical


@dataclass(frozen=True, slots=True)
class CalendarDeployed:
    """The edition that rules now. `fresh` is False when the same text was there already: nothing moves."""

    calendar: str
    edition: str
    fresh: bool


def deploy_calendar(session: Session, act: Act, source: Source) -> CalendarDeployed:
    """Check a calendar file beside its family and store it; open clocks are re-armed by `rearm_timers`
    afterwards.

    A file with `calendar` and `year` is a year's; one with `calendar` alone is the base. Raises
    DefinitionInvalid (a day both off and worked, a year before its base, ...), NotPermitted.
    """
    held = library(session)
    _demand(act, held)
    family, year = _family(source)
    base, years = _members(session, family)
    texts = {row["sha256"]: row for row in (*([base] if base else []), *years.values())}
    if source.sha256 in texts:
        edition = definitions.newest_edition(session, family)
        return CalendarDeployed(family, str(edition["sha256"]) if edition else "", False)
    if year is None:
        sources = [_stored(row) for row in years.values()]
        calendar = build_calendar(source, sources)
        members = sorted([source.sha256, *(one.sha256 for one in sources)])
    elif base is None:
        raise _refusal(source, f"There is no base file of the calendar {family} yet; deploy it first.")
    else:
        others = [_stored(row) for name, row in years.items() if name != f"{family}_{year}"]
        calendar = build_calendar(_stored(base), [*others, source])
        members = sorted([str(base["sha256"]), source.sha256, *(one.sha256 for one in others)])
    _store(session, act, source, family, year)
    sha256 = hashlib.sha256("\n".join(members).encode()).hexdigest()
    definitions.insert_edition(
        session, {"name": family, "sha256": sha256, "members": members, "made_at": act.at}
    )
    body = {"calendar": calendar.name, "year": year, "sha256": source.sha256, "edition": sha256}
    append(session, act, "calendars", EventKind.CALENDAR_DEPLOYED, act.at, body)
    return CalendarDeployed(family, sha256, True)


def _demand(act: Act, held: Library) -> None:
    if act.actor.user_id is None:
        return
    roles = held.roles()
    if not any(
        "deploy_definitions" in roles[grant.role].may for grant in act.actor.grants if grant.role in roles
    ):
        raise NotPermitted(permission="deploy_definitions")


def _family(source: Source) -> tuple[str, int | None]:
    value = source.value
    if not isinstance(value, dict) or not isinstance(value.get("calendar"), str):
        raise _refusal(
            source, "A calendar file begins with `calendar: NAME`, a year's file has `year: YYYY` too."
        )
    year = value.get("year")
    return value["calendar"], year if isinstance(year, int) else None


def _refusal(source: Source, said: str) -> DefinitionInvalid:
    return DefinitionInvalid([Finding(source.file, 1, 1, "wrong-type", "error", said)])


def _members(session: Session, family: str) -> tuple[RowMapping | None, dict[str, RowMapping]]:
    bases = [row for row in definitions.newest_of_kind(session, "calendar_base") if row["name"] == family]
    years = {
        row["name"]: row
        for row in definitions.newest_of_kind(session, "calendar_year")
        if row["name"].rsplit("_", 1)[0] == family
    }
    return (bases[0] if bases else None), years


def _stored(row: RowMapping) -> Source:
    return Source(row["name"], row["text"], row["sha256"], row["canonical"])


def _store(session: Session, act: Act, source: Source, family: str, year: int | None) -> None:
    definitions.insert_definition(
        session,
        {
            "kind": "calendar_base" if year is None else "calendar_year",
            "name": family if year is None else f"{family}_{year}",
            "sha256": source.sha256,
            "version": source.sha256[:12],
            "text": source.text,
            "canonical": canonical(source.value),
            "valid_from": None,
            "valid_to": None,
            "deployed_at": act.at,
            "deployed_by": act.actor_name,
        },
    )
