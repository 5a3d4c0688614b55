"""Rows of an old register to old cases, or the reason why a row cannot be one."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from workflow.case_type.model import CaseType
from workflow.engine.entry import read_fields
from workflow.engine.facts import Happened
from workflow.errors import DefinitionInvalid, Finding, InvalidInput
from workflow.importers.mapping import Column, RegisterMapping
from workflow.importers.old_case import OldCase

LONGEST_CELL = 100_000
COUNT = "\x00count"
"""Where a row keeps its number of cells when it is not the header's: no column can be called so."""


VersionFor = Callable[[date], CaseType | None]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that cannot be a case: its line in the file (the header is line 1) and why."""

    line: int
    reason: str


def read_rows(
    lines: Iterable[str], mapping: RegisterMapping, file: str
) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, cells by column) of a CSV text; the first item is the header, on line 1, as a row of its own
    names.

    Raises DefinitionInvalid with the line for a file that is no CSV, has no header, or ends inside a quoted
    cell.
    """
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(lines, delimiter=mapping.delimiter, strict=True)
    header: list[str] | None = None
    try:
        for cells in reader:
            if header is None:
                header = [cell.strip() for cell in cells]
                if len(set(header)) != len(header) or not any(header):
                    raise _unreadable(file, 1, "The first line must name the columns, each once.")
                yield 1, dict(zip(header, header, strict=True))
            elif cells:
                yield reader.line_num, _cells(header, cells)
    except csv.Error as error:
        raise _unreadable(file, reader.line_num, f"The file is not a readable CSV here: {error}.") from error
    except UnicodeDecodeError as error:
        said = f"The file is not {mapping.encoding}; say the right `encoding:` in the mapping."
        raise _unreadable(file, reader.line_num + 1, said) from error
    if header is None:
        raise _unreadable(file, 1, "The file is empty.")


def _cells(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    found = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
    if len(cells) != len(header):
        # Told from a short row whose last columns are empty, so that no value lands under another name.
        found[COUNT] = str(len(cells))
    return found


def _unreadable(file: str, line: int, said: str) -> DefinitionInvalid:
    return DefinitionInvalid([Finding(file, line, 1, "unreadable", "error", said)])


def read_case(
    mapping: RegisterMapping, version_for: VersionFor, line: int, cells: Mapping[str, str], now: datetime
) -> OldCase | Rejected:
    """The old case that a row is, or why it cannot be one. `now` bounds what can have happened.

    `version_for` gives the version of the case type that covers a day of receipt (decision 7), or None.
    """
    try:
        return _read(mapping, version_for, line, cells, now)
    except _Impossible as error:
        return Rejected(line, str(error))
    except InvalidInput as error:
        faults = "; ".join(f"{fault.path}: {fault.code}" for fault in error.errors)
        return Rejected(line, faults)


class _Impossible(Exception):
    pass


def _read(
    mapping: RegisterMapping, version_for: VersionFor, line: int, cells: Mapping[str, str], now: datetime
) -> OldCase:
    if COUNT in cells:
        raise _Impossible(f"the row has {cells[COUNT]} cells, another number than the header")
    key = cells.get(mapping.key, "")
    if not key:
        raise _Impossible(f"{mapping.key} is empty: a row needs a key")
    received = _happened(mapping, mapping.received, cells, now)
    if received is None:
        raise _Impossible(f"{mapping.received} is empty: nobody knows when it was received")
    case_type = version_for(received.day)
    if case_type is None:
        raise _Impossible(f"no version of {mapping.case_type} covers {received.day.isoformat()}")
    acts = _acts(mapping, cells, received, now)
    state = _value(mapping.state, cells)
    if state not in case_type.states:
        raise _Impossible(f"state {_shown(mapping.state, cells)!r} is not in the mapping")
    if case_type.states[state].ending and not acts:
        raise _Impossible(f"it stands in the ending {state!r}, and no act says when")
    if acts and not case_type.states[state].ending and _ends(case_type, acts[-1][0]):
        raise _Impossible(f"it stands in {state!r}, and {acts[-1][0]!r} is said to have ended it")
    return OldCase(
        key=key[:200],
        number=mapping.number.format(key=key)[:60],
        received=received,
        state=state,
        fields=_fields(mapping, case_type, cells, now),
        acts=acts,
        channel=str(_value(mapping.channel, cells) or "in_person"),
        line=line,
        definition_sha256=case_type.sha256,
    )


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
            raise _Impossible(f"{column} ({cells[column]}) lies before {named} ({cells[named]})")
        found.append((transition, happened))
        before, named = happened, column
    return tuple(found)


def _fields(
    mapping: RegisterMapping, case_type: CaseType, cells: Mapping[str, str], now: datetime
) -> dict[str, Any]:
    raw: dict[str, Any] = {}
    for name, column in mapping.fields.items():
        given = _value(column, cells)
        if given in (None, ""):
            continue
        raw[name] = _raw(mapping, case_type.fields[name].type, name, str(given) if column.columns else given)
    return read_fields(case_type, mapping.fields, raw)


def _raw(mapping: RegisterMapping, kind: str, name: str, given: Any) -> Any:
    """A cell as the form of that field would send it."""
    if kind in ("date", "instant") and isinstance(given, str):
        found, has_time = _moment(mapping, given, name)
        return found.isoformat() if kind == "instant" and has_time else found.date().isoformat()
    if kind == "integer" and isinstance(given, str):
        try:
            return int(given)
        except ValueError:
            raise _Impossible(f"{name}: {given!r} is not a number") from None
    if kind == "parties" and isinstance(given, str):
        return [{"name": one.strip()} for one in given.split(";") if one.strip()]
    if kind == "respondent" and isinstance(given, str):
        return {"kind": "act", "act": given}
    return given


def _value(column: Column, cells: Mapping[str, str]) -> Any:
    if not column.columns:
        return column.fixed
    joined = column.join.join(cells.get(name, "") for name in column.columns if cells.get(name, ""))
    if not joined:
        return column.default
    if column.values:
        return column.values.get(joined, column.default)
    return joined


def _shown(column: Column, cells: Mapping[str, str]) -> str:
    return column.join.join(cells.get(name, "") for name in column.columns)


def _happened(
    mapping: RegisterMapping, column: str, cells: Mapping[str, str], now: datetime
) -> Happened | None:
    text = cells.get(column, "")
    if not text:
        return None
    found, has_time = _moment(mapping, text, column)
    if found.astimezone(UTC) > now:
        raise _Impossible(f"{column} ({text}) lies in the future")
    return Happened(found.date(), found, "instant" if has_time else "day")


def _moment(mapping: RegisterMapping, text: str, column: str) -> tuple[datetime, bool]:
    """(aware instant, whether a time was given). A local time that the zone's clocks skipped did not
    exist."""
    found, has_time = _parse(mapping, text, column)
    if found.tzinfo is None:
        found = found.replace(tzinfo=mapping.zone)
        if found.astimezone(UTC).astimezone(mapping.zone).replace(tzinfo=None) != found.replace(tzinfo=None):
            raise _Impossible(f"{column} ({text}) is an hour that the clocks of {mapping.zone.key} skipped")
    if not 1900 <= found.year <= 2200:
        raise _Impossible(f"{column} ({text}) lies outside 1900 to 2200")
    return found, has_time


def _parse(mapping: RegisterMapping, text: str, column: str) -> tuple[datetime, bool]:
    try:
        return datetime.fromisoformat(text), len(text) > 10
    except ValueError:
        pass
    for pattern in mapping.dates:
        try:
            return datetime.strptime(text, pattern), "%H" in pattern or "%I" in pattern
        except ValueError:
            continue
    raise _Impossible(f"{column} ({text}) is no date; name its pattern under `dates:`")
