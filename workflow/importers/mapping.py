"""The mapping of an old register: which column is what, in which time zone, and which words are which
states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workflow.case_type.model import CaseType
from workflow.errors import DefinitionInvalid, Finding
from workflow.source import Source

KEYS = (
    "register",
    "case_type",
    "office",
    "zone",
    "encoding",
    "delimiter",
    "dates",
    "key",
    "number",
    "received",
    "state",
    "acts",
    "channel",
    "fields",
)
COLUMN_KEYS = {"column", "columns", "values", "join", "fixed", "default"}


@dataclass(frozen=True, slots=True)
class Column:
    """Where a value comes from: `column` (or several, joined), translated by `values`, else `fixed`.
    `default` stands for an empty cell."""

    columns: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    join: str = " – "
    fixed: Any = None
    default: Any = None


@dataclass(frozen=True, slots=True)
class RegisterMapping:
    """A checked mapping. `dates` are strptime patterns besides ISO; `acts` are (transition, column of its
    time) in order."""

    register: str
    case_type: str
    office: str
    zone: ZoneInfo
    key: str
    number: str
    received: str
    state: Column
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    dates: tuple[str, ...] = ()
    acts: tuple[tuple[str, str], ...] = ()
    channel: Column = field(default_factory=Column)
    fields: Mapping[str, Column] = field(default_factory=dict)

    def columns(self) -> set[str]:
        """Every column the mapping reads."""
        found = {self.key, self.received, *(column for _, column in self.acts)}
        for one in (self.state, self.channel, *self.fields.values()):
            found.update(one.columns)
        return found


class _Faults:
    """Collects findings with their places in the mapping file."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.findings: list[Finding] = []

    def add(self, path: tuple[str | int, ...], code: str, said: str) -> None:
        line, column = self.source.position(path)
        self.findings.append(Finding(self.source.file, line, column, code, "error", said))

    def done(self) -> None:
        if self.findings:
            raise DefinitionInvalid(self.findings)


def read_mapping(source: Source) -> RegisterMapping:
    """The mapping a file writes. Raises DefinitionInvalid with line and column of each fault."""
    faults = _Faults(source)
    value = source.value
    if not isinstance(value, dict):
        faults.add((), "wrong-type", "Write the mapping as names and values; begin with `register:`.")
        faults.done()
    for name in value:
        if name not in KEYS:
            near = get_close_matches(str(name), KEYS, 1)
            faults.add(
                (name,),
                "unknown-name",
                f"Unknown key {name!r}." + (f" Did you mean {near[0]!r}?" if near else ""),
            )
    for name in ("register", "case_type", "office", "zone", "key", "received", "state"):
        if name not in value:
            faults.add((), "missing", f"The mapping must say {name!r}.")
    faults.done()
    mapping = _build(value, faults)
    faults.done()
    return mapping


def _build(value: Mapping[str, Any], faults: _Faults) -> RegisterMapping:
    return RegisterMapping(
        register=_word(value["register"], ("register",), faults),
        case_type=_word(value["case_type"], ("case_type",), faults),
        office=str(value["office"]),
        zone=_zone(value["zone"], faults),
        key=_word(value["key"], ("key",), faults),
        number=str(value.get("number", "{key}")),
        received=_word(value["received"], ("received",), faults),
        state=_column(value["state"], ("state",), faults),
        encoding=str(value.get("encoding", "utf-8-sig")),
        delimiter=str(value.get("delimiter", ",")),
        dates=tuple(str(one) for one in value.get("dates", ())),
        acts=_acts(value.get("acts", ()), faults),
        channel=_column(value.get("channel", {"fixed": "in_person"}), ("channel",), faults),
        fields={
            str(name): _column(one, ("fields", name), faults)
            for name, one in (value.get("fields") or {}).items()
        },
    )


def _word(given: Any, path: tuple[str | int, ...], faults: _Faults) -> str:
    if not isinstance(given, str) or not given.strip():
        faults.add(path, "wrong-type", "Write a name here.")
        return ""
    return given


def _zone(given: Any, faults: _Faults) -> ZoneInfo:
    try:
        return ZoneInfo(str(given))
    except (ZoneInfoNotFoundError, ValueError):
        faults.add(("zone",), "unknown-name", f"{given!r} is no time zone; write one like Asia/Ho_Chi_Minh.")
        return ZoneInfo("UTC")


def _acts(given: Any, faults: _Faults) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    if not isinstance(given, list | tuple):
        faults.add(("acts",), "wrong-type", "Write a list of {transition: NAME, column: COLUMN}.")
        return ()
    for place, one in enumerate(given):
        if not isinstance(one, dict) or set(one) != {"transition", "column"}:
            faults.add(("acts", place), "wrong-type", "Write {transition: NAME, column: COLUMN}.")
        else:
            found.append((str(one["transition"]), str(one["column"])))
    return tuple(found)


def _column(given: Any, path: tuple[str | int, ...], faults: _Faults) -> Column:
    """A column's name alone, or {column|columns|fixed, values, join, default}."""
    if isinstance(given, str):
        return Column((given,))
    if not isinstance(given, dict) or not set(given) <= {
        "column",
        "columns",
        "values",
        "join",
        "fixed",
        "default",
    }:
        faults.add(path, "wrong-type", "Write a column's name, or {column:, values:, default:} or {fixed:}.")
        return Column()
    named = given.get("columns", [given["column"]] if "column" in given else [])
    if not isinstance(named, list) or not (named or "fixed" in given):
        faults.add(path, "wrong-type", "Say which column holds it, or `fixed:` with the value itself.")
        return Column()
    return Column(
        tuple(str(one) for one in named),
        {str(key): one for key, one in (given.get("values") or {}).items()},
        str(given.get("join", " – ")),
        given.get("fixed"),
        given.get("default"),
    )


def check_against(mapping: RegisterMapping, case_type: CaseType, header: list[str], source: Source) -> None:
    """Refuse a mapping that names columns the file has not, or states, fields and transitions the case type
    has not."""
    faults = _Faults(source)
    for column in sorted(mapping.columns() - set(header)):
        near = get_close_matches(column, header, 1)
        hint = f" Did you mean {near[0]!r}?" if near else f" It has: {', '.join(header[:20])}."
        faults.add(_path_of(mapping, column), "missing-column", f"The file has no column {column!r}.{hint}")
    for name in mapping.fields:
        if name not in case_type.fields:
            faults.add(("fields", name), "unknown-name", f"{case_type.name} has no field {name!r}.")
    for place, (transition, _) in enumerate(mapping.acts):
        if transition not in case_type.transitions:
            faults.add(("acts", place), "unknown-name", f"{case_type.name} has no transition {transition!r}.")
    states = [*mapping.state.values.values(), mapping.state.fixed, mapping.state.default]
    for state in dict.fromkeys(str(one) for one in states if one is not None):
        if state not in case_type.states:
            faults.add(("state",), "unknown-name", f"{case_type.name} has no state {state!r}.")
    faults.done()


def _path_of(mapping: RegisterMapping, column: str) -> tuple[str | int, ...]:
    plain = {mapping.key: ("key",), mapping.received: ("received",)}
    if column in plain:
        return plain[column]
    for place, (_, named) in enumerate(mapping.acts):
        if named == column:
            return ("acts", place, "column")
    for name, one in mapping.fields.items():
        if column in one.columns:
            return ("fields", name)
    return ("state",) if column in mapping.state.columns else ("channel",)
