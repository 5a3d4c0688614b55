"""Rows of an old register to old cases, or the reason why a row cannot be one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from workflow.case_type.model import CaseType
from workflow.engine.entry import read_fields
from workflow.engine.facts import Happened
from workflow.errors import InvalidInput
from workflow.importers.columns import Column
from workflow.importers.mapping import RegisterMapping
from workflow.importers.old_case import OldCase
from workflow.importers.table import Row

LONGEST_KEY = 200
LONGEST_NUMBER = 60
_BROKEN = frozenset(("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"))
"""What a sheet writes where a formula has no value."""
_TIME_LIKE = re.compile(r"[0-9 .:/+TZ-]{1,40}")

VersionFor = Callable[[date], CaseType | None]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that cannot be a case: its line in the file (or row of the sheet), why, and in which column where
    one is to blame; `place` is that cell as a person looks for it ("C7", "7:3")."""

    line: int
    reason: str
    column: str = ""
    place: str = ""


def read_case(
    mapping: RegisterMapping, version_for: VersionFor, row: Row, now: datetime
) -> OldCase | Rejected | None:
    """The old case that a row is, or why it cannot be one; None for a row that `only:` leaves out. `now`
    bounds what can have happened.

    `version_for` gives the version of the case type that covers a day of receipt (decision 7), or None.
    """
    if row.fault:
        return Rejected(row.line, row.fault, row.column)
    if mapping.only is not None and mapping.only.value(row.cells) is not True:
        return None
    try:
        return _read(mapping, version_for, row.line, row.cells, now)
    except _Impossible as error:
        return Rejected(row.line, str(error), error.column)
    except InvalidInput as error:
        return _of_fields(mapping, row, error)


def _of_fields(mapping: RegisterMapping, row: Row, error: InvalidInput) -> Rejected:
    faults = "; ".join(f"{fault.path}: {fault.code}" for fault in error.errors)
    name = error.errors[0].path.split(".")[1]
    return Rejected(row.line, faults, _first_column(mapping.fields.get(name)))


def _first_column(column: Column | None) -> str:
    named = (*column.columns, *column.parties.values()) if column else ()
    return named[0] if named else ""


class _Impossible(Exception):
    def __init__(self, reason: str, column: str = "") -> None:
        self.column = column
        super().__init__(reason)


def _read(
    mapping: RegisterMapping, version_for: VersionFor, line: int, cells: Mapping[str, str], now: datetime
) -> OldCase:
    for name, cell in cells.items():
        if cell in _BROKEN:
            raise _Impossible(f"{name}: the formula has no value ({cell})", name)
    key = _key(mapping, cells)
    received = _happened(mapping, mapping.received, cells, now)
    if received is None:
        raise _Impossible(f"{mapping.received} is empty: nobody knows when it was received", mapping.received)
    case_type = version_for(received.day)
    if case_type is None:
        said = f"no version of {mapping.case_type} covers {received.day.isoformat()}"
        raise _Impossible(said, mapping.received)
    acts = _acts(mapping, cells, received, now)
    state = _state(mapping, case_type, cells, acts)
    return OldCase(
        key=key,
        number=mapping.number.replace("{key}", key),
        received=received,
        state=state,
        fields=_fields(mapping, case_type, cells),
        acts=acts,
        channel=str(mapping.channel.value(cells) or "in_person"),
        line=line,
        definition_sha256=case_type.sha256,
    )


def _key(mapping: RegisterMapping, cells: Mapping[str, str]) -> str:
    key = cells.get(mapping.key, "")
    if not key:
        raise _Impossible(f"{mapping.key} is empty: a row needs a key", mapping.key)
    if len(key) > LONGEST_KEY or len(mapping.number.replace("{key}", key)) > LONGEST_NUMBER:
        said = f"{mapping.key} is too long: a number has at most {LONGEST_NUMBER} characters"
        raise _Impossible(said, mapping.key)
    if any(unicodedata.category(one) in ("Cc", "Cs", "Co", "Cn") for one in key):
        raise _Impossible(f"{mapping.key} holds a character that cannot be shown", mapping.key)
    return key


def _state(
    mapping: RegisterMapping,
    case_type: CaseType,
    cells: Mapping[str, str],
    acts: tuple[tuple[str, Happened], ...],
) -> str:
    column = _first_column(mapping.state)
    state = str(mapping.state.value(cells))
    if state not in case_type.states:
        said = f"state {mapping.state.text(cells)[:60]!r} is not in the mapping"
        raise _Impossible(said, column)
    if case_type.states[state].ending and not acts:
        raise _Impossible(f"it stands in the ending {state!r}, and no act says when", column)
    if acts and not case_type.states[state].ending and _ends(case_type, acts[-1][0]):
        raise _Impossible(f"it stands in {state!r}, and {acts[-1][0]!r} is said to have ended it", column)
    return state


def _ends(case_type: CaseType, transition: str) -> bool:
    target = case_type.transitions[transition].target
    return target in case_type.states and case_type.states[target].ending


def _acts(
    mapping: RegisterMapping, cells: Mapping[str, str], received: Happened, now: datetime
) -> tuple[tuple[str, Happened], ...]:
    found: list[tuple[str, Happened]] = []
    before, named = received, mapping.received
    for transition, column in mapping.acts:
        happened = _happened(mapping, column, cells, now)
        if happened is None:
            continue
        if happened.day < before.day or (before.precision == happened.precision and happened.at < before.at):
            said = f"{column}{_shown(cells[column])} lies before {named}{_shown(cells[named])}"
            raise _Impossible(said, column)
        found.append((transition, happened))
        before, named = happened, column
    return tuple(found)


def _fields(mapping: RegisterMapping, case_type: CaseType, cells: Mapping[str, str]) -> dict[str, Any]:
    raw: dict[str, Any] = {}
    for name, column in mapping.fields.items():
        given = _people(column, cells) if column.parties else column.value(cells)
        if given not in (None, "", []):
            raw[name] = _raw(mapping, case_type.fields[name].type, column, given)
    return read_fields(case_type, mapping.fields, raw)


def _people(column: Column, cells: Mapping[str, str]) -> list[dict[str, Any]]:
    """The people of a row: the cells of their columns divided by ";", the n-th of each belonging together."""
    parts = {key: _parts(cells.get(name, "")) for key, name in column.parties.items()}
    for key, found in parts.items():
        if len(found) not in (0, len(parts["name"])):
            said = f"{len(parts['name'])} names, but {len(found)} in {column.parties[key]!r}"
            raise _Impossible(said, column.parties[key])
    people = []
    for place, name in enumerate(parts["name"]):
        person = {key: found[place] for key, found in parts.items() if found and found[place]}
        if column.address_after and column.address_after in name:
            person["name"], person["address"] = (part.strip() for part in name.split(column.address_after, 1))
        people.append(person)
    return people


def _parts(cell: str) -> list[str]:
    parts = [part.strip() for part in cell.split(";")]
    return parts[:-1] if not parts[-1] else parts


def _raw(mapping: RegisterMapping, kind: str, column: Column, given: Any) -> Any:
    """A cell as the form of that field would send it."""
    if not column.columns or not isinstance(given, str):
        return given if kind in ("integer", "yes_no") or not column.columns else _worded(kind, given)
    name = column.columns[0]
    if kind in ("date", "instant"):
        found, has_time = _moment(mapping, given, name)
        return found.isoformat() if kind == "instant" and has_time else found.date().isoformat()
    if kind == "integer":
        if not given.isascii() or not given.isdigit() or len(given) > 12:
            raise _Impossible(f"{name}{_shown(given)} is not a number", name)
        return int(given)
    if kind == "parties":
        return [{"name": one} for one in _parts(given) if one]
    if kind == "respondent":
        return {"kind": "act", "act": given}
    if kind in ("choices", "recipients"):
        return [one for one in _parts(given) if one]
    return given


def _worded(kind: str, given: Any) -> Any:
    return given if isinstance(given, list) or kind == "parties" else str(given)


def _happened(
    mapping: RegisterMapping, column: str, cells: Mapping[str, str], now: datetime
) -> Happened | None:
    text = cells.get(column, "")
    if not text:
        return None
    found, has_time = _moment(mapping, text, column)
    if found.astimezone(UTC) > now:
        raise _Impossible(f"{column}{_shown(text)} lies in the future", column)
    return Happened(found.date(), found, "instant" if has_time else "day")


def _moment(mapping: RegisterMapping, text: str, column: str) -> tuple[datetime, bool]:
    """(aware instant, whether a time was given)."""
    found, has_time, fault = _read_moment(text, mapping.dates, mapping.zone)
    if found is None:
        raise _Impossible(f"{column}{_shown(text)} {fault}", column)
    return found, has_time


@lru_cache(maxsize=10_000)
def _read_moment(text: str, patterns: tuple[str, ...], zone: ZoneInfo) -> tuple[datetime | None, bool, str]:
    """(aware instant or None, whether a time was given, why there is none). A register has few days and many
    rows. A local time that the zone's clocks skipped did not exist."""
    found, has_time = _parse(text, patterns)
    if found is None:
        return None, False, "is no date that there is; patterns stand under `dates:`"
    if not 1900 <= found.year <= 2200:
        return None, False, "lies outside 1900 to 2200"
    if found.tzinfo is None:
        found = found.replace(tzinfo=zone)
        if found.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != found.replace(tzinfo=None):
            return None, False, f"is an hour that the clocks of {zone.key} skipped"
    return found, has_time, ""


def _parse(text: str, patterns: tuple[str, ...]) -> tuple[datetime | None, bool]:
    try:
        return datetime.fromisoformat(text), len(text) > 10
    except ValueError:
        pass
    for pattern in patterns:
        try:
            return datetime.strptime(text, pattern), "%H" in pattern or "%I" in pattern
        except ValueError:
            continue
    return None, False


def _shown(text: str) -> str:
    """A time or number as it was written; anything else may be a name that stands in the wrong column, and is
    not repeated."""
    return f" ({text})" if _TIME_LIKE.fullmatch(text) else ""
